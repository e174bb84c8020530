import Store
import TestKit
import Testing

@Suite struct TransactionTests {
    @Test("What is thrown leaves nothing behind", arguments: TestEngine.available)
    func rollback(engine: TestEngine) async throws {
        try await withDatabase(engine) { database async throws in
            let database = try await database.withExampleTables()
            await #expect(throws: OwnError.self) {
                try await database.write { db throws in
                    try db.run(insertItem("a"))
                    try db.enqueue(insertItem("b"))
                    throw OwnError()
                }
            }
            #expect(try await database.count() == 0)
            try await database.write { _ = try $0.run(insertItem("a")) }
            #expect(try await database.count() == 1)
        }
    }

    @Test("run tells how many rows it has changed", arguments: TestEngine.available)
    func affected(engine: TestEngine) async throws {
        try await withDatabase(engine) { database async throws in
            let database = try await database.withExampleTables()
            let counts = try await database.write { db throws in
                [
                    try db.run(insertItem("a")),
                    try db.run("INSERT INTO owner (id) VALUES ('x'), ('y')"),
                    try db.run("UPDATE item SET amount = 2 WHERE id = 'none'"),
                    try db.run("UPDATE owner SET email = NULL"),
                    try db.run("SELECT 1"),
                    try db.run("CREATE TABLE extra (id TEXT)"),
                    try db.run("DELETE FROM owner"),
                ]
            }
            #expect(counts == [1, 2, 0, 2, 0, 0, 2])
            let id = try await database.write { db throws in
                try db.value("INSERT INTO owner (id) VALUES (\("z")) RETURNING id", as: String.self)
            }
            #expect(id == "z")
        }
    }

    @Test("A read cannot write", arguments: TestEngine.available)
    func readOnly(engine: TestEngine) async throws {
        try await withDatabase(engine) { database async throws in
            let database = try await database.withExampleTables()
            #expect(await storeError { try await database.read { _ = try $0.run(insertItem("a")) } } == .readOnly)
            #expect(await storeError { try await database.read { try $0.enqueue(insertItem("a")) } } == .readOnly)
            #expect(await storeError { try await database.read { try $0.notify("topic", "x") } } == .readOnly)
            let afterQuery = await storeError {
                try await database.read { db in
                    _ = try db.value(ExampleTable.item.count, as: Int.self)
                    try db.enqueue(insertItem("a"))
                }
            }
            #expect(afterQuery == .readOnly)
            #expect(try await database.count() == 0)
        }
    }

    @Test("A read sees one moment, whatever is committed meanwhile", arguments: TestEngine.available)
    func snapshot(engine: TestEngine) async throws {
        try await withDatabase(engine) { database async throws in
            let database = try await database.withExampleTables()
            let gate = Gate()
            async let counts = database.read { db throws in
                let before = try db.value(ExampleTable.item.count, as: Int.self)
                gate.open(1)
                gate.wait(2)
                return [before, try db.value(ExampleTable.item.count, as: Int.self)]
            }
            await gate.waitAsync(1)
            try await database.write { _ = try $0.run(insertItem("a")) }
            gate.open(2)
            #expect(try await counts == [0, 0])
            #expect(try await database.count() == 1)
        }
    }

    @Test("A failed statement ends the transaction, even when the closure goes on", arguments: TestEngine.available)
    func failedTransaction(engine: TestEngine) async throws {
        try await withDatabase(engine) { database async throws in
            let database = try await database.withExampleTables()
            let first = await storeError {
                try await database.write { db throws in
                    try db.run(insertItem("a"))
                    _ = try? db.run(insertItem("a"))
                }
            }
            guard case .unique = first else {
                Issue.record("the transaction was committed: \(String(describing: first))")
                return
            }
            let later = await storeError {
                try await database.write { db throws in
                    _ = try? db.run(insertItem("b", name: nil))
                    try db.run(insertItem("c"))
                }
            }
            #expect(later == .notNull("item.name"))
            #expect(try await database.count() == 0)
        }
    }

    @Test("An enqueued statement's error comes at the next one or at the commit", arguments: TestEngine.available)
    func enqueued(engine: TestEngine) async throws {
        try await withDatabase(engine) { database async throws in
            let database = try await database.withExampleTables()
            let atCommit = await storeError {
                try await database.write { db throws in
                    try db.enqueue(insertItem("a"))
                    try db.enqueue(insertItem("b", amount: -1))
                    try db.enqueue(insertItem("c"))
                }
            }
            #expect(atCommit == .check("item_amount_positive"))
            let passed = Gate()
            let atStatement = await storeError {
                try await database.write { db throws in
                    try db.enqueue(insertItem("b", amount: -1))
                    _ = try db.value(ExampleTable.item.count, as: Int.self)
                    passed.open(1)
                }
            }
            #expect(atStatement == .check("item_amount_positive"))
            #expect(!passed.isOpen(1))
            #expect(try await database.count() == 0)
            try await database.write { db throws in
                for number in 0..<2_000 { try db.enqueue(insertItem("i\(number)")) }
                #expect(try db.value(ExampleTable.item.count) == 2_000)
            }
            #expect(try await database.count() == 2_000)
        }
    }

    @Test("Loops may nest, also over the same statement", arguments: TestEngine.available)
    func nestedLoops(engine: TestEngine) async throws {
        try await withDatabase(engine) { database async throws in
            let database = try await database.withExampleTables()
            try await database.write { db throws in
                for id in ["a", "b", "c"] { try db.run(insertItem(id)) }
            }
            let pairs = try await database.read { db throws in
                var pairs: [String] = []
                try db.forEach("SELECT id FROM item ORDER BY id") { outer in
                    let first: String = try outer[0]
                    try db.forEach("SELECT id FROM item ORDER BY id") { inner in
                        pairs.append(first + (try inner[0] as String))
                    }
                    #expect(try outer[0] == first)
                }
                return pairs
            }
            #expect(pairs == ["aa", "ab", "ac", "ba", "bb", "bc", "ca", "cb", "cc"])
            // A loop that its body leaves does not hold up the next one.
            await #expect(throws: OwnError.self) {
                try await database.read { try $0.forEach("SELECT id FROM item") { _ in throw OwnError() } }
            }
            #expect(try await database.count() == 3)
        }
    }

    @Test("Two who read, add and write lose nothing", arguments: TestEngine.available)
    func conflicts(engine: TestEngine) async throws {
        try await withDatabase(engine) { database async throws in
            let database = try await database.withExampleTables()
            try await database.write { _ = try $0.run("INSERT INTO total (id, sum) VALUES ('t', 0)") }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<2 {
                    group.addTask {
                        for _ in 0..<200 {
                            try await database.write { db throws in
                                let sum: Int = try db.value("SELECT sum FROM total WHERE id = 't'") ?? 0
                                try db.run("UPDATE total SET sum = \(sum + 1) WHERE id = 't'")
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await database.read { try $0.value("SELECT sum FROM total") } == 400)
        }
    }

    @Test("Of many who write together, one that fails harms no other", arguments: TestEngine.available)
    func isolation(engine: TestEngine) async throws {
        try await withDatabase(engine) { database async throws in
            let database = try await database.withExampleTables()
            let failed = try await withThrowingTaskGroup(of: Int.self) { group in
                for number in 0..<200 {
                    group.addTask {
                        let error = await storeError {
                            try await database.write { db throws in
                                try db.run(insertItem("i\(number)"))
                                try db.run("INSERT INTO owner (id) VALUES (\("o\(number)"))")
                                if number % 5 == 0 { try db.run(insertItem("i\(number)")) }
                            }
                        }
                        return error == nil ? 0 : 1
                    }
                }
                return try await group.reduce(0, +)
            }
            #expect(failed == 40)
            #expect(try await database.count() == 160)
            #expect(try await database.count(.owner) == 160)
        }
    }
}
