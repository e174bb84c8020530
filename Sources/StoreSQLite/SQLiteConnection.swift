import GRDBSQLite
import Store

import struct GRDB.Configuration
import class GRDB.Database
import struct GRDB.DatabaseError
import class GRDB.DatabaseQueue
import class GRDB.Statement

/// One connection with its prepared statements. Stays on the thread that opened it.
///
/// GRDB opens, configures and compiles; rows are stepped through SQLite's own functions, which for a page of 50
/// rows is several times faster than GRDB's rows.
final class SQLiteConnection {
    let handle: OpaquePointer
    let access: PendingTransaction.Access
    private let database: GRDB.Database
    private let pace: SQLitePace
    private var statements = StatementCache<SQLiteStatement>(limit: 500)

    static var libraryVersion: String { String(cString: sqlite3_libversion()) }

    private init(
        _ database: GRDB.Database, _ handle: OpaquePointer, _ access: PendingTransaction.Access, _ pace: SQLitePace
    ) {
        self.database = database
        self.handle = handle
        self.access = access
        self.pace = pace
    }

    /// Opens a connection for as long as `body` runs.
    /// - Throws: `StoreError`
    static func open(
        path: String, _ access: PendingTransaction.Access, _ limits: SQLiteLimits, _ body: (SQLiteConnection) -> Void
    ) throws {
        do {
            var configuration = GRDB.Configuration()
            configuration.journalMode = .wal
            configuration.foreignKeysEnabled = true
            configuration.busyMode = .timeout(limits.wait / .seconds(1))
            configuration.label = "thacba"
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            // The queue would hop to its own thread for each access. Staying inside it makes this thread the owner.
            try queue.inDatabase { database in
                guard let handle = database.sqliteConnection else {
                    throw StoreError.unreachable("SQLite gave no connection for \(path)")
                }
                let pace = SQLitePace(limits.statement)
                try set(database, access, limits)
                pace.install(on: handle)
                defer { pace.remove(from: handle) }
                body(SQLiteConnection(database, handle, access, pace))
            }
            try queue.close()
        } catch let error as DatabaseError {
            throw SQLiteFailure.storeError(error, path: path)
        }
    }

    /// After opening: GRDB itself sets `synchronous` to NORMAL together with WAL, which is not durable.
    private static func set(_ database: GRDB.Database, _ access: PendingTransaction.Access, _ limits: SQLiteLimits)
        throws
    {
        try database.execute(sql: "PRAGMA synchronous = FULL")
        try database.execute(sql: "PRAGMA temp_store = MEMORY")
        try database.execute(sql: "PRAGMA cache_size = \(access == .write ? -32_000 : -16_000)")
        try database.execute(sql: "PRAGMA mmap_size = 0")
        // The file itself is written, and waited for, once in 16 MB of commits and not in 4.
        try database.execute(sql: "PRAGMA wal_autocheckpoint = 4000")
        if let pages = limits.pages { try database.execute(sql: "PRAGMA max_page_count = \(pages)") }
        if access == .read { try database.execute(sql: "PRAGMA query_only = TRUE") }
    }

    /// Runs one reading job in a transaction of its own.
    func read(_ job: PendingTransaction) {
        let session = SQLiteSession(self, job)
        do {
            try session.control("BEGIN")
            do {
                try job.run(in: session)
                try session.end()
            } catch {
                try? session.control("ROLLBACK")
                throw error
            }
            try session.control("COMMIT")
            job.finish(.success(()))
        } catch {
            job.finish(.failure(error))
        }
    }

    var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }

    func begin(_ job: PendingTransaction?) { pace.begin(job) }

    /// The statement for a text, ready to be bound.
    func statement(_ text: String) throws -> SQLiteStatement {
        if let found = statements.find(text) {
            // Within its own loop a statement would lose its place: the inner one gets another.
            return found.isBusy ? try compile(text) : found
        }
        let statement = try compile(text)
        _ = statements.insert(statement, for: text)
        return statement
    }

    private func compile(_ text: String) throws -> SQLiteStatement {
        do {
            let statement = try database.makeStatement(sql: Placeholders.questionMarks(text))
            return SQLiteStatement(statement, of: self)
        } catch let error as DatabaseError {
            throw SQLiteFailure.storeError(error)
        }
    }

    func failure(_ code: Int32) -> StoreError {
        if code & 0xff == SQLITE_INTERRUPT { return pace.isCancelled ? .cancelled : .timedOut }
        return SQLiteFailure.storeError(
            code: sqlite3_extended_errcode(handle), message: String(cString: sqlite3_errmsg(handle)))
    }
}

/// Ends statements that run too long or that nobody waits for any more.
private final class SQLitePace {
    private let limit: Duration
    private var deadline = ContinuousClock.now
    private var job: PendingTransaction?

    init(_ limit: Duration) { self.limit = limit }

    var isCancelled: Bool { job?.isCancelled ?? false }

    func begin(_ job: PendingTransaction?) {
        self.job = job
        deadline = .now + limit
    }

    private var isOver: Bool { isCancelled || ContinuousClock.now > deadline }

    /// SQLite calls back every 4,000 steps of its machine, some tens of microseconds.
    func install(on handle: OpaquePointer) {
        sqlite3_progress_handler(
            handle, 4_000,
            { pointer in
                guard let pointer else { return 0 }
                return Unmanaged<SQLitePace>.fromOpaque(pointer).takeUnretainedValue().isOver ? 1 : 0
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    func remove(from handle: OpaquePointer) { sqlite3_progress_handler(handle, 0, nil, nil) }
}
