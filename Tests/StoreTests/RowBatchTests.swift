import Store
import TestKit
import Testing

@Suite("Rows added together") struct RowBatchTests {
    private static func items(_ rows: [(String, String?, String, Int)]) -> RowBatch {
        var batch = RowBatch("item", "id", "owner", "name", "amount")
        for (id, owner, name, amount) in rows { batch.append(id, owner, name, amount) }
        return batch
    }

    @Test("Values come out as they went in", arguments: TestEngine.available)
    func values(_ engine: TestEngine) async throws {
        try await withDatabase(engine) { database in
            let database = try await database.withExampleTables()
            let words = [
                "", " ", "\\", "\\N", "\\.", "a\tb", "a\nb", "a\r\nb", "'; DROP TABLE value; --", "\"", "Đào Thị Hoa",
                "e\u{302}\u{301}", "𝄞", "\u{1}", String(repeating: "dài ", count: 100_000),
            ]
            try await database.write { db in
                var batch = RowBatch("value", "id", "flag", "number", "ratio", "words", "body", "object")
                for (place, text) in words.enumerated() {
                    batch.append(place, place.isMultiple(of: 2), Int64.min, 0.1, text, Array(text.utf8), "{\"a\": 1}")
                }
                batch.append(
                    words.count, Bool?.none, Int?.none, Double?.none, String?.none, [UInt8]?.none, String?.none)
                batch.append(words.count + 1, true, Int64.max, -1e300, "x", [UInt8](), "[]")
                #expect(batch.count == words.count + 2)
                try db.insert(batch)
            }
            try await database.read { db in
                let rows = try db.rows("SELECT words, body, flag, number, ratio FROM value ORDER BY id") { row in
                    (
                        try row[0] as String?, try row[1] as [UInt8]?, try row[2] as Bool?, try row[3] as Int64?,
                        try row[4] as Double?
                    )
                }
                #expect(rows.count == words.count + 2)
                for (place, text) in words.enumerated() {
                    #expect(rows[place].0.map { Array($0.utf8) } == Array(text.utf8))
                    #expect(rows[place].1 == Array(text.utf8))
                    #expect(rows[place].2 == place.isMultiple(of: 2) && rows[place].3 == Int64.min)
                    #expect(rows[place].4 == 0.1)
                }
                let empty = rows[words.count]
                #expect(empty.0 == nil && empty.1 == nil && empty.2 == nil && empty.3 == nil && empty.4 == nil)
                #expect(rows[words.count + 1].1 == [] && rows[words.count + 1].3 == Int64.max)
            }
        }
    }

    @Test("A batch stands between other statements of its transaction", arguments: TestEngine.available)
    func order(_ engine: TestEngine) async throws {
        try await withDatabase(engine) { database in
            let database = try await database.withExampleTables()
            let found = try await database.write { db in
                try db.enqueue("INSERT INTO owner (id, email) VALUES ('o', 'o@x')")
                try db.insert(Self.items((0..<5_000).map { ("i\($0)", "o", "Gạo", $0) }))
                try db.insert(Self.items([]))
                try db.enqueue("UPDATE item SET amount = amount + 1 WHERE id = 'i7'")
                return try db.value("SELECT amount FROM item WHERE id = 'i7'", as: Int.self)
            }
            #expect(found == 8)
            #expect(try await database.count() == 5_000)
        }
    }

    @Test("What is refused leaves nothing behind", arguments: TestEngine.available)
    func refusals(_ engine: TestEngine) async throws {
        try await withDatabase(engine) { database in
            let database = try await database.withExampleTables()
            try await database.write { db in try db.insert(Self.items([("a", nil, "Gạo", 1)])) }
            let cases: [(String, [(String, String?, String, Int)])] = [
                ("unique", [("b", nil, "Ngô", 1), ("a", nil, "Gạo", 1)]),
                ("foreign key", [("b", "nobody", "Ngô", 1)]),
                ("check(\"item_amount_positive\")", [("b", nil, "Ngô", -1)]),
                ("other", [("b", nil, "No\u{0}", 1)]),
            ]
            for (kind, rows) in cases {
                let error = await storeError {
                    try await database.write { db in
                        try? db.insert(Self.items([("c", nil, "Sắn", 1)]))
                        try? db.insert(Self.items(rows))
                        // Whoever hides the error gets it again.
                        try db.run("UPDATE item SET amount = 5")
                    }
                }
                #expect(error?.kind == kind)
                #expect(try await database.count() == 1)
            }
            var ragged = RowBatch("item", "id", "name", "amount")
            ragged.append("b", "Ngô")
            let batch = ragged
            #expect(await storeError { try await database.write { db in try db.insert(batch) } }?.kind == "other")
            let isReading = await storeError {
                try await database.read { db in try db.insert(Self.items([("b", nil, "Ngô", 1)])) }
            }
            #expect(isReading == .readOnly)
            // The connection goes on.
            try await database.write { db in try db.insert(Self.items([("b", nil, "Ngô", 1)])) }
            #expect(try await database.count() == 2)
        }
    }
}
