import Kernel
import Resources
import Store
import TestKit
import Web

@testable import Register

/// The small world with this module alone, and people who live in it.
enum RegisterWorld {
    static let roles = Roles([
        Role("citizen", title: "Người dân", reach: .person, permissions: []),
        Role(
            "clerk", title: "Công chức một cửa cấp xã", reach: .unit,
            permissions: [.readResidents, .correctResidents, .readInclusion]),
        Role("chair", title: "Chủ tịch UBND cấp xã", reach: .unit, permissions: [.readResidents, .exportResidents]),
        // Keeps the register without seeing circumstances.
        Role(
            "registrar", title: "Công chức tư pháp, hộ tịch", reach: .unit,
            permissions: [.readResidents, .correctResidents]),
        Role("office", title: "Văn phòng UBND tỉnh", reach: .unit, permissions: [.readResidents, .mergeResidents]),
        Role("admin", title: "Quản trị hệ thống", reach: .everything, permissions: []),
    ])

    static let cast = [
        WorldPerson("citizen", "Đào Thị Hoa", role: "citizen"),
        WorldPerson("neighbour", "Đào Văn Páo", role: "citizen"),
        WorldPerson("clerk", "Đặng Thị Thảo", role: "clerk", unit: World.vuLinh),
        WorldPerson("second", "Nguyễn Văn Ước", role: "clerk", unit: World.vuLinh),
        WorldPerson("stranger", "Lò Văn Inh", role: "clerk", unit: World.bachHa),
        WorldPerson("chair", "Triệu Văn Sơn", role: "chair", unit: World.vuLinh),
        WorldPerson("office", "Trần Thu Hà", role: "office", unit: "15"),
        WorldPerson("admin", "Đỗ Anh Tuấn", role: "admin"),
    ]

    static let number = "015152000123"

    /// The citizen lives in Thôn Ngòi Tu of Vũ Linh, the neighbour in Bạch Hà.
    static func open(_ engine: TestEngine, _ body: (World) async throws -> Void) async throws {
        let groups = try EthnicGroups([UInt8](try Shipped.data("seeds/ethnic-groups.csv")))
        let days = try CalendarEntry.read([UInt8](try Shipped.data("seeds/holidays-vn.csv")))
        let calendar = WorkingCalendar(days)
        try await World.open(
            engine, roles: roles, migrations: RegisterModule.migrations, cast: cast,
            modules: { parts in
                [
                    RegisterModule(
                        database: parts.database, files: parts.files, groups: groups, calendar: { calendar },
                        aboutMe: AboutMeParts(
                            passwords: Passwords(database: parts.database, hasher: PasswordHasher(cost: .least)),
                            roles: roles, modules: { [] }))
                ]
            }
        ) { world in
            try await world.addVillage()
            try await world.settle("citizen", in: World.vuLinh)
            try await world.settle("neighbour", in: World.bachHa)
            try await body(world)
        }
    }
}

extension World {
    static let village = "04765-01"

    private var recording: Recording { Recording(by: "system", at: now, reason: "") }

    fileprivate func addVillage() async throws {
        guard let commune = units[World.vuLinh] else { throw NotFound() }
        let id = ID<AdminUnit>.new(at: now)
        let ancestors = units.filter { $0.key != World.bachHa }.map(\.value) + [id]
        let from = now.day + -1_000
        try await database.write { db in
            try db.run(
                "INSERT INTO kernel_unit (id, level, created_on, is_generated) VALUES (\(id), 'village', \(from), TRUE)"
            )
            try db.run(
                """
                INSERT INTO kernel_unit_version (unit_id, valid_from, code, type, name, full_name, parent_id,
                    name_search, name_sort)
                VALUES (\(id), \(from), \(World.village), \("thôn"), \("Ngòi Tu"), \("Thôn Ngòi Tu"), \(commune),
                    'thon ngoi tu', 'ngoi tu')
                """)
            let end = Day(number: .max)
            for ancestor in ancestors {
                try db.run(
                    """
                    INSERT INTO kernel_unit_cover (ancestor_id, unit_id, valid_from, valid_to)
                    VALUES (\(ancestor), \(id), \(from), \(end))
                    """)
            }
        }
    }

    fileprivate func settle(_ name: String, in code: String) async throws {
        guard let person = people[name], let commune = units[code] else { throw NotFound() }
        let (recording, since) = (recording, now.day + -4_000)
        let village = try await villageID()
        try await database.write { db in
            try ResidenceStore(db: db).settle(
                person, Residence(in: commune, village: code == World.vuLinh ? village : nil, since: since),
                within: .everything, recording: recording)
        }
    }

    func villageID() async throws -> ID<AdminUnit> {
        let found = try await value(
            "SELECT unit_id FROM kernel_unit_version WHERE code = \(World.village)", as: ID<AdminUnit>.self)
        guard let found else { throw NotFound() }
        return found
    }

    /// Somebody who lives in a commune since 2011.
    @discardableResult
    func resident(
        _ facts: PersonFacts, in code: String = vuLinh, numbers: [Identifier] = [], phone: String? = nil
    ) async throws -> ID<Person> {
        guard let commune = units[code] else { throw NotFound() }
        let (recording, since) = (recording, now.day + -4_000)
        return try await database.write { db in
            let person = try PersonStore(db: db).insert(facts, recording: recording)
            try ResidenceStore(db: db).settle(
                person.id, Residence(in: commune, since: since), within: .everything, recording: recording)
            for number in numbers {
                _ = try IdentifierStore(db: db).give(number, to: person.id, within: .everything, recording: recording)
            }
            if let phone {
                try PhoneStore(db: db).give(
                    try PhoneNumber(phone), to: person.id, since: since, within: .everything, recording: recording)
            }
            return person.id
        }
    }

    /// An officer who has said why they look.
    func officer(_ name: String, purpose: UsualPurpose = .counter) async throws -> HouseClient {
        let client = try await signedIn(name)
        let form = try await client.get("/residents").form(to: "/residents/purpose")
        guard let form else { throw NotFound() }
        _ = try await client.submit(form, [("purpose", purpose.rawValue)])
        return client
    }

    /// Actions and purposes of the journal about a person, the latest first.
    func reads(of person: ID<Person>) async throws -> [JournalLine] {
        // By time: tests that run side by side turn one clock of ids back and forth.
        try await database.read { db in try Journal(db: db).reads(of: "\(person)", limit: 100) }
            .sorted { $0.at > $1.at }
    }

    func person(_ name: String) throws -> ID<Person> {
        guard let person = people[name] else { throw NotFound() }
        return person
    }
}

let hostile = "<script>alert('x')</script>\"&'; DROP TABLE kernel_person"
