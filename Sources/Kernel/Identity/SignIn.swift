public import Store

/// What came of a good password.
public struct SignInOutcome: Sendable {
    /// For the cookie; cannot be had again.
    public let token: String
    public let session: SignInSession
    public let account: Account
    public let lifetimeSeconds: Int
}

/// What is to be journaled about a try, in the transaction in which it is decided.
public enum SignInEvent: Sendable {
    case signedIn(Account, SignInSession)
    /// `nil` when there is no such account.
    case failed(ID<Account>?, address: String)
}

public enum SignInRefusal: Refusal, Hashable {
    /// The name or the password: which one is not told.
    case wrong
    case disabled

    public var message: String {
        switch self {
        case .wrong: t("Tên đăng nhập hoặc mật khẩu không đúng. Hãy kiểm tra rồi nhập lại.")
        case .disabled: t("Tài khoản này đã bị khoá. Hãy liên hệ quản trị viên.")
        }
    }
}

/// The way in.
public struct SignIn: Sendable {
    public typealias Record = @Sendable (any Session, SignInEvent) throws -> Void

    private let database: any Database
    private let hasher: PasswordHasher
    private let roles: Roles
    private let record: Record
    private let pause: @Sendable (Int) async throws -> Void

    /// - Parameters:
    ///   - record: writes the journal line.
    ///   - pause: waits some seconds; tests do not.
    public init(
        database: any Database, hasher: PasswordHasher, roles: Roles, record: @escaping Record = { _, _ in },
        pause: @escaping @Sendable (Int) async throws -> Void = { try await Task.sleep(for: .seconds($0)) }
    ) {
        self.database = database
        self.hasher = hasher
        self.roles = roles
        self.record = record
        self.pause = pause
    }

    /// Opens a session for a good name and password.
    /// - Throws: ``SignInRefusal``, ``TooManyAttempts``.
    public func attempt(
        name: String, password: String, address: String, agent: String, now: Instant, today: Day
    ) async throws -> SignInOutcome {
        guard password.utf8.count <= PasswordRules.longest else { throw SignInRefusal.wrong }
        let visitor = Visitor(name: name, address: address, agent: agent)
        let candidate = try await database.write { db in try charge(visitor, in: db, now: now) }
        if candidate.slowingSeconds > 0 { try await pause(candidate.slowingSeconds) }
        let isRight = try await hasher.verify(password, against: candidate.passwordHash)
        guard isRight, let account = candidate.account, account.state == .active else {
            try await database.write { [record] db in
                try record(db, .failed(candidate.account?.id, address: visitor.address))
            }
            throw isRight ? SignInRefusal.disabled : SignInRefusal.wrong
        }
        let renewed = try await renewedHash(of: password, candidate.passwordHash)
        return try await database.write { db in
            if let renewed {
                try db.run(
                    """
                    UPDATE kernel_account SET password_hash = \(renewed)
                    WHERE id = \(account.id) AND password_hash = \(candidate.passwordHash)
                    """)
            }
            return try open(candidate, account, visitor, in: db, now: now, today: today)
        }
    }

    /// Forgets failures that no longer count; for a job that runs daily.
    public static func forgetFailures(in db: any Session, now: Instant) throws -> Int {
        try SignInDelayStore(db: db).forget(before: now + .seconds(-SignInDelay.memorySeconds))
    }

    private struct Visitor: Sendable {
        /// Cut, because it becomes a key whether there is such an account or not.
        let name: String
        let address: String
        let agent: String

        init(name: String, address: String, agent: String) {
            self.name = AccountName.folded(String(name.prefix(AccountName.longest)))
            self.address = String(address.prefix(64))
            self.agent = agent
        }

        var pair: SignInDelay.Subject { .pair(account: name, address: address) }
        var alone: SignInDelay.Subject { .address(address) }
        var target: SignInDelay.Subject { .account(name) }
        var subjects: [SignInDelay.Subject] { [pair, alone, target] }
    }

    private struct Candidate: Sendable {
        let account: Account?
        let passwordHash: String?
        /// Failures from anywhere before this try.
        let failures: Int
        let slowingSeconds: Int
    }

    private func charge(_ visitor: Visitor, in db: any Session, now: Instant) throws -> Candidate {
        let delays = SignInDelayStore(db: db)
        let counts = try delays.counts(of: visitor.subjects, now: now)
        try SignInDelay.check(counts.filter { $0.subject != visitor.target }, now: now)
        try delays.charge(counts, now: now)
        let failures = counts.first { $0.subject == visitor.target }?.failures ?? 0
        let found = try db.first(
            """
            SELECT \(AccountStore.columns), a.password_hash FROM kernel_account a WHERE a.name_folded = \(visitor.name)
            """
        ) { row in (account: try AccountStore.account(row), hash: try row[9] as String) }
        return Candidate(
            account: found?.account, passwordHash: found?.hash, failures: failures,
            slowingSeconds: visitor.target.seconds(after: failures))
    }

    private func open(
        _ candidate: Candidate, _ account: Account, _ visitor: Visitor, in db: any Session, now: Instant, today: Day
    ) throws -> SignInOutcome {
        let sessions = SessionStore(db: db)
        let history = try sessions.history(of: account.id, address: visitor.address)
        let grants = try db.rows(
            """
            SELECT g.role FROM kernel_grant g
            WHERE g.account_id = \(account.id) AND \(TerritoryStore.valid("g", on: today))
            """
        ) { row in try row[0] as String }
        let lifetime = SessionLifetime.seconds(for: grants, in: roles)
        let (token, session) = try sessions.insert(
            for: account.id, lifetimeSeconds: lifetime, address: visitor.address, agent: visitor.agent, now: now)
        try tellOwner(candidate, session, history, in: db, now: now)
        let delays = SignInDelayStore(db: db)
        try delays.clear([visitor.pair, visitor.target])
        try delays.refund(visitor.alone, now: now)
        try record(db, .signedIn(account, session))
        return SignInOutcome(token: token, session: session, account: account, lifetimeSeconds: lifetime)
    }

    private func tellOwner(
        _ candidate: Candidate, _ session: SignInSession, _ history: (any: Bool, fromAddress: Bool),
        in db: any Session, now: Instant
    ) throws {
        let notices = AccountNoticeStore(db: db)
        if history.any, !history.fromAddress {
            let body = AccountNotice.Body(address: session.address, agent: session.agent)
            try notices.insert(.newAddress, body, to: session.accountID, now: now)
        }
        if candidate.failures >= 3 {
            let body = AccountNotice.Body(failures: candidate.failures)
            try notices.insert(.afterFailures, body, to: session.accountID, now: now)
        }
    }

    /// A hash with today's cost, where the stored one was made with another.
    private func renewedHash(of password: String, _ hash: String?) async throws -> String? {
        guard let hash, hasher.isOutdated(hash) else { return nil }
        return try await hasher.hash(password)
    }
}
