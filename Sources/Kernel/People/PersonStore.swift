public import Store

/// The register of people.
public struct PersonStore {
    let db: any Session

    public init(db: any Session) { self.db = db }

    /// - Throws: ``PersonRefusal``.
    public func insert(fullName: String, now: Instant) throws -> Person {
        try insert(PersonFacts(fullName: fullName), recording: Recording(by: "system", at: now))
    }

    /// Adds somebody. What is known twice is found when numbers are given.
    /// - Parameter day: from when the facts hold; nil for as long as is known.
    /// - Throws: ``PersonRefusal``.
    public func insert(_ facts: PersonFacts, from day: Day? = nil, recording: Recording) throws -> Person {
        let facts = try facts.checked()
        let person = Person(id: .new(at: recording.at), fullName: facts.fullName)
        let words = NameKeys.words(facts.fullName)
        try db.run(
            """
            INSERT INTO kernel_person (id, full_name, name_search, name_sort, version, born, sex, ethnic_code, language,
                valid_from, recorded_at, recorded_by, reason, unplaced_key)
            VALUES (\(person.id), \(facts.fullName), \(Fold.folded(facts.fullName)), \(SortKey.name(facts.fullName)),
                \(person.version), \(facts.birth), \(facts.sex), \(facts.ethnicGroup), \(facts.language), \(day),
                \(recording.at), \(recording.by), \(recording.reason), \(NameKeys.forward(words)))
            """)
        try SyllableStore(db: db).insert(words)
        return person
    }

    /// Writes a new version; the one before is kept as it was.
    /// - Parameters:
    ///   - version: the one that was read.
    ///   - day: from when the new facts hold; nil when they correct what was never right.
    /// - Throws: ``PersonRefusal``; `NotFound` outside the scope; `Stale`.
    public func correct(
        _ id: ID<Person>, version: Int, to facts: PersonFacts, from day: Day? = nil, within scope: Scope,
        recording: Recording
    ) throws -> Person {
        let facts = try facts.checked()
        guard !recording.reason.isEmpty else { throw PersonRefusal.reasonMissing }
        guard let known = try find(id, within: scope) else { throw NotFound() }
        guard known.version == version else { throw Stale() }
        try db.run(
            """
            INSERT INTO kernel_person_version (person_id, version, full_name, born, sex, ethnic_code, language,
                valid_from, recorded_at, recorded_by, reason, replaced_at)
            SELECT p.id, p.version, \(PersonFacts.columns), p.valid_from, p.recorded_at, p.recorded_by, p.reason,
                CAST(\(recording.at) AS BIGINT)
            FROM kernel_person p WHERE p.id = \(id) AND p.version = \(version)
            """)
        let words = NameKeys.words(facts.fullName)
        let changed = try db.run(
            """
            UPDATE kernel_person SET full_name = \(facts.fullName), name_search = \(Fold.folded(facts.fullName)),
                name_sort = \(SortKey.name(facts.fullName)), version = \(version + 1), born = \(facts.birth),
                sex = \(facts.sex), ethnic_code = \(facts.ethnicGroup), language = \(facts.language),
                valid_from = \(day), recorded_at = \(recording.at), recorded_by = \(recording.by),
                reason = \(recording.reason), unplaced_key =
                    CASE WHEN unplaced_key IS NULL THEN NULL ELSE CAST(\(NameKeys.forward(words)) AS TEXT) END
            WHERE id = \(id) AND version = \(version)
            """)
        guard changed == 1 else { throw Stale() }
        try SyllableStore(db: db).insert(words)
        try db.run(
            """
            UPDATE kernel_resident SET name_key = \(NameKeys.forward(words)), name_back = \(NameKeys.backward(words))
            WHERE resident_id = \(id)
            """)
        return Person(id: id, fullName: facts.fullName, version: version + 1)
    }

    /// - Returns: `nil` also for somebody outside the scope.
    public func find(_ id: ID<Person>, within scope: Scope) throws -> Person? {
        try db.first(
            """
            SELECT p.id, p.full_name, p.version FROM kernel_person p
            WHERE p.id = \(id) AND \(scope.reaches(person: "p.id"))
            """
        ) { row in
            Person(id: try row[0], fullName: try row[1], version: try row[2])
        }
    }

    /// Every version of a person's facts, the one in force first; empty for somebody outside the scope.
    public func versions(of id: ID<Person>, within scope: Scope) throws -> [PersonVersion] {
        try db.rows(
            """
            SELECT p.full_name, p.born, p.sex, p.ethnic_code, p.language, p.version, p.valid_from, p.recorded_at,
                p.recorded_by, p.reason, NULL
            FROM kernel_person p WHERE p.id = \(id) AND \(scope.reaches(person: "p.id"))
            UNION ALL
            SELECT v.full_name, v.born, v.sex, v.ethnic_code, v.language, v.version, v.valid_from, v.recorded_at,
                v.recorded_by, v.reason, v.replaced_at
            FROM kernel_person_version v WHERE v.person_id = \(id) AND \(scope.reaches(person: "v.person_id"))
            ORDER BY 6 DESC LIMIT 200
            """
        ) { row in
            PersonVersion(
                version: try row[5], facts: try PersonFacts(row, from: 0), validFrom: try row[6],
                recording: Recording(by: try row[8], at: try row[7], reason: try row[9]), replacedAt: try row[10])
        }
    }
}
