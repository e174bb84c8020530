import Kernel
import Store

/// Drafts. They belong to one account; for everybody else there is no such draft.
struct DraftStore {
    let db: any Session

    static let mostPerAccount = 30

    /// - Parameter procedures: where the procedure of the day comes from: memory, in the path of every dossier.
    /// - Throws: `NotFound`; ``FilingRefusal/expired``.
    func find(
        _ id: ID<Dossier>, of account: ID<Account>, today: Day, now: Instant, among procedures: KeptProcedures
    ) throws -> Draft {
        let found = try db.first(
            """
            SELECT d.person_id, n.full_name, d.procedure_id, d.answers, d.step, d.updated_at, d.expires_at, d.version,
                d.unit_id, v.code, v.full_name, w.full_name, d.procedure_code,
                \(Revision.number(ProcedureStore.topic))
            FROM procedures_draft d
            JOIN kernel_person n ON n.id = d.person_id
            LEFT JOIN kernel_unit_version v ON v.unit_id = d.unit_id AND \(Self.valid("v", on: today))
            LEFT JOIN kernel_unit_version w ON w.unit_id = v.parent_id AND \(Self.valid("w", on: today))
            WHERE d.id = \(id) AND d.account_id = \(account)
            """
        ) { row in
            Draft(
                id: id, accountID: account, personID: try row[0], personName: try row[1],
                procedure: try procedures.find(code: try row[12], on: today, revision: try row[13], db),
                answeredUnder: try row[2],
                expiresAt: try row[6], updatedAt: try row[5], unit: try Self.unit(row, from: 8),
                answers: try DraftAnswers(json: try row[3]), step: FilingStep(rawValue: try row[4]) ?? .place,
                version: try row[7])
        }
        guard let found else { throw NotFound() }
        guard found.expiresAt > now else { throw FilingRefusal.expired }
        return found
    }

    /// Drafts that can be gone on with, the last touched first.
    func list(of account: ID<Account>, now: Instant, limit: Int = mostPerAccount) throws -> [DraftLine] {
        try db.rows(
            """
            SELECT d.id, p.name, d.updated_at FROM procedures_draft d JOIN procedures_procedure p ON p.id = d.procedure_id
            WHERE d.account_id = \(account) AND d.expires_at > \(now) ORDER BY d.updated_at DESC, d.id LIMIT \(limit)
            """
        ) { row in DraftLine(id: try row[0], procedureName: try row[1], updatedAt: try row[2]) }
    }

    /// Everything begun for a person that still lies there, the last touched first.
    func held(of person: ID<Person>, limit: Int) throws -> [DraftLine] {
        try db.rows(
            """
            SELECT d.id, p.name, d.updated_at FROM procedures_draft d JOIN procedures_procedure p ON p.id = d.procedure_id
            WHERE d.person_id = \(person) ORDER BY d.updated_at DESC, d.id LIMIT \(limit)
            """
        ) { row in DraftLine(id: try row[0], procedureName: try row[1], updatedAt: try row[2]) }
    }

    /// The draft of this procedure that the account has begun already.
    func begun(_ code: String, by account: ID<Account>, now: Instant) throws -> ID<Dossier>? {
        try db.first(
            """
            SELECT id FROM procedures_draft WHERE account_id = \(account) AND procedure_code = \(code)
                AND expires_at > \(now) ORDER BY updated_at DESC LIMIT 1
            """
        ) { try $0[0] }
    }

    /// - Throws: ``FilingRefusal/tooManyDrafts``.
    func insert(
        _ procedure: Procedure, account: ID<Account>, person: ID<Person>, now: Instant
    ) throws -> ID<Dossier> {
        let open: Int =
            try db.value(
                "SELECT COUNT(*) FROM procedures_draft WHERE account_id = \(account) AND expires_at > \(now)") ?? 0
        guard open < Self.mostPerAccount else { throw FilingRefusal.tooManyDrafts }
        let id = ID<Dossier>.new(at: now)
        try db.run(
            """
            INSERT INTO procedures_draft (id, account_id, person_id, procedure_id, procedure_code, answers, step,
                created_at, updated_at, expires_at, version)
            VALUES (\(id), \(account), \(person), \(procedure.id), \(procedure.code), \(try DraftAnswers().json),
                \(FilingStep.place.rawValue), \(now), \(now), \(now + Draft.lifetime), 1)
            """)
        return id
    }

    /// Keeps what was typed, under the version of the procedure that the applicant has just seen.
    func save(_ draft: Draft, now: Instant) throws {
        try db.run(
            """
            UPDATE procedures_draft SET unit_id = \(draft.unit?.id), answers = \(try draft.answers.json),
                step = \(draft.step.rawValue), procedure_id = \(draft.answeredUnder), updated_at = \(now),
                expires_at = \(now + Draft.lifetime), version = version + 1
            WHERE id = \(draft.id) AND account_id = \(draft.accountID)
            """)
    }

    func enqueueRemoval(of id: ID<Dossier>) throws {
        try db.enqueue("DELETE FROM procedures_draft WHERE id = \(id)")
    }

    /// Drafts whose time is over, a batch at a time.
    func expired(at now: Instant, limit: Int) throws -> [ID<Dossier>] {
        try db.rows("SELECT id FROM procedures_draft WHERE expires_at <= \(now) ORDER BY expires_at LIMIT \(limit)") {
            try $0[0]
        }
    }

    private static func unit(_ row: Row, from c: Int) throws -> FilingUnit? {
        // A unit that has ended meanwhile takes no dossiers: the question is asked again.
        guard let id: ID<AdminUnit> = try row[c], let code: String = try row[c + 1], let name: String = try row[c + 2]
        else { return nil }
        return FilingUnit(id: id, code: code, name: UnitWords.address(name, parent: try row[c + 3]))
    }

    private static func valid(_ table: SQL, on day: Day) -> SQL {
        "\(table).valid_from <= \(day) AND (\(table).valid_to IS NULL OR \(table).valid_to > \(day))"
    }
}

/// Names of units inside sentences.
enum UnitWords {
    /// `Xã Vũ Linh, huyện Yên Bình`
    static func address(_ name: String, parent: String?) -> String {
        parent.map { "\(name), \(lowered($0))" } ?? name
    }

    /// `UBND xã Vũ Linh, huyện Yên Bình`: the office that answers.
    static func office(_ unit: String) -> String { "UBND \(lowered(unit))" }

    private static func lowered(_ name: String) -> String { name.prefix(1).lowercased() + name.dropFirst() }
}
