public import Store

/// What people are found by, made anew from what they are: folded names, sort keys, the keys of search and the
/// dictionary of syllables. Needed when the rules of folding change; harmless at any time.
public struct PersonIndex: Sendable {
    /// People of a transaction.
    private static let page = 4_000

    private let database: any Database

    public init(database: any Database) { self.database = database }

    /// - Returns: people looked at.
    @discardableResult
    public func rebuild() async throws -> Int {
        try await database.write { db in
            try db.run("DELETE FROM kernel_syllable_stem")
            try db.run("DELETE FROM kernel_syllable")
        }
        var (count, after) = (0, "")
        while true {
            let start = after
            let page = try await database.write { db in try Self.rebuild(after: start, in: db) }
            count += page.count
            guard let last = page.last else {
                try await database.write { db in try PersonIntake.tellPlanner(db) }
                return count
            }
            after = last
        }
    }

    private static func rebuild(after: String, in db: any Session) throws -> (count: Int, last: String?) {
        let people = try db.rows(
            """
            SELECT id, full_name, name_search, name_sort FROM kernel_person WHERE id > \(after)
            ORDER BY id LIMIT \(page)
            """
        ) { row in
            (id: try row[0] as String, name: try row[1] as String, keys: (try row[2] as String, try row[3] as String))
        }
        guard let last = people.last?.id else { return (0, nil) }
        var words: [String: [String]] = [:]
        for person in people {
            words[person.id] = NameKeys.words(person.name)
            let keys = (Fold.folded(person.name), SortKey.name(person.name))
            guard keys != person.keys else { continue }
            try db.enqueue(
                "UPDATE kernel_person SET name_search = \(keys.0), name_sort = \(keys.1) WHERE id = \(person.id)")
        }
        try SyllableStore(db: db).insert(words.values.joined())
        var residents = RowBatch(
            "kernel_resident", "resident_id", "kind", "commune_id", "village_id", "name_key", "name_back")
        try db.forEach(
            """
            SELECT h.person_id, h.kind, h.commune_id, h.village_id FROM kernel_residence h
            JOIN kernel_person p ON p.id = h.person_id
            WHERE h.person_id > \(after) AND h.person_id <= \(last) AND h.until IS NULL AND p.merged_into IS NULL
            """
        ) { row in
            let (id, village): (String, String?) = (try row[0], try row[3])
            let names = words[id] ?? []
            residents.append(
                id, try row[1] as String, try row[2] as String, village, NameKeys.forward(names),
                NameKeys.backward(names))
        }
        try db.run("DELETE FROM kernel_resident WHERE resident_id > \(after) AND resident_id <= \(last)")
        try db.insert(residents)
        return (people.count, last)
    }
}
