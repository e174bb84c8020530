public import Kernel
public import Store
public import Web

/// Đơn vị hành chính: the province's units, as they are, were and will be.
public struct TerritoryModule: HouseModule {
    let database: any Database
    private let map: UnitMap

    /// - Parameter tiles: the schematic map; none for a province that has no such.
    public init(database: any Database, tiles: TileSheets = TileSheets()) {
        self.database = database
        map = UnitMap(sheets: tiles)
    }

    public var migrations: [Migration] { Self.migrations }
    public static var migrations: [Migration] { MapSchema.migrations }
    public var doors: [Door] { MapDoors(map: map).doors }
    public var permissions: [Permission] { [.planUnits, .settleUnits] }
}

extension TerritoryModule {
    /// Where the communes of a day are drawn on the schematic map, for other modules that have figures of them.
    public func geometry(asOf day: Day, _ db: any Session) throws -> MapGeometry? {
        try map.geometry(of: map.figures(on: day, db), .tiles, on: day, db)
    }
}
