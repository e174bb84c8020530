import Kernel
import Testing

@testable import Register

@Suite("Records of an imported file") struct ImportRecordTests {
    private static let comma = ImportFormat(encoding: .utf8, separator: UInt8(ascii: ","))

    /// `line:field|field`, or `line!` for one with a problem; read in pieces of a size.
    private static func read(_ bytes: [UInt8], _ format: ImportFormat = comma, pieces: Int) -> [String] {
        var records = ImportRecords(format)
        var all: [ImportRecord] = []
        for start in stride(from: 0, to: bytes.count, by: pieces) {
            all += records.feed(Array(bytes[start..<min(start + pieces, bytes.count)]))
        }
        all += records.finish()
        return all.map { $0.problem == nil ? "\($0.line):\($0.fields.joined(separator: "|"))" : "\($0.line)!" }
    }

    private static let cases: [(String, [String])] = [
        ("a,b\nc,d\n", ["1:a|b", "2:c|d"]),
        ("a,b\r\nc,d", ["1:a|b", "2:c|d"]),
        ("a,b\rc,d\r", ["1:a|b", "2:c|d"]),
        ("\u{FEFF}a,b\n", ["1:a|b"]),
        ("a,b\n\n\nc,d\n", ["1:a|b", "4:c|d"]),
        ("\"a\nx\",b\nc,d\n", ["1:a\nx|b", "3:c|d"]),
        ("\"a \"\"x\"\"\",b\nc,d\n", ["1:a \"x\"|b", "2:c|d"]),
        (" \"a, x\" ,b\n", ["1:a, x|b"]),
        ("a\n1,2,3,4\n", ["1:a", "2:1|2|3|4"]),
        // A quote where none may be spoils its own line alone.
        ("a,5\" b\nc,d\n", ["1!", "2:c|d"]),
        ("\"a\" x,b\nc,d\n", ["1!", "2:c|d"]),
        // One that never closes: its line is skipped, the next ones are read.
        ("a,b\n\"c,d\ne,f\n", ["1:a|b", "2!", "3:e|f"]),
        ("a,\"b", ["1!"]),
        ("Đào,e\u{302}\u{301}\n", ["1:Đào|\u{1EBF}"]),
        ("", []),
    ]

