public import Store

/// Units in time. What is public about the state needs no scope to be read.
public struct TerritoryStore {
    let db: any Session

    /// Counts up with every change of units, for what is kept of them in memory; told to every node at once.
    public static let topic = "kernel_territory"

    public init(db: any Session) { self.db = db }

    /// The unit that bore this code on that day.
    public func find(code: String, asOf day: Day) throws -> AdminUnit? {
        try units("v.code = \(code)", asOf: day, limit: 1).first
    }

    /// The unit as it was on that day; `nil` before it began and after it ended.
    public func find(_ id: ID<AdminUnit>, asOf day: Day) throws -> AdminUnit? {
        try units("v.unit_id = \(id)", asOf: day, limit: 1).first
    }

    /// The units right under one, by name.
    public func children(of id: ID<AdminUnit>, asOf day: Day) throws -> [AdminUnit] {
        try units("v.parent_id = \(id)", asOf: day)
    }

    /// From the top down to the unit itself.
    public func path(to id: ID<AdminUnit>, asOf day: Day) throws -> [AdminUnit] {
        var path: [AdminUnit] = []
        var next: ID<AdminUnit>? = id
        while let id = next, let unit = try find(id, asOf: day), !path.contains(unit) {
            path.insert(unit, at: 0)
            next = unit.parentID
        }
        return path
    }

    /// Every commune of that day, by district and name: where a dossier can be filed.
    public func communes(asOf day: Day, under ancestor: ID<AdminUnit>? = nil) throws -> [AdminUnit] {
        let place: SQL = ancestor.map { Scope.subtrees(UnitRoots([$0], on: day)).covers(unit: "v.unit_id") } ?? "TRUE"
        return try units("u.level = \(UnitLevel.commune) AND \(place)", asOf: day)
    }

    /// Units of a level whose name, or whose parent's name, holds every word: `vu linh yen binh` finds Vũ Linh.
    public func search(_ text: String, level: UnitLevel? = nil, asOf day: Day, limit: Int = 50) throws -> [AdminUnit] {
        guard let condition = Self.named(text, level: level) else { return [] }
        return try units(condition, asOf: day, limit: limit)
    }

    /// - Returns: `nil` when there is no word to look for.
    static func named(_ text: String, level: UnitLevel?) -> SQL? {
        var conditions = Fold.tokens(text).prefix(8).map { word -> SQL in
            let pattern: String = "%\(word)%"
            return "(v.name_search LIKE \(pattern) OR p.name_search LIKE \(pattern))"
        }
        guard !conditions.isEmpty else { return nil }
        if let level { conditions.append("u.level = \(level)") }
        return SQL.joined(conditions, by: " AND ")
    }

    /// Whether a unit lies in a scope.
    public func covers(_ unit: ID<AdminUnit>, _ scope: Scope) throws -> Bool {
        try db.exists("SELECT 1 FROM kernel_unit u WHERE u.id = \(unit) AND \(scope.covers(unit: "u.id"))")
    }

    /// To be called in the transaction of a change.
    func changed() throws {
        try Revision(db: db).advance(Self.topic)
        try db.notify(Self.topic, "")
    }

    /// Whether there are any units: an empty house is filled by `demo` or `import units`.
    public func isEmpty() throws -> Bool { try !db.exists("SELECT 1 FROM kernel_unit LIMIT 1") }

    /// A condition on a table with `valid_from` and `valid_to`: the first day on which a row no longer holds.
    public static func valid(_ table: SQL, on day: Day) -> SQL {
        "\(table).valid_from <= \(day) AND (\(table).valid_to IS NULL OR \(table).valid_to > \(day))"
    }

    /// All units of a day.
    public func tree(asOf day: Day) throws -> UnitTree { UnitTree(try units("TRUE", asOf: day), day: day) }

    func units(_ condition: SQL, asOf day: Day, limit: Int = 10_000) throws -> [AdminUnit] {
        try units(
            "\(condition) AND \(Self.valid("v", on: day))", parent: Self.valid("p", on: day), limit: limit)
    }

    /// - Parameter parent: which version of the parent (`p`) belongs to a version (`v`).
    func units(_ condition: SQL, parent: SQL, limit: Int) throws -> [AdminUnit] {
        try db.rows(
            """
            SELECT v.unit_id, u.level, v.code, v.type, v.name, v.full_name, v.parent_id, p.full_name,
                v.valid_from, v.valid_to, u.is_generated
            FROM kernel_unit_version v JOIN kernel_unit u ON u.id = v.unit_id
            LEFT JOIN kernel_unit_version p ON p.unit_id = v.parent_id AND \(parent)
            WHERE \(condition)
            ORDER BY p.name_sort, v.name_sort, v.unit_id, v.valid_from LIMIT \(limit)
            """
        ) { row in
            AdminUnit(
                id: try row[0], level: try row[1], code: try row[2], type: try row[3], name: try row[4],
                fullName: try row[5], parentID: try row[6], parentFullName: try row[7], validFrom: try row[8],
                validTo: try row[9], isGenerated: try row[10])
        }
    }
}
