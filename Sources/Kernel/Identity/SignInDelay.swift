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
        let subject: SignInDelay.Subject
        var failures: Int
        var nextAt: Instant
    }

    /// In the order of the subjects. Holds their rows until the commit.
    func counts(of subjects: [SignInDelay.Subject], now: Instant) throws -> [Count] {
        var found: [String: Count] = [:]
        let keys = Dictionary(subjects.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
        // In one order, so that two transactions never wait for each other.
        try db.forEach(
            """
            SELECT subject, failures, last_at, next_at FROM kernel_sign_in_delay
            WHERE subject IN \(list: keys.keys.sorted()) ORDER BY subject\(db.dialect.forUpdate)
            """
        ) { row in
            let key: String = try row[0]
            let lastAt: Instant = try row[2]
            guard let subject = keys[key], lastAt + .seconds(SignInDelay.memorySeconds) > now else { return }
            found[key] = Count(subject: subject, failures: try row[1], nextAt: try row[3])
        }
        return subjects.map { found[$0.key] ?? Count(subject: $0, failures: 0, nextAt: now) }
    }

    /// Counts a try as failed before its password is looked at, so that many at once are counted too.
    func charge(_ counts: [Count], now: Instant) throws {
        try set(
            counts.map { count in
                let failures = count.failures + 1
                let delay = count.subject.seconds(after: failures)
                return Count(subject: count.subject, failures: failures, nextAt: now + .seconds(delay))
            }, now: now)
    }

    /// Takes one charge back. An address is not cleared by one good password among many guesses.
    func refund(_ subject: SignInDelay.Subject, now: Instant) throws {
        let failures = try counts(of: [subject], now: now).map(\.failures).reduce(-1, +)
        guard failures > 0 else { return try clear([subject]) }
        try set([Count(subject: subject, failures: failures, nextAt: now)], now: now)
    }

    func clear(_ subjects: [SignInDelay.Subject]) throws {
        try db.run("DELETE FROM kernel_sign_in_delay WHERE subject IN \(list: subjects.map(\.key))")
    }

    func forget(before moment: Instant) throws -> Int {
        try db.run("DELETE FROM kernel_sign_in_delay WHERE last_at < \(moment)")
    }

    private func set(_ counts: [Count], now: Instant) throws {
        let rows = counts.map { count -> SQL in
            "(\(count.subject.key), \(count.failures), \(now), \(count.nextAt))"
        }
        try db.run(
            """
            INSERT INTO kernel_sign_in_delay (subject, failures, last_at, next_at) VALUES \(SQL.joined(rows, by: ", "))
            ON CONFLICT (subject) DO UPDATE SET failures = excluded.failures, last_at = excluded.last_at,
                next_at = excluded.next_at
            """)
    }
}
