public import Kernel
public import Store
public import Web

/// Thủ tục hành chính: a citizen files, a clerk answers.
public struct ProceduresModule: HouseModule {
    let database: any Database
    let files: FileVault
    let calendar: @Sendable () -> WorkingCalendar
    private let catalogue = KeptCatalogue()
    private let procedures = KeptProcedures()

    /// - Parameter calendar: the calendar of the moment, from memory: it is asked on every page.
    public init(
        database: any Database, files: FileVault, calendar: @escaping @Sendable () -> WorkingCalendar
    ) {
        self.database = database
        self.files = files
        self.calendar = calendar
    }

    public static let migrations = ProceduresSchema.migrations
    public var migrations: [Migration] { Self.migrations }

    public var doors: [Door] {
        let inbox = InboxDoors(database: database, files: files, calendar: calendar)
        return HomeDoors(calendar: calendar).doors + CatalogueDoors(catalogue: catalogue).doors
            + FilingDoors(calendar: calendar, procedures: procedures).doors
            + SubmissionDoors(calendar: calendar, procedures: procedures).doors
            + DossierDoors(database: database, files: files, calendar: calendar).doors
            + inbox.doors + DeedDoors(inbox: inbox).doors + ExportDoors(database: database).doors
            + ProgramDoors(calendar: calendar, catalogue: catalogue).doors
    }

    public var menu: [MenuItem] {
        [
            MenuItem({ t("Việc của tôi") }, path: "/inbox", permission: .needs(.readDossiers)),
            MenuItem({ t("Thủ tục") }, path: "/procedures", permission: .open),
        ]
    }

    public var permissions: [Permission] { [.readDossiers, .acceptDossiers, .answerDossiers, .exportDossiers] }
    public var jobHandlers: [String: JobHandler] { DossierJobs.handlers }
    public var subscriptions: [String: [String]] { DossierJobs.subscriptions }
    public var announcers: [String: OutboxAnnouncer] { DossierJobs.announcers }
    public var periodicJobs: [PeriodicJob] { DossierJobs.periodic }
    public var schemas: [(name: String, schema: Schema)] { DossierSchemas.all }
    public var holdings: [Holding] { ProcedureHoldings.all }
    public var readings: [ReadingWords] { ProcedureHoldings.readings }

    public var openWork: [OpenWork] {
        [
            OpenWork("procedures.dossiers", title: { t("Hồ sơ đang giải quyết") }) { scope, db in
                try DossierStore(db: db).countOpen(within: scope)
            }
        ]
    }

    public func purpose(_ stored: String) -> String? { ReadPurpose.label(stored) }

    /// Hands a dossier of an ended unit, which no rule could move, to the unit that people have chosen.
    /// - Throws: a refusal for one that is closed or there already; `NotFound`.
    @Sendable public static func handOver(
        _ matter: UnitMatter, to unit: AdminUnit, _ visit: Visit, _ db: any Session
    ) throws {
        try DossierMoves(node: visit.node, today: visit.today, now: visit.now).handOver(matter, to: unit, visit, db)
    }

    /// The live channels of the inbox that this visitor may hear: those of the units that their roles reach.
    public static func inboxChannels(for visit: Visit) -> [String] {
        switch visit.scope(for: .readDossiers) {
        case .everything: [DossierJobs.wholeProvince]
        case .subtrees(let roots), .subtreesAndPerson(let roots, _): roots.map(DossierJobs.channel)
        case .person, .nothing: []
        }
    }

    /// Adds the procedures of `procedures.csv` that are not there yet. They are texts of 2026 that stand in for those
    /// of 2022: valid from 2022-01-01, and every page says so.
    /// - Returns: how many were added.
    /// - Throws: `CSVError`, ``ProcedureSeedError``, `StoreError`.
    @discardableResult
    public static func seed(_ csv: [UInt8], into db: any Session, now: Instant = .now) throws -> Int {
        guard let start = Day(year: 2022, month: 1, day: 1) else { return 0 }
        return try ProcedureStore(db: db).insert(
            try ProcedureSeed.list(csv), from: start, isDemoVersion: true,
            source: StoredWords.shippedSource, now: now)
    }
}
