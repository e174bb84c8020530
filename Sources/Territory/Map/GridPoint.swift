/// A corner of an outline on a whole-numbered grid, so that two outlines share exactly what they share.
struct GridPoint: Hashable, Comparable, Sendable {
    let x: Int32
    let y: Int32

    init(_ x: Int32, _ y: Int32) {
        self.x = x
        self.y = y
    }

    static func < (left: GridPoint, right: GridPoint) -> Bool { (left.x, left.y) < (right.x, right.y) }
}

/// A closed line without its last corner, which is the first.
typealias GridRing = [GridPoint]

/// Two corners of a line beside one another, whichever way the line goes.
struct GridSegment: Hashable, Sendable {
    let first: GridPoint
    let last: GridPoint

    init(_ one: GridPoint, _ other: GridPoint) {
        first = min(one, other)
        last = max(one, other)
    }
}

enum GridShape {
    /// Twice the area inside of a ring; positive where x grows to the right, y upwards and the ring runs against the clock.
    static func doubleArea(of ring: GridRing) -> Int {
        segments(of: ring).reduce(0) { sum, ends in
            sum + Int(ends.0.x) * Int(ends.1.y) - Int(ends.1.x) * Int(ends.0.y)
        }
    }

    /// The corners in pairs, the way the ring runs.
    static func segments(of ring: GridRing) -> [(GridPoint, GridPoint)] {
        ring.indices.map { (ring[$0], ring[($0 + 1) % ring.count]) }
    }

    /// The edge around areas that touch: what only one of them has.
    static func edge(around rings: [GridRing]) -> [GridRing] {
        var ways: Set<Way> = []
        for ring in rings {
            for (from, to) in segments(of: ring) where ways.remove(Way(from: to, to: from)) == nil {
                ways.insert(Way(from: from, to: to))
            }
        }
        return chained(ways)
    }

    private struct Way: Hashable {
        let from: GridPoint
        let to: GridPoint
    }

    private static func chained(_ ways: Set<Way>) -> [GridRing] {
        var next = Dictionary(grouping: ways, by: \.from).mapValues { $0.map(\.to).sorted() }
        var rings: [GridRing] = []
        for start in next.keys.sorted() {
            while next[start]?.isEmpty == false {
                var ring: GridRing = []
                var here = start
                while let there = next[here]?.popLast() {
                    ring.append(here)
                    here = there
                }
                rings.append(ring)
            }
        }
        return rings
    }

    /// A point inside, for a name: in the middle of the widest stretch of the line that halves the height. The width of
    /// that stretch comes with it.
    static func middle(of rings: [GridRing]) -> (point: GridPoint, width: Int)? {
        let ys = rings.joined().map(\.y)
        guard let low = ys.min(), let high = ys.max(), low < high else { return nil }
        // Half a step beside the grid, so that the line meets no corner.
        let y = (Double(low) + Double(high)) / 2 + 0.5
        let crossings = rings.flatMap(segments).compactMap { one, other -> Double? in
            let (a, b) = (Double(one.y), Double(other.y))
            guard (a < y) != (b < y) else { return nil }
            return Double(one.x) + (y - a) / (b - a) * Double(other.x - one.x)
        }
        .sorted()
        let stretches = stride(from: 0, to: crossings.count - 1, by: 2).map { (crossings[$0], crossings[$0 + 1]) }
        guard let widest = stretches.max(by: { $0.1 - $0.0 < $1.1 - $1.0 }) else { return nil }
        return (GridPoint(Int32((widest.0 + widest.1) / 2), Int32(y)), Int(widest.1 - widest.0))
    }

    /// Whether a point lies inside, holes left out.
    static func contains(_ rings: [GridRing], _ point: GridPoint) -> Bool {
        rings.flatMap(segments).reduce(false) { inside, ends in
            let (a, b) = ends
            guard (a.y > point.y) != (b.y > point.y) else { return inside }
            let side =
                (Int(b.x) - Int(a.x)) * (Int(point.y) - Int(a.y)) - (Int(b.y) - Int(a.y)) * (Int(point.x) - Int(a.x))
            return (side > 0) == (b.y > a.y) ? !inside : inside
        }
    }

    /// Path data, each ring from its first corner in steps.
    static func path(_ rings: [[(x: Int, y: Int)]]) -> String {
        var data = ""
        for ring in rings {
            guard var here = ring.first else { continue }
            data += "M\(here.x) \(here.y)l"
            var isFirst = true
            for point in ring.dropFirst() where point != here {
                let (dx, dy) = (point.x - here.x, point.y - here.y)
                if !isFirst, dx >= 0 { data += " " }
                data += dy < 0 ? "\(dx)\(dy)" : "\(dx) \(dy)"
                here = point
                isFirst = false
            }
            data += isFirst ? "0 0z" : "z"
        }
        return data
    }
}
