import Foundation
import Store
import StorePostgres
import TestKit
import Testing

/// A server that is not there, does not answer, or dies. Needs PostgreSQL's programs and starts a server of its own.
@Suite(.serialized, .enabled(if: TestEngine.postgresURI != nil)) struct PostgresAwayTests {
    @Test("Without a server calls fail within their time and say why")
    func nobodyThere() async throws {
        let database = try PostgresDatabase(
            connectionString: "host=127.0.0.1 port=1 user=nobody", connections: 2, waitLimit: .milliseconds(500))
        let start = ContinuousClock.now
        let errors = await withTaskGroup(of: StoreError?.self) { group in
            for _ in 0..<20 {
                group.addTask {
                    await storeError { _ = try await database.read { try $0.value("SELECT 1", as: Int.self) } }
                }
            }
            return await group.reduce(into: [StoreError]()) { errors, error in errors += error.map { [$0] } ?? [] }
        }
        #expect(errors.map(\.kind) == [String](repeating: "unreachable", count: 20))
        #expect(ContinuousClock.now - start < .seconds(3))
        let status = await database.status()
        #expect(!status.isReachable)
        #expect(status.notes.contains { $0.name == "error" && $0.value.contains("unreachable") })
        await database.close()
    }

    @Test("A server that takes connections and never answers does not hold callers")
    func silence() async throws {
        let silent = try SilentServer()
        let database = try PostgresDatabase(
            connectionString: "host=127.0.0.1 port=\(silent.port) user=nobody", connections: 1,
            waitLimit: .milliseconds(500))
        let start = ContinuousClock.now
        let error = await storeError { _ = try await database.read { try $0.value("SELECT 1", as: Int.self) } }
        #expect(error?.kind == "unreachable", "\(String(describing: error))")
        #expect(ContinuousClock.now - start < .seconds(8))
        await database.close()
    }

    @Test("A connection string that cannot be read is refused at once")
    func nonsense() {
        #expect(throws: StoreError.self) { try PostgresDatabase(connectionString: "no such = thing = here") }
    }

    @Test("A server killed under load: errors are clear, nothing acknowledged is lost, work goes on")
    func killed() async throws {
        let server = try TemporaryServer()
        defer { server.stop() }
        let database = try await PostgresDatabase(
            connectionString: server.uri, connections: 4, waitLimit: .milliseconds(700)
        ).withExampleTables()
        let isOver = Gate()
        let log = WriteLog()
        let workers = (0..<8).map { worker in
            Task {
                var number = 0
                while !isOver.isOpen(1) {
                    number += 1
                    let id = "\(worker)-\(number)"
                    log.note(id, await storeError { try await database.write { try $0.run(insertItem(id)) } })
                }
            }
        }
        try await Task.sleep(for: .milliseconds(400))
        try server.run("crash")
        try await Task.sleep(for: .milliseconds(1_500))
        #expect(await !database.status().isReachable)
        try server.run("resume")
        try await until { await storeError { try await database.write { try $0.run(insertItem("back")) } } == nil }
        try await Task.sleep(for: .milliseconds(300))
        isOver.open(1)
        for worker in workers { await worker.value }
        #expect(!log.acknowledged.isEmpty)
        #expect(log.kinds == ["unreachable"])
        let stored = try await database.read { db in Set(try db.column("SELECT id FROM item") as [String]) }
        #expect(log.acknowledged.allSatisfy { stored.contains($0) })
        await database.close()
    }
}
