import CLibPQ
import Foundation
public import Store

/// A PostgreSQL server, or several of which one is the primary.
///
/// Connections are made when there is work and made anew when they were lost, so the program starts without the
/// server and goes on when it comes back.
public final class PostgresDatabase: Database {
    public let dialect = Dialect(.postgres)
    private let threads: ConnectionThreads
    private let connections: Int
    private let listener: PostgresListener
    private let hub = NoticeHub()

    /// - Parameters:
    ///   - connectionString: a URI or `name=value` pairs, as libpq reads them; several hosts and
    ///     `target_session_attrs` included.
    ///   - connections: at most. Listening takes one more.
    ///   - waitLimit: how long a transaction may wait for a connection.
    ///   - statementLimit: how long one statement may run; the server's own setting or the string's goes before.
    ///   - lockLimit: how long one statement may wait for a lock.
    /// - Throws: `StoreError.unreachable` when the string cannot be read. The server need not be there.
    public init(
        connectionString: String, connections: Int = 8, waitLimit: Duration = .seconds(5),
        statementLimit: Duration = .seconds(30), lockLimit: Duration = .seconds(10), applicationName: String = "thacba"
    ) throws {
        try Self.validate(connectionString)
        let settings = PostgresSettings(
            connectionString: connectionString, applicationName: applicationName, statementLimit: statementLimit,
            lockLimit: lockLimit)
        self.connections = max(connections, 1)
        listener = PostgresListener(settings, hub)
        let turn = NSLock()
        threads = try ConnectionThreads(name: "postgres", count: self.connections, waitLimit: waitLimit) { desk in
            PostgresWorker(settings, desk, turn: turn).serve()
        }
    }

    deinit {
        threads.queue.close()
        listener.stop()
        hub.close()
    }

    private static func validate(_ connectionString: String) throws {
        var message: UnsafeMutablePointer<CChar>?
        guard let options = PQconninfoParse(connectionString, &message) else {
            defer { PQfreemem(message) }
            throw StoreError.unreachable(
                message.map { String(cString: $0) } ?? "the connection string of PostgreSQL cannot be read")
        }
        PQconninfoFree(options)
    }

    public func read<Value: Sendable>(
        _ body: @escaping @Sendable (any Session) throws -> Value
    ) async throws -> Value {
        try await threads.queue.perform(.read, body)
    }

    @discardableResult
    public func write<Value: Sendable>(
        _ body: @escaping @Sendable (any Session) throws -> Value
    ) async throws -> Value {
        try await threads.queue.perform(.write, body)
    }

    public func notices() -> AsyncStream<StoreNotice> {
        listener.start()
        return hub.listen()
    }

    public func status() async -> StoreStatus {
        var status = StoreStatus(
            engine: dialect.engine.rawValue, version: "", isReachable: false, connections: connections, notes: [])
        do {
            let facts = try await read { db in
                try db.rows(
                    """
                    SELECT name, setting FROM pg_settings
                    WHERE name IN ('server_version', 'synchronous_commit', 'fsync')
                    UNION ALL SELECT 'database', current_database()
                    UNION ALL SELECT 'standby', CAST(pg_is_in_recovery() AS TEXT)
                    UNION ALL SELECT 'bytes', CAST(pg_database_size(current_database()) AS TEXT)
                    """
                ) { row in (name: try row[0] as String, value: try row[1] as String) }
            }
            status.isReachable = true
            status.version = facts.first { $0.name == "server_version" }?.value ?? ""
            status.notes = facts.filter { $0.name != "server_version" }
        } catch {
            status.notes.append(("error", "\(error)"))
        }
        return status
    }

    public func close() async {
        hub.close()
        listener.stop()
        await threads.close()
    }
}
