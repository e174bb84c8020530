/// The units of one day.
public struct UnitTree: Sendable {
    public let day: Day
    private let units: [ID<AdminUnit>: AdminUnit]
    private let codes: [String: ID<AdminUnit>]

    public init(_ units: [AdminUnit], day: Day) {
        self.day = day
        self.units = Dictionary(units.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        codes = Dictionary(units.map { ($0.code, $0.id) }, uniquingKeysWith: { first, _ in first })
    }

    public subscript(_ id: ID<AdminUnit>) -> AdminUnit? { units[id] }

    public func unit(code: String) -> AdminUnit? { codes[code].flatMap { units[$0] } }

    /// In the order of their ids.
    public var all: [AdminUnit] { units.values.sorted { $0.id < $1.id } }

    var parents: [ID<AdminUnit>: ID<AdminUnit>] { units.compactMapValues(\.parentID) }

    public func count(_ level: UnitLevel) -> Int { units.values.count { $0.level == level } }

    /// The unit itself and those above it, upwards; empty for one that is not of this day.
    public func lineage(of id: ID<AdminUnit>) -> [AdminUnit] {
        var lineage: [AdminUnit] = []
        var next = units[id]
        while let unit = next, !lineage.contains(where: { $0.id == unit.id }) {
            lineage.append(unit)
            next = unit.parentID.flatMap { units[$0] }
        }
        return lineage
    }

    /// Adds figures up the tree.
    /// - Parameter figures: of units, each without those under it.
    public func rolledUp(_ figures: [ID<AdminUnit>: Int]) -> RolledUp {
        var totals: [ID<AdminUnit>: Int] = [:]
        var outside: [ID<AdminUnit>: Int] = [:]
        for (id, figure) in figures {
            let lineage = lineage(of: id)
            if lineage.isEmpty { outside[id] = figure }
            for unit in lineage { totals[unit.id, default: 0] += figure }
        }
        return RolledUp(totals: totals, outside: outside)
    }

    public struct RolledUp: Sendable, Hashable {
        /// Of each unit with all under it.
        public let totals: [ID<AdminUnit>: Int]
        /// Figures of units that are not of this day.
        public let outside: [ID<AdminUnit>: Int]
    }
}

extension UnitLevel {
    /// 0 for the province, 3 for a village.
    public var depth: Int {
        switch self {
        case .province: 0
        case .district: 1
        case .commune: 2
        case .village: 3
        }
    }
}
