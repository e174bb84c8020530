public import Kernel
public import Store
public import Web

/// Sổ dân cư: one record for each person, found, corrected and merged; and what each person may see of it.
public struct RegisterModule: HouseModule {
    let database: any Database

    public init(database: any Database) {
        self.database = database
    }

    public static let migrations: [Migration] = []
    public var migrations: [Migration] { Self.migrations }

    public var doors: [Door] { [] }
    public var permissions: [Permission] {
        [.readResidents, .correctResidents, .mergeResidents, .importResidents, .exportResidents]
    }
}
