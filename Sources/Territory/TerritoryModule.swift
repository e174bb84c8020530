public import Kernel
public import Store
public import Web

/// Đơn vị hành chính: the province's units, as they are, were and will be.
public struct TerritoryModule: HouseModule {
    let database: any Database

    public init(database: any Database) {
        self.database = database
    }

    public var doors: [Door] { [] }
    public var permissions: [Permission] { [.planUnits, .settleUnits] }
}
