/// Sort keys: text that both databases order byte by byte as a Vietnamese list is ordered.
///
/// The order, in this sequence of importance:
/// 1. word by word, a shorter text before its continuation;
/// 2. letters of a word: `a ă â b c d đ e ê f g h i j k l m n o ô ơ p q r s t u ư v w x y z`, digits before letters;
///    numbers by their value (`Thôn 2` before `Thôn 10`);
/// 3. the tone of the word: ngang huyền hỏi ngã sắc nặng, wherever it is written (`hòa` and `hoà` are one word).
///
/// Case and punctuation do not count. A key holds only `0`–`9` and `a`–`z`, so its order is the same bytewise and in
/// the usual database collations. Texts with equal keys need a second column to order by.
///
/// Shape: a word is its letters, `0`, and the tone `0`–`5`. Letters are themselves, but those with sisters carry a
/// digit (`a0` a, `a1` ă, `a2` â), `z` is `z0`, a letter of another script `z1` and six hexadecimal digits; a number is
/// `1`, its length in base 36 and its digits. No code begins another one, and the end of a word is below them all.
public enum SortKey {
    /// The key of a text in its own order of words, for places, titles, organisations.
    public static func text(_ text: String) -> String {
        joined(words(of: text))
    }

    /// The key of a person's name: given name (the last word) first, then family and middle names.
    public static func name(_ name: String) -> String {
        var words = words(of: name)
        if let given = words.popLast() { words.insert(given, at: 0) }
        return joined(words)
    }

    private static func joined(_ words: [Word]) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(words.reduce(0) { $0 + $1.letters.count + 2 })
        for word in words {
            bytes.append(contentsOf: word.letters)
            bytes.append(zero)
            bytes.append(zero + word.tone)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static let zero = UInt8(ascii: "0")

    /// A word being encoded.
    private struct Word {
        var letters: [UInt8] = []
        var tone: UInt8 = 0
        var digits: [UInt8] = []

        var isEmpty: Bool { letters.isEmpty && digits.isEmpty }

        mutating func add(_ letter: LatinLetters.Letter) {
            if letter.base <= UInt8(ascii: "9") {
                digits.append(letter.base)
                return
            }
            endNumber()
            letters.append(letter.base)
            if let sister = sister(of: letter) { letters.append(zero + sister) }
            take(letter.tone)
        }

        mutating func add(other scalar: Unicode.Scalar) {
            endNumber()
            let digits = String(scalar.value, radix: 16)
            letters.append(contentsOf: "z1".utf8)
            letters.append(contentsOf: repeatElement(zero, count: 6 - digits.utf8.count))
            letters.append(contentsOf: digits.utf8)
        }

        /// The first tone of a word is its tone: a Vietnamese syllable has one.
        mutating func take(_ new: LatinLetters.Tone) {
            if tone == 0 { tone = new.rawValue }
        }

        mutating func endNumber() {
            guard !digits.isEmpty else { return }
            var rest = digits.drop { $0 == zero }
            digits.removeAll()
            repeat {
                let run = rest.prefix(35)
                letters.append(UInt8(ascii: "1"))
                letters.append(contentsOf: String(run.count, radix: 36).utf8)
                letters.append(contentsOf: run)
                rest = rest.dropFirst(35)
            } while !rest.isEmpty
        }

        /// The place among letters that share a base, nil for letters that have no sisters.
        private func sister(of letter: LatinLetters.Letter) -> UInt8? {
            switch (letter.base, letter.shape) {
            case (UInt8(ascii: "a"), .breve): 1
            case (UInt8(ascii: "a"), .circumflex): 2
            case (UInt8(ascii: "d"), .stroke): 1
            case (UInt8(ascii: "e"), .circumflex): 1
            case (UInt8(ascii: "o"), .circumflex): 1
            case (UInt8(ascii: "o"), .horn): 2
            case (UInt8(ascii: "u"), .horn): 1
            case (UInt8(ascii: "a"), _), (UInt8(ascii: "d"), _), (UInt8(ascii: "e"), _), (UInt8(ascii: "o"), _),
                (UInt8(ascii: "u"), _), (UInt8(ascii: "z"), _):
                0
            default: nil
            }
        }
    }

    private static func words(of text: String) -> [Word] {
        let letters = LatinLetters.letters
        var words: [Word] = []
        var word = Word()
        func endWord() {
            guard !word.isEmpty else { return }
            word.endNumber()
            words.append(word)
            word = Word()
        }
        for scalar in text.nfc.unicodeScalars {
            if let index = LatinLetters.index(of: scalar), letters[index].base != 0 {
                letters[index].base == UInt8(ascii: " ") ? endWord() : word.add(letters[index])
            } else if LatinLetters.isMark(scalar) {
                LatinLetters.Tone(mark: scalar.value).map { word.take($0) }
            } else if LatinLetters.belongsToWord(scalar) {
                scalar.properties.lowercaseMapping.unicodeScalars.forEach { word.add(other: $0) }
            } else {
                endWord()
            }
        }
        endWord()
        return words
    }
}
