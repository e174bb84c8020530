public import Kernel
public import Store
public import Web

/// Sổ dân cư: one record for each person, found, corrected and merged; and what each person may see of it.
public struct RegisterModule: HouseModule {
    let database: any Database
    let files: FileVault
    let calendar: @Sendable () -> WorkingCalendar
    let groups: EthnicGroups

    /// - Parameter calendar: the calendar of the moment, from memory.
    public init(
        database: any Database, files: FileVault, groups: EthnicGroups,
        calendar: @escaping @Sendable () -> WorkingCalendar
    ) {
        self.database = database
        self.files = files
        self.groups = groups
        self.calendar = calendar
    }

    public static let migrations = RegisterSchema.migrations
    public var migrations: [Migration] { Self.migrations }

    public var doors: [Door] { [] }
    public var permissions: [Permission] {
        [.readResidents, .correctResidents, .mergeResidents, .importResidents, .exportResidents]
    }
}
