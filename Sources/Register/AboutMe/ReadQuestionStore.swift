import Kernel
import Store
import Web

/// Questions about readings: those of a person, and those that an office has to answer.
struct ReadQuestionStore {
    let db: any Session

    /// Which of an office's questions are wanted.
    enum Tab: String, Sendable, CaseIterable {
        case open, late, answered
    }

    /// A question as an office's list shows it: no name, so that the list tells of nobody.
    struct Line: Sendable {
        let question: ReadQuestion
        let unitName: String
        let action: String
        let purpose: String
    }

    /// - Throws: ``ReadQuestionRefusal/alreadyAsked``.
    func insert(_ question: ReadQuestion) throws {
        let isKnown = try db.exists(
            "SELECT 1 FROM register_read_question WHERE line_id = \(question.lineID) AND state <> 'withdrawn'")
        guard !isKnown else { throw ReadQuestionRefusal.alreadyAsked }
        try db.run(
            """
            INSERT INTO register_read_question (id, line_id, person_id, asked_by, reader, unit_id, read_at, state,
                question, asked_at, due_on, version)
            VALUES (\(question.id), \(question.lineID), \(question.personID), \(question.askedBy), \(question.reader),
                \(question.unitID), \(question.readAt), \(question.state), \(question.text), \(question.askedAt),
                \(question.dueOn), \(question.version))
            """)
    }

    /// Writes what an act has changed.
    /// - Throws: `Stale` when somebody else was faster.
    func update(_ question: ReadQuestion) throws {
        let changed = try db.run(
            """
            UPDATE register_read_question SET state = \(question.state), escalated_at = \(question.escalatedAt),
                finding = \(question.finding), answer = \(question.answer), answered_at = \(question.answeredAt),
                answered_by = \(question.answeredBy), version = version + 1
            WHERE id = \(question.id) AND version = \(question.version)
            """)
        guard changed == 1 else { throw Stale() }
    }

    /// The latest question about each of some readings.
    func latest(about lines: [ID<JournalLine>], within scope: Scope) throws -> [ID<JournalLine>: ReadQuestion] {
        guard !lines.isEmpty else { return [:] }
        let found = try db.rows(
            """
            SELECT \(ReadQuestion.columns) FROM register_read_question q
            WHERE q.line_id IN \(list: lines) AND \(scope.covers(unit: "q.unit_id", person: "q.person_id"))
            ORDER BY q.id
            """, ReadQuestion.init(row:))
        return Dictionary(found.map { ($0.lineID, $0) }, uniquingKeysWith: { $1 })
    }

    /// What a person has asked, the latest first.
    func list(of person: ID<Person>, limit: Int) throws -> [ReadQuestion] {
        try db.rows(
            """
            SELECT \(ReadQuestion.columns) FROM register_read_question q
            WHERE q.person_id = \(person) ORDER BY q.id DESC LIMIT \(limit)
            """, ReadQuestion.init(row:))
    }

    /// - Parameter locks: `true` where it is about to be changed.
    /// - Throws: `NotFound`, also for what lies outside the scope.
    func find(_ id: ID<ReadQuestion>, within scope: Scope, locks: Bool = false) throws -> ReadQuestion {
        let lock: SQL = locks ? db.dialect.forUpdate : ""
        let found = try db.first(
            """
            SELECT \(ReadQuestion.columns) FROM register_read_question q
            WHERE q.id = \(id) AND \(scope.covers(unit: "q.unit_id"))\(lock)
            """, ReadQuestion.init(row:))
        guard let found else { throw NotFound() }
        return found
    }

