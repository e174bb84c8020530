public import Store

/// Accounts. Passwords are checked and changed by ``SignIn`` and ``Passwords``, whose work does not fit into one
/// transaction.
public struct AccountStore {
    let db: any Session

    public init(db: any Session) { self.db = db }

    /// - Throws: ``AccountRefusal``.
    public func insert(_ draft: AccountDraft, now: Instant) throws -> Account {
        try draft.check()
        let folded = AccountName.folded(draft.name)
        // Asked before, because a refused insert spoils the whole transaction on PostgreSQL.
        guard try !db.exists("SELECT 1 FROM kernel_account WHERE name_folded = \(folded)") else {
            throw AccountRefusal.nameTaken
        }
        let account = Account(
            id: .new(at: now), name: draft.name, displayName: draft.displayName, personID: draft.personID,
            language: draft.language, state: .active, mustChangePassword: draft.mustChangePassword, createdAt: now,
            version: 1)
        try db.run(
            """
            INSERT INTO kernel_account (id, name, name_folded, password_hash, display_name, display_sort,
                display_search, person_id, language, state, must_change_password, created_at, version)
            VALUES (\(account.id), \(account.name), \(folded), \(draft.passwordHash), \(account.displayName),
                \(SortKey.name(account.displayName)), \(Self.searchable(account.displayName, folded)),
                \(account.personID), \(account.language), \(account.state), \(account.mustChangePassword),
                \(account.createdAt), \(account.version))
            """)
        return account
    }

    public func find(_ id: ID<Account>) throws -> Account? {
        try db.first("SELECT \(Self.columns) FROM kernel_account a WHERE a.id = \(id)", Self.account)
    }

    public func find(named name: String) throws -> Account? {
        try db.first(
            "SELECT \(Self.columns) FROM kernel_account a WHERE a.name_folded = \(AccountName.folded(name))",
            Self.account)
    }

    public func isEmpty() throws -> Bool { try !db.exists("SELECT 1 FROM kernel_account LIMIT 1") }

    /// Accounts by given name.
    /// - Parameters:
    ///   - search: words of the display name or the name; all must be there.
    ///   - after: the last account of the page before.
    public func page(search: String = "", after: Account? = nil, limit: Int) throws -> [Account] {
        var conditions = Fold.tokens(search).map { word -> SQL in
            let pattern: String = "%\(word)%"
            return "a.display_search LIKE \(pattern)"
        }
        if let after {
            conditions.append("(a.display_sort, a.id) > (\(SortKey.name(after.displayName)), \(after.id))")
        }
        let condition: SQL = conditions.isEmpty ? "TRUE" : SQL.joined(conditions, by: " AND ")
        return try db.rows(
            """
            SELECT \(Self.columns) FROM kernel_account a WHERE \(condition)
            ORDER BY a.display_sort, a.id LIMIT \(limit)
            """, Self.account)
    }

    /// - Throws: `Stale` when it was changed since `account` was read; ``AccountRefusal``.
    public func rename(_ account: Account, displayName: String) throws {
        let draft = AccountDraft(name: account.name, displayName: displayName, passwordHash: "")
        try draft.check()
        try changing(account) {
            """
            UPDATE kernel_account SET display_name = \(draft.displayName),
                display_sort = \(SortKey.name(draft.displayName)),
                display_search = \(Self.searchable(draft.displayName, AccountName.folded(account.name))),
                version = version + 1
            WHERE \($0)
            """
        }
    }

    /// - Parameter code: of a language that the house speaks; the caller knows which.
    public func setLanguage(of id: ID<Account>, to code: String) throws {
        try db.run("UPDATE kernel_account SET language = \(code), version = version + 1 WHERE id = \(id)")
    }

    /// Ends every session; nobody can sign in until it is enabled.
    /// - Throws: `Stale`; ``AccountRefusal/ownAccount``.
    public func disable(_ account: Account, by actor: ID<Account>?, now: Instant) throws {
        guard account.id != actor else { throw AccountRefusal.ownAccount }
        try setState(of: account, to: .disabled)
        try SessionStore(db: db).revokeAll(of: account.id, now: now)
    }

    /// - Throws: `Stale`.
    public func enable(_ account: Account) throws {
        try setState(of: account, to: .active)
    }

    private func setState(of account: Account, to state: Account.State) throws {
        try changing(account) {
            "UPDATE kernel_account SET state = \(state), version = version + 1 WHERE \($0)"
        }
    }

    private func changing(_ account: Account, _ statement: (SQL) -> SQL) throws {
        guard try db.run(statement("id = \(account.id) AND version = \(account.version)")) == 1 else { throw Stale() }
    }

    private static func searchable(_ displayName: String, _ foldedName: String) -> String {
        "\(Fold.folded(displayName)) \(foldedName)"
    }

    static let columns: SQL = """
        a.id, a.name, a.display_name, a.person_id, a.language, a.state, a.must_change_password, a.created_at, a.version
        """

    static func account(_ row: Row) throws -> Account {
        Account(
            id: try row[0], name: try row[1], displayName: try row[2], personID: try row[3], language: try row[4],
            state: try row[5], mustChangePassword: try row[6], createdAt: try row[7], version: try row[8])
    }
}
