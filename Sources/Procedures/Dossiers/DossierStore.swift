import Kernel
import Store
import Web

/// Dossiers and what was said, done and read about them. Whoever reads one has to say within which scope.
struct DossierStore {
    let db: any Session

    /// - Parameter locks: `true` where it is about to be changed.
    /// - Throws: `NotFound`, also for what lies outside the scope.
    func find(code: String, within scope: Scope, locks: Bool = false) throws -> Dossier {
        let lock: SQL = locks ? db.dialect.forUpdate : ""
        let found = try db.first(
            """
            SELECT \(Self.columns) FROM procedures_dossier d
            WHERE d.code = \(code) AND \(scope.covers(unit: "d.unit_id", person: "d.person_id"))\(lock)
            """, Self.dossier)
        guard let found else { throw NotFound() }
        return found
    }

    /// Several at once; what lies outside the scope is not among them.
    func find(codes: [String], within scope: Scope) throws -> [Dossier] {
        try db.rows(
            """
            SELECT \(Self.columns) FROM procedures_dossier d
            WHERE d.code IN \(list: codes) AND \(scope.covers(unit: "d.unit_id")) ORDER BY d.id\(db.dialect.forUpdate)
            """, Self.dossier)
    }

    /// How many are open, counted to the bound that numbers are shown to.
    func countOpen(within scope: Scope) throws -> Int {
        let open = Dossier.State.allCases.filter(\.isOpen)
        return try OpenWork.bounded(
            "SELECT 1 FROM procedures_dossier d WHERE d.state IN \(list: open) AND \(scope.covers(unit: "d.unit_id"))",
            db)
    }

    /// The dossier that came of a draft, for its applicant.
    func find(_ id: ID<Dossier>, of person: ID<Person>) throws -> Dossier? {
        try db.first(
            "SELECT \(Self.columns) FROM procedures_dossier d WHERE d.id = \(id) AND d.person_id = \(person)",
            Self.dossier)
    }

    /// What a person has sent, the latest first.
    /// - Parameter before: the last dossier of the page before.
    func list(
        of person: ID<Person>, open: Bool?, before: ID<Dossier>? = nil, limit: Int = 50
    ) throws -> [Dossier] {
        let states = Dossier.State.allCases.filter { open == nil || $0.isOpen == open }
        let start: SQL =
            before.map { mark -> SQL in
                """
                (d.submitted_at, d.id)
                < (SELECT m.submitted_at, m.id FROM procedures_dossier m WHERE m.id = \(mark))
                """
            } ?? "TRUE"
        return try db.rows(
            """
            SELECT \(Self.columns) FROM procedures_dossier d
            WHERE d.person_id = \(person) AND d.state IN \(list: states) AND \(start)
            ORDER BY d.submitted_at DESC, d.id DESC LIMIT \(limit)
            """, Self.dossier)
    }

    func answers(of id: ID<Dossier>) throws -> [DossierAnswer] {
        try db.rows(
            "SELECT question, label, value FROM procedures_answer WHERE dossier_id = \(id) ORDER BY position"
        ) { row in DossierAnswer(question: try row[0], label: try row[1], value: try row[2]) }
    }

    /// What was done and where it went, the latest first.
    func log(of id: ID<Dossier>) throws -> [DossierLogLine] {
        let moves = try DossierMoveStore(db: db).list(of: id).map(DossierLogLine.init)
        let deeds = try deeds(of: id)
        return moves.isEmpty ? deeds : (deeds + moves).sorted { $0.at > $1.at }
    }

    private func deeds(of id: ID<Dossier>) throws -> [DossierLogLine] {
        try db.rows(
            """
            SELECT l.at, l.kind, a.display_name, l.acting_unit_name, l.note
            FROM procedures_dossier_log l JOIN kernel_account a ON a.id = l.actor_account
            WHERE l.dossier_id = \(id) ORDER BY l.id DESC
            """
        ) { row in
            DossierLogLine(
                at: try row[0], kind: try row[1], actorName: try row[2], unitName: try row[3], note: try row[4])
        }
    }

    /// Writes what an act has changed.
    /// - Throws: `Stale` when somebody else was faster.
    func update(_ dossier: Dossier) throws {
        let changed = try db.run(
            """
            UPDATE procedures_dossier SET state = \(dossier.state), accepted_at = \(dossier.acceptedAt),
                answered_at = \(dossier.answeredAt), answer = \(dossier.answer),
                refusal_reason = \(dossier.refusal?.words), refusal_basis = \(dossier.refusal?.basis),
                assignee_id = \(dossier.assigneeID), version = version + 1
            WHERE id = \(dossier.id) AND version = \(dossier.version)
            """)
        guard changed == 1 else { throw Stale() }
    }

    /// Takes in several that were found and locked in this transaction.
    func accept(_ dossiers: [Dossier], by officer: ID<Account>, at now: Instant) throws {
        try db.enqueue(
            """
            UPDATE procedures_dossier SET state = \(Dossier.State.accepted), accepted_at = \(now),
                assignee_id = \(officer), version = version + 1
            WHERE id IN \(list: dossiers.map(\.id)) AND state = \(Dossier.State.submitted)
            """)
    }

    /// Lines of the log, without waiting for the outcome.
    func enqueue(_ lines: [DossierLogEntry]) throws {
        for start in stride(from: 0, to: lines.count, by: 50) {
            let rows = lines[start..<min(start + 50, lines.count)].map { line -> SQL in
                """
                (\(ID<DossierLogLine>.new(at: line.at)), \(line.dossierID), \(line.at), \(line.actor), \(line.unitID),
                \(line.unitName), \(line.kind), \(line.note), \(line.from), \(line.to))
                """
            }
            try db.enqueue(
                """
                INSERT INTO procedures_dossier_log (id, dossier_id, at, actor_account, acting_unit, acting_unit_name,
                    kind, note, from_state, to_state)
                VALUES \(SQL.joined(rows, by: ", "))
                """)
        }
    }

    static let columns: SQL = """
        d.id, d.code, d.procedure_id, d.procedure_code, d.procedure_name, d.field, d.unit_id, d.unit_name, d.person_id,
        d.applicant_name, d.channel, d.submitted_at, d.due_on, d.state, d.accepted_at, d.answered_at, d.answer,
        d.refusal_reason, d.refusal_basis, d.assignee_id, d.version
        """

    static func dossier(_ row: Row) throws -> Dossier {
        let words: String? = try row[17]
        let basis: String? = try row[18]
        return Dossier(
            id: try row[0], code: try row[1], procedureID: try row[2], procedureCode: try row[3],
            procedureName: try row[4], field: try row[5], unitID: try row[6], unitName: try row[7],
            personID: try row[8], applicantName: try row[9], channel: try row[10], submittedAt: try row[11],
            dueOn: try row[12], state: try row[13], acceptedAt: try row[14], answeredAt: try row[15],
            answer: try row[16], refusal: words.map { RefusalReason(words: $0, basis: basis ?? "") },
            assigneeID: try row[19], version: try row[20])
    }
}

/// A line that is to be written into the log.
struct DossierLogEntry: Sendable {
    let dossierID: ID<Dossier>
    let at: Instant
    let actor: ID<Account>
    var unitID: ID<AdminUnit>?
    var unitName: String?
    let kind: DossierLogLine.Kind
    var note: String?
    var from: Dossier.State?
    let to: Dossier.State
}
