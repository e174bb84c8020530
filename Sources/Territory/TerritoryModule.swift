public import Kernel
public import Store
public import Web

/// Đơn vị hành chính: the province's units, as they are, were and will be.
public struct TerritoryModule: HouseModule {
    let database: any Database
    private let others: [OpenWork]
    private let kept = KeptTerritory()

    /// - Parameter openWork: what the other modules have open at units.
    public init(database: any Database, openWork: [OpenWork]) {
        self.database = database
        others = openWork
    }

    public static let migrations = TerritoryPlanSchema.migrations
    public var migrations: [Migration] { Self.migrations }

    public var doors: [Door] {
        let plans = PlanDesk(kept: kept, openWork: PlanTouch.own + others)
        return UnitDoors(kept: kept).doors + UnitPrograms(kept: kept).doors + PlanDoors(desk: plans).doors
            + PlanChangeDoors(desk: plans).doors + PlanActs(desk: plans, database: database).doors
    }

    public var menu: [MenuItem] {
        [MenuItem({ t("Đơn vị hành chính") }, path: "/units", permission: .open)]
    }

    public var permissions: [Permission] { [.planUnits, .scheduleUnits, .settleUnits] }
    public var schemas: [(name: String, schema: Schema)] { UnitPrograms.schemas }
}
