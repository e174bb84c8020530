import Store

/// The dictionary on which typed names are mended: every folded word that ever stood in a name, reachable by what is
/// left of it without one letter. Words are public; who bears them is not told by it.
struct SyllableStore {
    let db: any Session

    /// Words come in order, so that two transactions that add the same ones wait for each other and do not deadlock.
    func insert(_ words: some Sequence<String>) throws {
        let words = Set(words).sorted()
        guard !words.isEmpty else { return }
        let known = Set(
            try db.rows("SELECT word FROM kernel_syllable WHERE word IN \(list: words)") { try $0[0] as String })
        for word in words where !known.contains(word) {
            try db.run("INSERT INTO kernel_syllable (word) VALUES (\(word)) ON CONFLICT (word) DO NOTHING")
            let stems = Typo.stems(word).sorted().map { stem -> SQL in "(\(stem), \(word))" }
            try db.run(
                """
                INSERT INTO kernel_syllable_stem (stem, word) VALUES \(SQL.joined(stems, by: ", "))
                ON CONFLICT (stem, word) DO NOTHING
                """)
        }
    }

    /// The words of names that one slip makes of each typed word; a word that has none is not in the answer.
    func neighbours(of words: [String]) throws -> [String: [String]] {
        let stems = words.reduce(into: Set<String>()) { $0.formUnion(Typo.stems($1)) }
        let near = try db.rows(
            """
            SELECT DISTINCT s.word FROM kernel_syllable_stem s WHERE s.stem IN \(list: stems.sorted())
            ORDER BY s.word LIMIT 500
            """
        ) { try $0[0] as String }
        return words.reduce(into: [:]) { found, word in
            let mended = near.filter { Typo.isOne($0, word) }
            if !mended.isEmpty { found[word] = mended }
        }
    }

    /// Which of the words stand in a name.
    func known(of words: [String]) throws -> Set<String> {
        Set(try db.rows("SELECT word FROM kernel_syllable WHERE word IN \(list: words)") { try $0[0] as String })
    }
}
