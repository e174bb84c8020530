/// Looks for lines that cross. Corners that lines share are no crossing, nor are lines that lie on one another as
/// neighbours' edges do.
enum Crossings {
    /// The first place where the edges of one area cross.
    static func first(in rings: [GridRing]) -> GridPoint? {
        let segments = rings.flatMap(GridShape.segments).map { GridSegment($0, $1) }
        return all(among: segments, stopAtFirst: true).first.map { segments[$0.0].first }
    }

    /// Pairs of indices of segments that cross.
    static func all(among segments: [GridSegment], stopAtFirst: Bool = false) -> [(Int, Int)] {
        var found: [(Int, Int)] = []
        // Swept from left to right: only segments that are open at the same time are compared.
        let order = segments.indices.sorted { segments[$0].first.x < segments[$1].first.x }
        var open: [Int] = []
        for index in order {
            let segment = segments[index]
            open.removeAll { segments[$0].last.x < segment.first.x }
            for other in open where cross(segments[other], segment) {
                found.append((other, index))
                if stopAtFirst { return found }
            }
            open.append(index)
        }
        return found
    }

    static func cross(_ one: GridSegment, _ other: GridSegment) -> Bool {
        let (low, high) = (min(one.first.y, one.last.y), max(one.first.y, one.last.y))
        guard low <= max(other.first.y, other.last.y), min(other.first.y, other.last.y) <= high else { return false }
        guard one.first != other.first, one.first != other.last, one.last != other.first, one.last != other.last
        else { return false }
        let (a, b) = (side(one, other.first), side(one, other.last))
        let (c, d) = (side(other, one.first), side(other, one.last))
        if a == 0, b == 0 { return false }
        return a != b && c != d && a * b <= 0 && c * d <= 0
    }

    /// On which side of a line a point lies: -1, 0 or 1.
    private static func side(_ line: GridSegment, _ point: GridPoint) -> Int {
        let (ax, ay) = (Int(line.first.x), Int(line.first.y))
        return ((Int(line.last.x) - ax) * (Int(point.y) - ay) - (Int(line.last.y) - ay) * (Int(point.x) - ax)).signum()
    }
}
