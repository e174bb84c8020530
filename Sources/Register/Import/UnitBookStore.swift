import Kernel
import Store

/// Makes the book of units by which a list is read.
struct UnitBookStore {
    let db: any Session

    /// Tells a change of units: while an import runs, a merger may be written down.
    struct Stamp: Sendable, Hashable {
        let events: Int
        let units: Int
    }

    func stamp() throws -> Stamp {
        Stamp(
            events: try db.value("SELECT COUNT(*) FROM kernel_unit_event") ?? 0,
            units: try db.value("SELECT COUNT(*) FROM kernel_unit") ?? 0)
    }

    /// - Parameter scope: into whose communes people may be written.
    func book(on day: Day, within scope: Scope) throws -> UnitBook {
        let territory = TerritoryStore(db: db)
        let days = Set(try territory.graph().events.map(\.day)).sorted()
        let changes = try days.map { change in
            (day: change, before: try territory.tree(asOf: change + -1), after: try territory.tree(asOf: change))
        }
        let allowed = try allowed(scope)
        return UnitBook(tree: try territory.tree(asOf: day), changes: changes, allowed: allowed)
    }

    /// The communes of a day into which somebody may write, or of which they may take lists.
    func communes(on day: Day, within scope: Scope) throws -> [AdminUnit] {
        let allowed = try allowed(scope)
        return try TerritoryStore(db: db).communes(asOf: day).filter { allowed.contains($0.id) }
    }

    private func allowed(_ scope: Scope) throws -> Set<ID<AdminUnit>> {
        Set(
            try db.rows(
                "SELECT u.id FROM kernel_unit u WHERE u.level = 'commune' AND \(scope.covers(unit: "u.id"))"
            ) { try $0[0] })
    }
}
