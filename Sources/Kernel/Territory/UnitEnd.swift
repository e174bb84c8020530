public import Store

/// That a unit is no more: since when, by which document, and what went on with its work.
public struct UnitEnd: Sendable, Hashable {
    /// As it was on its last day.
    public let unit: AdminUnit
    public let eventID: ID<UnitEvent>
    /// The first day without it.
    public let day: Day
    public let legalBasis: String
    /// What it became on that day, as they were then; none when nothing took its place at its level.
    public let successors: [AdminUnit]
    /// Whether the only successor took over all of it.
    public let isWhole: Bool
    /// The unit above it, or what took that one's place on the same day: the next level.
    public let above: AdminUnit?

    /// The one unit of its own level that took over the whole of it. What hangs at the old unit goes there by rule.
    public var heir: AdminUnit? {
        guard successors.count == 1, isWhole, let heir = successors.first, heir.level == unit.level else { return nil }
        return heir
    }

    /// What is told about it in the outbox under ``topic``. Nothing personal.
    public struct Message: Sendable, Codable, Hashable {
        public let unit: ID<AdminUnit>
        public let day: Day
        public let successors: [ID<AdminUnit>]
        public let legalBasis: String

        public init(unit: ID<AdminUnit>, day: Day, successors: [ID<AdminUnit>], legalBasis: String) {
            self.unit = unit
            self.day = day
            self.successors = successors
            self.legalBasis = legalBasis
        }
    }

    public static let topic = "unit.ended"

    public var message: Message {
        Message(unit: unit.id, day: day, successors: successors.map(\.id), legalBasis: legalBasis)
    }
}

extension TerritoryStore {
    /// What became of a unit on the day on which it ended; `nil` for one that still stands on `today`.
    public func end(of id: ID<AdminUnit>, by today: Day) throws -> UnitEnd? {
        try ends("u.id = \(id) AND u.ended_on <= \(today)").first
    }

    /// Every unit that an event ended, in the order of their ids.
    func ends(by event: ID<UnitEvent>) throws -> [UnitEnd] { try ends("e.id = \(event)") }

    private func ends(_ condition: SQL) throws -> [UnitEnd] {
        struct Edge {
            let unit: ID<AdminUnit>
            let event: ID<UnitEvent>
            let day: Day
            let legalBasis: String
            let successor: ID<AdminUnit>?
            let share: Int?
        }
        let edges = try db.rows(
            """
            SELECT u.id, e.id, e.effective_on, e.legal_basis, s.successor_id, s.share
            FROM kernel_unit u JOIN kernel_unit_succession s ON s.predecessor_id = u.id
            JOIN kernel_unit_event e ON e.id = s.event_id AND e.effective_on = u.ended_on
            WHERE \(condition) ORDER BY u.id, s.position
            """
        ) { row in
            Edge(
                unit: try row[0], event: try row[1], day: try row[2], legalBasis: try row[3], successor: try row[4],
                share: try row[5])
        }
        return try Dictionary(grouping: edges, by: \.unit).sorted { $0.key < $1.key }.compactMap { id, edges in
            guard let edge = edges.first, let unit = try find(id, asOf: edge.day + -1) else { return nil }
            return UnitEnd(
                unit: unit, eventID: edge.event, day: edge.day, legalBasis: edge.legalBasis,
                successors: try edges.compactMap { try $0.successor.flatMap { try find($0, asOf: edge.day) } },
                isWhole: edges.count == 1 && UnitShare(millionths: edge.share) == .whole,
                above: try unit.parentID.flatMap { try keeper(of: $0, on: edge.day) })
        }
    }

    /// The unit itself where it stands on the day, else the one that took over the whole of it, else what stands above.
    private func keeper(of id: ID<AdminUnit>, on day: Day, steps: Int = 8) throws -> AdminUnit? {
        if let unit = try find(id, asOf: day) { return unit }
        guard steps > 0 else { return nil }
        let edges = try db.rows(
            """
            SELECT s.successor_id, s.share FROM kernel_unit_succession s
            JOIN kernel_unit_event e ON e.id = s.event_id AND e.effective_on = \(day)
            WHERE s.predecessor_id = \(id) LIMIT 2
            """
        ) { row in (successor: try row[0] as ID<AdminUnit>?, share: try row[1] as Int?) }
        if edges.count == 1, UnitShare(millionths: edges[0].share) == .whole, let heir = edges[0].successor {
            return try find(heir, asOf: day)
        }
        guard let parent = try find(id, asOf: day + -1)?.parentID else { return nil }
        return try keeper(of: parent, on: day, steps: steps - 1)
    }
}
