public import Store

/// The table of jobs within one transaction.
///
/// `now` is time of the machine everywhere: the demo's calendar may be moved back, and then nothing would be due.
public struct JobQueue {
    /// Notices on it wake the runners of every node.
    public static let topic = "jobs"

    public let db: any Session

    public init(db: any Session) { self.db = db }

    /// - Parameters:
    ///   - runAt: not before; `nil` for at once.
    ///   - dedupeKey: while a job with this key waits, another one is not added; two of them never run at once.
    ///   - wakesRunners: `false` where many transactions do this: notices make PostgreSQL commit them one by one.
    public func enqueue(
        _ kind: String, _ payload: JobPayload = .empty, at now: Instant, runAt: Instant? = nil, maxAttempts: Int = 8,
        dedupeKey: String? = nil, wakesRunners: Bool = true
    ) throws {
        try db.enqueue(
            """
            INSERT INTO kernel_job (id, kind, payload, run_at, attempts, max_attempts, state, created_at, dedupe_key)
            VALUES (\(ID<QueuedJob>.new(at: now)), \(kind), \(payload.json), \(runAt ?? now), 0, \(maxAttempts),
                'waiting', \(now), \(dedupeKey))
            ON CONFLICT (dedupe_key) WHERE state = 'waiting' DO NOTHING
            """)
        if wakesRunners { try db.notify(Self.topic, kind) }
    }

    /// Adds the run of a periodic job that begins at `slot`, unless some node has done so already.
    func enqueuePeriodic(_ kind: String, slot: Instant, now: Instant) throws {
        let key = "periodic:\(kind)"
        guard try !db.exists("SELECT 1 FROM kernel_job WHERE dedupe_key = \(key) AND run_at >= \(slot) LIMIT 1")
        else { return }
        try enqueue(kind, at: now, runAt: slot, maxAttempts: 3, dedupeKey: key, wakesRunners: false)
    }

    /// Takes up to `count` jobs that are due, those of crashed nodes first.
    /// - Parameters:
    ///   - kinds: what this node can do.
    ///   - until: the others leave the jobs alone before that.
    public func lease(
        _ count: Int, kinds: [String], by node: String, now: Instant, until: Instant
    ) throws -> [QueuedJob] {
        guard count > 0, !kinds.isEmpty else { return [] }
        try buryCrashed(now: now)
        let crashed = try lease(
            """
            SELECT id FROM kernel_job WHERE state = 'running' AND lease_until < \(now) AND kind IN \(list: kinds)
            ORDER BY lease_until LIMIT \(count)\(db.dialect.skipLocked)
            """, by: node, until: until)
        guard crashed.count < count else { return crashed }
        let due = try lease(
            """
            SELECT id FROM kernel_job AS job
            WHERE state = 'waiting' AND run_at <= \(now) AND kind IN \(list: kinds)
                AND NOT EXISTS (SELECT 1 FROM kernel_job AS other
                    WHERE other.dedupe_key = job.dedupe_key AND other.state = 'running')
            ORDER BY run_at, id LIMIT \(count - crashed.count)\(db.dialect.skipLocked)
            """, by: node, until: until)
        return crashed + due
    }

    // Two statements: as a subquery the candidates may be chosen more than once by PostgreSQL's plan.
    private func lease(_ candidates: SQL, by node: String, until: Instant) throws -> [QueuedJob] {
        let ids: [ID<QueuedJob>] = try db.rows(candidates) { try $0[0] }
        guard !ids.isEmpty else { return [] }
        let jobs = try db.rows(
            """
            UPDATE kernel_job SET state = 'running', attempts = attempts + 1, leased_by = \(node),
                lease_until = \(until)
            WHERE id IN \(list: ids) RETURNING \(QueuedJob.columns)
            """, QueuedJob.init(row:))
        // RETURNING keeps no order.
        return jobs.sorted { ($0.runAt, $0.id) < ($1.runAt, $1.id) }
    }

    /// What took its node down as often as it may is not tried again.
    private func buryCrashed(now: Instant) throws {
        try db.run(
            """
            UPDATE kernel_job SET state = 'dead', finished_at = \(now), lease_until = NULL,
                last_error = 'the node that ran it went away'
            WHERE state = 'running' AND lease_until < \(now) AND attempts >= max_attempts
            """)
    }

    /// - Returns: whether the node still held the job; if not, another one may be running it.
    public func extend(_ job: QueuedJob, until: Instant) throws -> Bool {
        try db.run("UPDATE kernel_job SET lease_until = \(until) WHERE \(isHeld(job))") == 1
    }

