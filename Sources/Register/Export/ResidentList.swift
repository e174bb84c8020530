import Kernel
import Store
import Web

/// Which residents of a commune a list is of.
struct ResidentListQuery: Sendable, Hashable {
    var communeID: ID<AdminUnit>?
    var villageID: ID<AdminUnit>?
    var sex: Sex?
    /// Full years, both included.
    var youngest: Int?
    var oldest: Int?
    /// With numbers and telephones, which most uses of a list do not need.
    var hasNumbers = false

    init(_ form: FormData) {
        communeID = ID<AdminUnit>(form["commune"])
        villageID = ID<AdminUnit>(form["village"])
        sex = Sex(rawValue: form["sex"])
        youngest = Int(form["youngest"]).map { max(0, $0) }
        oldest = Int(form["oldest"]).map { max(0, $0) }
        hasNumbers = form["numbers"] == "1"
    }

    /// Births that come into question; a year alone is as good as its days.
    func takes(_ birth: BirthDate?, on day: Day) -> Bool {
        guard youngest != nil || oldest != nil else { return true }
        guard let age = birth?.age(on: day) else { return false }
        return age >= youngest ?? 0 && age <= oldest ?? .max
    }
}

/// Somebody on a list.
struct ListedResident: Sendable, Hashable {
    let id: ID<Person>
    let kind: ResidenceKind
    let fullName: String
    let birth: BirthDate?
    let sex: Sex?
    let people: EthnicCode?
    let village: String?
    let address: String
    var number: String?
    var phone: String?

    fileprivate let sortName: String
}

/// Residents of a commune, by name, in pages.
struct ResidentListStore {
    let db: any Session

    /// Where a page ends.
    struct Place: Sendable, Hashable {
        let name: String
        let id: ID<Person>
        let kind: ResidenceKind
    }

    /// - Parameter after: the last one looked at on the page before.
    /// - Returns: those who fit, and where to go on; no place behind the last page.
    func page(
        _ query: ResidentListQuery, after place: Place?, within scope: Scope, on day: Day, limit: Int
    ) throws -> (residents: [ListedResident], next: Place?) {
        let village: SQL = query.villageID.map { " AND r.village_id = \($0)" } ?? ""
        let start: SQL =
            place.map { place in
                """
                 AND (r.name_back > \(place.name) OR (r.name_back = \(place.name) AND (r.resident_id > \(place.id)
                    OR (r.resident_id = \(place.id) AND r.kind > \(place.kind)))))
                """
            } ?? ""
        let found = try db.rows(
            """
            SELECT r.resident_id, r.kind, p.full_name, p.born, p.sex, p.ethnic_code, v.full_name, h.address, r.name_back
            FROM kernel_resident r JOIN kernel_person p ON p.id = r.resident_id
            JOIN kernel_residence h ON h.person_id = r.resident_id AND h.kind = r.kind AND h.until IS NULL
            LEFT JOIN kernel_unit_version v ON v.unit_id = r.village_id
                AND \(TerritoryStore.valid("v", on: day))
            WHERE r.commune_id = \(query.communeID) AND \(scope.covers(unit: "r.commune_id"))\(village)\(start)
            ORDER BY r.name_back, r.resident_id, r.kind LIMIT \(limit)
            """
        ) { row in
            ListedResident(
                id: try row[0], kind: try row[1], fullName: try row[2], birth: try row[3], sex: try row[4],
                people: try row[5], village: try row[6], address: try row[7], sortName: try row[8])
        }
        let next = found.count < limit ? nil : found.last.map { Place(name: $0.sortName, id: $0.id, kind: $0.kind) }
        let fitting = found.filter { resident in
            (query.sex == nil || resident.sex == query.sex) && query.takes(resident.birth, on: day)
        }
        return (query.hasNumbers ? try numbered(fitting) : fitting, next)
    }

    private func numbered(_ residents: [ListedResident]) throws -> [ListedResident] {
        let ids = residents.map(\.id)
        var numbers: [ID<Person>: String] = [:]
        var phones: [ID<Person>: String] = [:]
        try db.forEach(
            """
            SELECT person_id, number FROM kernel_person_identifier
            WHERE person_id IN \(list: ids) AND kind = 'personal' AND standing = 'held'
            """
        ) { row in numbers[try row[0]] = try row[1] }
        try db.forEach(
            """
            SELECT person_id, number FROM kernel_person_phone WHERE person_id IN \(list: ids) AND until IS NULL
            ORDER BY since, number
            """
        ) { row in phones[try row[0]] = try row[1] }
        return residents.map { resident in
            var resident = resident
            resident.number = numbers[resident.id]
            resident.phone = phones[resident.id]
            return resident
        }
    }
}
