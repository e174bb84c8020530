import Foundation
public import HTTPTypes
public import Kernel
import Logging
public import Store
public import Web

/// Somebody of the small world.
public struct WorldPerson: Sendable {
    public let name: String
    public let displayName: String
    /// Code of a role that the test's roles declare; left out when they do not.
    public let role: String
    /// Code of the unit that the role is held for.
    public let unit: String?

    public init(_ name: String, _ displayName: String, role: String, unit: String? = nil) {
        self.name = name
        self.displayName = displayName
        self.role = role
        self.unit = unit
    }

    public static let all = [
        WorldPerson("citizen", "Hoàng Thị Mai", role: "citizen"),
        WorldPerson("neighbour", "Bàn Văn Páo", role: "citizen"),
        WorldPerson("clerk", "Đặng Thị Thảo", role: "clerk", unit: World.vuLinh),
        WorldPerson("second", "Nguyễn Văn Ước", role: "clerk", unit: World.vuLinh),
        WorldPerson("stranger", "Lò Văn Inh", role: "clerk", unit: World.bachHa),
        WorldPerson("chair", "Triệu Văn Sơn", role: "chair", unit: World.vuLinh),
        WorldPerson("admin", "Đỗ Anh Tuấn", role: "admin"),
    ]
}

/// What a module is made from in the small world.
public struct WorldParts: Sendable {
    public let database: any Database
    public let files: FileVault
    public let roles: Roles
    public let calendar: WorkingCalendar
}

/// A small named world behind one house: a province, a district, two communes, a handful of people.
public struct World: Sendable {
    public static let vuLinh = "04765"
    public static let bachHa = "04762"
    /// What opens every account.
    public static let password = "ba-con-dong-bao"

    public let engine: TestEngine
    public let house: House
    public let database: any Database
    public let doors: [Door]
    public let modules: [any HouseModule]
    /// By code.
    public let units: [String: ID<AdminUnit>]
    /// By name to sign in with.
    public let accounts: [String: ID<Account>]
    public let people: [String: ID<Person>]
    /// When the world was opened, by its own clock.
    public let now: Instant
    /// Goes on from there as fast as the real one, so that what happens later has a later time.
    public let clock: Kernel.Clock

    /// Monday 2022-07-25, 9:00.
    public static let morning = Instant(microseconds: 1_658_714_400_000_000)

    /// Opens a world on a database of its own and removes it afterwards.
    /// - Parameters:
    ///   - migrations: of the modules; the kernel's are there already.
    ///   - seed: runs in the transaction that makes the people.
    public static func open<Value>(
        _ engine: TestEngine, at now: Instant = morning, roles: Roles, migrations: [Migration] = [],
        languages: Languages = Languages(), cast: [WorldPerson] = WorldPerson.all,
        modules: (WorldParts) -> [any HouseModule], seed: @escaping @Sendable (any Session) throws -> Void = { _ in },
        _ body: (World) async throws -> Value
    ) async throws -> Value {
        try await withDatabase(engine) { database in
            _ = try await Migrator(KernelModule.migrations + migrations).run(on: database)
            let folder = FileManager.default.temporaryDirectory.appending(path: "thacba-world-\(UUID().uuidString)")
                .path
            defer { try? FileManager.default.removeItem(atPath: folder) }
            let hash = try await PasswordHasher(cost: .least).hash(password)
            let made = try await database.write { db in
                let made = try populate(db, cast, roles: roles, passwordHash: hash, now: now)
                try seed(db)
                return made
            }
            let vault = FileVault(
                database: database, storage: engine == .sqlite ? .folder(folder) : .database(spool: folder))
            let parts = WorldParts(
                database: database, files: vault, roles: roles,
                calendar: try await database.read { db in try WorkCalendarStore(db: db).calendar() })
            let modules = modules(parts)
            var logger = Logger(label: "test")
            logger.logLevel = .critical
            let clock = Kernel.Clock.shifted(by: now - .now)
            let house = House(
                database: database, roles: roles, clock: clock, languages: languages, assets: Assets(),
                files: vault,
                shell: Shell(
                    province: { _ in "Tỉnh Yên Bái" }, officerMenu: modules.flatMap(\.menu),
                    adminMenu: modules.flatMap(\.adminMenu)),
                metrics: Metrics(), logger: logger, settings: House.Settings(node: "test"))
            let world = World(
                engine: engine, house: house, database: database, doors: modules.flatMap(\.doors), modules: modules,
                units: made.units, accounts: made.accounts, people: made.people, now: now,
                clock: clock)
            return try await body(world)
        }
    }

