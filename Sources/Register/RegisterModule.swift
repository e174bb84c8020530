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

    public var doors: [Door] {
        let corrections = CorrectionDoors(database: database, files: files, groups: groups, calendar: calendar)
        return SearchDoors().doors + PurposeDoors().doors
            + RecordDoors(groups: groups, calendar: calendar).doors
            + corrections.doors + DecisionDoors(corrections: corrections).doors
            + DuplicateDoors(groups: groups).doors + MatchReportDoors().doors
            + NewResidentDoors(groups: groups).doors + MoveDoors().doors + NumberDoors().doors
            + HouseholdDoors().doors + InclusionDoors().doors + MandateDoors().doors + ResidentPrograms().doors
    }

    public var menu: [MenuItem] {
        [MenuItem({ t("Sổ dân cư") }, path: ResidentQuery.path, permission: .needs(.readResidents))]
    }

    public var permissions: [Permission] {
        [.readResidents, .correctResidents, .mergeResidents, .importResidents, .exportResidents, .readInclusion]
    }

    public var schemas: [(name: String, schema: Schema)] { ResidentSchemas.all }

    /// The purpose of a reading in the language in force; words of people stay as they were typed.
    @Sendable public static func purpose(_ stored: String) -> String { UsualPurpose.label(stored) }
}
