import Kernel
import Store
import Web

/// What an officer looks at, as it stands in the address.
struct InboxQuery: Sendable, Hashable {
    enum Tab: String, Sendable, CaseIterable {
        /// Waiting to be taken in.
        case new
        case accepted
        case done

        var states: [Dossier.State] {
            switch self {
            case .new: [.submitted]
            case .accepted: [.accepted]
            case .done: [.resolved, .refused, .withdrawn]
            }
        }
    }

    enum Sort: String, Sendable, CaseIterable {
        /// What is due first stands first; what has no due day, last.
        case due
        case newest
        case name
    }

    /// The highest number that a tab shows.
    static let mostCounted = 99

    var tab = Tab.new
    var text = ""
    var field = ""
    var unit: ID<AdminUnit>?
    var sort = Sort.due

    init() {}

    /// Reads an address or a form; what is not understood is left out.
    init(_ query: FormData) {
        tab = Tab(rawValue: query["tab"]) ?? .new
        text = String(query["q"].prefix(200))
        field = query["field"]
        unit = ID(query["unit"])
        sort = Sort(rawValue: query["sort"]) ?? .due
    }

    func address(
        _ path: String = "/inbox", tab: Tab? = nil, sort: Sort? = nil, after: String? = nil, before: String? = nil
    ) -> Address {
        let (tab, sort) = (tab ?? self.tab, sort ?? self.sort)
        return Address(
            path,
            [
                "tab": tab == .new ? nil : tab.rawValue, "q": text, "field": field,
                "unit": unit.map { "\($0)" }, "sort": sort == .due ? nil : sort.rawValue, "after": after,
                "before": before,
            ])
    }
}

extension InboxQuery.Sort {
    /// How many values place a row in this order.
    var values: Int { self == .due ? 3 : 2 }

    func order(isBack: Bool) -> SQL {
        let direction: SQL = (self == .newest) == isBack ? "ASC" : "DESC"
        return SQL.joined(columns.map { "\($0) \(direction)" }, by: ", ")
    }

    private var columns: [SQL] {
        switch self {
        case .due: ["d.due_sort", "d.submitted_at", "d.id"]
        case .newest: ["d.submitted_at", "d.id"]
        case .name: ["d.applicant_sort", "d.id"]
        }
    }

    /// The rows behind a place of this order, or those in front of it.
    /// - Throws: `NotFound` for a cursor that does not belong to this order.
    func beyond(_ values: [String], isBack: Bool) throws -> SQL {
        guard values.count == self.values else { throw NotFound() }
        let sign: SQL = (self == .newest) == isBack ? ">" : "<"
        let place: [SQL]
        switch self {
        case .due: place = ["\(values[0])", "\(try Self.instant(values[1]))", "\(values[2])"]
        case .newest: place = ["\(try Self.instant(values[0]))", "\(values[1])"]
        case .name: place = ["\(values[0])", "\(values[1])"]
        }
        return "(\(SQL.joined(columns, by: ", "))) \(sign) (\(SQL.joined(place, by: ", ")))"
    }

    private static func instant(_ text: String) throws -> Int64 {
        guard let number = Int64(text) else { throw NotFound() }
        return number
    }
}

/// A dossier in the inbox.
struct InboxLine: Sendable, Hashable {
    let id: ID<Dossier>
    let code: String
    let procedureName: String
    let field: String
    let unitName: String
    let personID: ID<Person>
    let applicantName: String
    let submittedAt: Instant
    let dueOn: Day?
    let state: Dossier.State
    let answeredAt: Instant?
    let assigneeName: String?
    let version: Int
    fileprivate(set) var dueSort = ""
    fileprivate(set) var nameSort = ""

    var shortName: String { Procedure.shortened(procedureName) }
    var subject: DossierSubject { DossierSubject(id: id, code: code, personID: personID) }

    fileprivate func place(in sort: InboxQuery.Sort) -> [String] {
        switch sort {
        case .due: [dueSort, String(submittedAt.microseconds), "\(id)"]
        case .newest: [String(submittedAt.microseconds), "\(id)"]
        case .name: [nameSort, "\(id)"]
        }
    }
}

