import Kernel
import Register
import Resources
import Store
import Synchronization
import TestKit
import Web

/// The small world with what people see and do about themselves, and the offices that answer them.
enum AboutMeWorld {
    static let roles = Roles([
        Role("citizen", title: "Người dân", reach: .person, permissions: []),
        Role(
            "clerk", title: "Công chức một cửa cấp xã", reach: .unit, permissions: [.readResidents, .correctResidents]),
        Role(
            "chair", title: "Chủ tịch UBND cấp xã", reach: .unit,
            permissions: [.readResidents, .exportResidents, .seeReadQuestions, .answerReadQuestions]),
        Role(
            "office", title: "Văn phòng UBND tỉnh", reach: .unit,
            permissions: [.readResidents, .seeReadQuestions, .answerReadQuestions]),
        Role("auditor", title: "Thanh tra", reach: .everything, permissions: [.seeReadQuestions]),
        Role("admin", title: "Quản trị hệ thống", reach: .everything, permissions: []),
    ])

    /// Everybody of the small world, and those above the communes.
    static let cast =
        WorldPerson.all + [
            WorldPerson("farChair", "Hà Văn Bảo", role: "chair", unit: World.bachHa),
            WorldPerson("office", "Trần Thu Hà", role: "office", unit: "15"),
            WorldPerson("auditor", "Lê Thị Bích", role: "auditor"),
        ]

    static func open(_ engine: TestEngine, at now: Instant = World.morning, _ body: (World) async throws -> Void)
        async throws
    {
        let groups = try EthnicGroups([UInt8](try Shipped.data("seeds/ethnic-groups.csv")))
        let calendar = WorkingCalendar(try CalendarEntry.read([UInt8](try Shipped.data("seeds/holidays-vn.csv"))))
        let house = ModuleBox()
        try await World.open(
            engine, at: now, roles: roles, migrations: RegisterModule.migrations, cast: cast,
            modules: { parts in
                let register = RegisterModule(
                    database: parts.database, files: parts.files, groups: groups, calendar: { calendar },
                    aboutMe: AboutMeParts(
                        passwords: Passwords(database: parts.database, hasher: PasswordHasher(cost: .least)),
                        roles: roles, modules: { house.modules }))
                house.fill([register])
                return [register]
            }, body)
    }
}

/// What the module speaks of the others by; filled before the first visit.
private final class ModuleBox: Sendable {
    private let held = Mutex<[any HouseModule]>([])

    var modules: [any HouseModule] { held.withLock { $0 } }

    func fill(_ modules: [any HouseModule]) { held.withLock { $0 = modules } }
}

extension World {
    func account(_ name: String) throws -> String {
        guard let id = accounts[name] else { throw NotFound() }
        return id.description
    }

    /// An officer's look at somebody, as another module would journal it.
    @discardableResult
    func look(
        by reader: String, in unit: String? = World.vuLinh, at name: String = "citizen", after seconds: Int = 0,
        purpose: String = "để nhận hồ sơ khai sinh"
    ) async throws -> ID<JournalLine> {
        let line = JournalLine(
            at: now + .seconds(seconds), actor: try account(reader),
            actingUnit: try unit.map { code in
                guard let id = units[code] else { throw NotFound() }
                return id.description
            },
            purpose: purpose, action: "resident.read", subjectKind: "person",
            subjectID: try person(name).description, record: "r-1", door: "test", node: "test",
            body: "{\"code\":\"04765-220725-0001\"}")
        try await database.write { db in try Journal(db: db).write(line) }
        return line.id
    }

    /// A visitor of the same house at a moment after the world was opened. Time stands still.
    func visitor(after seconds: Int, as name: String) async throws -> HouseClient {
        let later = House(
            database: database, roles: house.roles, clock: .fixed(now + .seconds(seconds)), languages: house.languages,
            assets: house.assets, files: house.files, shell: house.shell, metrics: house.metrics, logger: house.logger,
            settings: house.settings)
        guard let account = accounts[name] else { throw NotFound() }
        let then = now + .seconds(seconds)
        let token = try await database.write { db in
            try SessionStore(db: db).insert(for: account, lifetimeSeconds: 86_400, address: "", agent: "", now: then)
                .token
        }
        let client = HouseClient(house: later, doors: doors)
        client.cookies = ["session": token]
        return client
    }
}

extension HouseClient {
    /// What makes a form of one's own session valid.
    func token() async throws -> String {
        guard let token = try await get("/about-me/consents/new").form?["_csrf"] else { throw NotFound() }
        return token
    }

    /// Opens a page and sends the form on it that goes to `action`.
    func send(_ action: String, on page: String, _ values: [(String, String)] = []) async throws -> HouseAnswer {
        guard let form = try await get(page).form(to: action) else { throw NotFound() }
        return try await submit(form, values)
    }
}
