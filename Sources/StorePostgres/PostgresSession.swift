import CLibPQ
import Store

/// One transaction on a server's connection.
final class PostgresSession: Session {
    let dialect = Dialect(.postgres)
    /// Why the transaction cannot succeed. A closure may hide it behind an error of its own.
    private(set) var failure: PostgresFailure?
    private let connection: PostgresConnection
    private let job: PendingTransaction
    private var fate = TransactionFate()

    init(_ connection: PostgresConnection, _ job: PendingTransaction) {
        self.connection = connection
        self.job = job
    }

    func forEach(_ sql: SQL, _ body: (Row) throws -> Void) throws {
        let result = try attempt {
            try send(sql)
            return try connection.receive()
        }
        defer { PQclear(result) }
        try PostgresRows(result).forEach(body)
    }

    @discardableResult func run(_ sql: SQL) throws -> Int {
        let result = try attempt {
            try send(sql)
            return try connection.receive()
        }
        defer { PQclear(result) }
        // Empty for DDL; for a query the number of rows it gave, which nothing has changed.
        guard PQresultStatus(result) == PGRES_COMMAND_OK || PQnfields(result) > 0 else { return 0 }
        let tag = String(cString: PQcmdStatus(result))
        return tag.hasPrefix("SELECT") ? 0 : Int(String(cString: PQcmdTuples(result))) ?? 0
    }

    func enqueue(_ sql: SQL) throws { try attempt { try send(sql) } }

    func insert(_ rows: RowBatch) throws {
        guard !rows.isEmpty else { return }
        try attempt {
            if job.isCancelled { throw StoreError.cancelled }
            try rows.validate()
            try connection.copy(rows)
        }
    }

    func notify(_ topic: String, _ payload: String) throws {
        let notice = StoreNotice(topic: topic, payload: payload)
        try notice.validate()
        guard job.access == .write else { throw attemptFailed(.init(error: .readOnly, sqlState: "25006")) }
        try enqueue("SELECT pg_notify('thacba_notices', \(PostgresListener.message(of: notice)))")
    }

    /// Says whether the transaction may be committed once the closure has returned.
    func end() throws {
        try fate.check()
        if job.isCancelled { throw StoreError.cancelled }
    }

    private func send(_ sql: SQL) throws {
        if job.isCancelled { throw StoreError.cancelled }
        try sql.validateValues()
        try connection.send(sql)
    }

    private func attempt<Value>(_ body: () throws -> Value) throws -> Value {
        try fate.check()
        do {
            return try body()
        } catch let failure as PostgresFailure {
            throw attemptFailed(failure)
        } catch let error as StoreError {
            throw fate.note(error)
        }
    }

    private func attemptFailed(_ failure: PostgresFailure) -> StoreError {
        self.failure = self.failure ?? failure
        return fate.note(failure.error)
    }
}
