import Resources
import Store
import TestKit
import Testing

@testable import Kernel

/// The kernel's house on the eve of the reforms, with people in office.
struct PlayHouse: Sendable {
    static let reform = Day(number: 20_270)  // 2025-07-01
    static let roles = Roles([
        Role("clerk", title: "Công chức một cửa", reach: .unit, permissions: [.work]),
        Role("chair", title: "Chủ tịch", reach: .unit, permissions: [.work], isSingleHolder: true),
        Role("district", title: "Một cửa huyện", reach: .unit, permissions: [.work]),
        Role("office", title: "Văn phòng", reach: .unit, permissions: [.work]),
    ])

    let kernel: KernelHouse
    var database: any Database { kernel.database }

    static func open(_ engine: TestEngine, _ body: (PlayHouse) async throws -> Void) async throws {
        try await withKernelHouse(engine) { kernel in
            let changes = try UnitChange.read(Shipped.data("seeds/unit-changes.csv"))
            _ = try await kernel.database.write { db in
                try TerritoryStore(db: db).load(changes, now: KernelHouse.morning)
            }
            try await body(PlayHouse(kernel: kernel))
        }
    }

    @discardableResult
    func inOffice(_ name: String, _ role: String, _ code: String, to end: Day? = nil) async throws -> Account {
        let account = try await kernel.account(name)
        let unit = try kernel.unit(code)
        try await database.write { db in
            let draft = GrantDraft(
                accountID: account.id, role: role, unitID: unit, validFrom: KernelHouse.today, validTo: end)
            _ = try GrantStore(db: db, roles: Self.roles).grant(draft, by: nil, within: .everything, now: .now)
        }
        return account
    }

    @discardableResult
    func play(on day: Day = reform, node: String = "test") async throws -> Int {
        try await UnitChangePlay(roles: Self.roles).run(on: database, clock: .starting(on: day), node: node)
    }

    /// `role@code` in force for an account on a day.
    func roles(of account: Account, on day: Day = reform) async throws -> [String] {
        let token = try await kernel.open(account)
        let signedIn = try await kernel.find(token, on: day)
        return try await database.read { db in
            try (signedIn?.grants ?? []).map { grant in
                let unit = try grant.unitID.flatMap { try TerritoryStore(db: db).find($0, asOf: day) }
                return "\(grant.role)@\(unit?.code ?? "")"
            }.sorted()
        }
    }

    func matters() async throws -> [String] {
        try await database.read { db in
            try UnitMatterStore(db: db).page(.init(), within: .everything, today: Self.reform)
                .map { "\($0.matter.kind) \($0.matter.reason) \($0.matter.label) \($0.unitName)" }
        }
    }

    func values(_ sql: SQL) async throws -> [String] {
        try await database.read { db in try db.rows(sql) { try $0[0] } }
    }
}
