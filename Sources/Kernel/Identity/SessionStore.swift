public import Store

/// Sessions. The table holds the hash of a token, never the token: who reads the database cannot act as anybody.
public struct SessionStore {
    let db: any Session

    public init(db: any Session) { self.db = db }

    /// - Returns: the token for the cookie, which cannot be had again.
    public func insert(
        for account: ID<Account>, lifetimeSeconds: Int, address: String, agent: String, now: Instant
    ) throws -> (token: String, session: SignInSession) {
        let token = Secret.token()
        let session = SignInSession(
            id: .new(at: now), accountID: account, createdAt: now, seenAt: now,
            expiresAt: now + .seconds(lifetimeSeconds), address: String(address.prefix(64)),
            agent: String(agent.nfc.prefix(300)))
        try db.run(
            """
            INSERT INTO kernel_session (token_hash, id, account_id, created_at, seen_at, expires_at, lifetime_seconds,
                address, agent, csrf_secret)
            VALUES (\(Self.hash(of: token)), \(session.id), \(account), \(now), \(now), \(session.expiresAt),
                \(lifetimeSeconds), \(session.address), \(session.agent), \(Secret.bytes(32)))
            """)
        return (token, session)
    }

    /// Who is behind a token, with the roles in force on a day. One statement. A role for a unit that has ended by then
    /// is in force no more, whether or not the job that ends grants has run.
    /// - Returns: `nil` for a session that is unknown, ended or too old, and for a disabled account.
    public func find(token: String, now: Instant, today: Day) throws -> SignedIn? {
        guard token.utf8.count == 43 else { return nil }
        var signedIn: SignedIn?
        var grants: [HeldRole] = []
        try db.forEach(
            """
            SELECT a.id, a.name, a.display_name, a.language, a.person_id, s.id, s.csrf_secret,
                a.must_change_password, s.seen_at, s.lifetime_seconds, g.id, g.role, g.unit_id, v.full_name,
                \(Revision.total)
            FROM kernel_session s JOIN kernel_account a ON a.id = s.account_id
            LEFT JOIN kernel_grant g ON g.account_id = a.id AND \(TerritoryStore.valid("g", on: today))
            LEFT JOIN kernel_unit_version v ON v.unit_id = g.unit_id AND \(TerritoryStore.valid("v", on: today))
            WHERE s.token_hash = \(Self.hash(of: token)) AND s.revoked_at IS NULL AND s.expires_at > \(now)
                AND a.state = \(Account.State.active)
            """
        ) { row in
            if let grant = try row[10] as ID<Grant>? {
                let held = HeldRole(grantID: grant, role: try row[11], unitID: try row[12], unitName: try row[13])
                if held.unitID == nil || held.unitName != nil { grants.append(held) }
            }
            if signedIn == nil { signedIn = try Self.signedIn(row, on: today) }
        }
        return signedIn?.holding(grants.sorted { $0.grantID < $1.grantID })
    }

    /// Notes that the session was seen and moves its end; does nothing when that was noted lately.
    public func touch(_ signedIn: SignedIn, now: Instant) throws {
        guard signedIn.isTouchDue(now: now) else { return }
        try db.run(
            """
            UPDATE kernel_session SET seen_at = \(now), expires_at = \(now + .seconds(signedIn.lifetimeSeconds))
            WHERE id = \(signedIn.sessionID) AND revoked_at IS NULL AND seen_at < \(now)
            """)
    }

    /// The sessions that are open, the latest first.
    public func list(of account: ID<Account>, now: Instant) throws -> [SignInSession] {
        try db.rows(
            """
            SELECT id, account_id, created_at, seen_at, expires_at, address, agent FROM kernel_session
            WHERE account_id = \(account) AND revoked_at IS NULL AND expires_at > \(now)
            ORDER BY created_at DESC, id DESC LIMIT 200
            """
        ) { row in
            SignInSession(
                id: try row[0], accountID: try row[1], createdAt: try row[2], seenAt: try row[3],
                expiresAt: try row[4], address: try row[5], agent: try row[6])
        }
    }

    /// Every session of a person's accounts that is still remembered, ended ones too, the latest first.
    public func remembered(of person: ID<Person>, limit: Int) throws -> [SignInSession] {
        try db.rows(
            """
            SELECT s.id, s.account_id, s.created_at, s.seen_at, s.expires_at, s.address, s.agent
            FROM kernel_session s JOIN kernel_account a ON a.id = s.account_id
            WHERE a.person_id = \(person) ORDER BY s.created_at DESC, s.id DESC LIMIT \(limit)
            """
        ) { row in
            SignInSession(
                id: try row[0], accountID: try row[1], createdAt: try row[2], seenAt: try row[3],
                expiresAt: try row[4], address: try row[5], agent: try row[6])
        }
    }

    /// Signs a browser out.
    /// - Throws: `NotFound` when the account has no such open session.
    public func revoke(_ id: ID<SignInSession>, of account: ID<Account>, now: Instant) throws {
        guard try end("account_id = \(account) AND id = \(id)", now: now) == 1 else { throw NotFound() }
    }

    /// - Returns: how many were ended.
    @discardableResult
    public func revokeOthers(of account: ID<Account>, keeping id: ID<SignInSession>, now: Instant) throws -> Int {
        try end("account_id = \(account) AND id <> \(id)", now: now)
    }

    /// - Returns: how many were ended.
    @discardableResult
    public func revokeAll(of account: ID<Account>, now: Instant) throws -> Int {
        try end("account_id = \(account)", now: now)
    }

    /// Forgets sessions that ended before a moment. Addresses seen only in them count as new again.
    /// - Returns: how many.
    @discardableResult
    public func forget(endedBefore moment: Instant) throws -> Int {
        try db.run("DELETE FROM kernel_session WHERE expires_at < \(moment)")
    }

    /// Whether the account was signed in before: at all, and from this address.
    func history(of account: ID<Account>, address: String) throws -> (any: Bool, fromAddress: Bool) {
        let addresses = try db.rows(
            "SELECT DISTINCT address FROM kernel_session WHERE account_id = \(account)"
        ) { row in try row[0] as String }
        return (!addresses.isEmpty, addresses.contains(String(address.prefix(64))))
    }

    private func end(_ condition: SQL, now: Instant) throws -> Int {
        try db.run("UPDATE kernel_session SET revoked_at = \(now) WHERE \(condition) AND revoked_at IS NULL")
    }

    private static func hash(of token: String) -> String { Hex.text(Sha256.of(token.utf8)) }

    private static func signedIn(_ row: Row, on day: Day) throws -> SignedIn {
        SignedIn(
            accountID: try row[0], name: try row[1], displayName: try row[2], language: try row[3],
            personID: try row[4], sessionID: try row[5], csrfSecret: try row[6], mustChangePassword: try row[7],
            seenAt: try row[8], lifetimeSeconds: try row[9], day: day,
            revision: try row[14])
    }
}
