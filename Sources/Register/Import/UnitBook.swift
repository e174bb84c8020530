import Kernel

/// The communes and villages of a list's day, by everything that lists call them.
struct UnitBook: Sendable {
    /// The day that the list is of.
    let day: Day
    private let tree: UnitTree
    private let communes: [String: [AdminUnit]]
    private let villages: [ID<AdminUnit>: [String: ID<AdminUnit>]]
    /// Units of other days: what they were called, and until or since when.
    private let others: [String: UnitProblem]
    private let allowed: Set<ID<AdminUnit>>

    /// - Parameters:
    ///   - tree: of the list's day.
    ///   - changes: the trees right before and on the days on which units changed.
    ///   - allowed: communes into which people may be written.
    init(tree: UnitTree, changes: [(day: Day, before: UnitTree, after: UnitTree)], allowed: Set<ID<AdminUnit>>) {
        day = tree.day
        self.tree = tree
        self.allowed = allowed
        var communes: [String: [AdminUnit]] = [:]
        var villages: [ID<AdminUnit>: [String: ID<AdminUnit>]] = [:]
        for unit in tree.all {
            switch unit.level {
            case .commune: for key in Self.keys(of: unit) { communes[key, default: []].append(unit) }
            case .village:
                guard let parent = unit.parentID else { continue }
                for key in Self.keys(of: unit) { villages[parent, default: [:]][key] = unit.id }
            case .province, .district: break
            }
        }
        self.communes = communes
        self.villages = villages
        var others: [String: UnitProblem] = [:]
        for change in changes {
            for unit in change.before.all where unit.level == .commune && change.day <= tree.day {
                for key in Self.keys(of: unit) { others[key] = .ended(unit.fullName, on: change.day) }
            }
            for unit in change.after.all where unit.level == .commune && change.day > tree.day {
                for key in Self.keys(of: unit) where others[key] == nil {
                    others[key] = .coming(unit.fullName, on: change.day)
                }
            }
        }
        self.others = others
    }

    /// - Parameters:
    ///   - text: a code, or a name with or without its kind and district.
    ///   - district: empty when the list has none.
    /// - Throws: ``UnitProblem``.
    func commune(_ text: String, district: String) throws(UnitProblem) -> AdminUnit {
        var key = Fold.folded(text)
        // Spreadsheets take the zero in front of a code away.
        if key.utf8.count == 4, key.utf8.allSatisfy({ (48...57).contains($0) }) { key = "0\(key)" }
        let found = communes[district.isEmpty ? key : "\(key) \(Fold.folded(district))"] ?? communes[key] ?? []
        guard let unit = found.first else { throw others[key] ?? .unknown(text) }
        guard found.count == 1 else { throw .several(text) }
        return try checked(unit)
    }

    /// - Throws: ``UnitProblem``.
    func commune(_ id: ID<AdminUnit>) throws(UnitProblem) -> AdminUnit {
        guard let unit = tree[id], unit.level == .commune else { throw .unknown("") }
        return try checked(unit)
    }

    func village(_ text: String, in commune: ID<AdminUnit>) -> ID<AdminUnit>? {
        villages[commune]?[Fold.folded(text)]
    }

    private func checked(_ unit: AdminUnit) throws(UnitProblem) -> AdminUnit {
        guard allowed.contains(unit.id) else { throw .outsideScope(unit.fullName) }
        return unit
    }

    /// `04765`, `vu linh`, `xa vu linh`, `vu linh huyen yen binh`, `xa vu linh yen binh` …
    private static func keys(of unit: AdminUnit) -> Set<String> {
        let names = [Fold.folded(unit.name), Fold.folded(unit.fullName)]
        var keys = Set([Fold.folded(unit.code)] + names)
        if let parent = unit.parentFullName, unit.level == .commune {
            let full = Fold.folded(parent)
            let bare = ["huyen ", "thi xa ", "thanh pho ", "tinh "].first(where: full.hasPrefix).map {
                String(full.dropFirst($0.count))
            }
            for name in names {
                for place in [full, bare ?? full] { keys.insert("\(name) \(place)") }
            }
        }
        return keys
    }
}
