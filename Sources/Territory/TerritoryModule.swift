public import Kernel
public import Store
public import Web

/// Đơn vị hành chính: the province's units, as they are, were and will be.
public struct TerritoryModule: HouseModule {
    /// Gives work of another module, which is on the list of what people must decide, to a unit.
    public typealias HandOver = @Sendable (UnitMatter, AdminUnit, Visit, any Session) throws -> Void

    let database: any Database
    let roles: Roles
    let handOver: HandOver
    private let others: [OpenWork]
    private let kept = KeptTerritory()

    /// - Parameters:
    ///   - openWork: what the other modules have open at units.
    ///   - roles: those that may be given again after their unit has ended.
    ///   - handOver: to the module whose work it is.
    public init(
        database: any Database, openWork: [OpenWork], roles: Roles = Roles([]),
        handOver: @escaping HandOver = { _, _, _, _ in throw NotFound() }
    ) {
        self.database = database
        others = openWork
        self.roles = roles
        self.handOver = handOver
    }

    public static let migrations = TerritoryPlanSchema.migrations
    public var migrations: [Migration] { Self.migrations }

    public var doors: [Door] {
        let plans = PlanDesk(kept: kept, openWork: PlanTouch.own + others)
        return UnitDoors(kept: kept).doors + UnitPrograms(kept: kept).doors + PlanDoors(desk: plans).doors
            + PlanChangeDoors(desk: plans).doors + PlanActs(desk: plans, database: database).doors
            + MatterDoors(roles: roles, handOver: handOver).doors
    }

    public var menu: [MenuItem] {
        [
            MenuItem({ t("Đơn vị hành chính") }, path: "/units", permission: .open),
            MenuItem({ t("Việc cần quyết định") }, path: "/units/decisions", permission: .needs(.settleUnits)),
        ]
    }

    public var permissions: [Permission] { [.planUnits, .scheduleUnits, .settleUnits] }
    public var schemas: [(name: String, schema: Schema)] { UnitPrograms.schemas }
}
