public import Kernel
public import Store
public import Web

/// Sổ dân cư: one record for each person, found, corrected and merged; and what each person may see of it.
public struct RegisterModule: HouseModule {
    let database: any Database
    let files: FileVault
    let calendar: @Sendable () -> WorkingCalendar
    let groups: EthnicGroups
    let aboutMe: AboutMeParts
    let catalogue: @Sendable (Language) -> Catalogue?

    /// - Parameters:
    ///   - calendar: the calendar of the moment, from memory.
    ///   - catalogue: the words of a language, for what a job tells somebody.
    public init(
        database: any Database, files: FileVault, groups: EthnicGroups,
        calendar: @escaping @Sendable () -> WorkingCalendar,
        catalogue: @escaping @Sendable (Language) -> Catalogue? = { _ in nil }, aboutMe: AboutMeParts
    ) {
        self.database = database
        self.files = files
        self.groups = groups
        self.calendar = calendar
        self.aboutMe = aboutMe
        self.catalogue = catalogue
    }

    public static let migrations = RegisterSchema.migrations + AboutMeSchema.migrations
    public var migrations: [Migration] { Self.migrations }

    public var doors: [Door] {
        officerDoors + AboutMeDoors(parts: aboutMe).doors + ReadDoors(parts: aboutMe, calendar: calendar).doors
            + ConsentDoors().doors
            + OwnCorrectionDoors(database: database, files: files, groups: groups, calendar: calendar).doors
            + DownloadDoors(database: database, parts: aboutMe).doors + ReadQuestionDoors(parts: aboutMe).doors
    }

    private var officerDoors: [Door] {
        let corrections = CorrectionDoors(database: database, files: files, groups: groups, calendar: calendar)
        return SearchDoors().doors + PurposeDoors().doors
            + RecordDoors(groups: groups, calendar: calendar).doors
            + corrections.doors + DecisionDoors(corrections: corrections).doors
            + DuplicateDoors(groups: groups).doors + MatchReportDoors().doors
            + NewResidentDoors(groups: groups).doors + MoveDoors().doors + NumberDoors().doors
            + HouseholdDoors().doors + InclusionDoors().doors + MandateDoors().doors + ResidentPrograms().doors
            + ImportDoors(database: database, files: files).doors
            + ExportDoors(database: database, groups: groups).doors
    }

    public var menu: [MenuItem] {
        [
            MenuItem({ t("Sổ dân cư") }, path: ResidentQuery.path, permission: .needs(.readResidents)),
            MenuItem({ t("Câu hỏi về lần xem") }, path: "/read-questions", permission: .needs(.seeReadQuestions)),
            MenuItem({ t("Nạp danh sách") }, path: "/residents/import", permission: .needs(.importResidents)),
        ]
    }

    public var permissions: [Permission] {
        [
            .readResidents, .correctResidents, .mergeResidents, .importResidents, .exportResidents, .readInclusion,
            .seeReadQuestions, .answerReadQuestions,
        ]
    }

    public var jobHandlers: [String: JobHandler] {
        ImportJobs.handlers(files: files, groups: groups, catalogue: catalogue)
            .merging(AboutMeJobs(roles: aboutMe.roles).handlers) { first, _ in first }
    }
    public var periodicJobs: [PeriodicJob] { [ImportJobs.periodic, AboutMeJobs.periodic] }
    public var schemas: [(name: String, schema: Schema)] { ResidentSchemas.all }
    public var holdings: [Holding] { RegisterHoldings(groups: groups).all + ReadHoldings.all }
    public var readings: [ReadingWords] { ReadHoldings.readings }

    public func purpose(_ stored: String) -> String? {
        UsualPurpose.allCases.first { $0.stored == stored }?.label ?? ExportPurpose.label(stored)
            ?? ReadHoldings.purpose(stored)
    }
}
