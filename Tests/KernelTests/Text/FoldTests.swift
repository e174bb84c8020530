import Foundation
import Kernel
import Testing

@Suite("Folding for search")
struct FoldTests {
    @Test(
        "drops case, marks and punctuation",
        arguments: [
            ("Nguyễn Văn An", "nguyen van an"),
            ("Đào", "dao"),
            ("TRẦN HƯNG ĐẠO", "tran hung dao"),
            ("đường", "duong"),
            ("Ðà Nẵng", "da nang"),
            ("ẠẬẶỆỘỢỰỴ", "aaaeoouy"),
            ("  nhiều \t\n chỗ   trống ", "nhieu cho trong"),
            ("H'Mông, Dao–Tày (Yên Bái)", "h mong dao tay yen bai"),
            ("Thôn 2/9", "thon 2 9"),
            ("", ""),
            (" ,.; ", ""),
            ("Éluard Über niño", "eluard uber nino"),
            ("Й Жук", "и жук"),
            ("漢字 越南", "漢字 越南"),
            ("straße", "straße"),
            ("İstanbul", "istanbul"),
            ("\u{301}a\u{301}", "a"),
        ])
    func folds(text: String, expected: String) {
        #expect(Fold.folded(text) == expected)
        #expect(Fold.folded(text.decomposedStringWithCanonicalMapping) == expected)
        #expect(Fold.folded(text.precomposedStringWithCanonicalMapping) == expected)
    }

    @Test(
        "finds names by what is typed without marks", arguments: ["nguyen", "NGUYEN", "nguyễn", "Nguye\u{302}\u{303}n"])
    func findsNames(query: String) {
        #expect(Fold.tokens("Nguyễn Thị Đào").contains(Fold.folded(query)))
    }

    @Test("dao finds Đào") func findsDao() {
        #expect(Fold.tokens("Nguyễn Thị Đào") == ["nguyen", "thi", "dao"])
        #expect(Fold.tokens(" ... ").isEmpty)
    }

    @Test("agrees with Unicode's decomposition for random text", arguments: SeededGenerator.seeds)
    func agreesWithUnicode(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<300 {
            let text = random.text(of: mixedAlphabet, length: 0...40)
            let folded = Fold.folded(text)
            #expect(folded == reference(text), "seed \(seed)")
            #expect(
                Array(folded.utf8) == Array(Fold.folded(text.decomposedStringWithCanonicalMapping).utf8), "seed \(seed)"
            )
            #expect(Fold.folded(folded) == folded, "seed \(seed)")
        }
    }

    @Test("every letter of the fast table folds as the rule says")
    func coversTable() {
        for value in UInt32(0)..<0x2000 {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let text = "x\(scalar)y"
            #expect(Fold.folded(text) == reference(text), "U+\(String(value, radix: 16))")
        }
    }

    /// The rule, written without a table.
    private func reference(_ text: String) -> String {
        let strokes: [Unicode.Scalar: Unicode.Scalar] = ["đ": "d", "Đ": "d", "Ð": "d", "ð": "d", "Ɖ": "d"]
        var words = [""]
        for scalar in text.decomposedStringWithCanonicalMapping.unicodeScalars
        where !(0x300...0x36F).contains(scalar.value) {
            if let letter = strokes[scalar] {
                words[words.count - 1].unicodeScalars.append(letter)
                continue
            }
            switch scalar.properties.generalCategory {
            case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark,
                .spacingMark, .enclosingMark, .decimalNumber, .letterNumber, .otherNumber:
                words[words.count - 1] += scalar.properties.lowercaseMapping.filter { !"\u{307}".contains($0) }
            default: words.append("")
            }
        }
        return words.filter { !$0.isEmpty }.joined(separator: " ")
    }
}

@Suite("Text at the border")
struct ReceivedTextTests {
    @Test("NFC of random text is Foundation's", arguments: SeededGenerator.seeds)
    func normalises(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<300 {
            let text = random.text(of: mixedAlphabet, length: 0...30)
            let expected = Array(text.precomposedStringWithCanonicalMapping.utf8)
            #expect(Array(text.nfc.utf8) == expected, "seed \(seed)")
            #expect(Array(text.decomposedStringWithCanonicalMapping.nfc.utf8) == expected, "seed \(seed)")
        }
    }

    @Test("what the fast way passes is NFC, scalar by scalar")
    func passesOnlyNFC() {
        for value in UInt32(0)..<0x3000 {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let text = String(scalar)
            #expect(Array(text.nfc.utf8) == Array(text.precomposedStringWithCanonicalMapping.utf8))
        }
    }

    @Test("takes UTF-8 and normalises it") func takes() throws {
        let text = try String(received: Array("Tie\u{302}\u{301}ng Việt".utf8))
        #expect(Array(text.utf8) == Array("Tiếng Việt".utf8))
    }

    @Test(
        "refuses what is not UTF-8, saying where",
        arguments: [
            ([0xC3], 0), ([0x61, 0xFF, 0x62], 1), ([0x61, 0xE1, 0xBA], 1), ([0xC0, 0x80], 0), ([0xED, 0xA0, 0x80], 0),
            (Array("ế".utf8) + [0x80], 3), ([0xF4, 0x90, 0x80, 0x80], 0),
        ] as [([UInt8], Int)])
    func refuses(bytes: [UInt8], offset: Int) {
        #expect(throws: ReceivedTextError.invalidUTF8(offset: offset)) { try String(received: bytes) }
    }

    @Test("refuses U+0000, which PostgreSQL cannot hold") func refusesZero() {
        #expect(throws: ReceivedTextError.zeroByte(offset: 2)) { try String(received: [0x61, 0x62, 0]) }
    }
}
