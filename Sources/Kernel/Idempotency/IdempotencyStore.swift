public import Store

/// What was answered to a request with a key, so that the same request sent twice has one effect and one answer.
public struct SavedReply: Sendable, Equatable {
    /// Of what was sent: another request under the same key is refused by the caller.
    public let requestHash: String
    public let status: Int
    /// Where a redirect leads.
    public let location: String?
    public let contentType: String?
    public let body: [UInt8]

    public init(
        requestHash: String, status: Int, location: String? = nil, contentType: String? = nil, body: [UInt8] = []
    ) {
        self.requestHash = requestHash
        self.status = status
        self.location = location
        self.contentType = contentType
        self.body = body
    }
}

/// The table of answers within the transaction of the act itself.
public struct IdempotencyStore {
    /// How long a client may repeat itself.
    public static let lifetime = Duration.seconds(86_400)

    public let db: any Session

    public init(db: any Session) { self.db = db }

    /// What was answered, until it is cleared away.
    /// - Parameters:
    ///   - account: whose key it is; empty before sign-in.
    ///   - door: method and template.
    public func find(key: String, account: String, door: String) throws -> SavedReply? {
        try db.first(
            """
            SELECT request_hash, status, location, content_type, response FROM kernel_idempotency
            WHERE key = \(key) AND account = \(account) AND door = \(door)
            """
        ) { row in
            SavedReply(
                requestHash: try row[0], status: try row[1], location: try row[2], contentType: try row[3],
                body: try row[4])
        }
    }

    /// Keeps the answer, in the transaction of its effects.
    ///
    /// Of two equal requests at once one commits. The other's transaction ends with `StoreError.unique`, at the
    /// latest at its commit, leaves nothing, and finds the answer when it looks again.
    public func save(
        _ reply: SavedReply, key: String, account: String, door: String, expires: Instant
    ) throws {
        try db.enqueue(
            """
            INSERT INTO kernel_idempotency
                (key, account, door, request_hash, status, location, content_type, response, expires)
            VALUES (\(key), \(account), \(door), \(reply.requestHash), \(reply.status), \(reply.location),
                \(reply.contentType), \(reply.body), \(expires))
            """)
    }

    /// Deletes what has expired.
    /// - Returns: answers deleted.
    @discardableResult
    public func discardExpired(now: Instant) throws -> Int {
        try db.run("DELETE FROM kernel_idempotency WHERE expires < \(now)")
    }
}

/// Clears away expired answers.
public enum IdempotencyUpkeep {
    public static let kind = "idempotency.upkeep"
    public static let periodic = PeriodicJob(kind, every: 3600)
    public static let handler: JobHandler = { context, _ in
        let now = context.clock.now()
        try await context.database.write { db in _ = try IdempotencyStore(db: db).discardExpired(now: now) }
    }
}
