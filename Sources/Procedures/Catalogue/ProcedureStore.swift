import Foundation
import Kernel
import Store

/// The catalogue. It is public, so nothing here asks for a scope.
struct ProcedureStore {
    /// Of the revision that every change of the catalogue advances.
    static let topic = "procedures.catalogue"

    let db: any Session

    /// - Throws: `NotFound` when there is no version of that day.
    func find(code: String, on day: Day) throws -> Procedure {
        guard let found = try first("p.code = \(code) AND \(Self.valid(on: day))") else { throw NotFound() }
        return found
    }

    /// A version that a dossier was filed under, whatever the day.
    func find(_ id: ID<Procedure>) throws -> Procedure {
        guard let found = try first("p.id = \(id)") else { throw NotFound() }
        return found
    }

    /// All that is in force on a day, by code.
    func all(on day: Day) throws -> [String: Procedure] {
        let found = try db.rows(
            "SELECT \(Self.columns) FROM procedures_procedure p WHERE \(Self.valid(on: day))"
        ) { row in try Self.procedure(row) }
        return Dictionary(uniqueKeysWithValues: found.map { ($0.code, $0) })
    }

    /// All that is in force on a day, by name.
    func entries(on day: Day) throws -> [ProcedureEntry] {
        try db.rows(
            """
            SELECT p.id, p.code, p.name, p.field, p.level, p.time_value, p.time_unit, p.fee_vnd, p.fee_online_vnd,
                p.fee_note, p.name_search, p.name_sort, p.time_sort, p.is_commune
            FROM procedures_procedure p WHERE \(Self.valid(on: day)) ORDER BY p.name_sort, p.id
            """
        ) { row in
            ProcedureEntry(
                line: try Self.line(row), search: try row[10], nameSort: try row[11], termSort: try row[12],
                isOfCommunes: try row[13])
        }
    }

    /// Adds the codes that are not there yet, as versions valid from a day on.
    /// - Returns: how many were added.
    func insert(_ seeds: [ProcedureSeed], from day: Day, isDemoVersion: Bool, source: String, now: Instant) throws
        -> Int
    {
        let known = Set(try db.rows("SELECT code FROM procedures_procedure") { try $0[0] as String })
        let new = seeds.filter { !known.contains($0.code) }
        for start in stride(from: 0, to: new.count, by: 50) {
            let rows = try new[start..<min(start + 50, new.count)].map {
                try Self.row($0, from: day, isDemoVersion: isDemoVersion, source: source, now: now)
            }
            try db.enqueue(
                """
                INSERT INTO procedures_procedure (id, code, version_from, name, name_search, name_sort, field, level,
                    is_commune, ministry, decision_no, time_value, time_unit, time_sort, times_all, fee_vnd,
                    fee_online_vnd, fee_note, is_online, channels, papers, result, is_demo_version, source)
                VALUES \(SQL.joined(rows, by: ", "))
                """)
        }
        if !new.isEmpty { try Revision(db: db).advance(Self.topic) }
        return new.count
    }
}

extension ProcedureStore {
    static func valid(on day: Day) -> SQL {
        "p.version_from <= \(day) AND (p.version_to IS NULL OR p.version_to > \(day))"
    }

    private func first(_ condition: SQL) throws -> Procedure? {
        try db.first("SELECT \(Self.columns) FROM procedures_procedure p WHERE \(condition)") { row in
            try Self.procedure(row)
        }
    }

    /// Of the table `p`, as ``procedure(_:)`` reads them.
    private static let columns: SQL = """
        p.id, p.code, p.version_from, p.name, p.field, p.level, p.decision_no, p.time_value, p.time_unit, p.fee_vnd,
        p.fee_online_vnd, p.fee_note, p.is_online, p.channels, p.papers, p.result, p.is_demo_version, p.source
        """

    private static func procedure(_ row: Row) throws -> Procedure {
        let field: String = try row[4]
        return Procedure(
            id: try row[0], code: try row[1], validFrom: try row[2], name: try row[3], field: field,
            level: try row[5], decision: try row[6],
            term: Term(count: try row[7], measure: try row[8], field: field),
            fee: Fee(atDesk: try row[9], online: try row[10], note: try row[11]),
            isOnline: try row[12], channels: (try row[13] as String).split(separator: "|").map(String.init),
            papers: try PaperList(json: try row[14]).papers, result: try row[15],
            isDemoVersion: try row[16], source: try row[17])
    }

    private static func line(_ row: Row) throws -> ProcedureLine {
        let field: String = try row[3]
        return ProcedureLine(
            id: try row[0], code: try row[1], name: try row[2], field: field, level: try row[4],
            term: Term(count: try row[5], measure: try row[6], field: field),
            fee: Fee(atDesk: try row[7], online: try row[8], note: try row[9]))
    }

    private static func row(
        _ seed: ProcedureSeed, from day: Day, isDemoVersion: Bool, source: String, now: Instant
    ) throws -> SQL {
        let term = Term(count: seed.count, measure: seed.measure, field: seed.field)
        return """
            (\(ID<Procedure>.new(at: now)), \(seed.code), \(day), \(seed.name),
            \(Fold.folded("\(seed.name) \(seed.code) \(seed.field)")), \(SortKey.text(Procedure.shortened(seed.name))),
            \(seed.field), \(seed.level), \(Procedure.isOfCommunes(seed.level)), \(seed.ministry), \(seed.decision),
            \(seed.count), \(seed.measure), \(Term.sortKey(term)), \(seed.timesAll), \(seed.fee.atDesk),
            \(seed.fee.online), \(seed.fee.note), \(seed.isOnline), \(seed.channels),
            \(try PaperList(papers: seed.papers).json), \(seed.result), \(isDemoVersion), \(source))
            """
    }
}

/// The column `papers`: an object, because the engines agree on objects only.
private struct PaperList: Codable {
    let papers: [String]

    init(papers: [String]) { self.papers = papers }

    init(json: String) throws { self = try JSONDecoder().decode(PaperList.self, from: Data(json.utf8)) }

    var json: String {
        get throws { String(decoding: try JSONEncoder().encode(self), as: UTF8.self) }
    }
}
