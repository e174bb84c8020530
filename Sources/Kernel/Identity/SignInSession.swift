/// One signed-in browser of an account.
public struct SignInSession: Sendable, Hashable {
    public let id: ID<SignInSession>
    public let accountID: ID<Account>
    public let createdAt: Instant
    public let seenAt: Instant
    public let expiresAt: Instant
    public let address: String
    /// What the browser says of itself.
    public let agent: String
}

/// How long a session lives on after it was last seen.
public enum SessionLifetime {
    /// Whoever acts for an office works a day at one machine, and it may be a shared one.
    public static let officerSeconds = 12 * 3_600
    public static let citizenSeconds = 30 * 86_400

    /// A session is written as seen no more often than this, so that reading does not write.
    static let seenEverySeconds = 300

    /// - Parameter grants: codes of the roles that are in force.
    static func seconds(for grants: [String], in roles: Roles) -> Int {
        grants.contains { roles[$0].map { $0.reach != .person } ?? false } ? officerSeconds : citizenSeconds
    }
}

extension SignedIn {
    /// Whether `SessionStore.touch` is due.
    public func isTouchDue(now: Instant) -> Bool {
        now >= seenAt + .seconds(SessionLifetime.seenEverySeconds)
    }
}
