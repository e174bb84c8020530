import Kernel
import Store

/// Requests for correction. A scope covers those of its communes, and a person's own.
struct CorrectionStore {
    let db: any Session

    /// - Parameter locks: `true` where it is about to be changed.
    /// - Throws: `NotFound`, also for what lies outside the scope.
    func find(code: String, within scope: Scope, locks: Bool = false) throws -> Correction {
        let lock: SQL = locks ? db.dialect.forUpdate : ""
        let found = try db.first(
            """
            SELECT \(Self.columns) FROM register_correction c
            WHERE c.code = \(code) AND \(Self.inside(scope))\(lock)
            """, Self.correction)
        guard let found else { throw NotFound() }
        return found
    }

    /// What waits in a scope, the nearest due day first.
    /// - Parameter keyset: values `due_on`, `id`.
    func open(within scope: Scope, after place: (due: Day, id: ID<Correction>)? = nil, limit: Int) throws
        -> [Correction]
    {
        let start: SQL = place.map { "(c.due_on, c.id) > (\($0.due), \($0.id))" } ?? "TRUE"
        return try db.rows(
            """
            SELECT \(Self.columns) FROM register_correction c
            WHERE c.state IN \(list: Self.states(open: true)) AND \(Self.inside(scope)) AND \(start)
            ORDER BY c.due_on, c.id LIMIT \(limit)
            """, Self.correction)
    }

    /// What was settled in a scope, the latest first.
    func settled(within scope: Scope, before: ID<Correction>? = nil, limit: Int) throws -> [Correction] {
        let start: SQL = before.map { "c.id < \($0)" } ?? "TRUE"
        return try db.rows(
            """
            SELECT \(Self.columns) FROM register_correction c
            WHERE c.state IN \(list: Self.states(open: false)) AND \(Self.inside(scope)) AND \(start)
            ORDER BY c.id DESC LIMIT \(limit)
            """, Self.correction)
    }

    /// All of a person, the latest first.
    func list(of person: ID<Person>, within scope: Scope, before: ID<Correction>? = nil, limit: Int = 50) throws
        -> [Correction]
    {
        let start: SQL = before.map { "c.id < \($0)" } ?? "TRUE"
        return try db.rows(
            """
            SELECT \(Self.columns) FROM register_correction c
            WHERE c.person_id = \(person) AND \(Self.inside(scope)) AND \(start)
            ORDER BY c.id DESC LIMIT \(limit)
            """, Self.correction)
    }

    func insert(_ correction: Correction, by account: ID<Account>) throws {
        try db.run(
            """
            INSERT INTO register_correction (id, code, person_id, unit_id, field, old_value, wanted_value, ground,
                channel, asked_at, asked_by, due_on, state, version)
            VALUES (\(correction.id), \(correction.code), \(correction.personID), \(correction.unitID),
                \(correction.field), \(correction.old), \(correction.wanted), \(correction.ground),
                \(correction.channel), \(correction.askedAt), \(account), \(correction.dueOn), \(correction.state), 1)
            """)
    }

    /// Writes what an act has changed.
    /// - Throws: `Stale` when somebody else was faster.
    func update(_ correction: Correction) throws {
        let changed = try db.run(
            """
            UPDATE register_correction SET state = \(correction.state), assignee_id = \(correction.assigneeID),
                answered_at = \(correction.answeredAt), answer = \(correction.answer),
                refusal_reason = \(correction.refusal?.words), refusal_basis = \(correction.refusal?.basis),
                version = version + 1
            WHERE id = \(correction.id) AND version = \(correction.version)
            """)
        guard changed == 1 else { throw Stale() }
    }

    /// The next number of the day: `SD-220725-0001`.
    func nextCode(on day: Day) throws -> String {
        let number: Int? = try db.value(
            """
            INSERT INTO register_counter (day, last) VALUES (\(day), 1)
            ON CONFLICT (day) DO UPDATE SET last = register_counter.last + 1 RETURNING last
            """)
        let digits = "\(number ?? 1)"
        let date = day.iso.dropFirst(2).filter { $0 != "-" }
        return "SD-\(date)-\(String(repeating: "0", count: max(0, 4 - digits.count)))\(digits)"
    }

    /// Whether the person has an open one about the same fact.
    func isAsked(_ field: CorrectionField, of person: ID<Person>) throws -> Bool {
        try db.exists(
            """
            SELECT 1 FROM register_correction WHERE person_id = \(person) AND field = \(field)
                AND state IN \(list: Self.states(open: true))
            """)
    }

    /// The open ones of somebody who has moved go to the commune where they live now.
    /// - Returns: their ids.
    func follow(_ person: ID<Person>, to commune: ID<AdminUnit>) throws -> [ID<Correction>] {
        let moved: [ID<Correction>] = try db.rows(
            """
            SELECT id FROM register_correction WHERE person_id = \(person) AND unit_id <> \(commune)
                AND state IN \(list: Self.states(open: true)) ORDER BY id\(db.dialect.forUpdate)
            """
        ) { try $0[0] }
        guard !moved.isEmpty else { return [] }
        try db.run(
            """
            UPDATE register_correction SET unit_id = \(commune), assignee_id = NULL, version = version + 1,
                state = \(Correction.State.asked) WHERE id IN \(list: moved)
            """)
        return moved
    }

    static func states(open: Bool) -> [Correction.State] { Correction.State.allCases.filter { $0.isOpen == open } }

    private static func inside(_ scope: Scope) -> SQL { scope.covers(unit: "c.unit_id", person: "c.person_id") }

    // The name by a subquery, so that only the request's own row is locked.
    private static let columns: SQL = """
        c.id, c.code, c.person_id, (SELECT p.full_name FROM kernel_person p WHERE p.id = c.person_id), c.unit_id,
        c.field, c.old_value, c.wanted_value, c.ground, c.channel, c.asked_at,
        c.due_on, c.state, c.assignee_id, c.answered_at, c.answer, c.refusal_reason, c.refusal_basis, c.version
        """

    private static func correction(_ row: Row) throws -> Correction {
        let words: String? = try row[16]
        let basis: String? = try row[17]
        return Correction(
            id: try row[0], code: try row[1], personID: try row[2], personName: try row[3], unitID: try row[4],
            field: try row[5], old: try row[6], wanted: try row[7], ground: try row[8], channel: try row[9],
            askedAt: try row[10], dueOn: try row[11], state: try row[12], assigneeID: try row[13],
            answeredAt: try row[14], answer: try row[15],
            refusal: words.map { Correction.Refused(words: $0, basis: basis ?? "") }, version: try row[18])
    }
}
