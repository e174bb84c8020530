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

    func address(_ path: String = "/inbox", tab: Tab? = nil, sort: Sort? = nil, after: String? = nil) -> Address {
        let (tab, sort) = (tab ?? self.tab, sort ?? self.sort)
        return Address(
            path,
            [
                "tab": tab == .new ? nil : tab.rawValue, "q": text, "field": field,
                "unit": unit.map { "\($0)" }, "sort": sort == .due ? nil : sort.rawValue, "after": after,
            ])
    }
}

extension InboxQuery.Sort {
    /// How many values place a row in this order.
    var values: Int { self == .due ? 3 : 2 }

    var order: SQL {
        switch self {
        case .due: "d.due_sort, d.submitted_at, d.id"
        case .newest: "d.submitted_at DESC, d.id DESC"
        case .name: "d.applicant_sort, d.id"
        }
    }

    /// - Throws: `NotFound` for a cursor that does not belong to this order.
    func after(_ values: [String]) throws -> SQL {
        guard values.count == self.values else { throw NotFound() }
        switch self {
        case .due:
            guard let sent = Int64(values[1]) else { throw NotFound() }
            return "(d.due_sort, d.submitted_at, d.id) > (\(values[0]), \(sent), \(values[2]))"
        case .newest:
            guard let sent = Int64(values[0]) else { throw NotFound() }
            return "(d.submitted_at, d.id) < (\(sent), \(values[1]))"
        case .name: return "(d.applicant_sort, d.id) > (\(values[0]), \(values[1]))"
        }
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
            "d.applicant_search LIKE \(ProcedureStore.pattern(word))"
        }
        if !query.field.isEmpty { conditions.append("d.field = \(query.field)") }
        if let unit = query.unit { conditions.append("d.unit_id = \(unit)") }
        if let after = keyset.after { conditions.append(try query.sort.after(after)) }
        let lines = try db.rows(
            """
            SELECT d.id, d.code, d.procedure_name, d.field, d.unit_name, d.person_id, d.applicant_name, d.submitted_at,
                d.due_on, d.state, d.answered_at, a.display_name, d.version, d.due_sort, d.applicant_sort
            FROM procedures_dossier d LEFT JOIN kernel_account a ON a.id = d.assignee_id
            WHERE \(SQL.joined(conditions, by: " AND ")) ORDER BY \(query.sort.order) LIMIT \(keyset.fetch)
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

    /// Fields of the catalogue, by name.
    func fields() throws -> [String] {
        let fields = try db.rows("SELECT DISTINCT field FROM procedures_procedure") { row in
            let field: String = try row[0]
            return (field: field, key: SortKey.text(field))
        }
        return fields.sorted { $0.key < $1.key }.map(\.field)
    }
}
