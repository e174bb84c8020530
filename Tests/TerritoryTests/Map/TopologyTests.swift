import TestKit
import Testing

@testable import Territory

@Suite("Shared edges") struct TopologyTests {
    /// Two areas side by side whose common edge is a zigzag of many small steps.
    private static func neighbours(steps: Int32) -> [[GridRing]] {
        let edge = (0...steps).map { GridPoint(1_000 + ($0 % 2) * 3, $0 * 10) }
        let (low, high) = (Int32(0), steps * 10)
        return [
            [[GridPoint(0, low)] + edge + [GridPoint(0, high)]],
            [[GridPoint(2_000, high)] + edge.reversed() + [GridPoint(2_000, low)]],
        ]
    }

    private static func segments(_ area: [GridRing]) -> Set<GridSegment> {
        Set(area.flatMap(GridShape.segments).map { GridSegment($0, $1) })
    }

    @Test func stayTheSameWhenTheyAreSimplified() {
        let areas = Self.neighbours(steps: 100)
        let topology = Topology(areas)
        #expect(topology.sharedLines == 1)
        let simple = topology.simplified(to: 12)
        #expect(simple[0][0].count < 12)
        let (one, other) = (Self.segments(simple[0]), Self.segments(simple[1]))
        // The same line on both sides: no gap and no overlap.
        #expect(GridShape.edge(around: simple.joined().map(\.self)).count == 1)
        #expect(!one.intersection(other).isEmpty)
        let all = GridShape.doubleArea(of: simple[0][0]) + GridShape.doubleArea(of: simple[1][0])
        #expect(all == 2 * 2_000 * 1_000)
    }

    @Test func nothingIsLostWhereThereIsRoom() {
        let areas = Self.neighbours(steps: 20)
        let whole = Topology(areas).simplified(to: 10_000)
        for (before, after) in zip(areas, whole) { #expect(Self.segments(before) == Self.segments(after)) }
    }

    /// An island in a lake: the hole of one is the edge of the other, and neither falls flat.
    @Test func anIslandKeepsItsShape() {
        let island = (0..<40).map { step -> GridPoint in
            let corner = [(400, 400), (600, 400), (600, 600), (400, 600)][step / 10]
            let next = [(600, 400), (600, 600), (400, 600), (400, 400)][step / 10]
            let part = step % 10
            return GridPoint(
                Int32(corner.0 + (next.0 - corner.0) * part / 10), Int32(corner.1 + (next.1 - corner.1) * part / 10))
        }
        let lake: GridRing = [GridPoint(0, 0), GridPoint(1_000, 0), GridPoint(1_000, 1_000), GridPoint(0, 1_000)]
        let simple = Topology([[lake, island.reversed()], [island]]).simplified(to: 1)
        #expect(simple[0].count == 2)
        #expect(Self.segments([simple[0][1]]) == Self.segments(simple[1]))
        #expect(simple[1][0].count >= 3)
        #expect(GridShape.doubleArea(of: simple[1][0]) > 0)
    }

    /// A spike that reaches through a narrow bay: without its corner the two lines would cross.
    @Test func linesThatWouldCrossKeepTheirCorners() {
        let bay: GridRing = [
            GridPoint(0, 0), GridPoint(1_000, 0), GridPoint(1_000, 500), GridPoint(520, 500), GridPoint(500, 90),
            GridPoint(480, 500), GridPoint(0, 500),
        ]
        let spike: GridRing = [GridPoint(490, 480), GridPoint(510, 480), GridPoint(500, 100)]
        for most in 0...14 {
            let simple = Topology([[bay], [spike]]).simplified(to: most)
            let all = simple.joined().flatMap(GridShape.segments).map { GridSegment($0, $1) }
            #expect(Crossings.all(among: all).isEmpty, "with \(most) corners")
        }
    }

    @Test func crossingsAreFound() {
        let bow: GridRing = [GridPoint(0, 0), GridPoint(10, 10), GridPoint(10, 0), GridPoint(0, 10)]
        let square: GridRing = [GridPoint(0, 0), GridPoint(10, 0), GridPoint(10, 10), GridPoint(0, 10)]
        #expect(Crossings.first(in: [bow]) != nil)
        #expect(Crossings.first(in: [square]) == nil)
        // A corner of one line in the middle of another.
        #expect(
            Crossings.cross(
                GridSegment(GridPoint(0, 0), GridPoint(10, 0)), GridSegment(GridPoint(5, 0), GridPoint(5, 5))))
        // One behind the other on the same line.
        #expect(
            !Crossings.cross(
                GridSegment(GridPoint(0, 0), GridPoint(10, 0)), GridSegment(GridPoint(20, 0), GridPoint(30, 0))))
    }

    @Test func aNameStandsInside() throws {
        let horseshoe: GridRing = [
            GridPoint(0, 0), GridPoint(30, 0), GridPoint(30, 100), GridPoint(20, 100), GridPoint(20, 10),
            GridPoint(10, 10), GridPoint(10, 100), GridPoint(0, 100),
        ]
        let middle = try #require(GridShape.middle(of: [horseshoe]))
        #expect(GridShape.contains([horseshoe], middle.point))
        #expect(middle.width == 10)
        #expect(!GridShape.contains([horseshoe], GridPoint(15, 50)))
        #expect(GridShape.middle(of: []) == nil)
    }
}
