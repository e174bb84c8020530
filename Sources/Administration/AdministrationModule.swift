public import Kernel
public import Store
public import Web

/// The upkeep of the house itself: calendar, jobs, languages, the running server.
public struct AdministrationModule: HouseModule {
    let database: any Database
    let calendar: CalendarCache
    let languages: Languages
    let catalogues: [CatalogueState]
    let facts: @Sendable () async -> [FactGroup]
    let roles: Roles
    let listDoors: @Sendable () -> [Door]
    let version: String

    /// - Parameters:
    ///   - catalogues: how far each language is translated.
    ///   - facts: what the operator has set and what the machine says, without secrets.
    ///   - doors: every door of the house, known once all modules are made.
    public init(
        database: any Database, calendar: CalendarCache, languages: Languages, catalogues: [CatalogueState] = [],
        facts: @escaping @Sendable () async -> [FactGroup], roles: Roles,
        doors: @escaping @Sendable () -> [Door], version: String
    ) {
        self.database = database
        self.calendar = calendar
        self.languages = languages
        self.catalogues = catalogues
        self.facts = facts
        self.roles = roles
        listDoors = doors
        self.version = version
    }

    public var permissions: [Permission] { [.manageCalendar, .manageJobs, .manageLanguages, .readServer] }

    public var adminMenu: [MenuItem] {
        [
            MenuItem({ t("Lịch làm việc") }, path: "/admin/calendar", permission: .needs(.manageCalendar)),
            MenuItem({ t("Việc chạy nền") }, path: "/admin/jobs", permission: .needs(.manageJobs)),
            MenuItem({ t("Ngôn ngữ") }, path: "/admin/languages", permission: .needs(.manageLanguages)),
            MenuItem({ t("Máy chủ") }, path: "/admin/server", permission: .needs(.readServer)),
            MenuItem({ t("Quyền vào trang") }, path: "/admin/doors", permission: .needs(.readServer)),
        ]
    }

    public var doors: [Door] { calendarDoors + jobDoors + languageDoors + serverDoors }
}
