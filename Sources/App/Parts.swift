import Accounts
import Administration
import Foundation
import Kernel
import Logging
import Procedures
import Register
import Store
import Synchronization
import Territory
import Web

/// What the modules are made from.
struct Parts: Sendable {
    let settings: Settings
    let database: any Database
    let clock: Kernel.Clock
    let languages: Languages
    /// How far the translations have come.
    let catalogues: [CatalogueState]
    let vault: FileVault
    let metrics: Metrics
    let calendar: CalendarCache
    let provinceNames: ProvinceNames
    let cost: PasswordHasher.Cost
    let demo: DemoFacts?
    let groups: EthnicGroups
    let started: Instant
    /// The schematic map of the province.
    let tiles: TileSheets
    /// The list of all doors, for the page that shows them; filled once they are hung.
    let doorList = DoorList()
    /// All modules, for the page that tells people what each holds on them; filled once they are made.
    let moduleList = ModuleList()

    var modules: [any HouseModule] {
        let others: [any HouseModule] = [procedures, register]
        let territory = TerritoryModule(
            database: database, openWork: others.flatMap(\.openWork), tiles: tiles, roles: Province.roles,
            handOver: ProceduresModule.handOver)
        return others + [territory, accounts, administration]
    }

    private var procedures: ProceduresModule {
        ProceduresModule(database: database, files: vault, calendar: { [calendar] in calendar.current })
    }

    private var register: RegisterModule {
        RegisterModule(
            database: database, files: vault, groups: groups, calendar: { [calendar] in calendar.current },
            catalogue: { [languages] in languages.catalogue(for: $0) },
            aboutMe: AboutMeParts(
                passwords: Passwords(database: database, hasher: PasswordHasher(cost: cost)), roles: Province.roles,
                modules: { [moduleList] in moduleList.all }))
    }

    private var accounts: AccountsModule {
        let demo = demo
        return AccountsModule(
            database: database, hasher: PasswordHasher(cost: cost), roles: Province.roles,
            isSecure: settings.isSecure, front: { [self] visit in shell(for: modules).front(for: visit) },
            demoAccounts: { demo == nil ? [] : DemoAccounts.all.map { DemoAccount(name: $0.name, title: $0.title()) } },
            deciders: {
                Province.roles.codes(holding: .settleUnits).compactMap { Province.roles[$0]?.label }
            })
    }

    private var administration: AdministrationModule {
        AdministrationModule(
            database: database, calendar: calendar, languages: languages, catalogues: catalogues,
            facts: { [self] in await ServerFacts(parts: self).all }, roles: Province.roles,
            doors: { [doorList] in doorList.all }, version: Province.version)
    }

    /// What `/metrics` tells beside the requests.
    func registerFigures(live: LiveHub) {
        metrics.gauge("thacba_live_pages", help: "Open pages that listen for news.") { Double(live.count) }
        metrics.gauge("thacba_resident_memory_bytes", help: "Memory of the process.") {
            Double(ProcessFacts.residentBytes)
        }
        for state in [JobState.waiting, .running, .dead] {
            metrics.gauge("thacba_jobs_\(state.rawValue)", help: "Jobs that are \(state.rawValue).") { [database] in
                let backlog = try? await database.read { db in try JobQueue(db: db).backlog() }
                return backlog.map { Double($0[state] ?? 0) }
            }
        }
    }

    func shell(for modules: [any HouseModule]) -> Shell {
        let demo = demo
        return Shell(
            province: { [provinceNames] day in provinceNames.label(on: day) },
            officerMenu: modules.flatMap(\.menu),
            adminMenu: modules.flatMap(\.adminMenu),
            banner: { visit in
                demo.map { _ in
                    t(
                        "Bản chạy thử, tính là {day}. Không có người thật.",
                        ["day": Format.day(visit.today)])
                }
            })
    }

    func doors(of modules: [any HouseModule], assets: Assets, live: LiveHub) throws -> [Door] {
        let modular =
            modules.flatMap(\.doors) + languages.doors(database: database)
            + [live.door(channels: LiveChannels.channels)] + UploadDoors.all(files: vault)
        let schemas = modules.flatMap(\.schemas)
        let described = modular
        return modular
            + SiteFiles.doors(assets: assets, isSecure: settings.isSecure) {
                ["/", "/procedures", "/units/map", "/help", "/sign-in"]
            }
            + OperationsDoors.all(database: database, metrics: metrics, metricsToken: settings.metricsToken) {
                [database] in
                try await Migrator(Province.migrations).pending(on: database)
            }
            + [try OpenAPI.door(describing: described, schemas: schemas, version: Province.version)]
    }

    func runner(for modules: [any HouseModule], logger: Logger) -> JobRunner {
        let upkeep = FileUpkeep(vault)
        var handlers: [String: JobHandler] = [
            JobsUpkeep.kind: JobsUpkeep.handler, FileUpkeep.kind: upkeep.handler,
            IdempotencyUpkeep.kind: IdempotencyUpkeep.handler,
            ImageReduction.kind: ImageReduction(vault).handler,
            UnitChangePlay.kind: UnitChangePlay(roles: Province.roles).handler,
        ]
        var subscriptions: [String: [String]] = [:]
        var announcers: [String: OutboxAnnouncer] = [:]
        for module in modules {
            handlers.merge(module.jobHandlers) { first, _ in first }
            subscriptions.merge(module.subscriptions, uniquingKeysWith: +)
            announcers.merge(module.announcers) { first, _ in first }
        }
        return JobRunner(
            database: database, node: settings.node, clock: clock, handlers: handlers, subscriptions: subscriptions,
            announcers: announcers,
            periodic: [JobsUpkeep.periodic, FileUpkeep.periodic, IdempotencyUpkeep.periodic, UnitChangePlay.periodic]
                + modules.flatMap(\.periodicJobs), logger: logger)
    }
}

/// The doors of the house, known only after the modules that show them are made.
final class DoorList: Sendable {
    private let doors = Mutex<[Door]>([])

    var all: [Door] { doors.withLock { $0 } }

    func fill(_ all: [Door]) { doors.withLock { $0 = all } }
}

/// The modules of the house, known only after the one that speaks of the others is made.
final class ModuleList: Sendable {
    private let modules = Mutex<[any HouseModule]>([])

    var all: [any HouseModule] { modules.withLock { $0 } }

    func fill(_ all: [any HouseModule]) { modules.withLock { $0 = all } }
}

/// Which live channels a visitor may hear under a topic.
enum LiveChannels {
    static let channels: @Sendable (Visit, String) -> [String] = { visit, topic in
        switch topic {
        case "inbox": ProceduresModule.inboxChannels(for: visit)
        default: []
        }
    }
}
