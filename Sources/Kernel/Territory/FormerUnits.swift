import Store

/// A unit under a name that it bears or bore, and what it is on another day.
public struct FormerUnit: Sendable, Hashable {
    /// As it was then; the days of the name are `validFrom` and `validTo`.
    public let unit: AdminUnit
    /// What it has become: itself under its name of the day, one that took it over, several after a split, none when
    /// nothing took its place.
    public let became: [AdminUnit]

    public init(unit: AdminUnit, became: [AdminUnit]) {
        self.unit = unit
        self.became = became
    }
}

extension TerritoryStore {
    /// Units by any name that they or the units above them have borne up to a day, so that the address on an old paper
    /// is found: `dao thinh tran yen`.
    public func search(everNamed text: String, level: UnitLevel? = nil, asOf day: Day, limit: Int = 50) throws
        -> [FormerUnit]
    {
        guard let named = Self.named(text, level: level) else { return [] }
        return try former("\(named) AND v.valid_from <= \(day)", asOf: day, limit: limit)
    }

    /// All that have ever borne a code, in the order of days: codes are used again.
    public func bearers(ofCode code: String, asOf day: Day) throws -> [FormerUnit] {
        try former("v.code = \(code)", asOf: day, limit: 100).sorted { $0.unit.validFrom < $1.unit.validFrom }
    }

    /// The versions of a unit in the order of days, those to come included.
    public func versions(of id: ID<AdminUnit>) throws -> [AdminUnit] {
        try units("v.unit_id = \(id)", parent: Self.parentThen, limit: 1_000).sorted { $0.validFrom < $1.validFrom }
    }

    /// A version's parent as it was when the version began.
    private static let parentThen: SQL =
        "p.valid_from <= v.valid_from AND (p.valid_to IS NULL OR p.valid_to > v.valid_from)"

    private func former(_ condition: SQL, asOf day: Day, limit: Int) throws -> [FormerUnit] {
        let found = try units(condition, parent: Self.parentThen, limit: limit)
        let graph = try graph()
        let successors = Dictionary(
            found.map { ($0.id, graph.successors(of: $0.id, on: day)) }, uniquingKeysWith: { first, _ in first })
        let ids = Set(successors.values.joined()).sorted()
        let current = Dictionary(
            try units("v.unit_id IN \(list: ids)", asOf: day).map { ($0.id, $0) },
            uniquingKeysWith: { first, _ in first })
        return found.map { unit in
            FormerUnit(unit: unit, became: (successors[unit.id] ?? []).compactMap { current[$0] })
        }
    }
}
