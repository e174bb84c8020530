import Foundation

/// What is known about each Latin letter with marks, worked out once from the Unicode decomposition.
///
/// Covers U+0000–U+024F and U+1E00–U+1EFF, which hold every precomposed Vietnamese letter, so that folding and sort
/// keys of Vietnamese text are one look-up a letter. Everything else takes the slow way through NFD or NFC.
enum LatinLetters {
    /// The mark that makes another letter of the alphabet: ă, â, đ.
    enum Shape: UInt8 {
        case plain, breve, circumflex, horn, stroke
    }

    /// Vietnamese tones in the order of this project's lists: ngang huyền hỏi ngã sắc nặng.
    enum Tone: UInt8 {
        case level, grave, hook, tilde, acute, dot

        init?(mark: UInt32) {
            switch mark {
            case 0x300: self = .grave
            case 0x309: self = .hook
            case 0x303: self = .tilde
            case 0x301: self = .acute
            case 0x323: self = .dot
            default: return nil
            }
        }
    }

    struct Letter {
        /// `a`–`z` or `0`–`9`; a blank for what separates words; 0 for what this table cannot say.
        var base: UInt8 = 0
        var shape = Shape.plain
        var tone = Tone.level
    }

    /// Every entry in the order of ``index(of:)``.
    static let letters: [Letter] = (0..<count).map { index in
        let value = UInt32(index < firstBlock ? index : index - firstBlock + 0x1E00)
        return Unicode.Scalar(value).map(analysed) ?? Letter()
    }

    static let count = firstBlock + 0x100
    private static let firstBlock = 0x250

    /// The place of a scalar in the table, nil when it is not covered.
    @inline(__always)
    static func index(of scalar: Unicode.Scalar) -> Int? {
        switch scalar.value {
        case 0..<0x250: Int(scalar.value)
        case 0x1E00..<0x1F00: Int(scalar.value) - 0x1E00 + firstBlock
        default: nil
        }
    }

    /// Combining marks that folding drops.
    @inline(__always)
    static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        (0x300...0x36F).contains(scalar.value)
    }

    /// Letters, digits and the marks that belong to them in other scripts; all else separates words.
    static func belongsToWord(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
            .nonspacingMark, .spacingMark, .enclosingMark, .decimalNumber, .letterNumber, .otherNumber:
            true
        default: false
        }
    }

    private static func analysed(_ scalar: Unicode.Scalar) -> Letter {
        // U+00D0 and U+0189 look like Đ and stand for it in texts converted from old Vietnamese fonts.
        if [0x110, 0x111, 0xD0, 0xF0, 0x189].contains(scalar.value) {
            return Letter(base: UInt8(ascii: "d"), shape: .stroke)
        }
        guard belongsToWord(scalar) else { return Letter(base: UInt8(ascii: " ")) }
        var letter = Letter()
        for part in String(scalar).decomposedStringWithCanonicalMapping.unicodeScalars {
            switch part.value {
            case 0x30...0x39, 0x61...0x7A: letter.base = UInt8(part.value)
            case 0x41...0x5A: letter.base = UInt8(part.value | 0x20)
            case 0x306: letter.shape = .breve
            case 0x302: letter.shape = .circumflex
            case 0x31B: letter.shape = .horn
            case 0x300...0x36F: letter.tone = Tone(mark: part.value) ?? letter.tone
            default: return Letter()
            }
        }
        return letter
    }
}
