import Foundation
import Kernel
import Resources
import TestKit
import Testing
import Web

@testable import Territory

@Suite("The shipped schematic map") struct ShippedTilesTests {
    private struct Year: Sendable, CustomTestStringConvertible {
        let number: Int
        let communes: Int
        let regions: Int
        let provinces: Int

        var testDescription: String { String(number) }

        func tiles() throws -> [String: TileSheet.Tile] {
            let day = try #require(Day(year: number, month: 7, day: 1))
            return try TileSheet(Shipped.data("seeds/unit-tiles-\(number).csv"), from: day).tiles
        }
    }

    private static let years = [
        Year(number: 2022, communes: 173, regions: 9, provinces: 1),
        Year(number: 2025, communes: 99, regions: 18, provinces: 2),
    ]

    @Test(arguments: years) private func hasEachCommuneOnce(_ year: Year) throws {
        let units = try UnitSeed.read(Shipped.data("seeds/units-\(year.number).csv")).filter { $0.level == .commune }
        let tiles = try year.tiles()
        #expect(tiles.count == year.communes)
        #expect(Set(tiles.keys) == Set(units.map(\.code)))
        #expect(Set(tiles.values.map { [$0.column, $0.row] }).count == year.communes)
        #expect(tiles.values.allSatisfy { $0.area > 0 })
    }

    @Test(arguments: years) private func keepsEachDistrictAndProvinceInOnePiece(_ year: Year) throws {
        let tiles = try year.tiles().values
        let regions = Dictionary(grouping: tiles, by: \.region)
        let provinces = Dictionary(grouping: tiles, by: \.province)
        #expect(regions.count == year.regions)
        #expect(provinces.count == year.provinces)
        for group in Array(regions.values) + Array(provinces.values) {
            #expect(GridShape.edge(around: group.map(\.ring)).count { GridShape.doubleArea(of: $0) != 0 } >= 1)
            #expect(Self.isConnected(group))
        }
    }

    /// One closed edge around all: no hole, no island.
    @Test(arguments: years) private func hasNoHole(_ year: Year) throws {
        let edge = GridShape.edge(around: try year.tiles().values.map(\.ring))
        #expect(edge.count == 1)
        #expect(Set(edge.joined()).count == edge.joined().count)
    }

    private static func isConnected(_ tiles: [TileSheet.Tile]) -> Bool {
        var left = Set(tiles)
        guard var stack = left.popFirst().map({ [$0] }) else { return false }
        while let tile = stack.popLast() {
            let corners = Set(tile.ring)
            let beside = left.filter { corners.intersection($0.ring).count == 2 }
            left.subtract(beside)
            stack += beside
        }
        return left.isEmpty
    }
}

@Suite("A sheet of tiles") struct TileSheetTests {
    private static let head = "code,column,row,area_km2,region_code,region_name,province\n"

    @Test(arguments: [
        ("04765,0,0,x,141,A,B\n", 2), ("04765,-1,0,1,141,A,B\n", 2), (",0,0,1,141,A,B\n", 2),
        ("04765,0,1.5,1,141,A,B\n", 2), ("04765,1000000000000,0,1,141,A,B\n", 2),
    ])
    func saysWhichLineIsWrong(_ rows: String, _ line: Int) {
        #expect(throws: TileSheetError.wrong(line: line)) {
            _ = try TileSheet(Array((Self.head + rows).utf8), from: MapWorld.day)
        }
    }

    @Test(arguments: ["04765,0,0,1,141,A,B\n04762,0,0,1,141,A,B\n", "04765,0,0,1,141,A,B\n04765,1,0,1,141,A,B\n"])
    func holdsNothingTwice(_ rows: String) {
        #expect(throws: TileSheetError.taken(line: 3)) {
            _ = try TileSheet(Array((Self.head + rows).utf8), from: MapWorld.day)
        }
    }

    @Test func isThatOfTheDay() throws {
        let sheets = try TileSheets([
            (Array((Self.head + "1,0,0,1,1,A,B\n").utf8), MapWorld.day),
            (Array((Self.head + "2,0,0,1,1,A,B\n").utf8), MapWorld.day + 10),
        ])
        #expect(sheets.tiles(on: MapWorld.day + -500).keys.sorted() == ["1"])
        #expect(sheets.tiles(on: MapWorld.day + 9).keys.sorted() == ["1"])
        #expect(sheets.tiles(on: MapWorld.day + 10).keys.sorted() == ["2"])
        #expect(TileSheets().tiles(on: MapWorld.day).isEmpty)
    }
}

@Suite("Figures on a map") struct MapFiguresTests {
    @Test func classesHaveRoundBoundsAndHoldAll() {
        let classes = MapClasses((1...100).map { Double($0 * 37) })
        #expect(classes.count == 5)
        #expect(classes.bounds == classes.bounds.sorted())
        #expect(classes.bounds.allSatisfy { $0 == MapClasses.rounded($0) })
        #expect(classes.index(of: 37) == 0)
        #expect(classes.index(of: 3_700) == 4)
    }

    @Test(arguments: [[], [5], [5, 5, 5, 5, 5, 5], [0, 1]] as [[Double]])
    func fewFiguresNeedFewClasses(_ figures: [Double]) {
        let classes = MapClasses(figures)
        #expect(classes.count <= max(1, Set(figures).count))
        for figure in figures { #expect((0..<classes.count).contains(classes.index(of: figure))) }
    }

}
