import Foundation
import Kernel
import Testing

@Suite("Sort keys")
struct SortKeyTests {
    /// Our order: letters of a word first, then its tone (ngang huyền hỏi ngã sắc nặng), then the next word.
    static let words = [
        "an", "ánh", "ăn", "ân", "ba", "bà", "bả", "bã", "bá", "bạ", "da", "dà", "dan", "Đà", "đen", "em",
    ]

    @Test("orders words as documented, from any starting order", arguments: SeededGenerator.seeds)
    func ordersWords(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let sorted = Self.words.shuffled(using: &random).sorted { bytes($0) < bytes($1) }
        #expect(sorted == Self.words, "seed \(seed)")
        let decomposed = Self.words.map(\.decomposedStringWithCanonicalMapping)
        #expect(decomposed.shuffled(using: &random).sorted { bytes($0) < bytes($1) } == decomposed, "seed \(seed)")
    }

    @Test(
        "orders neighbours",
        arguments: [
            ["Thôn 1", "Thôn 2", "Thôn 10", "Thôn 100"],
            ["Thôn 02", "Thôn 3"],
            ["2 tháng 9", "Bản"],
            ["a", "ă", "â", "b", "c", "d", "đ", "e", "ê", "f", "g", "n", "o", "ô", "ơ", "p", "t", "u", "ư", "v", "z"],
            ["hoa", "hòa", "hoá", "họa", "hoan"],
            ["An", "An Bình", "An Thịnh", "Anh", "Ẩn"],
            ["Bản Hà", "Bản Hả", "Bán Hà"],
            ["Zug", "Жук", "漢"],
            ["", "a"],
        ])
    func ordersNeighbours(list: [String]) {
        for (left, right) in zip(list, list.dropFirst()) {
            #expect(bytes(left) < bytes(right), "\(left) < \(right)")
        }
    }

    @Test(
        "case, punctuation and the place of the tone do not count",
        arguments: [("Đà Nẵng", "đà-nẵng"), ("hoà", "hòa"), ("thuý", "thúy"), ("Ð", "Đ"), ("  a  b ", "a b")])
    func equalKeys(left: String, right: String) {
        #expect(SortKey.text(left) == SortKey.text(right))
    }

    @Test("names go by the given name, then family and middle names") func ordersNames() {
        let names = [
            "Lê Thị An", "Nguyễn Thị An", "Nguyễn Văn An", "Trần An", "Vàng A Ánh", "Hoàng Văn Ân", "Đỗ Bình",
            "Lò Văn Dung", "Đặng Đào", "Giàng A Sử", "Phạm Ước",
        ]
        #expect(names.reversed().sorted { SortKey.name($0) < SortKey.name($1) } == names)
        #expect(SortKey.name("An") == SortKey.text("An"))
        #expect(SortKey.name("") == "")
    }

    @Test("a key is made of digits and small letters only", arguments: SeededGenerator.seeds)
    func isPlain(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<300 {
            let text = random.text(of: mixedAlphabet, length: 0...40)
            let key = SortKey.text(text)
            #expect(key.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) }, "seed \(seed)")
            #expect(key == SortKey.text(text.decomposedStringWithCanonicalMapping), "seed \(seed)")
        }
    }

    @Test("agrees with the order worked out word by word", arguments: SeededGenerator.seeds)
    func agreesWithComparison(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let alphabet = Array("aàáạăắâấbdđeêếghinoôốơuưứxyz ").map { $0 }
        for _ in 0..<500 {
            let left = random.text(of: alphabet, length: 0...8)
            let right = random.text(of: alphabet, length: 0...8)
            let (key, otherKey) = (SortKey.text(left), SortKey.text(right))
            let expected = ranks(left).lexicographicallyPrecedes(ranks(right), by: precedes)
            #expect((key < otherKey) == expected, "seed \(seed): \(left) | \(right)")
            #expect((key == otherKey) == (ranks(left) == ranks(right)), "seed \(seed): \(left) | \(right)")
        }
    }

    @Test("long numbers keep their order") func longNumbers() {
        let forty = String(repeating: "9", count: 40)
        #expect(SortKey.text("9" + forty) > SortKey.text(forty))
        #expect(SortKey.text("0") < SortKey.text("1"))
        #expect(SortKey.text("000") == SortKey.text("0"))
    }

    private func bytes(_ text: String) -> String { SortKey.text(text) }

    private struct Rank: Equatable {
        var letters: [Int] = []
        var tone = 0
    }

    private func precedes(_ left: Rank, _ right: Rank) -> Bool {
        left.letters == right.letters
            ? left.tone < right.tone : left.letters.lexicographicallyPrecedes(right.letters)
    }

    private func ranks(_ text: String) -> [Rank] {
        let alphabet = Array("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")
        let tones: [Unicode.Scalar] = ["\u{300}", "\u{309}", "\u{303}", "\u{301}", "\u{323}"]
        return text.split(separator: " ").map { word in
            var rank = Rank()
            for character in word {
                var bare = String.UnicodeScalarView()
                for scalar in String(character).decomposedStringWithCanonicalMapping.unicodeScalars {
                    if let tone = tones.firstIndex(of: scalar) {
                        if rank.tone == 0 { rank.tone = tone + 1 }
                    } else {
                        bare.append(scalar)
                    }
                }
                rank.letters.append(alphabet.firstIndex(of: Character(String(bare))) ?? -1)
            }
            return rank
        }
    }
}
