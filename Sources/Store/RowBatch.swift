/// Rows for one table that are added together, as fast as the engine can: `COPY` on PostgreSQL, one prepared statement
/// on SQLite. For loads of thousands; a few rows go by an ordinary `INSERT`.
public struct RowBatch: Sendable {
    public let table: String
    public let columns: [String]
    /// Row after row.
    package private(set) var values: [SQLValue] = []
    private var isRagged = false

    public init(_ table: StaticString, _ columns: StaticString...) {
        self.table = table.description
        self.columns = columns.map(\.description)
    }

    /// Rows so far.
    public var count: Int { values.count / max(columns.count, 1) }

    public var isEmpty: Bool { values.isEmpty }

    /// Adds a row, its values in the order of the columns.
    public mutating func append<each Value: SQLEncodable>(_ value: repeat each Value) {
        let before = values.count
        repeat values.append((each value).sqlValue)
        if values.count - before != columns.count { isRagged = true }
    }

    /// Leaves the batch empty, ready for further rows.
    public mutating func removeAll() { values.removeAll(keepingCapacity: true) }

    /// - Throws: `StoreError.other` when a row has more or fewer values than there are columns, or for values that only
    ///   one engine would store.
    package func validate() throws {
        if isRagged { throw StoreError.other(code: "08P01", message: "a row does not fit the columns of \(table)") }
        try values.validate()
    }

    /// `a, b, c`
    package var columnList: String { columns.joined(separator: ", ") }
}