    /// - Returns: whether the node still held the job.
    @discardableResult
    public func complete(_ job: QueuedJob, now: Instant) throws -> Bool {
        try db.run(
            """
            UPDATE kernel_job SET state = 'done', finished_at = \(now), lease_until = NULL, last_error = NULL
            WHERE \(isHeld(job))
            """) == 1
    }

    /// Puts the job back with growing delay, or among the dead after its last attempt. Where another one with its
    /// key is waiting, that one does the work and this one is let go.
    /// - Parameter jitter: from 0 to 1.
    public func fail(
        _ job: QueuedJob, error: String, now: Instant, jitter: Double = .random(in: 0..<1)
    ) throws {
        let message = String(error.prefix(2000))
        guard job.attempts < job.maxAttempts else {
            try db.run(
                """
                UPDATE kernel_job SET state = 'dead', finished_at = \(now), lease_until = NULL,
                    last_error = \(message) WHERE \(isHeld(job))
                """)
            return
        }
        let rest = Int64(Backoff.seconds(afterAttempts: job.attempts, jitter: jitter) * 1000)
        if try isKeyWaiting(job) {
            try db.run(
                """
                UPDATE kernel_job SET state = 'done', finished_at = \(now), lease_until = NULL,
                    last_error = \(message) WHERE \(isHeld(job))
                """)
        } else {
            try db.run(
                """
                UPDATE kernel_job SET state = 'waiting', run_at = \(now + .milliseconds(rest)), lease_until = NULL,
                    last_error = \(message) WHERE \(isHeld(job))
                """)
        }
    }

    private func isKeyWaiting(_ job: QueuedJob) throws -> Bool {
        guard let key = job.dedupeKey else { return false }
        return try db.exists("SELECT 1 FROM kernel_job WHERE dedupe_key = \(key) AND state = 'waiting'")
    }

    // The attempt is a fence: a node that lost its lease cannot end the run of the next one, even under one name.
    private func isHeld(_ job: QueuedJob) -> SQL {
        """
        id = \(job.id) AND state = 'running' AND leased_by = \(job.leasedBy) AND attempts = \(job.attempts)
        """
    }
}

// For the pages of administrators.
extension JobQueue {
    /// The newest first.
    /// - Parameter before: the last id of the page before this one.
    public func list(_ state: JobState, before: ID<QueuedJob>? = nil, limit: Int = 50) throws -> [QueuedJob] {
        let page: SQL = if let before { " AND id < \(before)" } else { "" }
        return try db.rows(
            """
            SELECT \(QueuedJob.columns) FROM kernel_job WHERE state = \(state)\(page) ORDER BY id DESC LIMIT \(limit)
            """, QueuedJob.init(row:))
    }

    public func find(_ id: ID<QueuedJob>) throws -> QueuedJob? {
        try db.first("SELECT \(QueuedJob.columns) FROM kernel_job WHERE id = \(id)", QueuedJob.init(row:))
    }

    /// Jobs that are not done, for the administrator's page and the metrics; the number is small unless something is
    /// wrong.
    public func backlog() throws -> [JobState: Int] {
        let counts = try db.rows(
            """
            SELECT state, COUNT(*) FROM kernel_job WHERE state IN ('waiting', 'running', 'dead') GROUP BY state
            """
        ) { row in (try row[0] as JobState, try row[1] as Int) }
        return Dictionary(uniqueKeysWithValues: counts)
    }

    /// Gives a dead job all its attempts again.
    /// - Throws: `NotFound` when it is not dead, `Stale` when another one with its key is waiting already.
    public func retry(_ id: ID<QueuedJob>, now: Instant) throws {
        guard let job = try find(id), job.state == .dead else { throw NotFound() }
        if try isKeyWaiting(job) { throw Stale() }
        try db.run(
            """
            UPDATE kernel_job SET state = 'waiting', attempts = 0, run_at = \(now), finished_at = NULL
            WHERE id = \(id) AND state = 'dead'
            """)
        try db.notify(Self.topic, job.kind)
    }

    /// Deletes a dead job.
    /// - Throws: `NotFound` when it is not dead.
    public func discard(_ id: ID<QueuedJob>) throws {
        guard try db.run("DELETE FROM kernel_job WHERE id = \(id) AND state = 'dead'") == 1 else { throw NotFound() }
    }

    /// Deletes what was done before. The dead stay until somebody decides.
    /// - Returns: jobs deleted.
    @discardableResult
    public func discardDone(before: Instant) throws -> Int {
        try db.run("DELETE FROM kernel_job WHERE finished_at < \(before) AND state = 'done'")
    }
}
