/// What a typed name may stand for, as ranges of keys. Pure: the dictionary's answers come in as values.
struct NameReadings: Sendable, Hashable {
    /// A statement carries no more of them.
    static let most = 60

    /// Folded words, each reading in the order in which they were typed.
    let all: [[String]]

    /// What was typed, as it is.
    init(typed words: [String]) { all = words.isEmpty ? [] : [words] }

    /// With one slip mended: in the word that no name has, or, when all of them stand in names, in any one of them.
    /// Two words that no name has are more than one slip, and nothing is guessed.
    init(mending words: [String], known: Set<String>, neighbours: [String: [String]]) {
        let strange = words.indices.filter { !known.contains(words[$0]) }
        guard strange.count <= 1 else {
            all = []
            return
        }
        var readings: [[String]] = []
        for place in strange.first.map({ [$0] }) ?? Array(words.indices.reversed()) {
            for neighbour in neighbours[words[place]] ?? [] {
                var reading = words
                reading[place] = neighbour
                readings.append(reading)
            }
        }
        all = Array(readings.prefix(Self.most))
    }

    /// Names that begin so: `dao thi`.
    var beginnings: [(from: String, to: String)] { all.map { NameKeys.range(of: NameKeys.forward($0)) } }

    /// Names whose given name is the last word and which hold the others: `dao hoa` for Đào Thị Hoa. The others are
    /// patterns over the backward key.
    var givenNames: [(from: String, to: String, others: [String])] {
        all.compactMap { words in
            words.last.map { given in
                let (from, to) = NameKeys.range(of: given + "0")
                return (from, to, words.dropLast().map { "%0\($0)0%" })
            }
        }
    }
}
