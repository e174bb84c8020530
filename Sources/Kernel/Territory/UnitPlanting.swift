import Store

extension TerritoryStore {
    /// Puts a whole tree in place. Runs few statements, whatever its size.
    /// - Parameters:
    ///   - day: from when its names and parents hold.
    /// - Returns: the id of each code.
    /// - Throws: ``UnitSeedError``, or `StoreError` when a code is in use.
    @discardableResult
    public func insert(_ seeds: [UnitSeed], from day: Day, now: Instant) throws -> [String: ID<AdminUnit>] {
        let ids = Dictionary(seeds.map { ($0.code, ID<AdminUnit>.new(at: now)) }, uniquingKeysWith: { $1 })
        guard ids.count == seeds.count else { throw UnitSeedError.doubleCode }
        var units: [SQL] = []
        var versions: [SQL] = []
        var covers: [SQL] = []
        let parents = Dictionary(
            seeds.compactMap { seed in seed.parentCode.map { (seed.code, $0) } }, uniquingKeysWith: { $1 })
        for seed in seeds {
            let lineage = try Self.lineage(of: seed.code, parents: parents)
            let path = try lineage.map { code in
                guard let id = ids[code] else { throw UnitSeedError.unknownParent(code: seed.code) }
                return id
            }
            let parent = path.count > 1 ? path[1] : nil
            units.append("(\(path[0]), \(seed.level), \(day), \(seed.isGenerated))")
            versions.append(
                """
                (\(path[0]), \(day), \(seed.code), \(seed.type), \(seed.name), \(seed.fullName), \(parent),
                    \(Self.searched(seed.fullName, seed.otherName)), \(SortKey.text(seed.name)))
                """)
            covers += path.map { ancestor -> SQL in "(\(ancestor), \(path[0]), \(day), \(Day.last))" }
        }
        try inChunks(units) { "INSERT INTO kernel_unit (id, level, created_on, is_generated) VALUES \($0)" }
        try inChunks(versions) { rows in
            """
            INSERT INTO kernel_unit_version (unit_id, valid_from, code, type, name, full_name, parent_id, name_search,
                name_sort) VALUES \(rows)
            """
        }
        try inChunks(covers) { rows in
            "INSERT INTO kernel_unit_cover (ancestor_id, unit_id, valid_from, valid_to) VALUES \(rows)"
        }
        try changed()
        return ids
    }

    /// The codes from a unit up to its root, itself first.
    private static func lineage(of code: String, parents: [String: String]) throws -> [String] {
        var lineage = [code]
        while let next = parents[lineage[lineage.count - 1]] {
            guard !lineage.contains(next) else { throw UnitSeedError.circle(code: code) }
            lineage.append(next)
        }
        return lineage
    }

    /// What a version is searched by.
    static func searched(_ names: String...) -> String {
        names.filter { !$0.isEmpty }.map { Fold.folded($0) }.joined(separator: " ")
    }

    /// Engines take a limited number of parameters in a statement: 32,766 for SQLite.
    func inChunks(_ rows: [SQL], _ statement: (SQL) -> SQL) throws {
        for start in stride(from: 0, to: rows.count, by: 500) {
            let chunk = Array(rows[start..<min(start + 500, rows.count)])
            try db.run(statement(SQL.joined(chunk, by: ", ")))
        }
    }
}