    /// What the offices of a scope have to answer, the first due first; what is answered, the latest first.
    func page(_ tab: Tab, _ keyset: Keyset, within scope: Scope, today: Day) throws -> KeysetPage<Line> {
        let state: SQL =
            switch tab {
            case .open: "q.state = 'open'"
            case .late: "q.state = 'open' AND q.due_on < \(today)"
            case .answered: "q.state = 'answered'"
            }
        let isDone = tab == .answered
        let start: SQL =
            keyset.after.map { after -> SQL in
                isDone ? "q.id < \(after[1])" : "(q.due_on, q.id) > (\(after[0]), \(after[1]))"
            } ?? "TRUE"
        let order: SQL = isDone ? "q.id DESC" : "q.due_on, q.id"
        let rows = try db.rows(
            """
            SELECT \(ReadQuestion.columns), j.action, j.purpose,
                (SELECT v.full_name FROM kernel_unit_version v WHERE v.unit_id = q.unit_id
                ORDER BY v.valid_from DESC LIMIT 1)
            FROM register_read_question q JOIN kernel_journal j ON j.id = q.line_id
            WHERE \(state) AND \(start) AND \(scope.covers(unit: "q.unit_id"))
            ORDER BY \(order) LIMIT \(keyset.fetch)
            """
        ) { row in
            Line(
                question: try ReadQuestion(row: row), unitName: try (row[19] as String?) ?? "", action: try row[17],
                purpose: try (row[18] as String?) ?? "")
        }
        return keyset.page(of: rows) { ["\($0.question.dueOn)", "\($0.question.id)"] }
    }

    /// Open and late, for the tabs; counted to a bound.
    func counts(within scope: Scope, today: Day, most: Int = 100) throws -> [Tab: Int] {
        func count(_ condition: SQL) throws -> Int {
            try db.value(
                """
                SELECT COUNT(*) FROM (SELECT 1 FROM register_read_question q
                    WHERE \(condition) AND \(scope.covers(unit: "q.unit_id")) LIMIT \(most)) bounded
                """) ?? 0
        }
        return [
            .open: try count("q.state = 'open'"), .late: try count("q.state = 'open' AND q.due_on < \(today)"),
        ]
    }

    /// Questions whose term is over and that nobody above has been told of.
    func late(on day: Day, limit: Int) throws -> [ReadQuestion] {
        try db.rows(
            """
            SELECT \(ReadQuestion.columns) FROM register_read_question q
            WHERE q.state = 'open' AND q.escalated_at IS NULL AND q.due_on < \(day)
            ORDER BY q.due_on, q.id LIMIT \(limit)\(db.dialect.skipLocked)
            """, ReadQuestion.init(row:))
    }

    /// Accounts that may answer for a unit on a day: first those of the unit itself, else those above it.
    /// - Parameter above: those of the units above only.
    func heads(of unit: ID<AdminUnit>, roles: [String], on day: Day, above: Bool = false) throws -> [ID<Account>] {
        let found = try db.rows(
            """
            SELECT DISTINCT g.account_id, CASE WHEN g.unit_id = \(unit) THEN 0 ELSE 1 END
            FROM kernel_unit_cover c JOIN kernel_grant g ON g.unit_id = c.ancestor_id
            JOIN kernel_account a ON a.id = g.account_id
            WHERE c.unit_id = \(unit) AND c.valid_from <= \(day) AND c.valid_to > \(day) AND g.role IN \(list: roles)
                AND \(TerritoryStore.valid("g", on: day)) AND a.state = 'active'
            ORDER BY 2, 1 LIMIT 100
            """
        ) { row in (account: try row[0] as ID<Account>, distance: try row[1] as Int) }
        let own = found.filter { $0.distance == 0 }
        return (above || own.isEmpty ? found.filter { $0.distance > 0 } : own).map(\.account)
    }

    /// The unit that answers where a line names none.
    func province(on day: Day) throws -> ID<AdminUnit> {
        let found = try db.value(
            """
            SELECT v.unit_id FROM kernel_unit_version v JOIN kernel_unit u ON u.id = v.unit_id
            WHERE u.level = \(UnitLevel.province) AND \(TerritoryStore.valid("v", on: day)) ORDER BY v.unit_id LIMIT 1
            """, as: ID<AdminUnit>.self)
        guard let found else { throw NotFound() }
        return found
    }
}
