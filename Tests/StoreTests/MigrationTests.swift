import Store
import StorePostgres
import StoreSQLite
import TestKit
import Testing

private let first = Migration(
    "module-001-first", "CREATE TABLE one (id TEXT PRIMARY KEY);\nCREATE TABLE two (b {bytes});\n")
private let second = Migration("module-002-second", "INSERT INTO one (id) VALUES ('x; y');\n\n")

@Suite struct MigrationTests {
    @Test("Steps run once, in order, and are reported", arguments: TestEngine.available)
    func steps(engine: TestEngine) async throws {
        try await withDatabase(engine) { database async throws in
            let one = Migrator([first])
            let both = Migrator([first, second])
            #expect(try await both.pending(on: database) == ["module-001-first", "module-002-second"])
            #expect(try await one.run(on: database) == ["module-001-first"])
            #expect(try await both.pending(on: database) == ["module-002-second"])
            #expect(try await both.run(on: database) == ["module-002-second"])
            #expect(try await both.run(on: database) == [])
            #expect(try await database.read { try $0.value("SELECT id FROM one") } == "x; y")
        }
    }

    @Test("A step that was edited after it ran is refused", arguments: TestEngine.available)
    func edited(engine: TestEngine) async throws {
        try await withDatabase(engine) { database async throws in
            _ = try await Migrator([first]).run(on: database)
            let changed = Migration("module-001-first", "CREATE TABLE one (id TEXT);\n")
            await #expect(throws: MigrationError.edited(id: "module-001-first")) {
                try await Migrator([changed, second]).run(on: database)
            }
            #expect(try await Migrator([first, second]).pending(on: database) == ["module-002-second"])
        }
    }

    @Test("A database newer than the program is refused, and so is a name used twice", arguments: TestEngine.available)
    func unknown(engine: TestEngine) async throws {
        try await withDatabase(engine) { database async throws in
            _ = try await Migrator([first, second]).run(on: database)
            await #expect(throws: MigrationError.unknown(ids: ["module-002-second"])) {
                try await Migrator([first]).run(on: database)
            }
            await #expect(throws: MigrationError.duplicate(id: "module-001-first")) {
                try await Migrator([first, first]).run(on: database)
            }
        }
    }

    @Test("A step that fails takes all pending steps with it", arguments: TestEngine.available)
    func failing(engine: TestEngine) async throws {
        try await withDatabase(engine) { database async throws in
            let broken = Migration("module-003-broken", "CREATE TABLE three (id TEXT);\nCREATE TABLE one (id TEXT);\n")
            #expect(await storeError { _ = try await Migrator([first, broken]).run(on: database) } != nil)
            #expect(try await Migrator([first]).pending(on: database) == ["module-001-first"])
            #expect(try await Migrator([first]).run(on: database) == ["module-001-first"])
        }
    }

    @Test("Four nodes that start at once run each step once", arguments: TestEngine.available)
    func concurrent(engine: TestEngine) async throws {
        let fresh = try await freshDatabase(engine)
        let ran = try await withThrowingTaskGroup(of: [String].self) { group in
            for _ in 0..<4 {
                group.addTask {
                    let node: any Database =
                        switch engine {
                        case .sqlite: try SQLiteDatabase(path: fresh.location, readers: 1)
                        case .postgres: try PostgresDatabase(connectionString: fresh.location, connections: 1)
                        }
                    let ran = try await Migrator([first, second]).run(on: node)
                    await node.close()
                    return ran
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(ran == ["module-001-first", "module-002-second"])
        try await fresh.drop()
    }
}
