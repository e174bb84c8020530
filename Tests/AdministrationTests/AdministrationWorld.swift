import Administration
import Kernel
import Resources
import Store
import TestKit
import Web

/// The small world with the administration module and the shipped calendar.
enum AdministrationWorld {
    static let roles = Roles([
        Role("citizen", title: "Người dân", reach: .person, permissions: []),
        Role("clerk", title: "Công chức một cửa cấp xã", reach: .unit, permissions: []),
        Role("chair", title: "Chủ tịch UBND cấp xã", reach: .unit, permissions: [.readServer]),
        Role(
            "admin", title: "Quản trị hệ thống", reach: .everything,
            permissions: [.manageCalendar, .manageJobs, .manageLanguages, .readServer]),
    ])

    static let catalogues = [
        CatalogueState(language: .en, translated: 7, total: 10, missing: ["Xem hồ sơ", hostile, "Trả kết quả"])
    ]

    static func open(
        _ engine: TestEngine, calendar: @escaping @Sendable (CalendarCache) -> Void = { _ in },
        _ body: (World) async throws -> Void
    ) async throws {
        let days = try CalendarEntry.read(Shipped.data("seeds/holidays-vn.csv"))
        try await World.open(
            engine, roles: roles,
            modules: { parts in
                let cache = CalendarCache(database: parts.database)
                calendar(cache)
                return [module(parts, cache)]
            },
            seed: { db in try WorkCalendarStore(db: db).seed(days) }, body)
    }

    private static func module(_ parts: WorldParts, _ cache: CalendarCache) -> AdministrationModule {
        let listed: [Door] = [
            .page("/", .open) { _, _ in .redirect(to: "/") },
            .page("/account", .signedIn) { _, _ in .redirect(to: "/") },
            .page("/inbox", .needs(.readServer)) { _, _ in .redirect(to: "/") },
        ]
        return AdministrationModule(
            database: parts.database, calendar: cache,
            languages: Languages([.en: Catalogue(language: .en, [:])]), catalogues: catalogues,
            facts: { [FactGroup(title: "Cài đặt", facts: [("Địa chỉ", "127.0.0.1:8080"), ("Ghi chú", hostile)])] },
            roles: parts.roles, doors: { listed }, version: "9.8.7")
    }
}

extension HouseClient {
    /// Opens a page and sends the form on it that goes to `action`.
    func send(_ action: String, on page: String, _ values: [(String, String)] = []) async throws -> HouseAnswer {
        guard let form = try await get(page).form(to: action) else { throw NotFound() }
        return try await submit(form, values)
    }
}

let hostile = "<script>alert('x')</script>\"&"
