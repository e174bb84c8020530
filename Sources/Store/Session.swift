/// One transaction on one connection: synchronous, on a thread that owns the connection.
///
/// A statement that fails ends the transaction on both engines: later statements throw the same error again, and so
/// does the commit when the closure hides it. Every function throws `StoreError`.
public protocol Session: AnyObject {
    var dialect: Dialect { get }

    /// Runs a query and hands over row by row. PostgreSQL sends all rows before the first is seen, so a long list is
    /// read in pages by its key.
    func forEach(_ sql: SQL, _ body: (Row) throws -> Void) throws

    /// Runs a statement.
    /// - Returns: rows affected.
    @discardableResult func run(_ sql: SQL) throws -> Int

    /// Runs a statement whose outcome is not needed at once. It is known at the latest at the next other statement
    /// or at the commit, so PostgreSQL can send several without waiting between them.
    func enqueue(_ sql: SQL) throws

    /// Adds many rows to one table. What was enqueued before is done first.
    func insert(_ rows: RowBatch) throws

    /// Tells every node, once the transaction is committed.
    /// - Parameters:
    ///   - topic: at most 63 bytes of lower-case letters, digits and `_`.
    ///   - payload: at most 7,900 bytes without a zero byte.
    func notify(_ topic: String, _ payload: String) throws
}

extension Session {
    public func rows<Value>(_ sql: SQL, _ decode: (Row) throws -> Value) throws -> [Value] {
        var values: [Value] = []
        try forEach(sql) { values.append(try decode($0)) }
        return values
    }

    public func first<Value>(_ sql: SQL, _ decode: (Row) throws -> Value) throws -> Value? {
        var value: Value?
        try forEach(sql) { row in
            if value == nil { value = try decode(row) }
        }
        return value
    }

    /// The first column of the first row; `nil` when there is no row or it holds NULL.
    public func value<Value: SQLDecodable>(_ sql: SQL, as type: Value.Type = Value.self) throws -> Value? {
        try first(sql) { row -> Value? in try row[0] } ?? nil
    }

    public func exists(_ sql: SQL) throws -> Bool {
        try first(sql) { _ in true } ?? false
    }
}
