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
    private let map: UnitMap

    /// - Parameters:
    ///   - openWork: what the other modules have open at units.
    ///   - tiles: the schematic map; none for a province that has no such.
    ///   - roles: those that may be given again after their unit has ended.
    ///   - handOver: to the module whose work it is.
    public init(
        database: any Database, openWork: [OpenWork] = [], tiles: TileSheets = TileSheets(), roles: Roles = Roles([]),
        handOver: @escaping HandOver = { _, _, _, _ in throw NotFound() }
    ) {
        self.database = database
        others = openWork
        map = UnitMap(sheets: tiles)
        self.roles = roles
        self.handOver = handOver
    }

    public static let migrations = TerritoryPlanSchema.migrations + MapSchema.migrations
    public var migrations: [Migration] { Self.migrations }

    public var doors: [Door] {
        let plans = PlanDesk(kept: kept, openWork: PlanTouch.own + others)
        return MapDoors(map: map).doors + UnitDoors(kept: kept).doors + UnitPrograms(kept: kept).doors
            + PlanDoors(desk: plans).doors + PlanChangeDoors(desk: plans).doors
            + PlanActs(desk: plans, database: database).doors + MatterDoors(roles: roles, handOver: handOver).doors
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

extension TerritoryModule {
    /// Where the communes of a day are drawn on the schematic map, for other modules that have figures of them.
    public func geometry(asOf day: Day, _ db: any Session) throws -> MapGeometry? {
        try map.geometry(of: map.figures(on: day, db), .tiles, on: day, db)
    }
}
