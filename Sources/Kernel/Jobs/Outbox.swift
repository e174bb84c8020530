public import Store

/// What has happened, told to whoever wants to know: written in the transaction of the fact, relayed to jobs later.
public struct Outbox {
    public let db: any Session

    public init(db: any Session) { self.db = db }

    /// Does not wake the runner: a notice in every writing transaction would make PostgreSQL commit one after the
    /// other. The runner looks by itself every two seconds.
    /// - Parameter topic: `aggregate.verb`, for example `dossier.submitted`.
    public func publish(topic: String, payload: JobPayload, at: Instant) throws {
        try db.enqueue(
            """
            INSERT INTO kernel_outbox (id, at, topic, payload)
            VALUES (\(ID<Outbox>.new(at: at)), \(at), \(topic), \(payload.json))
            """)
    }

    /// Turns the oldest messages into a job for each subscriber. A topic without subscribers is let go.
    /// - Returns: messages relayed.
    func relay(to subscriptions: [String: [String]], limit: Int, now: Instant) throws -> Int {
        let messages = try db.rows(
            """
            SELECT id, topic, payload FROM kernel_outbox
            WHERE relayed_at IS NULL ORDER BY id LIMIT \(limit)\(db.dialect.skipLocked)
            """
        ) { row in (id: try row[0] as String, topic: try row[1] as String, payload: try row[2] as String) }
        guard !messages.isEmpty else { return 0 }
        let queue = JobQueue(db: db)
        for message in messages {
            for kind in subscriptions[message.topic] ?? [] {
                try queue.enqueue(kind, JobPayload(json: message.payload), at: now, wakesRunners: false)
            }
        }
        try db.run("UPDATE kernel_outbox SET relayed_at = \(now) WHERE id IN \(list: messages.map(\.id))")
        return messages.count
    }

    func hasWaiting() throws -> Bool {
        try db.exists("SELECT 1 FROM kernel_outbox WHERE relayed_at IS NULL LIMIT 1")
    }

    /// How many messages wait to be turned into jobs, and since when: seconds' worth unless no runner works.
    public func backlog() throws -> (waiting: Int, oldest: Instant?) {
        try db.first("SELECT COUNT(*), MIN(at) FROM kernel_outbox WHERE relayed_at IS NULL") { row in
            (waiting: try row[0] as Int, oldest: try row[1] as Instant?)
        } ?? (0, nil)
    }

    /// Deletes what was relayed before.
    /// - Returns: messages deleted.
    @discardableResult
    public func discardRelayed(before: Instant) throws -> Int {
        try db.run("DELETE FROM kernel_outbox WHERE relayed_at < \(before)")
    }
}