    private struct Made: Sendable {
        var units: [String: ID<AdminUnit>] = [:]
        var accounts: [String: ID<Account>] = [:]
        var people: [String: ID<Person>] = [:]
    }

    private static func populate(
        _ db: any Session, _ cast: [WorldPerson], roles: Roles, passwordHash: String, now: Instant
    ) throws -> Made {
        var made = Made()
        made.units = try TerritoryStore(db: db).insert(tree, from: now.day + -1_000, now: now)
        for person in cast {
            let registered = try PersonStore(db: db).insert(fullName: person.displayName, now: now)
            let account = try AccountStore(db: db).insert(
                AccountDraft(
                    name: person.name, displayName: person.displayName, personID: registered.id,
                    passwordHash: passwordHash), now: now)
            made.people[person.name] = registered.id
            made.accounts[person.name] = account.id
            guard roles[person.role] != nil else { continue }
            let draft = GrantDraft(
                accountID: account.id, role: person.role, unitID: person.unit.flatMap { made.units[$0] },
                validFrom: now.day + -1)
            _ = try GrantStore(db: db, roles: roles).grant(draft, by: nil, within: .everything, now: now)
        }
        return made
    }

    private static let tree = [
        UnitSeed(
            code: "15", level: .province, type: "tỉnh", name: "Yên Bái", fullName: "Tỉnh Yên Bái", parentCode: nil),
        UnitSeed(
            code: "141", level: .district, type: "huyện", name: "Yên Bình", fullName: "Huyện Yên Bình",
            parentCode: "15"),
        UnitSeed(
            code: vuLinh, level: .commune, type: "xã", name: "Vũ Linh", fullName: "Xã Vũ Linh", parentCode: "141"),
        UnitSeed(
            code: bachHa, level: .commune, type: "xã", name: "Bạch Hà", fullName: "Xã Bạch Hà", parentCode: "141"),
    ]

    // MARK: Visitors

    public func visitor(_ defaults: HTTPFields = [:]) -> HouseClient {
        HouseClient(house: house, doors: doors, defaults: defaults)
    }

    /// A browser that carries a session, without the cost of a password.
    public func signedIn(_ name: String) async throws -> HouseClient {
        guard let account = accounts[name] else { throw NotFound() }
        let now = now
        let token = try await database.write { db in
            try SessionStore(db: db).insert(
                for: account, lifetimeSeconds: 86_400, address: "", agent: "", now: now
            ).token
        }
        let client = visitor()
        client.cookies = ["session": token]
        return client
    }

    // MARK: What is in the tables

    /// The first column of the first row.
    public func value<Value: SQLDecodable & Sendable>(_ sql: SQL, as type: Value.Type = Value.self) async throws
        -> Value?
    {
        try await database.read { db in try db.value(sql) }
    }

    public func values<Value: SQLDecodable & Sendable>(_ sql: SQL, as type: Value.Type = Value.self) async throws
        -> [Value]
    {
        try await database.read { db in try db.rows(sql) { try $0[0] } }
    }

    /// Actions of the journal in the order in which they were written.
    public func journal() async throws -> [String] {
        try await values("SELECT action FROM kernel_journal ORDER BY at, id")
    }

    /// How many statements a piece of work takes, those of the transactions included.
    public func statements(_ work: () async throws -> Void) async throws -> StatementCounter {
        let counter = StatementCounter()
        try await StatementCounter.$current.withValue(counter) { try await work() }
        return counter
    }

    /// Relays the outbox and runs what is due, as a server's runner does.
    @discardableResult
    public func runJobs() async throws -> Int {
        var handlers: [String: JobHandler] = [:]
        var subscriptions: [String: [String]] = [:]
        var announcers: [String: OutboxAnnouncer] = [:]
        for module in modules {
            handlers.merge(module.jobHandlers) { first, _ in first }
            subscriptions.merge(module.subscriptions, uniquingKeysWith: +)
            announcers.merge(module.announcers) { first, _ in first }
        }
        let runner = JobRunner(
            database: database, node: "test", clock: clock, handlers: handlers, subscriptions: subscriptions,
            announcers: announcers)
        return try await runner.runDue()
    }
}
