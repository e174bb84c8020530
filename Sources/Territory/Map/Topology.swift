/// Outlines taken apart into the lines between their junctions, so that a line that two neighbours share is made simpler
/// once and stays the same for both.
struct Topology {
    /// A line from junction to junction; one without a junction, an island's, ends where it began.
    private struct Line {
        var points: [GridPoint]
        /// How much of the shape each corner carries: twice the area that goes with it, at least that of the corners
        /// that went before (Visvalingam and Whyatt). The ends carry everything.
        var weights: [Int]
    }

    /// A line in a ring, and whether it runs backwards there.
    private struct Part {
        let line: Int
        let isBackwards: Bool
    }

    private var lines: [Line] = []
    private var areas: [[[Part]]] = []

    /// - Parameter areas: each with its rings, outer ones and holes.
    init(_ areas: [[GridRing]]) {
        let junctions = Self.junctions(of: areas.flatMap(\.self))
        var known: [[GridPoint]: Int] = [:]
        for area in areas {
            self.areas.append(
                area.map { ring in
                    Self.cut(ring, at: junctions).map { points in
                        let isBackwards = Self.runsBackwards(points)
                        let points = isBackwards ? points.reversed() : points
                        if let line = known[points] { return Part(line: line, isBackwards: isBackwards) }
                        known[points] = lines.count
                        lines.append(Line(points: points, weights: Self.weights(of: points)))
                        return Part(line: lines.count - 1, isBackwards: isBackwards)
                    }
                })
        }
        keepShapes()
    }

    /// Corners of all lines, each once.
    var count: Int { lines.reduce(0) { $0 + $1.points.count } }

    /// Lines that more than one ring has.
    var sharedLines: Int {
        var uses = [Int](repeating: 0, count: lines.count)
        for part in areas.joined().joined() { uses[part.line] += 1 }
        return uses.count { $0 > 1 }
    }

    /// The outlines with about so many corners at most, those that carry least left out. Lines that would cross in their
    /// simple form keep all their corners.
    func simplified(to most: Int) -> [[GridRing]] {
        let weights = lines.flatMap(\.weights).sorted(by: >)
        let first = weights.count > most ? weights[most] : -1
        let least = first == .max ? first : first + 1
        var simple = lines.map { line in
            zip(line.points, line.weights).compactMap { $1 >= least ? $0 : nil }
        }
        // Each round leaves fewer simple lines, so it ends.
        while true {
            var owners: [Int] = []
            var segments: [GridSegment] = []
            for (index, points) in simple.enumerated() {
                for (one, other) in zip(points, points.dropFirst()) {
                    segments.append(GridSegment(one, other))
                    owners.append(index)
                }
            }
            let crossed = Set(Crossings.all(among: segments).flatMap { [owners[$0.0], owners[$0.1]] })
                .filter { simple[$0].count < lines[$0].points.count }
            if crossed.isEmpty { break }
            for line in crossed { simple[line] = lines[line].points }
        }
        return areas.map { rings in
            rings.map { parts in
                parts.flatMap { part in
                    (part.isBackwards ? simple[part.line].reversed() : simple[part.line]).dropLast()
                }
            }
        }
    }

    /// A ring of one or two lines would fall flat if these kept their ends only.
    private mutating func keepShapes() {
        for parts in areas.joined() where parts.count <= 2 {
            let needed = parts.count == 1 ? 2 : 1
            for part in parts {
                let inner = lines[part.line].weights.indices.dropFirst().dropLast()
                let heaviest = inner.sorted { lines[part.line].weights[$0] > lines[part.line].weights[$1] }
                for index in heaviest.prefix(needed) { lines[part.line].weights[index] = .max }
            }
        }
    }

