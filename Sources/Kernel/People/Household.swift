public import Store

/// What somebody is to the head of the household.
public enum HouseholdRelation: String, Sendable, Hashable, CaseIterable, SQLConvertible {
    case head, spouse, child, parent, grandchild, sibling, other

    public var label: String {
        switch self {
        case .head: t("Chủ hộ")
        case .spouse: t("Vợ, chồng")
        case .child: t("Con")
        case .parent: t("Cha, mẹ")
        case .grandchild: t("Cháu")
        case .sibling: t("Anh, chị, em")
        case .other: t("Người khác")
        }
    }
}

public struct Household: Sendable, Hashable {
    public let id: ID<Household>
    public let communeID: ID<AdminUnit>
    public let villageID: ID<AdminUnit>?
    public let address: String
    public let formedOn: Day
    public let endedOn: Day?
}

/// Somebody's time in a household.
public struct HouseholdMember: Sendable, Hashable {
    public let householdID: ID<Household>
    public let personID: ID<Person>
    public let fullName: String
    public let relation: HouseholdRelation
    public let since: Day
    public let until: Day?
}

public enum HouseholdRefusal: Refusal, Hashable {
    case alreadyMember, alreadyHasHead

    public var message: String {
        switch self {
        case .alreadyMember: t("Người này đã ở trong hộ.")
        case .alreadyHasHead: t("Hộ đã có chủ hộ. Hãy đổi quan hệ của chủ hộ cũ trước.")
        }
    }
}

/// Households of a scope, of whatever size.
public struct HouseholdStore {
    let db: any Session

    public init(db: any Session) { self.db = db }

    /// - Throws: `NotFound` when the commune lies outside the scope.
    public func insert(
        in commune: ID<AdminUnit>, village: ID<AdminUnit>? = nil, address: String, on day: Day, within scope: Scope,
        recording: Recording
    ) throws -> Household {
        guard try TerritoryStore(db: db).covers(commune, scope) else { throw NotFound() }
        let household = Household(
            id: .new(at: recording.at), communeID: commune, villageID: village, address: address.nfc, formedOn: day,
            endedOn: nil)
        try db.run(
            """
            INSERT INTO kernel_household (id, commune_id, village_id, address, formed_on, recorded_at, recorded_by)
            VALUES (\(household.id), \(commune), \(village), \(household.address), \(day), \(recording.at),
                \(recording.by))
            """)
        return household
    }

    /// - Throws: ``HouseholdRefusal``; `NotFound` when the household lies outside the scope.
    public func join(
        _ household: ID<Household>, _ person: ID<Person>, as relation: HouseholdRelation, since day: Day,
        within scope: Scope, recording: Recording
    ) throws {
        try check(household, within: scope)
        guard try PersonStore(db: db).find(person, within: scope) != nil else { throw NotFound() }
        let members = try members(of: household, within: scope).filter { $0.until == nil }
        guard !members.contains(where: { $0.personID == person }) else { throw HouseholdRefusal.alreadyMember }
        guard relation != .head || !members.contains(where: { $0.relation == .head }) else {
            throw HouseholdRefusal.alreadyHasHead
        }
        try db.run(
            """
            INSERT INTO kernel_household_member (id, household_id, person_id, relation, since, recorded_at, recorded_by)
            VALUES (\(ID<HouseholdMember>.new(at: recording.at)), \(household), \(person), \(relation), \(day),
                \(recording.at), \(recording.by))
            """)
    }

    /// - Throws: `NotFound` outside the scope, or for somebody who is no member.
    public func leave(_ household: ID<Household>, _ person: ID<Person>, on day: Day, within scope: Scope) throws {
        try check(household, within: scope)
        let changed = try db.run(
            """
            UPDATE kernel_household_member SET until = \(day)
            WHERE household_id = \(household) AND person_id = \(person) AND until IS NULL
            """)
        guard changed == 1 else { throw NotFound() }
    }

    /// Says what somebody is to the household from a day on: a new row, unless the one in force began on that day.
    /// - Throws: ``HouseholdRefusal``; `NotFound` outside the scope, or for somebody who is no member.
    public func relate(
        _ household: ID<Household>, _ person: ID<Person>, as relation: HouseholdRelation, on day: Day,
        within scope: Scope, recording: Recording
    ) throws {
        try check(household, within: scope)
        let members = try members(of: household, within: scope).filter { $0.until == nil }
        guard let member = members.first(where: { $0.personID == person }) else { throw NotFound() }
        guard relation != .head || !members.contains(where: { $0.relation == .head && $0.personID != person }) else {
            throw HouseholdRefusal.alreadyHasHead
        }
        guard member.since < day else {
            try db.run(
                """
                UPDATE kernel_household_member SET relation = \(relation)
                WHERE household_id = \(household) AND person_id = \(person) AND until IS NULL
                """)
            return
        }
        try leave(household, person, on: day, within: scope)
        try join(household, person, as: relation, since: day, within: scope, recording: recording)
    }

    /// - Returns: `nil` also outside the scope.
    public func find(_ id: ID<Household>, within scope: Scope) throws -> Household? {
        try db.first(
            """
            SELECT h.id, h.commune_id, h.village_id, h.address, h.formed_on, h.ended_on FROM kernel_household h
            WHERE h.id = \(id) AND \(scope.covers(unit: "h.commune_id"))
            """
        ) { row in
            Household(
                id: try row[0], communeID: try row[1], villageID: try row[2], address: try row[3],
                formedOn: try row[4], endedOn: try row[5])
        }
    }

    /// Everybody who is or was in it: those in it first, the head before the others.
    public func members(of household: ID<Household>, within scope: Scope) throws -> [HouseholdMember] {
        try db.rows(
            """
            SELECT m.household_id, m.person_id, p.full_name, m.relation, m.since, m.until
            FROM kernel_household_member m JOIN kernel_household h ON h.id = m.household_id
            JOIN kernel_person p ON p.id = m.person_id
            WHERE m.household_id = \(household) AND \(scope.covers(unit: "h.commune_id"))
            ORDER BY CASE WHEN m.until IS NULL THEN 0 ELSE 1 END, CASE WHEN m.relation = 'head' THEN 0 ELSE 1 END,
                m.since, m.id LIMIT 1000
            """, Self.member)
    }

    /// The households of a person, the latest first.
    public func memberships(
        of person: ID<Person>, records: PersonRecords = .own, within scope: Scope
    ) throws -> [HouseholdMember] {
        guard try PersonStore(db: db).find(person, within: scope) != nil else { return [] }
        return try db.rows(
            """
            SELECT m.household_id, m.person_id, p.full_name, m.relation, m.since, m.until
            FROM kernel_household_member m JOIN kernel_person p ON p.id = m.person_id
            WHERE \(records.of(person, "m.person_id"))
            ORDER BY m.since DESC, m.id DESC LIMIT 100
            """, Self.member)
    }

    private func check(_ household: ID<Household>, within scope: Scope) throws {
        let isThere = try db.exists(
            """
            SELECT 1 FROM kernel_household h WHERE h.id = \(household) AND h.ended_on IS NULL
                AND \(scope.covers(unit: "h.commune_id"))\(db.dialect.forUpdate)
            """)
        guard isThere else { throw NotFound() }
    }

    private static func member(_ row: Row) throws -> HouseholdMember {
        HouseholdMember(
            householdID: try row[0], personID: try row[1], fullName: try row[2], relation: try row[3],
            since: try row[4], until: try row[5])
    }
}
