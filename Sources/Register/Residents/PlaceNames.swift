import Kernel
import Store

/// Names of units that are shown together, as of a day.
struct PlaceNames: Sendable {
    private let names: [ID<AdminUnit>: String]

    /// - Parameter ids: a few; units that ended before the day keep their last name.
    init(_ ids: some Sequence<ID<AdminUnit>>, on day: Day, _ db: any Session) throws {
        let ids = Set(ids).sorted()
        guard !ids.isEmpty else {
            names = [:]
            return
        }
        let rows = try db.rows(
            """
            SELECT unit_id, full_name FROM kernel_unit_version
            WHERE unit_id IN \(list: ids) AND valid_from <= \(day) ORDER BY valid_from
            """
        ) { row in (id: try row[0] as ID<AdminUnit>, name: try row[1] as String) }
        names = Dictionary(rows.map { ($0.id, $0.name) }, uniquingKeysWith: { $1 })
    }

    subscript(_ id: ID<AdminUnit>) -> String { names[id] ?? "" }

    /// `Thôn Ngòi Tu, Xã Vũ Linh`
    func place(_ commune: ID<AdminUnit>?, _ village: ID<AdminUnit>?) -> String {
        [village, commune].compactMap { $0.map { self[$0] } }.filter { !$0.isEmpty }.joined(separator: ", ")
    }
}

/// Where an officer may write things down.
struct OfficePlaces: Sendable {
    let communes: [AdminUnit]
    /// Of the only commune; empty when there are several, whose villages would be too many for a list.
    let villages: [AdminUnit]

    init(within scope: Scope, on day: Day, _ db: any Session) throws {
        let territory = TerritoryStore(db: db)
        communes =
            switch scope {
            case .everything: try territory.communes(asOf: day)
            case .subtrees(let roots), .subtreesAndPerson(let roots, _):
                try roots.flatMap { try territory.communes(asOf: day, under: $0) }
            case .person, .nothing: []
            }
        villages = communes.count == 1 ? try territory.children(of: communes[0].id, asOf: day) : []
    }
}

extension Scope {
    /// What the desk may see: an officer's own record is among it only if it lies in the officer's units.
    var unitsOnly: Scope {
        switch self {
        case .everything, .subtrees, .nothing: self
        case .subtreesAndPerson(let roots, _): .subtrees(roots)
        case .person: .nothing
        }
    }
}
