import Foundation
public import Kernel
import Procedures
import Resources
public import Store

/// What tells that a database holds the demo: the day its calendar started on and when that was.
struct DemoFacts: Sendable {
    /// The day that the demo's calendar showed when it was made.
    let firstDay: Day
    /// When it was made, by the machine's clock.
    let startedAt: Instant
    let hasDefaultPassword: Bool

    static let migrations = [
        Migration(
            "app-001-demo",
            """
            CREATE TABLE app_demo (
                first_day TEXT PRIMARY KEY,
                started_at BIGINT NOT NULL,
                has_default_password BOOLEAN NOT NULL
            )
            """)
    ]

    /// `nil` when the database is no demo, or is not migrated yet.
    static func read(from database: any Database) async throws -> DemoFacts? {
        try await database.read { db in
            var hasTable = false
            try db.forEach(db.dialect.columnsOfTables) { row in
                if try row[0] as String == "app_demo" { hasTable = true }
            }
            guard hasTable else { return nil }
            return try db.first("SELECT first_day, started_at, has_default_password FROM app_demo") { row in
                DemoFacts(firstDay: try row[0], startedAt: try row[1], hasDefaultPassword: try row[2])
            }
        }
    }

    /// Runs on from the first day, as fast as the real one.
    var clock: Kernel.Clock { .shifted(by: .seconds((firstDay - startedAt.day) * 86_400)) }
}

/// Fills an empty, migrated database with the province of 2022 and the accounts to try it with.
public struct Demo: Sendable {
    /// The demo's calendar starts here: a Monday.
    static let firstDay = Day(year: 2022, month: 7, day: 25)

    let database: any Database
    let hasher: PasswordHasher
    let password: String?
    let residents: Int
    let seed: UInt64

    /// What opens the demo's accounts unless THACBA_DEMO_PASSWORD says otherwise.
    public static let defaultPassword = "ho-thac-ba-2022"

    /// - Parameters:
    ///   - password: for all accounts; `nil` for the default.
    ///   - cost: of hashing the password; tests take the least.
    ///   - residents: how many people are made up beside the accounts.
    public init(
        database: any Database, password: String? = nil, cost: PasswordHasher.Cost = .standard, residents: Int = 0,
        seed: UInt64 = 2022
    ) {
        self.database = database
        self.password = password
        self.residents = residents
        self.seed = seed
        hasher = PasswordHasher(cost: cost)
    }

    public enum Failure: Error, Equatable {
        /// There are accounts already: a demo is never poured over real data.
        case notEmpty
    }

    /// - Throws: `Failure.notEmpty`, `StoreError`.
    public func fill() async throws {
        let (units, changes) = (try ShippedTerritory.demoUnits(), try ShippedTerritory.changes())
        let calendar = try CalendarEntry.read([UInt8](try Shipped.data("seeds/holidays-vn.csv")))
        let procedures = [UInt8](try Shipped.data("seeds/procedures.csv"))
        guard let firstDay = Self.firstDay, let treeDay = ShippedTerritory.firstDay else { throw Failure.notEmpty }
        let now = Clock.starting(on: firstDay).now()
        let hash = try await hasher.hash(password ?? Self.defaultPassword)
        let hasDefaultPassword = password == nil
        let people = try DemoResidents(count: residents, seed: seed)
        let ids = try await database.write { db in
            guard try AccountStore(db: db).isEmpty(), try TerritoryStore(db: db).isEmpty() else {
                throw Failure.notEmpty
            }
            let ids = try TerritoryStore(db: db).insert(units, from: treeDay, now: now)
            try TerritoryStore(db: db).load(changes, now: now)
            try WorkCalendarStore(db: db).seed(calendar)
            try ProceduresModule.seed(procedures, into: db)
            try addAccounts(to: db, units: ids, from: firstDay, passwordHash: hash, now: now)
            try db.run(
                """
                INSERT INTO app_demo (first_day, started_at, has_default_password)
                VALUES (\(firstDay), \(Instant.now), \(hasDefaultPassword))
                """)
            return ids
        }
        try await people.fill(database, units: ids, now: now)
    }

    private func addAccounts(
        to db: any Session, units: [String: ID<AdminUnit>], from day: Day, passwordHash: String, now: Instant
    ) throws {
        let grants = GrantStore(db: db, roles: Province.roles)
        for demo in DemoAccounts.all {
            let person = try PersonStore(db: db).insert(fullName: demo.displayName, now: now)
            if let home = demo.home.flatMap({ units[$0] }) {
                try ResidenceStore(db: db).settle(
                    person.id, Residence(in: home, since: day + -4_000), within: .everything,
                    recording: Recording(by: "system", at: now))
            }
            let account = try AccountStore(db: db).insert(
                AccountDraft(
                    name: demo.name, displayName: demo.displayName, personID: person.id, passwordHash: passwordHash),
                now: now)
            let draft = GrantDraft(
                accountID: account.id, role: demo.role, unitID: demo.unitCode.flatMap { units[$0] },
                validFrom: day + -1)
            _ = try grants.grant(draft, by: nil, within: .everything, now: now)
        }
    }
}
