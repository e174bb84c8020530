import Foundation
public import Store
import StorePostgres
import StoreSQLite

/// The engines on which a test of a store runs: `@Test(arguments: TestEngine.available)`.
public enum TestEngine: String, CaseIterable, Sendable, CustomStringConvertible {
    case sqlite
    case postgres

    /// The server in which tests make their databases: a URI with a role that may create databases.
    public static var postgresURI: String? {
        ProcessInfo.processInfo.environment["THACBA_TEST_POSTGRES"].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// PostgreSQL takes part when `THACBA_TEST_POSTGRES` names a server. That it is named in CI is a test of its own.
    public static var available: [TestEngine] { postgresURI == nil ? [.sqlite] : [.sqlite, .postgres] }

    public var description: String { rawValue }
}

/// A database of its own for one test, and how to be rid of it.
public struct FreshDatabase: Sendable {
    public let database: any Database
    /// The file on SQLite, the connection string on PostgreSQL: for what opens the same database again.
    public let location: String
    fileprivate let remove: @Sendable () async throws -> Void

    /// Closes and removes it.
    public func drop() async throws {
        await database.close()
        try await remove()
    }
}

/// Makes an empty database.
/// - Parameter connections: on PostgreSQL; few, since tests run side by side.
public func freshDatabase(_ engine: TestEngine, connections: Int = 3) async throws -> FreshDatabase {
    switch engine {
    case .sqlite:
        let folder = FileManager.default.temporaryDirectory.appending(path: "thacba-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let path = folder.appending(path: "test.sqlite").path
        return FreshDatabase(database: try SQLiteDatabase(path: path, readers: 2), location: path) {
            try FileManager.default.removeItem(at: folder)
        }
    case .postgres:
        guard let uri = TestEngine.postgresURI else { throw StoreError.unreachable("THACBA_TEST_POSTGRES is not set") }
        let name = "thacba_test_\(UUID().uuidString.lowercased().replacing("-", with: "_"))"
        try await PostgresServer.run(
            "CREATE DATABASE \(name) TEMPLATE template0 ENCODING 'UTF8'", connectionString: uri)
        let location = try address(uri, database: name)
        let database = try PostgresDatabase(connectionString: location, connections: connections)
        return FreshDatabase(database: database, location: location) {
            try await PostgresServer.run("DROP DATABASE IF EXISTS \(name) WITH (FORCE)", connectionString: uri)
        }
    }
}

/// Runs a test on an empty database and removes it, also when the test throws.
public func withDatabase<Value>(
    _ engine: TestEngine, connections: Int = 3, _ body: (any Database) async throws -> Value
) async throws -> Value {
    let fresh = try await freshDatabase(engine, connections: connections)
    do {
        let value = try await body(fresh.database)
        try await fresh.drop()
        return value
    } catch {
        try? await fresh.drop()
        throw error
    }
}

/// The same server with another database. The path of a URI is the database's name.
private func address(_ uri: String, database: String) throws -> String {
    guard var parts = URLComponents(string: uri), parts.scheme?.hasPrefix("postgres") == true else {
        throw StoreError.unreachable("THACBA_TEST_POSTGRES is no URI that begins with postgresql://")
    }
    parts.path = "/\(database)"
    guard let address = parts.string else { throw StoreError.unreachable("\(uri) takes no name of a database") }
    return address
}