/// The inbox: dossiers of a scope, a page at a time.
struct InboxStore {
    let db: any Session

    func page(_ query: InboxQuery, _ keyset: Keyset, within scope: Scope) throws -> KeysetPage<InboxLine> {
        var conditions: [SQL] = [
            "d.state IN \(list: query.tab.states)", scope.covers(unit: "d.unit_id"),
        ]
        conditions += Fold.tokens(query.text).prefix(8).map { word in
            "d.applicant_search LIKE \("%\(word)%")"
        }
        if !query.field.isEmpty { conditions.append("d.field = \(query.field)") }
        if let unit = query.unit {
            // With what it has taken over: the closed dossiers of a commune that is gone are still at that one.
            conditions.append(
                "d.unit_id IN (SELECT unit_id FROM kernel_unit_cover WHERE ancestor_id = \(unit))")
        }
        let isBack = keyset.before != nil
        if let place = keyset.after ?? keyset.before {
            conditions.append(try query.sort.beyond(place, isBack: isBack))
        }
        let lines = try db.rows(
            """
            SELECT d.id, d.code, d.procedure_name, d.field, d.unit_name, d.person_id, d.applicant_name, d.submitted_at,
                d.due_on, d.state, d.answered_at, a.display_name, d.version, d.due_sort, d.applicant_sort
            FROM procedures_dossier d LEFT JOIN kernel_account a ON a.id = d.assignee_id
            WHERE \(SQL.joined(conditions, by: " AND ")) ORDER BY \(query.sort.order(isBack: isBack))
            LIMIT \(keyset.fetch)
            """
        ) { row in
            InboxLine(
                id: try row[0], code: try row[1], procedureName: try row[2], field: try row[3], unitName: try row[4],
                personID: try row[5], applicantName: try row[6], submittedAt: try row[7], dueOn: try row[8],
                state: try row[9], answeredAt: try row[10], assigneeName: try row[11], version: try row[12],
                dueSort: try row[13], nameSort: try row[14])
        }
        return keyset.page(of: lines) { $0.place(in: query.sort) }
    }

    /// What stands around the list, in one statement: how many dossiers wait under each tab of open ones, and the
    /// fields of the catalogue by name. Counted along the index and no further than is shown, so that a busy desk does
    /// not pay for the number.
    func frame(within scope: Scope) throws -> (counts: [InboxQuery.Tab: Int], fields: [String]) {
        let tabs = InboxQuery.Tab.allCases.filter { $0.states.allSatisfy(\.isOpen) }
        let counted = tabs.map { tab -> SQL in
            """
            SELECT 'tab' AS kind, \(tab.rawValue) AS name, COUNT(*) AS n FROM (
                SELECT 1 FROM procedures_dossier d
                WHERE d.state IN \(list: tab.states) AND \(scope.covers(unit: "d.unit_id"))
                LIMIT \(InboxQuery.mostCounted + 1)) AS counted
            """
        }
        let named: SQL = "SELECT DISTINCT 'field' AS kind, field AS name, 0 AS n FROM procedures_procedure"
        let rows = try db.rows(SQL.joined([named] + counted, by: " UNION ALL ")) { row in
            (kind: try row[0] as String, name: try row[1] as String, count: try row[2] as Int)
        }
        let counts = rows.filter { $0.kind == "tab" }.compactMap { row in
            InboxQuery.Tab(rawValue: row.name).map { ($0, row.count) }
        }
        let fields = rows.filter { $0.kind == "field" }.map { (field: $0.name, key: SortKey.text($0.name)) }
        return (
            Dictionary(counts, uniquingKeysWith: { first, _ in first }),
            fields.sorted { $0.key < $1.key }.map(\.field)
        )
    }

    /// Communes of the scope, for narrowing; empty when there is but one.
    func units(within scope: Scope, on day: Day) throws -> [AdminUnit] {
        let territory = TerritoryStore(db: db)
        let units: [AdminUnit] =
            switch scope {
            case .everything: try territory.communes(asOf: day)
            case .subtrees(let roots), .subtreesAndPerson(let roots, _):
                try roots.flatMap { try territory.communes(asOf: day, under: $0) }
            case .person, .nothing: []
            }
        return units.count > 1 ? units : []
    }
}
