import Kernel
import Register
import Resources
import Store
import TestKit
import Web

/// The small world with this module alone.
enum RegisterWorld {
    static let roles = Roles([
        Role("citizen", title: "Người dân", reach: .person, permissions: []),
        Role(
            "clerk", title: "Công chức một cửa cấp xã", reach: .unit, permissions: [.readResidents, .correctResidents]),
        Role("chair", title: "Chủ tịch UBND cấp xã", reach: .unit, permissions: [.readResidents, .exportResidents]),
        Role("admin", title: "Quản trị hệ thống", reach: .everything, permissions: []),
    ])

    static func open(_ engine: TestEngine, _ body: (World) async throws -> Void) async throws {
        let groups = try EthnicGroups([UInt8](try Shipped.data("seeds/ethnic-groups.csv")))
        let calendar = WorkingCalendar(try CalendarEntry.read([UInt8](try Shipped.data("seeds/holidays-vn.csv"))))
        try await World.open(
            engine, roles: roles, migrations: RegisterModule.migrations,
            modules: { parts in
                [
                    RegisterModule(
                        database: parts.database, files: parts.files, groups: groups, calendar: { calendar })
                ]
            }, body)
    }
}
