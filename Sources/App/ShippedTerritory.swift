import Kernel
import Resources
import Store
import Territory

/// The units that the program ships: the tree of 2022 and what became of it.
enum ShippedTerritory {
    /// The tree of 2022 stood so since the mergers of 1 February 2020.
    static let firstDay = Day(year: 2020, month: 2, day: 1)

    static func units() throws -> [UnitSeed] { try UnitSeed.read(Shipped.data("seeds/units-2022.csv")) }

    static func changes() throws -> [UnitChange] { try UnitChange.read(Shipped.data("seeds/unit-changes.csv")) }

    /// Where the communes stand on the schematic map, before and after the reform of 2025.
    static func tiles() throws -> TileSheets {
        guard let first = firstDay, let reform = Day(year: 2025, month: 7, day: 1) else { return TileSheets() }
        return try TileSheets([
            (Array(Shipped.data("seeds/unit-tiles-2022.csv")), first),
            (Array(Shipped.data("seeds/unit-tiles-2025.csv")), reform),
        ])
    }

    /// The tree of 2022 with made-up villages: for the demo only.
    static func demoUnits(seed: UInt64 = 2022) throws -> [UnitSeed] {
        let units = try units()
        var villages = try DemoVillages(names: Shipped.data("seeds/village-names.csv"), seed: seed)
        return units + villages.under(units)
    }

    /// Adds the changes that the database does not know yet, where it holds the shipped tree. Safe at every start and
    /// when several nodes start at once: both end the same province, so one of them is run again and finds it done.
    /// - Returns: how many events were added.
    @discardableResult
    static func update(_ database: any Database, now: Instant = .now) async throws -> Int {
        let (units, changes) = (try units(), try changes())
        guard let first = changes.first?.day else { return 0 }
        return try await database.write { db in
            let territory = TerritoryStore(db: db)
            let tree = try territory.tree(asOf: first + -1)
            guard units.allSatisfy({ tree.unit(code: $0.code)?.fullName == $0.fullName }) else { return 0 }
            return try territory.load(changes, now: now)
        }
    }
}