    @Test(arguments: cases.indices)
    func recordsAreTheSameHoweverTheBytesCome(_ index: Int) {
        let (text, expected) = Self.cases[index]
        for pieces in [1, 2, 3, 7, 1_000] { #expect(Self.read(Array(text.utf8), pieces: pieces) == expected) }
    }

    @Test func aLineThatIsNoTextSpoilsItselfAlone() {
        let bytes = Array("a,b\nc,".utf8) + [0xC3, 0x28] + Array("\n\"x\ny\",z\nd,".utf8) + [0] + Array("\ne,f\n".utf8)
        for pieces in [1, 5, 1_000] {
            #expect(Self.read(bytes, pieces: pieces) == ["1:a|b", "2!", "3:x\ny|z", "5!", "6:e|f"])
        }
    }

    @Test func hugeLinesAreSkippedInBoundedMemory() {
        let columns = String(repeating: ",", count: 200_000)
        let field = String(repeating: "x", count: 300_000)
        let quoted = "\"" + String(repeating: "y\n", count: 100_000)
        let text = "a,b\n\(columns)\nc,d\n\(field),1\ne,f\n\(quoted)"
        for pieces in [4_096, 1 << 20] {
            let read = Self.read(Array(text.utf8), pieces: pieces)
            #expect(read.prefix(6) == ["1:a|b", "2!", "3:c|d", "4!", "5:e|f", "6!"])
            // Behind the quote that never closes every line is one of its own.
            #expect(read.count == 6 + 99_999 && read.last == "100005:y")
        }
    }

    @Test func utf16IsReadWithAndWithoutAMark() throws {
        let text = "họ tên;quê\nĐào Thị Hoa;𝄞\n"
        for (encoding, marked) in [
            (FileEncoding.utf16le, true), (.utf16be, true), (.utf16le, false), (.utf16be, false),
        ] {
            let units = (marked ? [0xFEFF] : []) + Array(text.utf16)
            let bytes = units.flatMap { unit -> [UInt8] in
                let pair = [UInt8(unit & 0xFF), UInt8(unit >> 8)]
                return encoding == .utf16le ? pair : pair.reversed()
            }
            #expect(try FileEncoding(of: bytes, isWhole: true) == encoding)
            let format = ImportFormat(encoding: encoding, separator: UInt8(ascii: ";"))
            for pieces in [1, 3, 64] {
                #expect(Self.read(bytes, format, pieces: pieces) == ["1:họ tên|quê", "2:Đào Thị Hoa|𝄞"])
            }
        }
        let half: [UInt8] = [0xFF, 0xFE, 0x61, 0, 0x3D, 0xD8]
        #expect(Self.read(half, ImportFormat(encoding: .utf16le, separator: 0x2C), pieces: 2) == ["1:a\u{FFFD}"])
    }

    @Test func encodingsOfBeforeUnicodeAreRefusedByName() {
        // “Đào Thị Hằng” in Windows-1258 and in TCVN3.
        let windows: [UInt8] = [
            0xD0, 0x61, 0xCC, 0x6F, 0x20, 0x54, 0x68, 0x69, 0xF2, 0x20, 0x48, 0xE3, 0xCC, 0x6E, 0x67,
        ]
        let tcvn: [UInt8] = [0xA7, 0xB5, 0x6F, 0x20, 0x54, 0x68, 0xDE, 0x20, 0x48, 0xBB, 0x6E, 0x67, 0xB5]
        #expect(throws: FileProblem.oldEncoding("Windows-1258")) { try FileEncoding(of: windows, isWhole: true) }
        #expect(throws: FileProblem.oldEncoding("TCVN3 (ABC)")) { try FileEncoding(of: tcvn, isWhole: true) }
        #expect(throws: FileProblem.binary) {
            try FileEncoding(of: Array("PK\u{3}\u{4}, this is a picture".utf8) + [0], isWhole: true)
        }
        // A letter may be cut off where the look ends.
        let cut = Array("Đào".utf8).dropLast(2) + [0xC3]
        #expect(throws: FileProblem.self) { try FileEncoding(of: Array(cut), isWhole: true) }
        #expect((try? FileEncoding(of: Array("Đà".utf8.dropLast()), isWhole: false)) == .utf8)
    }

    @Test func aFirstLookTellsHeadsAndSeparator() throws {
        let preview = try ImportPreview(head: Array("Họ tên;Ngày sinh\nA;1990\nB;1991\n".utf8), isWhole: true)
        #expect(preview.header == ["Họ tên", "Ngày sinh"])
        #expect(preview.format.separator == UInt8(ascii: ";") && preview.sample == [["A", "1990"], ["B", "1991"]])
        let bad: [(String, FileProblem)] = [
            ("", .empty), ("\n\n", .empty), ("a,b\n", .onlyHeader),
            (String(repeating: "x,", count: 300) + "\n1\n", .headerTooLong),
            (String(repeating: ",", count: 200_000) + "\na\n", .headerTooLong),
        ]
        for (text, problem) in bad {
            #expect(throws: problem) { try ImportPreview(head: Array(text.utf8), isWhole: true) }
        }
    }

    @Test func headsAreUnderstood() throws {
        let heads = ["STT", "Họ và tên", "NGÀY SINH", "Giới tính", "Số CCCD", "Xã/Phường", "Name", "Địa chỉ"]
        let guesses = ImportColumn.guesses(for: heads)
        #expect(guesses == [nil, .fullName, .birth, .sex, .personalNumber, .commune, nil, .address])
        let mapping = ImportMapping(columns: guesses, commune: nil)
        #expect(ImportMapping(text: mapping.text, commune: nil) == mapping)
        try mapping.check()
        let bad: [(String, MappingProblem)] = [
            ("fullName,sex,commune", .missing(.birth)), ("birth,commune", .missing(.fullName)),
            ("fullName,birth", .communeMissing), ("fullName,birth,commune,birth", .twice(.birth)),
        ]
        for (text, problem) in bad {
            #expect(throws: problem) { try ImportMapping(text: text, commune: nil).check() }
        }
    }
}
