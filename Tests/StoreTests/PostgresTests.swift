import Store
import StorePostgres
import TestKit
import Testing

/// What only a server can do to us. Runs where `THACBA_TEST_POSTGRES` names one.
@Suite(.enabled(if: TestEngine.postgresURI != nil)) struct PostgresTests {
    private func withPostgres(
        connections: Int = 2, _ body: (any Database) async throws -> Void
    ) async throws {
        try await withDatabase(.postgres, connections: connections) { try await body($0.withExampleTables()) }
    }

    @Test("Transactions are repeatable reads, statements have limits")
    func settings() async throws {
        try await withPostgres { database async throws in
            let values = try await database.write { db in
                try db.rows(
                    """
                    SELECT setting FROM pg_settings WHERE name IN ('transaction_isolation', 'statement_timeout',
                    'lock_timeout', 'application_name', 'client_encoding') ORDER BY name COLLATE "C"
                    """
                ) { try $0[0] as String }
            }
            #expect(values == ["thacba", "UTF8", "10000", "30000", "repeatable read"])
            #expect(try await database.read { try $0.value("SHOW transaction_read_only") } == "on")
        }
    }

    @Test("A connection lost while idle or before the commit costs the caller nothing")
    func terminated() async throws {
        try await withPostgres { database async throws in
            let killing: SQL = """
                SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
                WHERE datname = current_database() AND pid <> pg_backend_pid()
                """
            for round in 0..<5 {
                try await database.write { try $0.run(insertItem("i\(round)")) }
                _ = try await database.read { try $0.value(killing, as: Int.self) }
            }
            #expect(try await database.count() == 5)
            let runs = Tally()
            try await database.write { db in
                try db.run(insertItem("own \(runs.add())"))
                if runs.count == 1 { _ = try? db.run("SELECT pg_terminate_backend(pg_backend_pid())") }
            }
            #expect(runs.count == 2)
            #expect(try await database.read { try $0.exists("SELECT 1 FROM item WHERE id = 'own 2'") })
            #expect(try await database.count() == 6)
        }
    }

    @Test("A connection lost under the commit is not tried again: nobody knows how it ended")
    func unknownOutcome() async throws {
        try await withPostgres { database async throws in
            try await database.write { db in
                try db.run(
                    """
                    CREATE FUNCTION leave() RETURNS trigger LANGUAGE plpgsql AS
                    'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END'
                    """)
                try db.run(
                    """
                    CREATE CONSTRAINT TRIGGER leaving AFTER INSERT ON owner DEFERRABLE INITIALLY DEFERRED
                    FOR EACH ROW EXECUTE FUNCTION leave()
                    """)
            }
            let runs = Tally()
            let error = await storeError {
                try await database.write { db in
                    runs.add()
                    try db.enqueue("INSERT INTO owner (id) VALUES ('o')")
                }
            }
            guard case .unreachable(let reason) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(reason.hasPrefix("commit outcome unknown"))
            #expect(runs.count == 1)
            try await database.write { try $0.run(insertItem("a")) }
        }
    }

    @Test("Plans and names that the server has dropped are made anew")
    func stalePlans() async throws {
        try await withPostgres(connections: 1) { database async throws in
            let query: SQL = "SELECT * FROM total"
            _ = try await database.read { try $0.run(query) }
            try await database.write { try $0.run("ALTER TABLE total ADD COLUMN note TEXT") }
            try await database.write { try $0.run("INSERT INTO total (id, sum, note) VALUES ('t', 1, 'n')") }
            #expect(try await database.read { db in try db.first(query) { try $0[2] as String } } == "n")
            try await database.write { try $0.run("DEALLOCATE ALL") }
            #expect(try await database.read { db in try db.first(query) { try $0[2] as String } } == "n")
            for length in 1...700 {
                let ids = Array(0..<length)
                _ = try await database.read { try $0.exists("SELECT 1 FROM value WHERE id IN \(list: ids)") }
            }
            #expect(
                try await database.read { try $0.value("SELECT count(*) < 520 FROM pg_prepared_statements") } == true)
        }
    }

    @Test("Locks and statements have limits, and the connection is good afterwards")
    func limits() async throws {
        let fresh = try await freshDatabase(.postgres)
        let database = try await PostgresDatabase(
            connectionString: fresh.location, connections: 2, waitLimit: .milliseconds(300),
            statementLimit: .milliseconds(500), lockLimit: .milliseconds(100)
        ).withExampleTables()
        #expect(await storeError { _ = try await database.read { try $0.run(endlessQuery) } } == .timedOut)
        try await database.write { try $0.run("INSERT INTO total (id, sum) VALUES ('t', 0)") }
        let gate = Gate()
        let holding = Task {
            try await database.write { db in
                try db.run("UPDATE total SET sum = 1")
                gate.open(1)
                gate.wait(2)
            }
        }
        await gate.waitAsync(1)
        #expect(await storeError { try await database.write { try $0.run("UPDATE total SET sum = 2") } } == .busy)
        let second = Task { try await database.read { _ in gate.wait(2) } }
        try await Task.sleep(for: .milliseconds(100))
        #expect(await storeError { _ = try await database.count() } == .timedOut)
        gate.open(2)
        try await holding.value
        try await second.value
        #expect(try await database.read { try $0.value("SELECT sum FROM total") } == 1)
        await database.close()
        try await fresh.drop()
    }

    @Test("Listeners hear again after their connection was lost, and learn that they missed something")
    func listenerReturns() async throws {
        try await withPostgres { database async throws in
            let stream = database.notices()
            let heard = Tally()
            let gaps = Tally()
            let listening = Task {
                for await notice in stream {
                    if notice == .gap { gaps.add() } else { heard.add() }
                }
            }
            try await until {
                try await database.write { try $0.notify("topic", "") }; return heard.count > 0
            }
            let first = gaps.count
            _ = try await database.write { db in
                try db.value(
                    """
                    SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
                    WHERE datname = current_database() AND query LIKE 'LISTEN%'
                    """, as: Int.self)
            }
            try await until { gaps.count > first }
            let before = heard.count
            try await until {
                try await database.write { try $0.notify("topic", "") }; return heard.count > before
            }
            listening.cancel()
            #expect(first == 1 && gaps.count == 2 && heard.count > before)
        }
    }

    @Test("Many that count on one row are all served, each with its own number")
    func oneRowForAll() async throws {
        guard TestEngine.available.contains(.postgres) else { return }
        try await withDatabase(.postgres, connections: 8) { database async throws in
            try await database.write { db throws in
                try db.run("CREATE TABLE counter (name TEXT PRIMARY KEY, last BIGINT NOT NULL)")
                try db.run("CREATE TABLE taken (number BIGINT PRIMARY KEY)")
            }
            let count = 400
            let numbers = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<count {
                    group.addTask {
                        try await database.write { db in
                            let number = try db.value(
                                """
                                INSERT INTO counter (name, last) VALUES ('commune', 1)
                                ON CONFLICT (name) DO UPDATE SET last = counter.last + 1 RETURNING last
                                """, as: Int.self)
                            try db.enqueue("INSERT INTO taken (number) VALUES (\(number))")
                            return number ?? 0
                        }
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(numbers.sorted() == Array(1...count))
            #expect(try await database.read { db throws in try db.value("SELECT COUNT(*) FROM taken") } == count)
        }
    }
}
