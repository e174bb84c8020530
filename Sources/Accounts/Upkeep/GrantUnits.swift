import Kernel
import Store

/// Units to choose from when a role is given.
struct GrantUnits {
    let db: any Session

    struct Choice: Sendable {
        let id: ID<AdminUnit>
        let name: String
    }

    /// Villages are too many for one list.
    func choices(on day: Day) throws -> [Choice] {
        try db.rows(
            """
            SELECT v.unit_id, v.full_name, p.full_name FROM kernel_unit_version v
            JOIN kernel_unit u ON u.id = v.unit_id
            LEFT JOIN kernel_unit_version p ON p.unit_id = v.parent_id AND p.valid_from <= \(day)
                AND (p.valid_to IS NULL OR p.valid_to > \(day))
            WHERE v.valid_from <= \(day) AND (v.valid_to IS NULL OR v.valid_to > \(day))
                AND u.level <> \(UnitLevel.village)
            ORDER BY u.level, p.name_sort, v.name_sort LIMIT 500
            """
        ) { row in
            let parent: String? = try row[2]
            return Choice(
                id: try row[0], name: [try row[1] as String, parent].compactMap(\.self).joined(separator: ", "))
        }
    }
}
