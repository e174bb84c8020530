public import Store

/// What is looked for.
public struct PersonQuery: Sendable, Hashable {
    /// A name or part of one, a number or a telephone number.
    public var text: String
    // What follows narrows a search by name or village; a number needs no narrowing.
    public var village: ID<AdminUnit>?
    /// The year of birth.
    public var bornIn: Int?
    public var sex: Sex?

    public init(_ text: String, village: ID<AdminUnit>? = nil, bornIn: Int? = nil, sex: Sex? = nil) {
        self.text = text
        self.village = village
        self.bornIn = bornIn
        self.sex = sex
    }
}

/// Somebody who was found, with what tells people of one name apart.
public struct FoundPerson: Sendable, Hashable {
    public let id: ID<Person>
    public let fullName: String
    public let birth: BirthDate?
    public let sex: Sex?
    /// Where they live permanently, or else for a time; nil without a home in the register.
    public let communeID: ID<AdminUnit>?
    public let villageID: ID<AdminUnit>?
}

public struct FoundPeople: Sendable, Hashable {
    /// At most ``PersonSearch/most``, by name.
    public var people: [FoundPerson] = []
    /// There are others. How many is not told: numbers of people are not to be had by searching.
    public var hasMore = false
    /// Nothing fits what was typed; these names differ by one letter.
    public var isMended = false
}

/// Finds people within a scope. Ordinary indexes answer: a range of keys for each reading of a name and each commune.
public struct PersonSearch {
    /// People on a page.
    public static let most = 50

    let db: any Session

    public init(db: any Session) { self.db = db }

    public func find(_ query: PersonQuery, within scope: Scope) throws -> FoundPeople {
        let phone = try? PhoneNumber(query.text)
        let numbers = Identifier.readings(of: query.text)
        if phone != nil || !numbers.isEmpty { return try found(byNumber: numbers, phone, within: scope) }
        let words = Array(NameKeys.words(query.text).prefix(NameKeys.mostWords))
        if words.isEmpty {
            guard query.village != nil else { return FoundPeople() }
            return try found(villagers(query, within: scope))
        }
        let exact = try found(
            named: NameReadings(typed: words), query, within: scope)
        guard exact.people.isEmpty else { return exact }
        let syllables = SyllableStore(db: db)
        let readings = NameReadings(
            mending: words, known: try syllables.known(of: words), neighbours: try syllables.neighbours(of: words))
        var mended = try found(named: readings, query, within: scope)
        mended.isMended = !mended.people.isEmpty
        return mended
    }

    private func found(named readings: NameReadings, _ query: PersonQuery, within scope: Scope) throws -> FoundPeople {
        guard !readings.all.isEmpty else { return FoundPeople() }
        var ids = try ids(Self.beginning(readings, query, within: scope, db.dialect))
        if ids.count <= Self.most {
            let known = Set(ids)
            ids += try self.ids(Self.given(readings, query, within: scope, db.dialect)).filter { !known.contains($0) }
        }
        if ids.count <= Self.most, query.village == nil {
            ids += try self.ids(Self.unplaced(readings, query, within: scope))
        }
        return try found(ids)
    }

    private func found(
        byNumber numbers: [Identifier], _ phone: PhoneNumber?, within scope: Scope
    ) throws -> FoundPeople {
        let texts = numbers.map(\.number) + (phone.map { [$0.digits] } ?? [])
        return try found(ids(Self.numbered(texts, within: scope)))
    }

    private func villagers(_ query: PersonQuery, within scope: Scope) throws -> [ID<Person>] {
        try ids(
            """
            SELECT r.resident_id FROM kernel_resident r
            WHERE r.village_id = \(query.village) AND \(scope.covers(unit: "r.commune_id"))\(Self.narrowed(query))
            ORDER BY r.name_back LIMIT \(Self.most + 1)
            """)
    }

    /// One more than a page may come, which tells that there are others.
    /// - Parameter ids: of people who were found within the scope.
    private func found(_ ids: [ID<Person>]) throws -> FoundPeople {
        var seen: Set<ID<Person>> = []
        let ids = ids.filter { seen.insert($0).inserted }
        let shown = ids.prefix(Self.most)
        guard !shown.isEmpty else { return FoundPeople() }
        let people = try db.rows(
            """
            SELECT p.id, p.full_name, p.born, p.sex, COALESCE(r.commune_id, v.commune_id),
                CASE WHEN r.commune_id IS NULL THEN v.village_id ELSE r.village_id END
            FROM kernel_person p
            LEFT JOIN kernel_resident r ON r.resident_id = p.id AND r.kind = 'permanent'
            LEFT JOIN kernel_resident v ON v.resident_id = p.id AND v.kind = 'temporary'
            WHERE p.id IN \(list: KnownPeople.padded(Array(shown))) ORDER BY p.name_sort, p.id
            """
        ) { row in
            FoundPerson(
                id: try row[0], fullName: try row[1], birth: try row[2], sex: try row[3], communeID: try row[4],
                villageID: try row[5])
        }
        return FoundPeople(people: people, hasMore: ids.count > Self.most)
    }

