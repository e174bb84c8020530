public import Store

/// What decides by which way somebody is best reached and helped.
public enum InclusionFact: String, Sendable, Hashable, CaseIterable, SQLConvertible {
    case poorHousehold, nearPoorHousehold, disability, readsLittle, hasPhone

    /// Told of a household; the others of a person.
    public var isOfHousehold: Bool {
        switch self {
        case .poorHousehold, .nearPoorHousehold: true
        case .disability, .readsLittle, .hasPhone: false
        }
    }

    public var label: String {
        switch self {
        case .poorHousehold: t("Hộ nghèo")
        case .nearPoorHousehold: t("Hộ cận nghèo")
        case .disability: t("Khuyết tật")
        case .readsLittle: t("Ít biết chữ")
        case .hasPhone: t("Có điện thoại")
        }
    }
}

/// A fact with its days.
public struct DatedInclusionFact: Sendable, Hashable {
    public let id: ID<DatedInclusionFact>
    public let fact: InclusionFact
    public let validFrom: Day
    /// The first day on which it no longer holds.
    public let validTo: Day?
    /// The decision or the visit by which it is known.
    public let source: String
}

public enum InclusionRefusal: Refusal, Hashable {
    case sourceMissing, alreadyHolds

    public var message: String {
        switch self {
        case .sourceMissing: t("Hãy ghi căn cứ: số quyết định, hoặc ai đã đến xem.")
        case .alreadyHolds: t("Điều này đã được ghi và còn hiệu lực.")
        }
    }
}

/// Circumstances of people and households.
public struct InclusionStore {
    let db: any Session

    public init(db: any Session) { self.db = db }

    /// Writes down a fact about a person.
    /// - Throws: ``InclusionRefusal``; `NotFound` outside the scope or for a fact of households.
    public func note(
        _ fact: InclusionFact, of person: ID<Person>, from day: Day, source: String, within scope: InclusionScope,
        recording: Recording
    ) throws {
        guard !fact.isOfHousehold, try PersonStore(db: db).find(person, within: scope.scope) != nil else {
            throw NotFound()
        }
        try insert(fact, person: person, household: nil, from: day, source: source, recording: recording)
    }

    /// Writes down a fact about a household.
    /// - Throws: ``InclusionRefusal``; `NotFound` outside the scope or for a fact of people.
    public func note(
        _ fact: InclusionFact, of household: ID<Household>, from day: Day, source: String,
        within scope: InclusionScope, recording: Recording
    ) throws {
        let isThere = try db.exists(
            """
            SELECT 1 FROM kernel_household h WHERE h.id = \(household) AND \(scope.scope.covers(unit: "h.commune_id"))
            """)
        guard fact.isOfHousehold, isThere else { throw NotFound() }
        try insert(fact, person: nil, household: household, from: day, source: source, recording: recording)
    }

    /// - Throws: `NotFound` outside the scope or when it has ended.
    public func end(_ id: ID<DatedInclusionFact>, on day: Day, within scope: InclusionScope) throws {
        let changed = try db.run(
            """
            UPDATE kernel_inclusion_fact SET valid_to = \(day)
            WHERE id = \(id) AND valid_to IS NULL AND (\(scope.scope.reaches(person: "person_id"))
                OR EXISTS (SELECT 1 FROM kernel_household h WHERE h.id = household_id
                    AND \(scope.scope.covers(unit: "h.commune_id"))))
            """)
        guard changed == 1 else { throw NotFound() }
    }

    /// What was ever known of a person and of the households that they are in on a day, the latest first.
    public func facts(of person: ID<Person>, on day: Day, within scope: InclusionScope) throws -> [DatedInclusionFact] {
        guard try PersonStore(db: db).find(person, within: scope.scope) != nil else { return [] }
        return try db.rows(
            """
            SELECT f.id, f.fact, f.valid_from, f.valid_to, f.source FROM kernel_inclusion_fact f
            WHERE f.person_id = \(person)
            UNION ALL
            SELECT f.id, f.fact, f.valid_from, f.valid_to, f.source FROM kernel_household_member m
            JOIN kernel_inclusion_fact f ON f.household_id = m.household_id
            WHERE m.person_id = \(person) AND m.since <= \(day) AND (m.until IS NULL OR m.until > \(day))
            ORDER BY 3 DESC, 1 DESC LIMIT 200
            """
        ) { row in
            DatedInclusionFact(
                id: try row[0], fact: try row[1], validFrom: try row[2], validTo: try row[3], source: try row[4])
        }
    }

    private func insert(
        _ fact: InclusionFact, person: ID<Person>?, household: ID<Household>?, from day: Day, source: String,
        recording: Recording
    ) throws {
        guard source.contains(where: { !$0.isWhitespace }) else { throw InclusionRefusal.sourceMissing }
        let whose: SQL = person.map { "person_id = \($0)" } ?? "household_id = \(household)"
        guard
            try !db.exists(
                "SELECT 1 FROM kernel_inclusion_fact WHERE \(whose) AND fact = \(fact) AND valid_to IS NULL")
        else { throw InclusionRefusal.alreadyHolds }
        try db.run(
            """
            INSERT INTO kernel_inclusion_fact (id, person_id, household_id, fact, valid_from, source, recorded_at,
                recorded_by)
            VALUES (\(ID<DatedInclusionFact>.new(at: recording.at)), \(person), \(household), \(fact), \(day),
                \(source.nfc), \(recording.at), \(recording.by))
            """)
    }
}
