import Foundation
import Store
import StoreSQLite
import TestKit
import Testing

@Suite struct SQLiteTests {
    @Test("Each connection is set as durability needs it")
    func pragmas() async throws {
        try await withDatabase(.sqlite) { database async throws in
            let expected: [(SQL, String)] = [
                ("SELECT CAST(synchronous AS TEXT) FROM pragma_synchronous()", "2"),
                ("SELECT journal_mode FROM pragma_journal_mode()", "wal"),
                ("SELECT CAST(foreign_keys AS TEXT) FROM pragma_foreign_keys()", "1"),
                ("SELECT CAST(temp_store AS TEXT) FROM pragma_temp_store()", "2"),
            ]
            for (sql, value) in expected {
                #expect(try await database.write { try $0.value(sql) } == value)
                #expect(try await database.read { try $0.value(sql) } == value)
            }
            // As a statement too: the table-valued form must not hide another setting.
            #expect(try await database.write { try $0.value("PRAGMA synchronous") } == 2)
            #expect(try await database.read { try $0.value("PRAGMA query_only") } == 1)
            #expect(try await database.write { try $0.value("PRAGMA query_only") } == 0)
        }
    }

    @Test("What was acknowledged is there after opening again")
    func reopening() async throws {
        try await withFolder { path async throws in
            let first = try await SQLiteDatabase(path: path).withExampleTables()
            try await first.write { try $0.run(insertItem("a")) }
            await first.close()
            let second = try SQLiteDatabase(path: path)
            #expect(try await second.count() == 1)
            await second.close()
        }
    }

    @Test("A full disk is told to those whom it hits, and nothing acknowledged is lost")
    func full() async throws {
        try await withFolder { path async throws in
            let small = try await SQLiteDatabase(path: path, pageLimit: 60).withExampleTables()
            let text = String(repeating: "x", count: 3_000)
            let (acknowledged, full) = await withTaskGroup(of: StoreError?.self) { group in
                for number in 0..<200 {
                    group.addTask {
                        await storeError {
                            try await small.write { db in
                                try db.run(insertItem("i\(number)", name: number % 2 == 0 ? text : "short"))
                            }
                        }
                    }
                }
                return await group.reduce(into: (0, 0)) { counts, error in
                    if error == nil { counts.0 += 1 }
                    if error == .full { counts.1 += 1 }
                }
            }
            #expect(acknowledged + full == 200)
            #expect(full > 0 && acknowledged > 10)
            #expect(try await small.count() == acknowledged)
            await small.close()
            let roomy = try SQLiteDatabase(path: path)
            #expect(try await roomy.count() == acknowledged)
            #expect(try await roomy.read { try $0.value("PRAGMA integrity_check") } == "ok")
            try await roomy.write { try $0.run(insertItem("after")) }
            await roomy.close()
        }
    }

    @Test("A check deferred to the commit fails its own job only")
    func deferredCheck() async throws {
        try await withDatabase(.sqlite) { database async throws in
            try await database.write { db in
                try db.run("CREATE TABLE parent (id BIGINT PRIMARY KEY)")
                try db.run(
                    "CREATE TABLE child (parent BIGINT REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED)")
                try db.run("INSERT INTO parent (id) VALUES (1)")
            }
            let errors = await withTaskGroup(of: StoreError?.self) { group in
                for number in 0..<100 {
                    group.addTask {
                        await storeError {
                            try await database.write { db in
                                try db.run("INSERT INTO child (parent) VALUES (\(number % 10 == 0 ? 2 : 1))")
                            }
                        }
                    }
                }
                return await group.reduce(into: [StoreError]()) { errors, error in errors += error.map { [$0] } ?? [] }
            }
            #expect(errors.map(\.kind) == [String](repeating: "foreign key", count: 10))
            #expect(try await database.read { try $0.value("SELECT count(*) FROM child") } == 90)
        }
    }

    @Test("A write that is cancelled midway takes nobody with it")
    func cancelledAmongOthers() async throws {
        try await withDatabase(.sqlite) { database async throws in
            let database = try await database.withExampleTables()
            let endless = Task {
                try await database.write { db in
                    try db.run("INSERT INTO total (id, sum) SELECT 'x', (\(endlessQuery))")
                }
            }
            let others = (0..<50).map { number in
                Task { try await database.write { try $0.run(insertItem("i\(number)")) } }
            }
            try await Task.sleep(for: .milliseconds(100))
            endless.cancel()
            #expect(await storeError { _ = try await endless.value } == .cancelled)
            for other in others { _ = try await other.value }
            #expect(try await database.count() == 50)
            #expect(try await database.count(.total) == 0)
        }
    }

    @Test("Waiting and running have their limits")
    func limits() async throws {
        try await withFolder { path async throws in
            let database = try await SQLiteDatabase(
                path: path, waitLimit: .milliseconds(300), statementLimit: .milliseconds(200)
            ).withExampleTables()
            #expect(await storeError { _ = try await database.read { try $0.run(endlessQuery) } } == .timedOut)
            #expect(try await database.count() == 0)

            let gate = Gate()
            let holding = Task {
                try await database.write { db in
                    try db.run(insertItem("a"))
                    gate.open(1)
                    gate.wait(2)
                }
            }
            await gate.waitAsync(1)
            let start = ContinuousClock.now
            #expect(await storeError { try await database.write { try $0.run(insertItem("b")) } } == .timedOut)
            #expect(ContinuousClock.now - start < .seconds(2))
            // Another program at the same file finds it busy, and can read.
            let other = try SQLiteDatabase(path: path, waitLimit: .milliseconds(200))
            #expect(await storeError { try await other.write { try $0.run(insertItem("c")) } } == .busy)
            #expect(try await other.count() == 0)
            gate.open(2)
            try await holding.value
            try await other.write { try $0.run(insertItem("c")) }
            #expect(try await database.count() == 2)
            await other.close()
            await database.close()
        }
    }

    @Test("A file that cannot be opened is told clearly")
    func unopenable() async throws {
        try await withFolder { path async throws in
            let folder = URL(filePath: path).deletingLastPathComponent().path
            #expect(throws: StoreError.self) { try SQLiteDatabase(path: folder) }
            #expect(throws: StoreError.self) { try SQLiteDatabase(path: folder + "/none/none.sqlite") }
            try String(repeating: "no database", count: 800).write(toFile: path, atomically: true, encoding: .utf8)
            let error = await storeError { _ = try SQLiteDatabase(path: path) }
            #expect(error?.kind == "unreachable", "\(String(describing: error))")
        }
    }

    @Test("A folder that vanishes brings errors at worst")
    func vanishing() async throws {
        try await withFolder { path async throws in
            let database = try await SQLiteDatabase(path: path).withExampleTables()
            try FileManager.default.removeItem(at: URL(filePath: path).deletingLastPathComponent())
            for number in 0..<20 {
                _ = await storeError { try await database.write { try $0.run(insertItem("i\(number)")) } }
                _ = await storeError { _ = try await database.count() }
            }
            _ = await database.status()
            await database.close()
        }
    }
}

private func withFolder(_ body: (String) async throws -> Void) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "thacba-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try await body(folder.appending(path: "test.sqlite").path)
}
