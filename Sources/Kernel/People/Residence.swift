public import Store

public enum ResidenceKind: String, Sendable, Hashable, CaseIterable, SQLConvertible {
    case permanent, temporary

    public var label: String {
        switch self {
        case .permanent: t("Thường trú")
        case .temporary: t("Tạm trú")
        }
    }
}

/// Where somebody lives or lived. The units are those of the day on which it began.
public struct Residence: Sendable, Hashable {
    public let kind: ResidenceKind
    public let communeID: ID<AdminUnit>
    public let villageID: ID<AdminUnit>?
    /// House, lane, and what else the units do not say.
    public let address: String
    public let since: Day
    /// The first day on which it no longer holds.
    public let until: Day?

    public init(
        _ kind: ResidenceKind = .permanent, in communeID: ID<AdminUnit>, village villageID: ID<AdminUnit>? = nil,
        address: String = "", since: Day, until: Day? = nil
    ) {
        self.kind = kind
        self.communeID = communeID
        self.villageID = villageID
        self.address = address
        self.since = since
        self.until = until
    }
}

public enum ResidenceRefusal: Refusal, Hashable {
    case beforeTheLast(Day), noCommune

    public var message: String {
        switch self {
        case .beforeTheLast(let day):
            t("Nơi ở trước bắt đầu từ {day}. Ngày chuyển đến phải sau ngày đó.", ["day": Format.day(day)])
        case .noCommune: t("Hãy chọn xã, phường hoặc thị trấn.")
        }
    }
}

/// Homes of people. Who lives in a scope is decided here.
public struct ResidenceStore {
    let db: any Session

    public init(db: any Session) { self.db = db }

    /// Writes down where somebody lives from a day on; a home of the same kind ends on it.
    /// - Parameters:
    ///   - scope: has to cover the new commune. People are moved by the commune into which they come, as the law has
    ///     it, so the old one may lie outside.
    ///   - number: one that the person holds. Whoever is not seen in the scope has to show it, so that nobody is drawn
    ///     in, and read, by an office that they never came to. A record that was just made needs none.
    /// - Throws: ``ResidenceRefusal``; `NotFound` when the commune lies outside the scope, there is no such person, or
    ///   they neither lie in the scope nor have shown their number.
    public func settle(
        _ person: ID<Person>, _ home: Residence, showing number: Identifier? = nil, within scope: Scope,
        recording: Recording
    ) throws {
        try checkPlace(home, within: scope)
        try checkArrival(of: person, showing: number, within: scope, recording: recording)
        guard
            let name = try db.value(
                "SELECT full_name FROM kernel_person WHERE id = \(person) AND merged_into IS NULL", as: String.self)
        else { throw NotFound() }
        let last = try db.value(
            """
            SELECT since FROM kernel_residence WHERE person_id = \(person) AND kind = \(home.kind) AND until IS NULL
            """, as: Day.self)
        if let last {
            guard last < home.since else { throw ResidenceRefusal.beforeTheLast(last) }
            try db.run(
                """
                UPDATE kernel_residence SET until = \(home.since)
                WHERE person_id = \(person) AND kind = \(home.kind) AND until IS NULL
                """)
        }
        try db.run(
            """
            INSERT INTO kernel_residence (id, person_id, kind, commune_id, village_id, address, since, recorded_at,
                recorded_by)
            VALUES (\(ID<Residence>.new(at: recording.at)), \(person), \(home.kind), \(home.communeID),
                \(home.villageID), \(home.address.nfc), \(home.since), \(recording.at), \(recording.by))
            """)
        let words = NameKeys.words(name)
        try db.run(
            """
            INSERT INTO kernel_resident (resident_id, kind, commune_id, village_id, name_key, name_back)
            VALUES (\(person), \(home.kind), \(home.communeID), \(home.villageID), \(NameKeys.forward(words)),
                \(NameKeys.backward(words)))
            ON CONFLICT (resident_id, kind) DO UPDATE SET commune_id = excluded.commune_id,
                village_id = excluded.village_id, name_key = excluded.name_key, name_back = excluded.name_back
            """)
        try db.run("UPDATE kernel_person SET unplaced_key = NULL WHERE id = \(person) AND unplaced_key IS NOT NULL")
    }

    private func checkArrival(
        of person: ID<Person>, showing number: Identifier?, within scope: Scope, recording: Recording
    ) throws {
        if scope == .everything { return }
        if try PersonStore(db: db).find(person, within: scope) != nil { return }
        if let number {
            let holds = try db.exists(
                """
                SELECT 1 FROM kernel_person_identifier WHERE person_id = \(person) AND kind = \(number.kind)
                    AND number = \(number.number) AND standing = 'held'
                """)
            if holds { return }
        }
        let isNew = try db.exists(
            """
            SELECT 1 FROM kernel_person p WHERE p.id = \(person) AND p.recorded_at = \(recording.at)
                AND p.recorded_by = \(recording.by)
                AND NOT EXISTS (SELECT 1 FROM kernel_residence h WHERE h.person_id = p.id)
            """)
        guard isNew else { throw NotFound() }
    }

    /// Ends a home without another one, as for those who leave the province.
    /// - Throws: `NotFound` outside the scope or without such a home.
    public func leave(_ person: ID<Person>, _ kind: ResidenceKind, on day: Day, within scope: Scope) throws {
        let changed = try db.run(
            """
            UPDATE kernel_residence SET until = \(day)
            WHERE person_id = \(person) AND kind = \(kind) AND until IS NULL AND \(scope.covers(unit: "commune_id"))
            """)
        guard changed == 1 else { throw NotFound() }
        try db.run("DELETE FROM kernel_resident WHERE resident_id = \(person) AND kind = \(kind)")
        try UnplacedPeople(db: db).note(person)
    }

    /// Every home, the latest first.
    public func residences(
        of person: ID<Person>, records: PersonRecords = .own, within scope: Scope
    ) throws -> [Residence] {
        guard try PersonStore(db: db).find(person, within: scope) != nil else { return [] }
        return try db.rows(
            """
            SELECT kind, commune_id, village_id, address, since, until FROM kernel_residence
            WHERE \(records.of(person, "person_id")) ORDER BY since DESC, id DESC LIMIT 100
            """
        ) { row in
            Residence(
                try row[0], in: try row[1], village: try row[2], address: try row[3], since: try row[4],
                until: try row[5])
        }
    }

    /// The communes in which people lived on a day, as the register knows; a permanent home counts before others.
    public func communes(
        of people: [ID<Person>], on day: Day, within scope: Scope
    ) throws -> [ID<Person>: ID<AdminUnit>] {
        guard !people.isEmpty else { return [:] }
        let rows = try db.rows(
            """
            SELECT r.person_id, r.commune_id FROM kernel_residence r
            WHERE r.person_id IN \(list: people) AND r.since <= \(day) AND (r.until IS NULL OR r.until > \(day))
                AND \(scope.covers(unit: "r.commune_id"))
            ORDER BY CASE WHEN r.kind = \(ResidenceKind.permanent) THEN 0 ELSE 1 END, r.since DESC, r.id
            """
        ) { row in (try row[0] as ID<Person>, try row[1] as ID<AdminUnit>) }
        return Dictionary(rows, uniquingKeysWith: { first, _ in first })
    }

    private func checkPlace(_ home: Residence, within scope: Scope) throws {
        let level = try db.value(
            "SELECT level FROM kernel_unit u WHERE u.id = \(home.communeID) AND \(scope.covers(unit: "u.id"))",
            as: UnitLevel.self)
        guard let level else { throw NotFound() }
        guard level == .commune else { throw ResidenceRefusal.noCommune }
    }
}
