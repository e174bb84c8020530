import Kernel
import Store

/// What the register holds on one person and the kernel's stores do not tell by themselves.
struct OwnRecordStore {
    let db: any Session

    struct Phone: Sendable {
        let number: String
        let since: Day
        let until: Day?
    }

    struct Home: Sendable {
        let residence: Residence
        let place: String
    }

    struct Membership: Sendable {
        let address: String
        let place: String
        let relation: HouseholdRelation
        /// How many are in the household today.
        let size: Int
        let since: Day
        let until: Day?
    }

    struct Position: Sendable {
        let organisation: String
        let position: String
        let since: Day
        let until: Day?
    }

    /// Another record that may be of the same person, or was joined with this one.
    struct Match: Sendable {
        let foundAt: Instant
        let isOpen: Bool
        let outcome: String?
    }

    func phones(of person: ID<Person>, limit: Int) throws -> [Phone] {
        try db.rows(
            """
            SELECT number, since, until FROM kernel_person_phone WHERE person_id = \(person)
            ORDER BY since DESC, number LIMIT \(limit)
            """
        ) { row in Phone(number: try row[0], since: try row[1], until: try row[2]) }
    }

    /// Homes with the names that the places bear today.
    func homes(of person: ID<Person>, limit: Int) throws -> [Home] {
        try ResidenceStore(db: db).residences(of: person, within: .person(person)).prefix(limit).map { home in
            Home(residence: home, place: try place(home.villageID, home.communeID))
        }
    }

    func memberships(of person: ID<Person>, limit: Int) throws -> [Membership] {
        let rows = try db.rows(
            """
            SELECT h.address, h.village_id, h.commune_id, m.relation, m.since, m.until,
                (SELECT COUNT(*) FROM kernel_household_member o WHERE o.household_id = h.id AND o.until IS NULL)
            FROM kernel_household_member m JOIN kernel_household h ON h.id = m.household_id
            WHERE m.person_id = \(person) ORDER BY m.since DESC, m.id DESC LIMIT \(limit)
            """
        ) { row -> (ID<AdminUnit>?, ID<AdminUnit>, Membership) in
            (
                try row[1], try row[2],
                Membership(
                    address: try row[0], place: "", relation: try row[3], size: try row[6], since: try row[4],
                    until: try row[5])
            )
        }
        return try rows.map { village, commune, told in
            Membership(
                address: told.address, place: try place(village, commune), relation: told.relation, size: told.size,
                since: told.since, until: told.until)
        }
    }

    func positions(of person: ID<Person>, limit: Int) throws -> [Position] {
        try db.rows(
            """
            SELECT o.name, m.position, m.since, m.until
            FROM kernel_organisation_member m JOIN kernel_organisation o ON o.id = m.organisation_id
            WHERE m.person_id = \(person) ORDER BY m.since DESC, m.id DESC LIMIT \(limit)
            """
        ) { row in Position(organisation: try row[0], position: try row[1], since: try row[2], until: try row[3]) }
    }

    func matches(of person: ID<Person>, limit: Int) throws -> [Match] {
        try db.rows(
            """
            SELECT m.found_at, m.outcome FROM kernel_person_match m
            WHERE m.first_id = \(person) OR m.second_id = \(person) ORDER BY m.id DESC LIMIT \(limit)
            """
        ) { row in
            let outcome: String? = try row[1]
            return Match(foundAt: try row[0], isOpen: outcome == nil, outcome: outcome)
        }
    }

    /// The names of some people, for whoever a mandate binds to them.
    func names(of people: [ID<Person>]) throws -> [ID<Person>: String] {
        guard !people.isEmpty else { return [:] }
        let rows = try db.rows("SELECT id, full_name FROM kernel_person WHERE id IN \(list: people)") { row in
            (try row[0] as ID<Person>, try row[1] as String)
        }
        return Dictionary(rows) { $1 }
    }

    /// Open accounts of a person, to tell them something.
    func accounts(of person: ID<Person>) throws -> [ID<Account>] {
        try db.rows(
            "SELECT id FROM kernel_account WHERE person_id = \(person) AND state = 'active' ORDER BY id LIMIT 20"
        ) { try $0[0] }
    }

    /// Who acted, as colleagues know them; nil for the program itself.
    func accountName(_ actor: String) throws -> String? {
        guard let account = ID<Account>(actor) else { return nil }
        return try AccountStore(db: db).find(account)?.displayName
    }

    /// People of exactly this name who hold exactly this number or use this telephone.
    func find(_ name: String, phone: PhoneNumber?, numbers: [Identifier]) throws -> [ID<Person>] {
        let byPhone: SQL =
            phone.map { phone -> SQL in
                """
                EXISTS (SELECT 1 FROM kernel_person_phone h
                    WHERE h.person_id = p.id AND h.number = \(phone.digits) AND h.until IS NULL)
                """
            } ?? "FALSE"
        let byNumber = numbers.map { number -> SQL in
            """
            EXISTS (SELECT 1 FROM kernel_person_identifier i WHERE i.person_id = p.id
                AND i.number = \(number.number) AND i.kind = \(number.kind) AND i.standing = 'held')
            """
        }
        return try db.rows(
            """
            SELECT p.id FROM kernel_person p WHERE p.name_search = \(Fold.folded(name)) AND p.merged_into IS NULL
                AND (\(SQL.joined([byPhone] + byNumber, by: " OR "))) ORDER BY p.id LIMIT 2
            """
        ) { try $0[0] }
    }

    private func place(_ village: ID<AdminUnit>?, _ commune: ID<AdminUnit>) throws -> String {
        let names = try [village, commune].compactMap(\.self).compactMap { unit in
            try db.value(
                """
                SELECT full_name FROM kernel_unit_version WHERE unit_id = \(unit) ORDER BY valid_from DESC LIMIT 1
                """, as: String.self)
        }
        return names.joined(separator: ", ")
    }
}
