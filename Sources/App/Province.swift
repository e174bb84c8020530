import Accounts
import Administration
import Foundation
public import Kernel
public import Logging
import Procedures
import Register
import Resources
public import Store
import Territory
public import Web

/// The whole house put together: the only place that knows every module. It decides nothing.
public struct Province: Sendable {
    public static let version = "0.1.0"

    public let settings: Settings
    public let database: any Database
    public let house: House
    public let doors: [Door]
    /// What the house holds on people, module by module.
    public let holdings: [Holding]
    public let runner: JobRunner
    let calendar: CalendarCache
    let provinceNames: ProvinceNames
    let live: LiveHub
    let sequencer: Sequencer

    /// Every step of every module's tables.
    public static var migrations: [Migration] {
        KernelModule.migrations + ProceduresModule.migrations + RegisterModule.migrations + TerritoryModule.migrations
            + DemoFacts.migrations
    }

    public static let roles = ProvinceRoles.all

    /// What the key that signs the journal's checkpoints is derived for.
    static let journalPurpose = "journal"

    /// Puts the house together over an open database; does not migrate it.
    /// - Parameters:
    ///   - clock: moved by the demo.
    ///   - keys: of the data folder.
    ///   - cost: of hashing a password; tests take the least.
    public init(
        settings: Settings, database: any Database, clock: Kernel.Clock, keys: KeyFile,
        cost: PasswordHasher.Cost = .standard, logger: Logger
    ) async throws {
        self.settings = settings
        self.database = database
        let isDemo = try await DemoFacts.read(from: database)
        let vault = FileVault(database: database, storage: settings.fileStorage(for: database))
        let words = try ShippedWords.read()
        let metrics = Metrics()
        calendar = CalendarCache(database: database)
        try await calendar.refresh()
        provinceNames = ProvinceNames(database: database)
        try await provinceNames.refresh()
        live = LiveHub(database: database)
        let parts = Parts(
            settings: settings, database: database, clock: clock, languages: words.languages, catalogues: words.states,
            vault: vault,
            metrics: metrics,
            calendar: calendar, provinceNames: provinceNames, cost: cost, demo: isDemo,
            groups: try EthnicGroups([UInt8](try Shipped.data("seeds/ethnic-groups.csv"))), started: .now,
            tiles: try ShippedTerritory.tiles())
        parts.registerFigures(live: live)
        let assets = try Assets(folder: Shipped.folder.appending(path: "assets"))
        let modules = parts.modules
        parts.moduleList.fill(modules)
        house = House(
            database: database, roles: Self.roles, clock: clock, languages: words.languages, assets: assets,
            files: vault,
            shell: parts.shell(for: modules), metrics: metrics, logger: logger,
            settings: .init(
                node: settings.node, isSecure: settings.isSecure, isBehindProxy: settings.isBehindProxy))
        holdings = modules.flatMap(\.holdings)
        doors = try parts.doors(of: modules, assets: assets, live: live)
        parts.doorList.fill(doors)
        runner = parts.runner(for: modules, logger: logger)
        guard let seed = keys.seed(for: Self.journalPurpose),
            let signer = CheckpointSigner.ed25519(seed: seed, keyID: keys.newestID)?.signer
        else {
            throw SettingsError(text: "The key file holds no key that can sign the journal.")
        }
        sequencer = Sequencer(database: database, signer: signer)
    }
}

extension Settings {
    /// Beside a SQLite file lies a folder; on PostgreSQL the bytes are in the database, so that every node has them.
    func fileStorage(for database: any Database) -> FileStorage {
        switch database.dialect.engine {
        case .sqlite: .folder("\(data)/files")
        case .postgres: .database(spool: "\(data)/spool")
        }
    }
}
