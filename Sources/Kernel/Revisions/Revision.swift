public import Store

/// How often something that is kept in memory has changed. It counts up in the transaction of the change, so a reader
/// sees a new number exactly when it sees the new rows.
public struct Revision {
    public let db: any Session

    public init(db: any Session) { self.db = db }

    /// 0 before the first change.
    public func number(of topic: String) throws -> Int { try db.value("SELECT \(Self.number(topic))") ?? 0 }

    /// A column for a statement that reads something else at the same time.
    public static func number(_ topic: String) -> SQL {
        "COALESCE((SELECT number FROM kernel_revision WHERE topic = \(topic)), 0)"
    }

    /// All revisions together, as a column for a statement that reads something else at the same time. While this
    /// number stands, every revision stands: each only counts up.
    public static let total: SQL = "(SELECT CAST(COALESCE(SUM(number), 0) AS BIGINT) FROM kernel_revision)"

    /// Makes every node read again what it keeps of `topic`.
    public func advance(_ topic: String) throws {
        try db.enqueue(
            """
            INSERT INTO kernel_revision (topic, number) VALUES (\(topic), 1)
            ON CONFLICT (topic) DO UPDATE SET number = kernel_revision.number + 1
            """)
    }
}