    private func ids(_ statement: SQL) throws -> [ID<Person>] { try db.rows(statement) { try $0[0] } }
}

// The statements, apart so that tests see how the engines run them.
extension PersonSearch {
    static func beginning(
        _ readings: NameReadings, _ query: PersonQuery, within scope: Scope, _ dialect: Dialect
    ) -> SQL {
        let rows = readings.beginnings.map { from, to -> SQL in "(\(from), \(to))" }
        return dialect.nested(
            "r.resident_id", from: "kernel_resident r",
            where: """
                r.commune_id = c.id AND r.name_key >= k.column1 AND r.name_key < k.column2\
                \(inVillage(query))\(narrowed(query))
                """,
            forEach: outer(rows, within: scope), limit: most + 1)
    }

    static func given(
        _ readings: NameReadings, _ query: PersonQuery, within scope: Scope, _ dialect: Dialect
    ) -> SQL {
        let count = readings.givenNames.first?.others.count ?? 0
        let rows = readings.givenNames.map { from, to, others -> SQL in
            let patterns = others.map { pattern -> SQL in ", \(pattern)" }
            return "(\(from), \(to)\(SQL.joined(patterns, by: "")))"
        }
        let others = patterns.prefix(count).map { column -> SQL in " AND r.name_back LIKE \(column)" }
        return dialect.nested(
            "r.resident_id", from: "kernel_resident r",
            where: """
                r.commune_id = c.id AND r.name_back >= k.column1 AND r.name_back < k.column2\
                \(SQL.joined(Array(others), by: ""))\(inVillage(query))\(narrowed(query))
                """,
            forEach: outer(rows, within: scope), limit: most + 1)
    }

    /// Those without a home: they stand under no commune, and are few.
    static func unplaced(_ readings: NameReadings, _ query: PersonQuery, within scope: Scope) -> SQL {
        let readings = readings.all.map { words -> SQL in
            let held = words.map { word -> SQL in
                let pattern: String = "%0\(word)0%"
                return "('0' || r.unplaced_key) LIKE \(pattern)"
            }
            return "(\(SQL.joined(held, by: " AND ")))"
        }
        return """
            SELECT r.id FROM kernel_person r
            WHERE r.unplaced_key IS NOT NULL AND (\(SQL.joined(readings, by: " OR ")))
                AND \(scope.reaches(person: "r.id"))\(narrowed(query, person: "r.id")) LIMIT \(most + 1)
            """
    }

    static func numbered(_ texts: [String], within scope: Scope) -> SQL {
        """
        SELECT COALESCE(p.merged_into, p.id) FROM kernel_person p
        WHERE p.id IN (
                SELECT i.person_id FROM kernel_person_identifier i WHERE i.number IN \(list: texts)
                UNION SELECT t.person_id FROM kernel_person_phone t WHERE t.number IN \(list: texts) AND t.until IS NULL)
            AND \(scope.reaches(person: "COALESCE(p.merged_into, p.id)"))
        LIMIT \(most + 1)
        """
    }

    private static let patterns: [SQL] = ["k.column3", "k.column4", "k.column5", "k.column6", "k.column7"]

    /// Every reading in every commune, also for those who see everything: the index begins with the commune.
    private static func outer(_ readings: [SQL], within scope: Scope) -> SQL {
        """
        (SELECT u.id FROM kernel_unit u WHERE u.level = 'commune' AND \(scope.covers(unit: "u.id"))) c
        CROSS JOIN (VALUES \(SQL.joined(readings, by: ", "))) k
        """
    }

    private static func narrowed(_ query: PersonQuery, person: SQL = "r.resident_id") -> SQL {
        var facts: [SQL] = []
        if let year = query.bornIn {
            let (from, to): (String, String) = ("\(year)", "\(year + 1)")
            facts.append("f.born >= \(from) AND f.born < \(to)")
        }
        if let sex = query.sex { facts.append("f.sex = \(sex)") }
        guard !facts.isEmpty else { return "" }
        return """
             AND EXISTS (SELECT 1 FROM kernel_person f WHERE f.id = \(person) AND \(SQL.joined(facts, by: " AND ")))
            """
    }

    private static func inVillage(_ query: PersonQuery) -> SQL {
        query.village.map { " AND r.village_id = \($0)" } ?? ""
    }
}
