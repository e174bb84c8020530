import Store

/// How long somebody who failed must wait. The delay grows and ends: no number of wrong passwords shuts anybody out
/// for good, and nobody can shut out somebody else.
enum SignInDelay {
    /// What failures are counted for.
    enum Subject: Sendable, Hashable {
        /// One address trying one account.
        case pair(account: String, address: String)
        /// One address trying many accounts.
        case address(String)
        /// Many addresses trying one account.
        case account(String)
        /// Somebody at an open session who guesses the password in order to change it.
        case change(ID<Account>)

        /// The key in the table.
        var key: String {
            switch self {
            case .pair(let account, let address): "pair:\(account)|\(address)"
            case .address(let address): "address:\(address)"
            case .account(let account): "account:\(account)"
            case .change(let account): "change:\(account)"
            }
        }

        /// Seconds to wait after so many failures in a row.
        func seconds(after failures: Int) -> Int {
            switch self {
            case .pair, .change: SignInDelay.doubling(from: 3, failures)
            case .address: SignInDelay.doubling(from: 20, failures)
            // Two seconds for everybody, the owner included, slow a crowd of addresses down to 43,200 tries a day.
            case .account: failures < 10 ? 0 : failures < 20 ? 1 : 2
            }
        }
    }

    static let longestSeconds = 300
    /// After so long without a try, failures are forgotten.
    static let memorySeconds = 86_400

    /// - Throws: ``TooManyAttempts`` while any of the delays runs.
    static func check(_ counts: [SignInDelayStore.Count], now: Instant) throws(TooManyAttempts) {
        guard let latest = counts.map(\.nextAt).max(), latest > now else { return }
        let (seconds, attoseconds) = (latest - now).components
        throw TooManyAttempts(retryAfterSeconds: Int(seconds) + (attoseconds > 0 ? 1 : 0))
    }

    private static func doubling(from first: Int, _ failures: Int) -> Int {
        guard failures >= first else { return 0 }
        return min(longestSeconds, 1 << min(failures - first, 16))
    }
}

/// Counted failures.
struct SignInDelayStore {
    let db: any Session

    struct Count: Sendable, Hashable {
        var failures: Int
        var nextAt: Instant
    }

    func count(of subject: SignInDelay.Subject, now: Instant) throws -> Count {
        let found = try db.first(
            """
            SELECT failures, last_at, next_at FROM kernel_sign_in_delay
            WHERE subject = \(subject.key)\(db.dialect.forUpdate)
            """
        ) { row in (failures: try row[0] as Int, lastAt: try row[1] as Instant, nextAt: try row[2] as Instant) }
        guard let found, found.lastAt + .seconds(SignInDelay.memorySeconds) > now else {
            return Count(failures: 0, nextAt: now)
        }
        return Count(failures: found.failures, nextAt: found.nextAt)
    }

    /// Counts a try as failed before its password is looked at, so that many at once are counted too.
    func charge(_ subject: SignInDelay.Subject, _ before: Count, now: Instant) throws {
        let failures = before.failures + 1
        try set(subject, failures: failures, nextAt: now + .seconds(subject.seconds(after: failures)), now: now)
    }

    /// Takes one charge back. An address is not cleared by one good password among many guesses.
    func refund(_ subject: SignInDelay.Subject, now: Instant) throws {
        let failures = try count(of: subject, now: now).failures - 1
        guard failures > 0 else { return try clear(subject) }
        try set(subject, failures: failures, nextAt: now, now: now)
    }

    func clear(_ subject: SignInDelay.Subject) throws {
        try db.run("DELETE FROM kernel_sign_in_delay WHERE subject = \(subject.key)")
    }

    func forget(before moment: Instant) throws -> Int {
        try db.run("DELETE FROM kernel_sign_in_delay WHERE last_at < \(moment)")
    }

    private func set(_ subject: SignInDelay.Subject, failures: Int, nextAt: Instant, now: Instant) throws {
        try db.run(
            """
            INSERT INTO kernel_sign_in_delay (subject, failures, last_at, next_at)
            VALUES (\(subject.key), \(failures), \(now), \(nextAt))
            ON CONFLICT (subject) DO UPDATE SET failures = excluded.failures, last_at = excluded.last_at,
                next_at = excluded.next_at
            """)
    }
}
