public import Store

/// A record that gave way to another one.
public struct PersonMerge: Sendable, Hashable {
    public let id: ID<PersonMerge>
    public let keptID: ID<Person>
    public let mergedID: ID<Person>
    public let recording: Recording
    public let undoneAt: Instant?
}

extension MatchStore {
    /// Parts what was merged: the record stands again as it did, is found again, and the pair is back in the queue.
    /// - Throws: ``MatchRefusal``; `NotFound` when the record that stayed lies outside the scope.
    public func undo(_ id: ID<PersonMerge>, within scope: Scope, recording: Recording) throws {
        guard recording.reason.contains(where: { !$0.isWhitespace }) else { throw MatchRefusal.reasonMissing }
        let found = try db.first(
            """
            SELECT g.kept_id, g.merged_id, g.match_id FROM kernel_person_merge g
            WHERE g.id = \(id) AND \(scope.reaches(person: "g.kept_id"))
            """
        ) { row -> (ID<Person>, ID<Person>, ID<PersonMatch>?) in (try row[0], try row[1], try row[2]) }
        guard let (kept, merged, match) = found else { throw NotFound() }
        let changed = try db.run(
            """
            UPDATE kernel_person_merge SET undone_at = \(recording.at), undone_by = \(recording.by),
                undone_reason = \(recording.reason) WHERE id = \(id) AND undone_at IS NULL
            """)
        guard changed == 1 else { throw MatchRefusal.notMerged }
        try db.run("UPDATE kernel_person SET merged_into = NULL WHERE id = \(merged) AND merged_into = \(kept)")
        try restoreHomes(of: merged)
        if let match {
            try db.run(
                """
                UPDATE kernel_person_match SET outcome = NULL, settled_at = NULL, settled_by = NULL, reason = NULL
                WHERE id = \(match)
                """)
        }
    }

    /// What a record has taken in, and what was parted from it again, the latest first.
    public func merges(into person: ID<Person>, within scope: Scope) throws -> [PersonMerge] {
        try merges("g.kept_id = \(person)", within: scope)
    }

    /// - Returns: `nil` also when the record that stayed lies outside the scope.
    public func merge(_ id: ID<PersonMerge>, within scope: Scope) throws -> PersonMerge? {
        try merges("g.id = \(id)", within: scope).first
    }

    private func merges(_ condition: SQL, within scope: Scope) throws -> [PersonMerge] {
        try db.rows(
            """
            SELECT g.id, g.kept_id, g.merged_id, g.merged_by, g.merged_at, g.reason, g.undone_at
            FROM kernel_person_merge g WHERE \(condition) AND \(scope.reaches(person: "g.kept_id"))
            ORDER BY g.id DESC LIMIT 100
            """
        ) { row in
            PersonMerge(
                id: try row[0], keptID: try row[1], mergedID: try row[2],
                recording: Recording(by: try row[3], at: try row[4], reason: try row[5]), undoneAt: try row[6])
        }
    }

    private func restoreHomes(of person: ID<Person>) throws {
        guard let name = try db.value("SELECT full_name FROM kernel_person WHERE id = \(person)", as: String.self)
        else { return }
        let words = NameKeys.words(name)
        try db.run(
            """
            INSERT INTO kernel_resident (resident_id, kind, commune_id, village_id, name_key, name_back)
            SELECT h.person_id, h.kind, h.commune_id, h.village_id, CAST(\(NameKeys.forward(words)) AS TEXT),
                CAST(\(NameKeys.backward(words)) AS TEXT)
            FROM kernel_residence h WHERE h.person_id = \(person) AND h.until IS NULL
            """)
        try UnplacedPeople(db: db).note(person)
    }
}
