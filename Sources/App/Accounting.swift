public import Kernel
import Store

/// Accounts by the command line: how the first administrator comes in.
public struct Accounting: Sendable {
    private let opening: Opening
    private let hasher: PasswordHasher

    public init(_ opening: Opening, cost: PasswordHasher.Cost = .standard) {
        self.opening = opening
        hasher = PasswordHasher(cost: cost)
    }

    /// - Returns: the first password.
    /// - Throws: `AccountRefusal`, `GrantRefusal`, `SettingsError` for an unknown unit.
    public func add(name: String, displayName: String, role: String?, unitCode: String?) async throws -> String {
        let password = Passwords.made()
        let hash = try await hasher.hash(password)
        let today = try await opening.clock().today
        try await opening.database.write { db in
            let now = Instant.now
            let person = try PersonStore(db: db).insert(fullName: displayName, now: now)
            let account = try AccountStore(db: db).insert(
                AccountDraft(
                    name: name, displayName: displayName, personID: person.id, passwordHash: hash,
                    mustChangePassword: true),
                now: now)
            try Journal(db: db).write(line("account.added", account.id, now))
            guard let role else { return }
            let unit = try unitCode.map { code in
                guard let unit = try TerritoryStore(db: db).find(code: code, asOf: today) else {
                    throw SettingsError(text: "There is no unit with the code \(code) on \(today.iso).")
                }
                return unit.id
            }
            let draft = GrantDraft(accountID: account.id, role: role, unitID: unit, validFrom: today)
            _ = try GrantStore(db: db, roles: Province.roles).grant(draft, by: nil, within: .everything, now: now)
            try Journal(db: db).write(line("access.granted", account.id, now))
        }
        return password
    }

    /// - Returns: the new password; `nil` when there is no such account.
    public func reset(name: String) async throws -> String? {
        let found = try await opening.database.read { db in try AccountStore(db: db).find(named: name) }
        guard let account = found else { return nil }
        let now = Instant.now
        return try await Passwords(database: opening.database, hasher: hasher).reset(of: account.id, now: now) { db in
            try Journal(db: db).write(line("account.passwordReset", account.id, now))
        }
    }

    private func line(_ action: String, _ account: ID<Account>, _ now: Instant) -> JournalLine {
        JournalLine(
            at: now, actor: "system", action: action, subjectKind: "account", subjectID: account.description,
            door: "thacba user", node: opening.settings.node)
    }
}
