public import Store

/// Changing passwords.
public struct Passwords: Sendable {
    /// Writes the journal line, in the transaction of the change.
    public typealias Record = @Sendable (any Session) throws -> Void

    private let database: any Database
    private let hasher: PasswordHasher

    public init(database: any Database, hasher: PasswordHasher) {
        self.database = database
        self.hasher = hasher
    }

    /// A password that the house made up, for a new account: shown once, to be changed at the first sign-in.
    public static func made() -> String { Secret.password() }

    /// The owner changes it; other browsers are signed out.
    /// - Throws: ``PasswordRefusal``, ``TooManyAttempts``; `Stale` when it was changed meanwhile.
    public func change(
        of owner: SignedIn, from old: String, to new: String, now: Instant, record: @escaping Record
    ) async throws {
        try PasswordRules.check(new, name: owner.name, displayName: owner.displayName)
        guard old.utf8.count <= PasswordRules.longest else { throw PasswordRefusal.wrongOld }
        guard old.nfc != new.nfc else { throw PasswordRefusal.unchanged }
        let (subject, stored) = try await verified(old, of: owner, now: now)
        let hash = try await hasher.hash(new)
        try await database.write { db in
            let changed = try db.run(
                """
                UPDATE kernel_account SET password_hash = \(hash), must_change_password = FALSE, version = version + 1
                WHERE id = \(owner.accountID) AND password_hash = \(stored)
                """)
            guard changed == 1 else { throw Stale() }
            try SignInDelayStore(db: db).clear([subject])
            try SessionStore(db: db).revokeOthers(of: owner.accountID, keeping: owner.sessionID, now: now)
            try AccountNoticeStore(db: db).insert(.passwordChanged, to: owner.accountID, now: now)
            try record(db)
        }
    }

    /// That it is the owner who sits at the open session, before something leaves the house.
    /// - Throws: ``PasswordRefusal/wrongOld``, ``TooManyAttempts``.
    public func confirm(_ password: String, of owner: SignedIn, now: Instant) async throws {
        guard password.utf8.count <= PasswordRules.longest else { throw PasswordRefusal.wrongOld }
        let (subject, _) = try await verified(password, of: owner, now: now)
        try await database.write { db in try SignInDelayStore(db: db).clear([subject]) }
    }

    /// The try is counted before the hash is checked, so that parallel guesses cannot share one.
    private func verified(
        _ password: String, of owner: SignedIn, now: Instant
    ) async throws -> (SignInDelay.Subject, stored: String?) {
        let subject = SignInDelay.Subject.change(owner.accountID)
        let stored = try await database.write { db in
            let delays = SignInDelayStore(db: db)
            let counts = try delays.counts(of: [subject], now: now)
            try SignInDelay.check(counts, now: now)
            try delays.charge(counts, now: now)
            return try db.value(
                "SELECT password_hash FROM kernel_account WHERE id = \(owner.accountID)", as: String.self)
        }
        guard try await hasher.verify(password, against: stored) else { throw PasswordRefusal.wrongOld }
        return (subject, stored)
    }

    /// An administrator gives a new one; all sessions end, and the owner must change it.
    /// - Returns: the password, which cannot be had again.
    /// - Throws: `NotFound`.
    public func reset(of account: ID<Account>, now: Instant, record: @escaping Record) async throws -> String {
        let password = Self.made()
        let hash = try await hasher.hash(password)
        try await database.write { db in
            let changed = try db.run(
                """
                UPDATE kernel_account SET password_hash = \(hash), must_change_password = TRUE, version = version + 1
                WHERE id = \(account)
                """)
            guard changed == 1 else { throw NotFound() }
            try SessionStore(db: db).revokeAll(of: account, now: now)
            try AccountNoticeStore(db: db).insert(.passwordReset, to: account, now: now)
            try record(db)
        }
        return password
    }
}
