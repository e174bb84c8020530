import Kernel

/// One change of a plan: which units go into it, and what comes out.
struct PlanChange: Sendable, Hashable, Codable {
    enum Kind: String, Sendable, CaseIterable, Codable {
        case merge, rename, transfer, split, abolish

        var event: UnitEventKind {
            switch self {
            case .merge: .merge
            case .rename: .rename
            case .transfer: .transfer
            case .split: .split
            case .abolish: .abolish
            }
        }
    }

    /// A unit that goes in, with the name that it had when it was chosen.
    struct Unit: Sendable, Hashable, Codable {
        let id: ID<AdminUnit>
        let name: String
    }

    struct Outcome: Sendable, Hashable, Codable {
        var code: String
        /// `xã`, `phường` …
        var type: String
        var name: String
        /// Of the people of the unit that is split, in millionths; `nil` when nobody knows.
        var share: Int?
        /// It is the unit that went in, under a new name or smaller, and keeps its past.
        var isKept = false

        /// `Xã Vũ Linh`
        var fullName: String { "\(type.prefix(1).uppercased())\(type.dropFirst()) \(name)" }
    }

    let kind: Kind
    var units: [Unit]
    var outcomes: [Outcome] = []
    /// Code of the unit above from the day on; empty for the one that is above now.
    var parentCode = ""

    /// What the kernel's rules are asked about.
    /// - Parameter tree: of the eve of the day.
    /// - Throws: ``PlanRefusal`` when a unit is not there any more.
    func unitChange(of plan: Plan, _ id: ID<PlanChange>, on tree: UnitTree) throws(PlanRefusal) -> UnitChange {
        var predecessors: [AdminUnit] = []
        for unit in units {
            guard let found = tree[unit.id] else { throw .unitGone(unit.name) }
            predecessors.append(found)
        }
        guard let first = predecessors.first else { throw .unitsMissing }
        let parent = parentCode.isEmpty ? first.parentID.flatMap { tree[$0]?.code } : parentCode
        let results = outcomes(of: first)
        return UnitChange(
            origin: "\(Self.origin(of: plan.id))\(id)", day: plan.day, kind: kind.event, legalBasis: plan.legalBasis,
            note: plan.title, lines: lines(predecessors, results),
            outcomes: results.map { outcome in
                UnitChange.Outcome(
                    code: outcome.code, level: first.level, type: outcome.type, name: outcome.name,
                    fullName: outcome.fullName, parentCode: parent, kept: outcome.isKept ? first.code : nil)
            })
    }

    static func origin(of plan: ID<Plan>) -> String { "plan-\(plan)-" }

    private func outcomes(of unit: AdminUnit) -> [Outcome] {
        switch kind {
        case .merge, .split: outcomes
        case .rename:
            outcomes.map { Outcome(code: unit.code, type: $0.type, name: $0.name, isKept: true) }
        case .transfer: [Outcome(code: unit.code, type: unit.type, name: unit.name, isKept: true)]
        case .abolish: []
        }
    }

    private func lines(_ predecessors: [AdminUnit], _ outcomes: [Outcome]) -> [UnitChange.Line] {
        switch kind {
        case .split:
            outcomes.map { outcome in
                UnitChange.Line(
                    from: predecessors.first?.code, to: outcome.code,
                    share: outcome.share.map { .part($0) } ?? .unknown)
            }
        case .merge, .rename, .transfer, .abolish:
            predecessors.map { UnitChange.Line(from: $0.code, to: outcomes.first?.code) }
        }
    }
}

/// Finds a unit of a day by what somebody typed: `04765`, `04765 Xã Vũ Linh`, `xa vu linh`, `Vũ Linh`.
struct UnitFinder: Sendable {
    let tree: UnitTree

    func find(_ typed: String) throws(PlanRefusal) -> AdminUnit {
        let code = typed.prefix { !$0.isWhitespace }
        if let unit = tree.unit(code: String(code)) { return unit }
        let folded = Fold.folded(typed)
        let found = tree.all.filter { [$0.fullName, $0.name, $0.addressName].map(Fold.folded).contains(folded) }
        guard let unit = found.first else { throw .unknown(typed) }
        guard found.count == 1 else {
            throw .ambiguous(typed, found.prefix(5).map { "\($0.code) \($0.addressName)" })
        }
        return unit
    }
}
