import Kernel
import Store
import Web

/// Lists of units on a day, a page at a time. What is public about the state needs no scope.
struct UnitListStore {
    let db: any Session

    /// How many values place a row: how near it is to what is looked for, its name, its id, the day of its version.
    static let values = 4

    /// Units of the day; with words also what bore such a name before it, each unit once.
    /// - Throws: `NotFound` for a cursor that is not of this list.
    func page(_ query: UnitQuery, _ keyset: Keyset) throws -> KeysetPage<AdminUnit> {
        let day = query.day
        let rank = Self.rank(query)
        var conditions: [SQL] = []
        if let level = query.level { conditions.append("u.level = \(level)") }
        if let parent = query.parent { conditions.append("v.parent_id = \(parent)") }
        if let code = query.code {
            conditions += ["v.code = \(code)", TerritoryStore.valid("v", on: day)]
        } else if let named = Self.named(query.text, "v", "p") {
            conditions += [named, "v.valid_from <= \(day)", try lastOfItsKind(query)]
        } else {
            conditions.append(TerritoryStore.valid("v", on: day))
        }
        if let place = keyset.after {
            guard let first = Int(place[0]) else { throw NotFound() }
            conditions.append(
                """
                (\(rank), v.name_sort, v.unit_id, v.valid_from) > (\(first), \(place[1]), \(place[2]), \(place[3]))
                """)
        }
        let rows = try db.rows(
            """
            SELECT v.unit_id, u.level, v.code, v.type, v.name, v.full_name, v.parent_id, p.full_name, v.valid_from,
                v.valid_to, u.is_generated, v.name_sort, \(rank)
            FROM kernel_unit_version v JOIN kernel_unit u ON u.id = v.unit_id
            LEFT JOIN kernel_unit_version p ON p.unit_id = v.parent_id
                AND p.valid_from <= \(Self.seen("v", on: day)) AND (p.valid_to IS NULL OR p.valid_to > \(Self.seen("v", on: day)))
            WHERE \(SQL.joined(conditions, by: " AND "))
            ORDER BY \(rank), v.name_sort, v.unit_id, v.valid_from LIMIT \(keyset.fetch)
            """
        ) { row in
            UnitRow(
                unit: AdminUnit(
                    id: try row[0], level: try row[1], code: try row[2], type: try row[3], name: try row[4],
                    fullName: try row[5], parentID: try row[6], parentFullName: try row[7], validFrom: try row[8],
                    validTo: try row[9], isGenerated: try row[10]), sort: try row[11], rank: try row[12])
        }
        let page = keyset.page(of: rows) { row in
            ["\(row.rank)", row.sort, "\(row.unit.id)", row.unit.validFrom.iso]
        }
        return page.map(\.unit)
    }

    /// How many units of each level and kind there are on a day.
    func counts(on day: Day) throws -> UnitCounts {
        let rows = try db.rows(
            """
            SELECT u.level, v.type, COUNT(*) FROM kernel_unit_version v JOIN kernel_unit u ON u.id = v.unit_id
            WHERE \(TerritoryStore.valid("v", on: day)) GROUP BY u.level, v.type
            """
        ) { UnitCounts.Kind(level: try $0[0], type: try $0[1], count: try $0[2]) }
        return UnitCounts(kinds: rows)
    }

    /// The first day of which anything is known.
    func firstDay() throws -> Day? { try db.value("SELECT MIN(valid_from) FROM kernel_unit_version") }

    /// A version's parent is the one of the day, or for a version that has ended the one when it began.
    private static func seen(_ table: SQL, on day: Day) -> SQL {
        "CASE WHEN \(table).valid_to IS NULL OR \(table).valid_to > \(day) THEN \(day) ELSE \(table).valid_from END"
    }

    /// What bears the words itself comes before what lies under such a unit, and what stands before what is gone.
    private static func rank(_ query: UnitQuery) -> SQL {
        let isPast: SQL = "CASE WHEN v.valid_to IS NULL OR v.valid_to > \(query.day) THEN 0 ELSE 1 END"
        guard query.code == nil, let own = named(query.text, "v", "v") else { return isPast }
        return "\(isPast) + CASE WHEN \(own) THEN 0 ELSE 2 END"
    }

    /// Every word stands in the name of the unit or of the one above it.
    private static func named(_ text: String, _ unit: SQL, _ parent: SQL) -> SQL? {
        let words = Fold.tokens(text).prefix(8).map { word -> SQL in
            let pattern = "%\(word)%" as String
            return "(\(unit).name_search LIKE \(pattern) OR \(parent).name_search LIKE \(pattern))"
        }
        return words.isEmpty ? nil : SQL.joined(words, by: " AND ")
    }

    /// Of the versions of a unit that match, the last up to the day is shown.
    private func lastOfItsKind(_ query: UnitQuery) throws -> SQL {
        guard let named = Self.named(query.text, "w", "wp") else { return "TRUE" }
        let day = query.day
        let parent: SQL = query.parent.map { "w.parent_id = \($0)" } ?? "TRUE"
        return """
            NOT EXISTS (SELECT 1 FROM kernel_unit_version w
                LEFT JOIN kernel_unit_version wp ON wp.unit_id = w.parent_id AND wp.valid_from <= \(Self.seen("w", on: day))
                    AND (wp.valid_to IS NULL OR wp.valid_to > \(Self.seen("w", on: day)))
                WHERE w.unit_id = v.unit_id AND w.valid_from > v.valid_from AND w.valid_from <= \(day) AND \(parent)
                    AND \(named))
            """
    }
}

private struct UnitRow {
    let unit: AdminUnit
    let sort: String
    let rank: Int
}

/// How many units there are on a day.
struct UnitCounts: Sendable, Hashable {
    struct Kind: Sendable, Hashable {
        let level: UnitLevel
        /// `xã`, `phường` …
        let type: String
        let count: Int
    }

    let kinds: [Kind]

    subscript(_ level: UnitLevel) -> Int { kinds(of: level).reduce(0) { $0 + $1.count } }

    /// The most frequent first.
    func kinds(of level: UnitLevel) -> [Kind] {
        kinds.filter { $0.level == level }.sorted { ($1.count, $0.type) < ($0.count, $1.type) }
    }
}
