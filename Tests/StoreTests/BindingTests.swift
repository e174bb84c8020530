import Store
import TestKit
import Testing

@Suite struct BindingTests {
    @Test("What is interpolated is a value, whatever it looks like", arguments: TestEngine.available)
    func hostileText(engine: TestEngine) async throws {
        let texts = [
            "'; DROP TABLE value; --", "\"", "''", "\\", "\\x41", "$1", "?1", "%_", "", " ", "\u{FEFF}a", "a\nb\tc",
            "1", "007", "1e3", "true", "NULL", "😀👩‍👩‍👧", "Đặng Thị Ngọc Ánh", "\u{202E}abc",
            String(repeating: "ơ", count: 100_000),
        ]
        try await withDatabase(engine) { database async throws in
            let database = try await database.withExampleTables()
            try await database.write { db throws in
                for (index, text) in texts.enumerated() {
                    try db.run("INSERT INTO value (id, words) VALUES (\(index), \(text))")
                }
            }
            let back = try await database.read { db throws in
                try db.rows("SELECT words FROM value ORDER BY id") { try $0[0] as String }
            }
            #expect(back.map { Array($0.utf8) } == texts.map { Array($0.utf8) })
            for text in texts {
                let found: Bool = try await database.read { try $0.exists("SELECT 1 FROM value WHERE words = \(text)") }
                #expect(found, "\(text.prefix(20))")
            }
        }
    }

    @Test("Composed and decomposed letters stay what they are, and are not equal", arguments: TestEngine.available)
    func normalForms(engine: TestEngine) async throws {
        let composed = "Th\u{E1}c B\u{E0}"
        let decomposed = "Tha\u{301}c Ba\u{300}"
        try await withDatabase(engine) { database async throws in
            let database = try await database.withExampleTables()
            try await database.write { db throws in
                try db.run("INSERT INTO value (id, words) VALUES (1, \(composed)), (2, \(decomposed))")
            }
            let rows = try await database.read { db throws in
                try db.rows("SELECT words FROM value ORDER BY id") { Array((try $0[0] as String).utf8) }
            }
            #expect(rows == [Array(composed.utf8), Array(decomposed.utf8)])
            let ids = try await database.read { db throws in
                try db.rows("SELECT id FROM value WHERE words = \(decomposed)") { try $0[0] as Int }
            }
            #expect(ids == [2])
        }
    }

    @Test("Every kind of value comes back as it was", arguments: TestEngine.available)
    func kinds(engine: TestEngine) async throws {
        let bytes: [[UInt8]] = [[], [0], Array(0...255), [UInt8](repeating: 0xff, count: 300_000)]
        try await withDatabase(engine) { database async throws in
            let database = try await database.withExampleTables()
            try await database.write { db throws in
                for (id, body) in bytes.enumerated() {
                    try db.run("INSERT INTO value (id, body) VALUES (\(id), \(body))")
                }
                for (id, number) in [Int64.min, -1, 0, Int64.max].enumerated() {
                    try db.run("UPDATE value SET number = \(number), flag = \(id % 2 == 0) WHERE id = \(id)")
                }
                for (id, ratio) in [0.1, -0.0, Double.greatestFiniteMagnitude, 5e-324].enumerated() {
                    try db.run("UPDATE value SET ratio = \(ratio) WHERE id = \(id)")
                }
                try db.run("UPDATE value SET object = \(#"{"tên": "Bà", "n": [1, 2]}"#) WHERE id = 0")
            }
            try await database.read { db throws in
                #expect(try db.column("SELECT body FROM value ORDER BY id") == bytes)
                #expect(try db.column("SELECT number FROM value ORDER BY id") == [Int64.min, -1, 0, Int64.max])
                #expect(try db.column("SELECT flag FROM value ORDER BY id") == [true, false, true, false])
                let ratios: [Double] = try db.column("SELECT ratio FROM value ORDER BY id")
                #expect(ratios == [0.1, -0.0, Double.greatestFiniteMagnitude, 5e-324])
                #expect(try db.value("SELECT object ->> 'tên' FROM value WHERE id = 0") == "Bà")
                #expect(try db.column("SELECT id FROM value WHERE flag = \(true) ORDER BY id") == [0, 2])
                #expect(try db.value("SELECT CAST(avg(id) AS DOUBLE PRECISION) FROM value") == 1.5)
                #expect(try db.value("SELECT sum(id) FROM value") == 6)
            }
        }
    }

