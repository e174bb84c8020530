import Foundation
public import Kernel
public import Logging
public import Store

/// What every command begins with: the database that the settings name, its keys and its clock.
public struct Opening: Sendable {
    public let settings: Settings
    public let database: any Database

    /// - Throws: `SettingsError`, `StoreError`.
    public init(_ settings: Settings) throws {
        self.settings = settings
        guard let address = DatabaseAddress(settings.database, data: settings.data) else {
            throw SettingsError(
                text: "database: \"\(settings.database ?? "")\" is neither sqlite:PATH nor postgres://….")
        }
        database = try address.open()
    }

    /// Over a database that is open already.
    public init(_ settings: Settings, over database: any Database) {
        self.settings = settings
        self.database = database
    }

    /// Brings the tables to this program's schema, and the shipped units to what the program knows of them.
    /// - Returns: the steps that ran.
    @discardableResult
    public func migrate() async throws -> [String] {
        let steps = try await Migrator(Province.migrations).run(on: database)
        try await ShippedTerritory.update(database)
        return steps
    }

    /// Migrates, plays the changes of units whose day has come, and puts the house together.
    public func province(logger: Logger, cost: PasswordHasher.Cost = .standard) async throws -> Province {
        try await migrate()
        let keys = try KeyFile.openOrCreate(at: settings.keyPath, now: .now)
        let clock = try await clock()
        // Before anybody comes in: whoever signs in on the day of a reform finds their role where it went.
        try await UnitChangePlay(roles: Province.roles).run(on: database, clock: clock, node: settings.node)
        return try await Province(
            settings: settings, database: database, clock: clock, keys: keys, cost: cost, logger: logger)
    }

    /// The demo runs on from its own first day; `--today` moves any server's calendar.
    func clock() async throws -> Kernel.Clock {
        if let today = settings.today { return .starting(on: today) }
        return try await DemoFacts.read(from: database)?.clock ?? .system
    }

    /// What the operator should read when the server has started.
    public func welcome(address: String) async throws -> String {
        guard let demo = try await DemoFacts.read(from: database) else {
            return "Thác Bà \(Province.version): \(address)"
        }
        let names = DemoAccounts.all.map {
            "  \($0.name.padding(toLength: 10, withPad: " ", startingAt: 0))\($0.title())"
        }
        let password = demo.hasDefaultPassword ? Demo.defaultPassword : "(as set by THACBA_DEMO_PASSWORD)"
        return """

            Thác Bà \(Province.version): \(address)

            Demo accounts, password \(password)
            \(names.joined(separator: "\n"))

            Ctrl+C stops the server.
            """
    }
}
