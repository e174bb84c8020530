import Foundation
import Kernel
import Testing

@Suite("CSV")
struct CSVTests {
    private func rows(_ text: String, separator: CSV.Separator = .comma) throws -> [CSVRow] {
        var rows: [CSVRow] = []
        try CSV.rows(Array(text.utf8), separator: separator) { rows.append($0) }
        return rows
    }

    @Test(
        "reads rows",
        arguments: [
            ("", []),
            ("a,b\n", [["a", "b"]]),
            ("a,b", [["a", "b"]]),
            ("a,b\r\nc,d\r\n", [["a", "b"], ["c", "d"]]),
            ("a\rb", [["a"], ["b"]]),
            ("\u{FEFF}a,b", [["a", "b"]]),
            ("\u{FEFF}\"a\",b", [["a", "b"]]),
            ("\u{FEFF}", []),
            ("a", [["a"]]),
            (",\n", [["", ""]]),
            ("\"a \"\"b\"\"\",\"c\nd\",\"\"\n", [["a \"b\"", "c\nd", ""]]),
            ("a\n\n\nb", [["a"], ["b"]]),
            (" a , \" b \" ", [["a", " b "]]),
            ("Tie\u{302}\u{301}ng,đ", [["Tiếng", "đ"]]),
        ] as [(String, [[String]])])
    func reads(text: String, expected: [[String]]) throws {
        #expect(try rows(text).map(\.fields) == expected)
    }

    @Test("knows the line of every row", arguments: ["\n", "\r\n", "\r"])
    func lines(end: String) throws {
        let text = ["a", "\"b", "c\"", "", "d", "", "e"].joined(separator: end)
        #expect(try rows(text).map(\.line) == [1, 2, 5, 7])
    }

    @Test(
        "guesses the separator",
        arguments: [("a;b,c;d\n", 3), ("a,b\n", 2), ("a\tb\tc\n", 3), ("\"a;b;c\",d", 2), ("a", 1)])
    func guesses(text: String, count: Int) throws {
        #expect(try rows(text, separator: .guess).first?.fields.count == count)
    }

    @Test(
        "errors have their line",
        arguments: [
            (Array("a\nb\"c\n".utf8), .malformed(line: 2)),
            (Array("a\n\"b\" c\n".utf8), .malformed(line: 2)),
            (Array("a\nb,\"c\nd\n".utf8), .unclosedQuote(line: 2)),
            (Array("a\nb,".utf8) + [0xFF] + Array("\n".utf8), .notText(line: 2, reason: .invalidUTF8(offset: 0))),
            (
                Array("a\n\"b\nc".utf8) + [0xC3] + Array("\nd\n\"\n".utf8),
                .notText(line: 3, reason: .invalidUTF8(offset: 3))
            ),
            (Array("a\r\nb".utf8) + [0], .notText(line: 2, reason: .zeroByte(offset: 1))),
        ] as [([UInt8], CSVError)])
    func errors(bytes: [UInt8], error: CSVError) {
        #expect(throws: error) { try CSV.rows(bytes) { _ in } }
        #expect(!error.message.isEmpty)
    }

    @Test("a quote that never closes is told before it has eaten the file") func longField() {
        let bytes = Array("a\n\"".utf8) + Array(repeating: UInt8(ascii: "x"), count: (1 << 20) + 1)
        #expect(throws: CSVError.fieldTooLong(line: 2)) { try CSV.rows(bytes) { _ in } }
    }