    @Test("NULL is nil and nothing else", arguments: TestEngine.available)
    func null(engine: TestEngine) async throws {
        try await withDatabase(engine) { database async throws in
            let database = try await database.withExampleTables()
            try await database.write { db throws in
                try db.run(
                    """
                    INSERT INTO value (id, flag, number, ratio, words, body) VALUES
                    (1, \(nil as Bool?), \(nil as Int?), \(nil as Double?), \(nil as String?), \(nil as [UInt8]?))
                    """)
            }
            try await database.read { db throws in
                let row = try db.first("SELECT flag, number, ratio, words, body FROM value") { row in
                    [
                        try row[0] as Bool? == nil, try row[1] as Int? == nil, try row[2] as Double? == nil,
                        try row[3] as String? == nil, try row[4] as [UInt8]? == nil,
                    ]
                }
                #expect(row == [true, true, true, true, true])
                #expect(try db.value("SELECT words FROM value", as: String.self) == nil)
                #expect(try db.value("SELECT words FROM value WHERE id = 2", as: String.self) == nil)
                #expect(throws: StoreError.self) { try db.first("SELECT words FROM value") { try $0[0] as String } }
            }
        }
    }

    @Test("A column read as something else is an error and not a guess", arguments: TestEngine.available)
    func decoding(engine: TestEngine) async throws {
        try await withDatabase(engine) { database async throws in
            let database = try await database.withExampleTables()
            try await database.write { db throws in
                try db.run("INSERT INTO value (id, words, body) VALUES (1, 'gạo', \([1, 2] as [UInt8]))")
            }
            try await database.read { db throws in
                func fails<Value: SQLDecodable>(_ sql: SQL, _ type: Value.Type) -> Bool {
                    do {
                        _ = try db.first(sql) { try $0[0] as Value }
                        return false
                    } catch StoreError.decoding {
                        return true
                    } catch {
                        return false
                    }
                }
                #expect(fails("SELECT words FROM value", Int.self))
                #expect(fails("SELECT words FROM value", Double.self))
                #expect(fails("SELECT words FROM value", Bool.self))
                #expect(fails("SELECT body FROM value", String.self))
                #expect(fails("SELECT id FROM value WHERE id = 1", ExampleKind.self))
                // The transaction goes on: the mistake was the reader's.
                #expect(try db.value("SELECT id FROM value") == 1)
                #expect(throws: StoreError.self) { try db.first("SELECT id FROM value") { try $0[1] as Int } }
            }
        }
    }

    @Test("Values that one engine would alter are refused by both", arguments: TestEngine.available)
    func unstorable(engine: TestEngine) async throws {
        try await withDatabase(engine) { database async throws in
            let database = try await database.withExampleTables()
            for sql in [
                "INSERT INTO value (id, words) VALUES (1, \("a\u{0}b"))",
                "INSERT INTO value (id, ratio) VALUES (1, \(Double.nan))",
                "INSERT INTO value (id, ratio) VALUES (1, \(Double.infinity))",
            ] as [SQL] {
                let error = await storeError { try await database.write { _ = try $0.run(sql) } }
                guard case .other = error else {
                    Issue.record("\(sql.text): \(String(describing: error))")
                    continue
                }
            }
        }
    }

    @Test("Pieces of SQL keep their own values, lists of any length work", arguments: TestEngine.available)
    func nesting(engine: TestEngine) async throws {
        try await withDatabase(engine) { database async throws in
            let database = try await database.withExampleTables()
            try await database.write { db throws in
                for id in 1...20 { try db.run("INSERT INTO value (id, words) VALUES (\(id), \("w\(id % 5)"))") }
            }
            try await database.read { db throws in
                let inner: SQL = "words IN \(list: ["w1", "w2"]) AND id > \(5)"
                let outer: SQL = "SELECT id FROM value WHERE id < \(15) AND (\(inner)) AND id <> \(7) ORDER BY id"
                #expect(try db.column(outer) == [6, 11, 12])
                #expect(try !db.exists("SELECT 1 FROM value WHERE id IN \(list: [Int]())"))
                let many = Array(1...600)
                #expect(try db.value("SELECT count(*) FROM value WHERE id IN \(list: many)") == 20)
                let joined = SQL.joined(["id > \(3)", "id < \(6)", "words <> \("w0")"], by: " AND ")
                #expect(try db.rows("SELECT id FROM value WHERE \(joined)") { try $0[0] as Int } == [4])
            }
        }
    }

    @Test("A quoted $1 is text, and a value may be used twice", arguments: TestEngine.available)
    func placeholders(engine: TestEngine) async throws {
        try await withDatabase(engine) { database async throws in
            try await database.read { db throws in
                let text = try db.value("SELECT '$1 ''$2'' ' || CAST(\("x") AS TEXT) -- $3 stays\n", as: String.self)
                #expect(text == "$1 '$2' x")
            }
        }
    }
}

private enum ExampleKind: String, SQLConvertible {
    case good
}
