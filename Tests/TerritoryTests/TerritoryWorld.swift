import Kernel
import Territory
import Store
import TestKit
import Web

/// The small world with this module alone.
enum TerritoryWorld {
    static let roles = Roles([
        Role("citizen", title: "Người dân", reach: .person, permissions: []),
        Role("clerk", title: "Công chức một cửa cấp xã", reach: .unit, permissions: []),
        Role("chair", title: "Chủ tịch UBND cấp xã", reach: .unit, permissions: []),
    ])

    static func open(_ engine: TestEngine, _ body: (World) async throws -> Void) async throws {
        try await World.open(
            engine, roles: roles, modules: { parts in [TerritoryModule(database: parts.database)] }, body)
    }
}