    /// Corners where rings part: those that have other neighbours in one ring than in another.
    private static func junctions(of rings: [GridRing]) -> Set<GridPoint> {
        var neighbours: [GridPoint: GridSegment] = [:]
        var junctions: Set<GridPoint> = []
        for ring in rings {
            for index in ring.indices {
                let pair = GridSegment(ring[(index + ring.count - 1) % ring.count], ring[(index + 1) % ring.count])
                if let known = neighbours[ring[index]] {
                    if known != pair { junctions.insert(ring[index]) }
                } else {
                    neighbours[ring[index]] = pair
                }
            }
        }
        return junctions
    }

    /// The ring's lines in its order, each with both ends.
    private static func cut(_ ring: GridRing, at junctions: Set<GridPoint>) -> [[GridPoint]] {
        guard let first = ring.indices.first(where: { junctions.contains(ring[$0]) }) else {
            // An island begins at its least corner, so that whoever shares it finds the same line.
            let least = ring.indices.min { ring[$0] < ring[$1] } ?? 0
            return [Array(ring[least...] + ring[...least])]
        }
        var lines: [[GridPoint]] = []
        var line: [GridPoint] = []
        for point in ring[first...] + ring[..<first] + [ring[first]] {
            line.append(point)
            if line.count > 1, junctions.contains(point) {
                lines.append(line)
                line = [point]
            }
        }
        return lines
    }

    private static func runsBackwards(_ points: [GridPoint]) -> Bool {
        for (one, other) in zip(points, points.reversed()) where one != other { return other < one }
        return false
    }

    private static func weights(of points: [GridPoint]) -> [Int] {
        let last = points.count - 1
        var weights = [Int](repeating: .max, count: points.count)
        var before = points.indices.map { $0 - 1 }
        var after = points.indices.map { $0 + 1 }
        var floor = 0
        func carried(_ index: Int) -> Int {
            let (a, b, c) = (points[before[index]], points[index], points[after[index]])
            return abs(
                (Int(b.x) - Int(a.x)) * (Int(c.y) - Int(a.y)) - (Int(c.x) - Int(a.x)) * (Int(b.y) - Int(a.y)))
        }
        guard last > 1 else { return weights }
        var waiting = LightestFirst((1..<last).map { (carried($0), $0) })
        while let (weight, index) = waiting.next() {
            guard weights[index] == .max else { continue }
            floor = max(floor, weight)
            weights[index] = floor
            after[before[index]] = after[index]
            before[after[index]] = before[index]
            // What stands in the queue under an older weight is put right when its turn comes.
            for neighbour in [before[index], after[index]] where neighbour > 0 && neighbour < last {
                waiting.replace(neighbour, with: carried(neighbour))
            }
        }
        return weights
    }
}

/// A heap of numbered corners, the lightest first.
private struct LightestFirst {
    private var heap: [(weight: Int, index: Int)] = []
    private var current: [Int: Int] = [:]

    init(_ entries: [(weight: Int, index: Int)]) {
        for entry in entries { replace(entry.index, with: entry.weight) }
    }

    mutating func replace(_ index: Int, with weight: Int) {
        current[index] = weight
        heap.append((weight, index))
        var place = heap.count - 1
        while place > 0, isBefore(place, (place - 1) / 2) {
            heap.swapAt(place, (place - 1) / 2)
            place = (place - 1) / 2
        }
    }

    /// Entries that were replaced since are passed over.
    mutating func next() -> (weight: Int, index: Int)? {
        while let top = heap.first {
            heap.swapAt(0, heap.count - 1)
            heap.removeLast()
            sink()
            if current[top.index] == top.weight {
                current[top.index] = nil
                return top
            }
        }
        return nil
    }

    private mutating func sink() {
        var place = 0
        while true {
            let children = [2 * place + 1, 2 * place + 2].filter { $0 < heap.count }
            guard let child = children.min(by: { isBefore($0, $1) }), isBefore(child, place) else { return }
            heap.swapAt(place, child)
            place = child
        }
    }

    private func isBefore(_ one: Int, _ other: Int) -> Bool {
        (heap[one].weight, heap[one].index) < (heap[other].weight, heap[other].index)
    }
}
