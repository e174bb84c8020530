/// A name as it is looked up: folded words, each with a `0` behind it, so that a range of keys is a beginning of names
/// and every collation compares them alike.
enum NameKeys {
    /// More than a name has; the rest of a longer text is not looked at.
    static let mostWords = 6

    static func words(_ name: String) -> [String] { Fold.tokens(name) }

    /// `Đào Thị Hoa` → `dao0thi0hoa0`
    static func forward(_ words: some Sequence<String>) -> String { words.map { $0 + "0" }.joined() }

    /// `Đào Thị Hoa` → `hoa0dao0thi0`: the given name first.
    static func backward(_ words: [String]) -> String { forward(words.suffix(1) + words.dropLast()) }

    /// The keys that begin with a key: from `dao0` up to, without, `dao1`.
    static func range(of key: String) -> (from: String, to: String) { (key, key.dropLast() + "1") }
}

/// Words that differ by one slip of the finger: a letter more, less, other, or two changed over.
enum Typo {
    /// A word and what is left of it without each of its letters.
    static func stems(_ word: String) -> Set<String> {
        var stems: Set<String> = [word]
        guard word.count > 1 else { return stems }
        for index in word.indices {
            var shorter = word
            shorter.remove(at: index)
            stems.insert(shorter)
        }
        return stems
    }

    /// Whether one slip makes the one word of the other. Equal words are none.
    static func isOne(_ left: String, _ right: String) -> Bool {
        let (short, long) = left.utf8.count <= right.utf8.count ? (left, right) : (right, left)
        let (a, b) = (Array(short.utf8), Array(long.utf8))
        guard b.count - a.count <= 1, a != b else { return false }
        let front = zip(a, b).prefix { $0 == $1 }.count
        let back = zip(a.reversed(), b.reversed()).prefix { $0 == $1 }.count
        if a.count < b.count { return front + back >= a.count }
        if front + back >= a.count - 1 { return true }
        return front + back == a.count - 2 && a[front] == b[front + 1] && a[front + 1] == b[front]
    }
}
