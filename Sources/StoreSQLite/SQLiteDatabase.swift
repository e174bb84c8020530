public import Store
import Foundation

/// A database in one file: one thread writes, some read, each on its own connection.
///
/// A commit is on the disk when `write` returns (`synchronous=FULL`). Writers that wait at the same time share one
/// commit, so that they share its wait for the disk.
public final class SQLiteDatabase: Database {
    public let dialect = Dialect(.sqlite)
    /// Where the file lies.
    public let path: String
    private let writer: ConnectionThreads
    private let readers: ConnectionThreads
    private let readerCount: Int
    private let hub = NoticeHub()
    private let commits = CommitCount()

    /// Opens the file, or creates it.
    /// - Parameters:
    ///   - readers: connections that read, at the same time at most.
    ///   - waitLimit: how long a transaction may wait for its turn, and for another program that writes to the file.
    ///   - statementLimit: how long one statement may run.
    ///   - pageLimit: the size to which the file may grow, in pages of 4 KiB; `nil` for the disk's.
    /// - Throws: `StoreError.unreachable` when the file cannot be opened.
    public init(
        path: String, readers: Int = 4, waitLimit: Duration = .seconds(5), statementLimit: Duration = .seconds(30),
        pageLimit: Int? = nil
    ) throws {
        self.path = path
        readerCount = max(readers, 1)
        let limits = SQLiteLimits(wait: waitLimit, statement: statementLimit, pages: pageLimit)
        let (hub, commits) = (hub, commits)
        writer = try ConnectionThreads(name: "sqlite-write", count: 1, waitLimit: waitLimit) { desk in
            try SQLiteConnection.open(path: path, .write, limits) { connection in
                SQLiteWriter(connection, desk, hub, commits).serve()
            }
        }
        do {
            self.readers = try ConnectionThreads(
                name: "sqlite-read", count: readerCount, waitLimit: waitLimit
            ) { desk in
                try SQLiteConnection.open(path: path, .read, limits) { connection in
                    while let job = desk.next() { connection.read(job) }
                }
            }
        } catch {
            writer.queue.close()
            throw error
        }
    }

    deinit {
        writer.queue.close()
        readers.queue.close()
        hub.close()
    }

    public func read<Value: Sendable>(
        _ body: @escaping @Sendable (any Session) throws -> Value
    ) async throws -> Value {
        try await readers.queue.perform(.read, body)
    }

    @discardableResult
    public func write<Value: Sendable>(
        _ body: @escaping @Sendable (any Session) throws -> Value
    ) async throws -> Value {
        try await writer.queue.perform(.write, body)
    }

    public func notices() -> AsyncStream<StoreNotice> { hub.listen() }

    public var sharedCommits: (commits: Int, transactions: Int)? { commits.value }

    public func status() async -> StoreStatus {
        var status = StoreStatus(
            engine: dialect.engine.rawValue, version: SQLiteConnection.libraryVersion, isReachable: false,
            connections: readerCount + 1, notes: [("path", path)])
        do {
            let facts = try await read { db in
                (
                    journal: try db.value("SELECT journal_mode FROM pragma_journal_mode()", as: String.self),
                    bytes: try db.value(db.dialect.databaseSize, as: Int64.self)
                )
            }
            // Answered by the writer: the setting is of the connection.
            let durability = try await write { db in
                try db.value("SELECT synchronous FROM pragma_synchronous()", as: Int.self)
            }
            status.isReachable = true
            status.notes.append(("journal_mode", facts.journal ?? "?"))
            status.notes.append(("synchronous", durability.map(String.init) ?? "?"))
            status.notes.append(("bytes", facts.bytes.map(String.init) ?? "?"))
        } catch {
            status.notes.append(("error", "\(error)"))
        }
        return status
    }

    public func close() async {
        hub.close()
        await readers.close()
        await writer.close()
    }
}

struct SQLiteLimits: Sendable {
    let wait: Duration
    let statement: Duration
    let pages: Int?
}
