import Kernel
import Resources
import Store
import TestKit

/// A database with the kernel's tables, the real units of 2022 and a few roles.
func withKernelHouse(_ engine: TestEngine, _ body: (KernelHouse) async throws -> Void) async throws {
    try await withDatabase(engine) { database in
        _ = try await Migrator(KernelModule.migrations).run(on: database)
        let seeds = try UnitSeed.read(Shipped.data("seeds/units-2022.csv"))
        let units = try await database.write { db in
            try TerritoryStore(db: db).insert(seeds, from: KernelHouse.reform2020, now: KernelHouse.morning)
        }
        try await body(KernelHouse(database: database, units: units))
    }
}

struct KernelHouse: Sendable {
    let database: any Database
    /// By code.
    let units: [String: ID<AdminUnit>]
    let hasher = PasswordHasher(cost: .least)

    static let today = Day(number: 19_198)  // 2022-07-25
    static let reform2020 = Day(number: 18_293)  // 2020-02-01
    static let morning = Instant(day: today, hour: 8)

    static let roles = Roles([
        Role("citizen", title: "Người dân", reach: .person, permissions: [.look]),
        Role("clerk", title: "Công chức một cửa", reach: .unit, permissions: [.look, .work]),
        Role("auditor", title: "Thanh tra", reach: .everything, permissions: [.look]),
        Role("admin", title: "Quản trị", reach: .everything, permissions: [.grantRoles]),
    ])

    /// Yên Bình, a district with 24 communes.
    var district: ID<AdminUnit> { get throws { try unit("141") } }
    /// Vũ Linh, a commune of it.
    var commune: ID<AdminUnit> { get throws { try unit("04765") } }

    func unit(_ code: String) throws -> ID<AdminUnit> {
        guard let id = units[code] else { throw NotFound() }
        return id
    }

    func account(
        _ name: String, password: String = "một câu dễ nhớ", person: ID<Person>? = nil
    ) async throws -> Account {
        let hash = try await hasher.hash(password)
        return try await database.write { db in
            let draft = AccountDraft(name: name, displayName: "Nguyễn Văn An", personID: person, passwordHash: hash)
            return try AccountStore(db: db).insert(draft, now: Self.morning)
        }
    }

    /// - Parameter minutes: since the morning; ids of moments that lie close together have no order.
    @discardableResult
    func grant(
        _ role: String, to account: Account, at unit: ID<AdminUnit>? = nil, from day: Day = today, to end: Day? = nil,
        by giver: ID<Account>? = nil, within scope: Scope = .everything, after minutes: Int = 0
    ) async throws -> Grant {
        let now = Self.morning + .seconds(60 * minutes)
        let draft = GrantDraft(accountID: account.id, role: role, unitID: unit, validFrom: day, validTo: end)
        return try await database.write { db in
            try GrantStore(db: db, roles: Self.roles).grant(draft, by: giver, within: scope, now: now)
        }
    }

    func revoke(
        _ grant: ID<Grant>, by revoker: ID<Account>?, within scope: Scope = .everything, on day: Day = today
    ) async throws -> Grant {
        try await database.write { db in
            try GrantStore(db: db, roles: Self.roles)
                .revoke(grant, by: revoker, within: scope, today: day, now: Instant(day: day, hour: 9))
        }
    }

    func open(_ account: Account, address: String = "192.0.2.1", at now: Instant = morning) async throws -> String {
        try await database.write { db in
            try SessionStore(db: db)
                .insert(for: account.id, lifetimeSeconds: 3_600, address: address, agent: "Firefox", now: now).token
        }
    }

    func find(_ token: String, at now: Instant = morning, on day: Day = today) async throws -> SignedIn? {
        try await database.read { db in try SessionStore(db: db).find(token: token, now: now, today: day) }
    }
}

extension Permission {
    static let look = Permission("test.look", title: "Xem")
    static let work = Permission("test.work", title: "Làm")
}
