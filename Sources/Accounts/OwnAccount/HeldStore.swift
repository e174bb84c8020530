import Kernel
import Store

/// What the tables of accounts hold on one person, for that person.
struct HeldStore {
    let db: any Session

    struct HeldUpload: Sendable {
        let name: String
        let bytes: Int
        let begun: Instant
        let expires: Instant
    }

    /// The accounts of a person; mostly one.
    func accounts(of person: ID<Person>, limit: Int) throws -> [Account] {
        let ids = try db.rows(
            "SELECT id FROM kernel_account WHERE person_id = \(person) ORDER BY id DESC LIMIT \(limit)"
        ) { try $0[0] as ID<Account> }
        return try ids.compactMap(AccountStore(db: db).find)
    }

    func uploads(of person: ID<Person>, limit: Int) throws -> [HeldUpload] {
        try db.rows(
            """
            SELECT u.name, u.offset_bytes, u.created_at, u.expires_at
            FROM kernel_upload u JOIN kernel_account a ON a.id = u.account_id
            WHERE a.person_id = \(person) ORDER BY u.created_at DESC, u.id DESC LIMIT \(limit)
            """
        ) { row in HeldUpload(name: try row[0], bytes: try row[1], begun: try row[2], expires: try row[3]) }
    }
}
