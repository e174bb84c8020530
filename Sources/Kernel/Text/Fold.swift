import Foundation

/// Folding for search: the text without case, marks and punctuation, made here so that both databases agree.
///
/// Store the folded text beside the text itself and search in that column with a folded query.
public enum Fold {
    /// Folds a text: NFD, drops U+0300–U+036F, đ→d, lower case; what is neither letter nor digit becomes one blank
    /// between words. NFC and NFD spellings fold alike; folding twice changes nothing.
    ///
    /// `Fold.folded("Nguyễn  Văn-Đào") == "nguyen van dao"`
    public static func folded(_ text: String) -> String {
        quick(text) ?? slow(text)
    }

    /// The folded words of a text, in their order: `["nguyen", "van", "dao"]`.
    public static func tokens(_ text: String) -> [String] {
        folded(text).utf8.split(separator: blank).map { String(Substring($0)) }
    }

    private static let blank = UInt8(ascii: " ")

    /// The folded byte of each scalar that ``LatinLetters`` covers: never longer than the text it comes from.
    private static let bytes: [UInt8] = LatinLetters.letters.map(\.base)

    /// One look-up a letter, nil as soon as a scalar is not in the table.
    private static func quick(_ text: String) -> String? {
        let bytes = Self.bytes
        var isCovered = true
        let folded = String(unsafeUninitializedCapacity: text.utf8.count) { out in
            var used = 0
            var owesBlank = false
            for scalar in text.unicodeScalars {
                guard let index = LatinLetters.index(of: scalar), bytes[index] != 0 else {
                    if LatinLetters.isMark(scalar) { continue }
                    isCovered = false
                    return 0
                }
                let byte = bytes[index]
                if byte == blank {
                    owesBlank = used > 0
                    continue
                }
                if owesBlank {
                    out[used] = blank
                    used += 1
                    owesBlank = false
                }
                out[used] = byte
                used += 1
            }
            return used
        }
        return isCovered ? folded : nil
    }

    /// Text with letters of other scripts: decomposed as a whole, letter by letter through the Unicode properties.
    private static func slow(_ text: String) -> String {
        let bytes = Self.bytes
        var folded = ""
        var owesBlank = false
        for scalar in text.decomposedStringWithCanonicalMapping.unicodeScalars where !LatinLetters.isMark(scalar) {
            let byte = LatinLetters.index(of: scalar).map { bytes[$0] } ?? 0
            guard byte != blank, byte != 0 || LatinLetters.belongsToWord(scalar) else {
                owesBlank = !folded.isEmpty
                continue
            }
            if owesBlank { folded.unicodeScalars.append(" ") }
            owesBlank = false
            if byte != 0 {
                folded.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                let lower = scalar.properties.lowercaseMapping.unicodeScalars
                folded.unicodeScalars.append(contentsOf: lower.lazy.filter { !LatinLetters.isMark($0) })
            }
        }
        return folded
    }
}
