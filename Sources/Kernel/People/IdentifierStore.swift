public import Store

/// How a number stands with the person who shows it.
public enum IdentifierStanding: String, Sendable, Hashable, SQLConvertible {
    case held
    /// Somebody else holds it; people look at the two.
    case disputed
    case ended
}

/// A number with its days.
public struct HeldIdentifier: Sendable, Hashable {
    public let id: ID<HeldIdentifier>
    public let personID: ID<Person>
    public let identifier: Identifier
    public let standing: IdentifierStanding
    public let validFrom: Day?
    public let validTo: Day?
}

/// Numbers of people. Among those in force no number is held twice.
public struct IdentifierStore {
    let db: any Session

    public init(db: any Session) { self.db = db }

    /// Writes a number down. One that somebody else holds is written as disputed, and the two go to the review queue.
    /// - Throws: ``NumberRefusal`` when it contradicts the person's facts; `NotFound` outside the scope.
    public func give(
        _ identifier: Identifier, to person: ID<Person>, from day: Day? = nil, within scope: Scope,
        recording: Recording
    ) throws -> HeldIdentifier {
        try checkAgainstFacts(identifier, person, within: scope)
        let holders = try db.rows(
            """
            SELECT \(Self.columns) FROM kernel_person_identifier i
            WHERE i.number = \(identifier.number) AND i.kind = \(identifier.kind) AND i.standing <> 'ended'
            ORDER BY i.id\(db.dialect.forUpdate)
            """, Self.held)
        if let own = holders.first(where: { $0.personID == person }) { return own }
        let holder = holders.first { $0.standing == .held }
        let held = HeldIdentifier(
            id: .new(at: recording.at), personID: person, identifier: identifier,
            standing: holder == nil ? .held : .disputed, validFrom: day, validTo: nil)
        try db.run(
            """
            INSERT INTO kernel_person_identifier (id, person_id, kind, number, standing, valid_from, recorded_at,
                recorded_by)
            VALUES (\(held.id), \(person), \(identifier.kind), \(identifier.number), \(held.standing), \(day),
                \(recording.at), \(recording.by))
            """)
        if let holder {
            try MatchStore(db: db).insert(holder.personID, person, over: held.id, recording: recording)
        }
        return held
    }

    /// Ends a number, as when a card is replaced. It stays in the person's history and can still be looked for.
    /// - Throws: `NotFound` outside the scope or when it has ended.
    public func end(_ id: ID<HeldIdentifier>, on day: Day, within scope: Scope) throws {
        let changed = try db.run(
            """
            UPDATE kernel_person_identifier SET standing = 'ended', valid_to = \(day)
            WHERE id = \(id) AND standing <> 'ended' AND \(scope.reaches(person: "person_id"))
            """)
        guard changed == 1 else { throw NotFound() }
    }

    /// Every number that a person had, the latest first; those of records that were merged into it are with them.
    public func identifiers(of person: ID<Person>, within scope: Scope) throws -> [HeldIdentifier] {
        guard try PersonStore(db: db).find(person, within: scope) != nil else { return [] }
        return try db.rows(
            """
            SELECT \(Self.columns) FROM kernel_person_identifier i
            WHERE i.person_id IN (SELECT \(person) UNION ALL
                SELECT p.id FROM kernel_person p WHERE p.merged_into = \(person))
            ORDER BY i.id DESC LIMIT 100
            """, Self.held)
    }

    /// The personal number that each of some people holds now; whoever has none or lies outside is not in the answer.
    public func personalNumbers(of people: [ID<Person>], within scope: Scope) throws -> [ID<Person>: Identifier] {
        let rows = try db.rows(
            """
            SELECT i.person_id, i.number FROM kernel_person_identifier i
            WHERE i.person_id IN \(list: people) AND i.kind = 'personal' AND i.standing = 'held'
                AND \(scope.reaches(person: "i.person_id")) ORDER BY i.id LIMIT \(2 * people.count + 1)
            """
        ) { row in (person: try row[0] as ID<Person>, number: try row[1] as String) }
        return Dictionary(
            rows.map { ($0.person, Identifier(stored: .personal, $0.number)) }, uniquingKeysWith: { _, last in last })
    }

    /// Whose a number is, who disputes it and whose it was, the holder first. A record that was merged is seen by
    /// whoever sees the one that stayed.
    public func holders(of identifier: Identifier, within scope: Scope) throws -> [HeldIdentifier] {
        try db.rows(
            """
            SELECT \(Self.columns) FROM kernel_person_identifier i JOIN kernel_person p ON p.id = i.person_id
            WHERE i.number = \(identifier.number) AND i.kind = \(identifier.kind)
                AND \(scope.reaches(person: "COALESCE(p.merged_into, p.id)"))
            ORDER BY CASE i.standing WHEN 'held' THEN 0 WHEN 'disputed' THEN 1 ELSE 2 END, i.id DESC LIMIT 50
            """, Self.held)
    }

    private func checkAgainstFacts(_ identifier: Identifier, _ person: ID<Person>, within scope: Scope) throws {
        let known = try db.first(
            """
            SELECT p.born, p.sex FROM kernel_person p WHERE p.id = \(person) AND \(scope.reaches(person: "p.id"))
            """
        ) { row -> (BirthDate?, Sex?) in (try row[0], try row[1]) }
        guard let (birth, sex) = known else { throw NotFound() }
        if identifier.kind == .personal {
            try PersonalNumber(identifier.number).check(birth: birth, sex: sex)
        }
    }

    private static let columns: SQL = "i.id, i.person_id, i.kind, i.number, i.standing, i.valid_from, i.valid_to"

    private static func held(_ row: Row) throws -> HeldIdentifier {
        HeldIdentifier(
            id: try row[0], personID: try row[1], identifier: Identifier(stored: try row[2], try row[3]),
            standing: try row[4], validFrom: try row[5], validTo: try row[6])
    }
}

/// Telephone numbers of people. A family shares one, so nothing is disputed.
public struct PhoneStore {
    let db: any Session

    public init(db: any Session) { self.db = db }

    /// - Throws: `NotFound` outside the scope.
    public func give(
        _ phone: PhoneNumber, to person: ID<Person>, since day: Day, within scope: Scope, recording: Recording
    ) throws {
        guard try PersonStore(db: db).find(person, within: scope) != nil else { throw NotFound() }
        try db.run(
            """
            INSERT INTO kernel_person_phone (person_id, number, since, recorded_at, recorded_by)
            VALUES (\(person), \(phone.digits), \(day), \(recording.at), \(recording.by))
            ON CONFLICT (person_id, number, since) DO UPDATE SET until = NULL
            """)
    }

    /// - Throws: `NotFound` outside the scope or when the person has no such number.
    public func end(_ phone: PhoneNumber, of person: ID<Person>, on day: Day, within scope: Scope) throws {
        let changed = try db.run(
            """
            UPDATE kernel_person_phone SET until = \(day)
            WHERE person_id = \(person) AND number = \(phone.digits) AND until IS NULL
                AND \(scope.reaches(person: "person_id"))
            """)
        guard changed > 0 else { throw NotFound() }
    }

    /// Those in use, the latest first.
    public func phones(of person: ID<Person>, within scope: Scope) throws -> [String] {
        try db.rows(
            """
            SELECT number FROM kernel_person_phone
            WHERE person_id = \(person) AND until IS NULL AND \(scope.reaches(person: "person_id"))
            ORDER BY since DESC, number LIMIT 20
            """
        ) { try $0[0] }
    }
}
