import Foundation
import Kernel
import Store

/// Rows that the load needs, straight through the store.
struct Filling {
    let db: any Session
    let now: Instant

    /// Somebody who is signed in.
    struct Owner: Sendable {
        let account: String
        let person: String
        let token: String
        /// A form's token with an empty mask, which is as valid as any other.
        let csrf: String
    }

    func session(of name: String) throws -> Owner {
        guard let account = try AccountStore(db: db).find(named: name) else {
            throw StoreError.other(code: "bench", message: "there is no demo account \(name)")
        }
        let made = try SessionStore(db: db).insert(
            for: account.id, lifetimeSeconds: 30 * 86_400, address: "127.0.0.1", agent: "bench", now: now)
        let secret: [UInt8] =
            try db.value("SELECT csrf_secret FROM kernel_session WHERE id = \(made.session.id)") ?? []
        let bytes = Data([UInt8](repeating: 0, count: secret.count) + secret)
        let csrf = bytes.base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
        return Owner(
            account: account.id.description, person: account.personID?.description ?? "", token: made.token, csrf: csrf)
    }

    func citizen(number: Int) throws -> Owner {
        let name = "bench-\(number)"
        if try AccountStore(db: db).find(named: name) == nil {
            let display = "Hoàng Văn \(number)"
            let person = try PersonStore(db: db).insert(fullName: display, now: now)
            let draft = AccountDraft(name: name, displayName: display, personID: person.id, passwordHash: "none")
            let account = try AccountStore(db: db).insert(draft, now: now)
            try db.run(
                """
                INSERT INTO kernel_grant (id, account_id, role, valid_from, granted_at)
                VALUES (\(ID<Grant>.new(at: now)), \(account.id), \("citizen"), \(now.day), \(now))
                """)
        }
        return try session(of: name)
    }

    /// A procedure of the communes that is filed through the network.
    func procedure() throws -> (id: String, code: String, papers: Int) {
        let found = try db.first(
            """
            SELECT id, code, papers FROM procedures_procedure
            WHERE is_commune AND is_online AND version_to IS NULL ORDER BY code LIMIT 1
            """
        ) { row in (id: try row[0] as String, code: try row[1] as String, papers: try row[2] as String) }
        guard let found else { throw StoreError.other(code: "bench", message: "there is no procedure to file") }
        return (found.id, found.code, found.papers.count { $0 == "\"" } / 2 - 1)
    }

    /// Drafts that have every answer.
    func insert(_ drafts: ArraySlice<PreparedDraft>, papers: Int) throws {
        let later = (0..<papers).map(String.init).joined(separator: ",")
        let answers = """
            {"phone":"0912345678","content":"Tôi xin trích lục khai sinh cho con để làm hồ sơ nhập học.",\
            "later":[\(later)],"isDoneWithPapers":true}
            """
        let code = try procedure().code
        let rows = drafts.map { draft -> SQL in
            """
            (\(draft.id), \(draft.account), \(draft.person), \(draft.under), \(code), \(draft.unit), \(answers),
            \("check"), \(now), \(now), \(now + .seconds(30 * 86_400)), 1)
            """
        }
        try db.run(
            """
            INSERT INTO procedures_draft (id, account_id, person_id, procedure_id, procedure_code, unit_id, answers,
                step, created_at, updated_at, expires_at, version)
            VALUES \(SQL.joined(rows, by: ", "))
            """)
    }

    /// Dossiers that wait for the demo's clerk, of people who are not the clerk.
    func addDossiers(_ count: Int) throws {
        guard let clerk = try AccountStore(db: db).find(named: "clerk"),
            let unit: String = try db.value("SELECT unit_id FROM kernel_grant WHERE account_id = \(clerk.id)"),
            let unitName: String = try db.value(
                """
                SELECT v.full_name FROM kernel_unit_version v
                WHERE v.unit_id = \(unit) AND \(TerritoryStore.valid("v", on: now.day))
                """)
        else { throw StoreError.other(code: "bench", message: "the demo's clerk has no office") }
        let families = ["Hoàng", "Nguyễn", "Lương", "Triệu", "Bàn", "Đặng", "Hà", "Lý", "Vàng", "Phạm"]
        let givens = ["Mai", "Đức", "Hạnh", "Sơn", "Thảo", "Tuấn", "Ánh", "Quý", "Yến", "Khánh"]
        for number in 0..<count {
            let name = "\(families[number % 10]) Thị \(givens[number / 10 % 10])"
            let person = try PersonStore(db: db).insert(fullName: name, now: now)
            let code = "04765-220725-\(1000 + number)"
            let due = now.day + (number % 9 - 2)
            try db.run(
                """
                INSERT INTO procedures_dossier (id, code, procedure_id, procedure_code, procedure_name, field, unit_id,
                    unit_name, person_id, applicant_name, applicant_search, applicant_sort, state, submitted_at,
                    due_on, due_sort, channel, version)
                SELECT \(ID<Never>.new(at: now)), \(code), id, code, name, field, \(unit), \(unitName), \(person.id),
                    \(name), \(Fold.folded("\(name) \(code)")), \(SortKey.name(name)), \("submitted"), \(now),
                    \(due), \(due), \("online"), 1
                FROM procedures_procedure WHERE is_commune AND is_online ORDER BY code LIMIT 1 OFFSET \(number % 40)
                """)
        }
    }
}
