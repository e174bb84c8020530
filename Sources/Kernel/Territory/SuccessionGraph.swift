/// What became of units: all events in the order of their days.
public struct SuccessionGraph: Sendable {
    public let events: [UnitEvent]

    public init(_ events: [UnitEvent]) { self.events = events.sorted { ($0.day, $0.id) < ($1.day, $1.id) } }

    /// What a unit had become by a day: itself when nothing ended it, nothing when it was abolished.
    public func successors(of unit: ID<AdminUnit>, on day: Day) -> [ID<AdminUnit>] {
        var current = [unit]
        for edges in steps(after: nil, through: day) {
            let next = Dictionary(grouping: edges.filter { $0.predecessor != nil }, by: \.predecessor)
            current = current.flatMap { id in next[id].map { $0.compactMap(\.successor) } ?? [id] }
            current = current.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
        }
        return current
    }

    /// The events that a unit went into or came out of.
    public func events(of unit: ID<AdminUnit>) -> [UnitEvent] {
        events.filter { event in event.edges.contains { $0.predecessor == unit || $0.successor == unit } }
    }

    /// Figures put on the units of another day, earlier or later.
    /// - Parameters:
    ///   - figures: of units of `recorded`, each without those under it.
    public func rebased(_ figures: [ID<AdminUnit>: Int], recorded: Day, onto day: Day) -> Rebased {
        var rebased = Rebased(figures: figures, notApportioned: [:])
        if day >= recorded {
            for edges in steps(after: recorded, through: day) { rebased.goForward(edges) }
        } else {
            for edges in steps(after: day, through: recorded).reversed() { rebased.goBack(edges) }
        }
        return rebased
    }

    /// The edges of each day with events, in the order of days: what happens on one day happens at once.
    private func steps(after start: Day?, through end: Day) -> [[UnitEdge]] {
        let events = events.filter { event in event.day <= end && (start.map { $0 < event.day } ?? true) }
        let days = Dictionary(grouping: events, by: \.day)
        return days.keys.sorted().map { day in (days[day] ?? []).flatMap(\.edges) }
    }

    public struct Rebased: Sendable, Hashable {
        public private(set) var figures: [ID<AdminUnit>: Int]
        /// Figures that belong to several units nobody knows how, by the last unit that they were known of.
        public private(set) var notApportioned: [ID<AdminUnit>: Int]

        fileprivate init(figures: [ID<AdminUnit>: Int], notApportioned: [ID<AdminUnit>: Int]) {
            self.figures = figures
            self.notApportioned = notApportioned
        }

        fileprivate mutating func goForward(_ edges: [UnitEdge]) {
            var next = figures
            var gained: [ID<AdminUnit>: Int] = [:]
            for (predecessor, edges) in Dictionary(grouping: edges, by: \.predecessor) {
                guard let predecessor, let figure = figures[predecessor] else { continue }
                next[predecessor] = nil
                guard let parts = Apportionment.parts(of: figure, edges) else {
                    notApportioned[predecessor, default: 0] += figure
                    continue
                }
                for (successor, part) in parts { gained[successor, default: 0] += part }
            }
            figures = next.merging(gained, uniquingKeysWith: +)
        }

        fileprivate mutating func goBack(_ edges: [UnitEdge]) {
            var next = figures
            var gained: [ID<AdminUnit>: Int] = [:]
            for (successor, edges) in Dictionary(grouping: edges, by: \.successor) {
                guard let successor, let figure = figures[successor] else { continue }
                next[successor] = nil
                guard edges.count == 1, let predecessor = edges.first?.predecessor else {
                    notApportioned[successor, default: 0] += figure
                    continue
                }
                gained[predecessor, default: 0] += figure
            }
            figures = next.merging(gained, uniquingKeysWith: +)
        }
    }
}

/// Dividing a whole number by shares so that no unit is lost.
enum Apportionment {
    /// By the largest remainder.
    /// - Returns: `nil` when a share is unknown or nothing took over.
    static func parts(of figure: Int, _ edges: [UnitEdge]) -> [ID<AdminUnit>: Int]? {
        var shares: [(id: ID<AdminUnit>, millionths: Int)] = []
        for edge in edges {
            guard let successor = edge.successor, let millionths = edge.share.millionths else { return nil }
            shares.append((successor, millionths))
        }
        guard !shares.isEmpty, shares.reduce(0, { $0 + $1.millionths }) == 1_000_000 else { return nil }
        var parts: [ID<AdminUnit>: Int] = [:]
        var remainders: [(id: ID<AdminUnit>, rest: Int)] = []
        for share in shares {
            let (part, rest) = (figure * share.millionths).quotientAndRemainder(dividingBy: 1_000_000)
            parts[share.id, default: 0] += part
            remainders.append((share.id, rest))
        }
        let left = figure - parts.values.reduce(0, +)
        for (id, _) in remainders.sorted(by: { ($1.rest, $0.id) < ($0.rest, $1.id) }).prefix(left) {
            parts[id, default: 0] += 1
        }
        return parts
    }
}
