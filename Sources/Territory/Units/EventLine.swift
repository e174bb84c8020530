import Kernel
import Store
import Web

/// An event with the names that its units had: before it, and from it on.
struct EventLine: Sendable, Hashable {
    struct Unit: Sendable, Hashable {
        let id: ID<AdminUnit>
        let name: String
        let share: UnitShare
    }

    let event: UnitEvent
    let from: [Unit]
    let to: [Unit]

    init(_ event: UnitEvent, _ kept: KeptTerritory, _ db: any Session) throws {
        self.init(event, before: try kept.tree(asOf: event.day + -1, db), after: try kept.tree(asOf: event.day, db))
    }

    init(_ event: UnitEvent, before: UnitTree, after: UnitTree) {
        self.event = event
        var from: [Unit] = []
        var to: [Unit] = []
        for edge in event.edges {
            if let id = edge.predecessor, !from.contains(where: { $0.id == id }) {
                from.append(Unit(id: id, name: before[id]?.fullName ?? "", share: .whole))
            }
            if let id = edge.successor, !to.contains(where: { $0.id == id }) {
                to.append(Unit(id: id, name: after[id]?.fullName ?? "", share: edge.share))
            }
        }
        self.from = from
        self.to = to
    }
}

/// All events, the latest first.
struct EventList: Sendable {
    let graph: SuccessionGraph
    let kind: UnitEventKind?

    /// - Throws: `NotFound` for a cursor that is not of this list.
    func page(_ keyset: Keyset) throws -> KeysetPage<UnitEvent> {
        var events = graph.events.reversed().filter { kind == nil || $0.kind == kind }
        if let place = keyset.after {
            guard let day = Day(iso: place[0]), let id = ID<UnitEvent>(place[1]) else { throw NotFound() }
            events = events.filter { ($0.day, $0.id) < (day, id) }
        }
        return keyset.page(of: Array(events.prefix(keyset.fetch))) { [$0.day.iso, "\($0.id)"] }
    }
}
