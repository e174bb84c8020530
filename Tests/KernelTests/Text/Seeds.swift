/// Random numbers from a seed that a failing test prints, so that the failure can be played again.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// SplitMix64
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// Fresh seeds for one test run.
    static var seeds: [UInt64] { (0..<5).map { _ in UInt64.random(in: 0...UInt64.max) } }

    mutating func text(of alphabet: [Character], length: ClosedRange<Int>) -> String {
        String((0..<Int.random(in: length, using: &self)).map { _ in alphabet.randomElement(using: &self) ?? "a" })
    }
}

/// Letters with every tone, in both cases, blanks and punctuation, other scripts, marks alone.
let mixedAlphabet: [Character] =
    Array(
        "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ"
            + "AÀÁĂẮÂẤĐEÊẾIÍOÔỐƠỚUƯỨYÝ0123456789   ,.-'\"\n;=+@éüñßжЙ漢한ﬁ👍") + ["\u{301}", "e\u{302}\u{323}"]
