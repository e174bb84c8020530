import Store
import TestKit
import Testing

@Suite struct FailureTests {
    @Test("Constraints have the same names on both engines", arguments: TestEngine.available)
    func constraints(engine: TestEngine) async throws {
        try await withDatabase(engine) { database async throws in
            let database = try await database.withExampleTables()
            try await database.write { db throws in
                try db.run("INSERT INTO owner (id, email) VALUES ('o', 'an@example.vn')")
                try db.run(insertItem("a", owner: "o"))
            }
            func failure(_ sql: SQL) async -> StoreError? {
                await storeError { try await database.write { _ = try $0.run(sql) } }
            }
            let sameEmail: SQL = "INSERT INTO owner (id, email) VALUES ('p', 'an@example.vn')"
            #expect(await failure(sameEmail)?.kind == "unique")
            #expect(await failure(insertItem("a"))?.kind == "unique")
            #expect(await failure(insertItem("b", owner: "nobody"))?.kind == "foreign key")
            #expect(await failure("DELETE FROM owner")?.kind == "foreign key")
            #expect(await failure(insertItem("b", name: nil)) == .notNull("item.name"))
            #expect(await failure(insertItem("b", amount: -1)) == .check("item_amount_positive"))
            #expect(try await database.count() == 1)
        }
    }

    @Test("A mistake in SQL is told and spoils nothing", arguments: TestEngine.available)
    func mistakes(engine: TestEngine) async throws {
        try await withDatabase(engine) { database async throws in
            let database = try await database.withExampleTables()
            for sql in ["SELEC 1", "SELECT nothing FROM nowhere", "SELECT 1; SELECT 2"] as [SQL] {
                for _ in 0..<2 {
                    let error = await storeError { try await database.read { _ = try $0.run(sql) } }
                    guard case .other(_, let message) = error else {
                        Issue.record("\(sql.text): \(String(describing: error))")
                        continue
                    }
                    #expect(!message.isEmpty)
                }
            }
            #expect(try await database.count() == 0)
        }
    }

    @Test("A cancelled caller is free at once, waiting or running", arguments: TestEngine.available)
    func cancellation(engine: TestEngine) async throws {
        try await withDatabase(engine, connections: 1) { database async throws in
            let started = Gate()
            let start = ContinuousClock.now
            let running = Task {
                try await database.write { db throws in
                    started.open(1)
                    _ = try db.value(endlessQuery, as: Int.self)
                }
            }
            await started.waitAsync(1)
            let waiting = Task { try await database.write { _ = try $0.value("SELECT 1", as: Int.self) } }
            try await Task.sleep(for: .milliseconds(50))
            waiting.cancel()
            #expect(await storeError { try await waiting.value } == .cancelled)
            running.cancel()
            #expect(await storeError { try await running.value } == .cancelled)
            #expect(ContinuousClock.now - start < .seconds(4))
            #expect(try await database.write { try $0.value("SELECT 7") } == 7)
            let late = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                return try await database.read { try $0.value("SELECT 1", as: Int.self) }
            }
            #expect(await storeError { _ = try await late.value } == .cancelled)
        }
    }

    @Test("Closing refuses what waits and what comes", arguments: TestEngine.available)
    func closing(engine: TestEngine) async throws {
        let fresh = try await freshDatabase(engine)
        let database = fresh.database
        _ = try await database.read { try $0.value("SELECT 1", as: Int.self) }
        try await fresh.drop()
        for _ in 0..<2 {
            let error = await storeError { _ = try await database.read { try $0.value("SELECT 1", as: Int.self) } }
            guard case .unreachable = error else {
                Issue.record("\(String(describing: error))")
                return
            }
        }
        await database.close()
        var notices = 0
        for await _ in database.notices() { notices += 1 }
        #expect(notices == 0)
        #expect(await !database.status().isReachable)
    }

    @Test("Statements are counted for the task that asked", arguments: TestEngine.available)
    func counting(engine: TestEngine) async throws {
        try await withDatabase(engine) { database async throws in
            let database = try await database.withExampleTables()
            let counter = StatementCounter()
            try await StatementCounter.$current.withValue(counter) {
                try await database.write { db throws in
                    try db.run(insertItem("a"))
                    try db.enqueue(insertItem("b"))
                }
                try await database.read { _ = try $0.value(ExampleTable.item.count, as: Int.self) }
            }
            #expect(counter.count == 7, "\(counter.texts)")
            #expect(counter.texts.filter { $0.hasPrefix("INSERT") }.count == 2)
            _ = try await database.count()
            #expect(counter.count == 7)
        }
    }

    @Test("The status names the engine and says that it answers", arguments: TestEngine.available)
    func status(engine: TestEngine) async throws {
        try await withDatabase(engine) { database async throws in
            let status = await database.status()
            #expect(status.isReachable)
            #expect(status.engine == database.dialect.engine.rawValue)
            #expect(!status.version.isEmpty)
            #expect(status.connections > 1)
            #expect(status.notes.contains { $0.name == "bytes" })
        }
    }
}