    @Test("an error of the reader's own stops it") func stops() {
        struct Enough: Error {}
        var seen = 0
        #expect(throws: Enough.self) {
            try CSV.rows(Array("a\nb\nc\n".utf8)) { _ in
                seen += 1
                if seen == 2 { throw Enough() }
            }
        }
        #expect(seen == 2)
    }

    @Test("records by the names of columns") func records() throws {
        var seen: [String] = []
        try CSV.records(Array("ma,ten,them\n1,An,x\n2,Bình,y\n".utf8), columns: ["ten", "ma"]) { record in
            seen.append("\(record.line) \(record["ma"]) \(record["ten"]) \(record["khong"])|")
        }
        #expect(seen == ["2 1 An |", "3 2 Bình |"])
    }

    @Test(
        "a table that does not fit is refused",
        arguments: [
            ("", .missingColumns(["ma", "ten"])),
            ("ma,x\n", .missingColumns(["ten"])),
            ("ma,ten,ma\n", .repeatedColumn("ma")),
            ("ma,ten\n1,An\n2\n", .fieldCount(line: 3, expected: 2, found: 1)),
        ] as [(String, CSVError)])
    func misfits(text: String, error: CSVError) {
        #expect(throws: error) { try CSV.records(Array(text.utf8), columns: ["ma", "ten"]) { _ in } }
        #expect(!error.message.isEmpty)
    }

    @Test("a file that is larger than one piece reads as its bytes do", arguments: ["\n", "\r\n", "\r"])
    func file(end: String) throws {
        let url = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString + ".csv")
        defer { try? FileManager.default.removeItem(at: url) }
        let text = "\u{FEFF}ma,ten" + end + (0..<20_000).map { "\($0),\"Đường số\(end)\($0)\"\(end)" }.joined()
        try Data(text.utf8).write(to: url)
        var count = 0
        try CSV.records(of: url, columns: ["ma", "ten"]) { record in
            if record["ma"] != String(count) || record["ten"] != "Đường số\(end)\(count)"
                || record.line != 2 * count + 2
            {
                Issue.record("row \(count): \(record)")
            }
            count += 1
        }
        #expect(count == 20_000)
    }

    @Test(
        "guards against formulas",
        arguments: [
            ("=1+1", "'=1+1"), ("+84912", "'+84912"), ("-2", "'-2"), ("@SUM(A1)", "'@SUM(A1)"), ("\tx", "\"'\tx\""),
            ("\r=x", "\"'\r=x\""), ("＝1", "'＝1"), (" =1", "\"' =1\""), ("a=b", "a=b"), ("\"=1\"", "\"\"\"=1\"\"\""),
            ("a,b", "\"a,b\""), ("", "\"\""),
        ])
    func guards(text: String, written: String) {
        var writer = CSVWriter(byteOrderMark: false)
        writer.row([text])
        #expect(writer.take() == Array("\(written)\r\n".utf8))
        #expect(writer.bytes.isEmpty)
    }

    @Test("numbers are written as they are, behind a byte order mark") func numbers() {
        var writer = CSVWriter(separator: .semicolon)
        writer.row([.number(-5), .text("-5"), "đ;", 7])
        #expect(writer.bytes == [0xEF, 0xBB, 0xBF] + Array("-5;'-5;\"đ;\";7\r\n".utf8))
    }

    @Test("what is written reads back", arguments: SeededGenerator.seeds)
    func roundTrip(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let separator = [CSV.Separator.comma, .semicolon, .tab].randomElement(using: &random) ?? .comma
        var writer = CSVWriter(separator: separator, byteOrderMark: Bool.random(using: &random))
        let table = (0..<50).map { _ in
            (0..<Int.random(in: 1...5, using: &random)).map { _ in random.text(of: mixedAlphabet, length: 0...12).nfc }
        }
        table.forEach { writer.row($0) }
        var read: [[String]] = []
        try CSV.rows(writer.bytes, separator: separator) { read.append($0.fields) }
        let guarded = table.map { $0.map { isFormula($0) ? "'" + $0 : $0 } }
        #expect(read == guarded, "seed \(seed)")
    }

    private func isFormula(_ text: String) -> Bool {
        let first = text.unicodeScalars.first { $0 != " " }
        return first.map { "=+-@\t\r\n".unicodeScalars.contains($0) } ?? false
    }
}
