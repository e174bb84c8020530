public import Store

/// Tells those who listen right now, in the transaction of a relay and once for all messages of a topic in it: open
/// pages need no job of their own that is kept, leased and ticked off for each message.
///
/// What it throws holds the relay up until it passes; a message that cannot be read is passed over.
public typealias OutboxAnnouncer = @Sendable ([JobPayload], any Session) throws -> Void

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

    /// Turns the oldest messages into a job for each subscriber and lets the announcers speak. A topic without
    /// either is let go.
    /// - Returns: messages relayed.
    func relay(
        to subscriptions: [String: [String]], announcers: [String: OutboxAnnouncer] = [:], limit: Int, now: Instant
    ) throws -> Int {
        let messages = try db.rows(
            """
            SELECT id, topic, payload FROM kernel_outbox ORDER BY id LIMIT \(limit)\(db.dialect.skipLocked)
            """
        ) { row in (id: try row[0] as String, topic: try row[1] as String, payload: try row[2] as String) }
        guard !messages.isEmpty else { return 0 }
        let queue = JobQueue(db: db)
        for message in messages {
            for kind in subscriptions[message.topic] ?? [] {
                try queue.enqueue(kind, JobPayload(json: message.payload), at: now, wakesRunners: false)
            }
        }
        let payloads = Dictionary(grouping: messages, by: \.topic).mapValues { $0.map { JobPayload(json: $0.payload) } }
        for (topic, payloads) in payloads { try announcers[topic]?(payloads, db) }
        try db.run("DELETE FROM kernel_outbox WHERE id IN \(list: messages.map(\.id))")
        return messages.count
    }

    func hasWaiting() throws -> Bool {
        try db.exists("SELECT 1 FROM kernel_outbox LIMIT 1")
    }

    /// How many messages wait to be turned into jobs, and since when: seconds' worth unless no runner works.
    public func backlog() throws -> (waiting: Int, oldest: Instant?) {
        try db.first("SELECT COUNT(*), MIN(at) FROM kernel_outbox") { row in
            (waiting: try row[0] as Int, oldest: try row[1] as Instant?)
        } ?? (0, nil)
    }
}
