import Kernel
import Store

/// What the map tells of communes beside their names.
struct MapStore {
    let db: any Session

    /// How many villages lie right under each unit.
    func villages(on day: Day) throws -> [ID<AdminUnit>: Int] {
        let rows = try db.rows(
            """
            SELECT v.parent_id, COUNT(*) FROM kernel_unit_version v JOIN kernel_unit u ON u.id = v.unit_id
            WHERE u.level = \(UnitLevel.village) AND v.parent_id IS NOT NULL AND \(TerritoryStore.valid("v", on: day))
            GROUP BY v.parent_id
            """
        ) { row in (try row[0] as ID<AdminUnit>, try row[1] as Int) }
        return Dictionary(uniqueKeysWithValues: rows)
    }

    /// Days on which units became others, those to come included, the latest first.
    func changeDays() throws -> [Day] {
        try db.rows(
            "SELECT DISTINCT effective_on FROM kernel_unit_event ORDER BY effective_on DESC LIMIT 12"
        ) { try $0[0] }
    }
}
