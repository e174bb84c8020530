import GRDBSQLite
import Store

/// One caller's transaction: on a reader a transaction, on the writer a savepoint within the group's.
final class SQLiteSession: Session {
    let dialect = Dialect(.sqlite)
    private(set) var notices: [StoreNotice] = []
    private let connection: SQLiteConnection
    private let job: PendingTransaction
    private var fate = TransactionFate()

    init(_ connection: SQLiteConnection, _ job: PendingTransaction) {
        self.connection = connection
        self.job = job
    }

    func forEach(_ sql: SQL, _ body: (Row) throws -> Void) throws {
        try fate.check()
        do {
            try step(sql, body)
        } catch let error as SQLiteStepError {
            throw fate.note(error.cause)
        }
    }

    @discardableResult func run(_ sql: SQL) throws -> Int {
        let before = sqlite3_total_changes64(connection.handle)
        try forEach(sql) { _ in }
        // Kept by SQLite from an earlier statement when this one changed nothing.
        let hasChanged = sqlite3_total_changes64(connection.handle) != before
        return hasChanged ? Int(sqlite3_changes64(connection.handle)) : 0
    }

    func enqueue(_ sql: SQL) throws { try run(sql) }

    func insert(_ rows: RowBatch) throws {
        guard !rows.isEmpty else { return }
        try fate.check()
        do {
            try rows.validate()
            let places = (1...rows.columns.count).map { "$\($0)" }.joined(separator: ", ")
            let text = "INSERT INTO \(rows.table) (\(rows.columnList)) VALUES (\(places))"
            job.counter?.add(text)
            let statement = try connection.statement(text)
            for start in stride(from: 0, to: rows.values.count, by: rows.columns.count) {
                connection.begin(job)
                if job.isCancelled { throw StoreError.cancelled }
                try statement.run(rows.values[start..<start + rows.columns.count]) { _ in }
            }
        } catch let error as StoreError {
            throw fate.note(error)
        }
    }

    func notify(_ topic: String, _ payload: String) throws {
        let notice = StoreNotice(topic: topic, payload: payload)
        try notice.validate()
        try fate.check()
        guard connection.access == .write else { throw fate.note(.readOnly) }
        // As PostgreSQL does: the same notice twice in a transaction is one.
        if !notices.contains(notice) { notices.append(notice) }
    }

    /// Says whether the transaction may be committed once the closure has returned.
    func end() throws {
        try fate.check()
        if job.isCancelled { throw StoreError.cancelled }
    }

    /// `BEGIN`, `SAVEPOINT` and the like. Ends come through after a failure too, and are not cancelled.
    func control(_ text: String) throws {
        connection.begin(nil)
        try connection.statement(text).run([]) { _ in }
        job.counter?.add(text)
    }

    private func step(_ sql: SQL, _ body: (Row) throws -> Void) throws {
        job.counter?.add(sql.text)
        connection.begin(job)
        var isInBody = false
        do {
            if job.isCancelled { throw StoreError.cancelled }
            try sql.validateValues()
            try connection.statement(sql.text).run(sql.values) { row in
                isInBody = true
                try body(row)
                isInBody = false
            }
        } catch let error as StoreError where !isInBody {
            throw SQLiteStepError(cause: error)
        }
    }
}

/// Tells the engine's errors from those that a closure throws while it reads a row.
private struct SQLiteStepError: Error {
    let cause: StoreError
}
