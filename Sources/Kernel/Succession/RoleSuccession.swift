/// What becomes of the roles that are held for units when those end: pure, one event at a time.
struct RoleSuccession {
    enum Fate: Sendable, Hashable {
        /// The same role, for the unit that took over.
        case goesOn(at: ID<AdminUnit>)
        /// It expires, and nobody has to say anything: its holder has the role there already.
        case expires
        /// It expires, and people say whether it goes on.
        case undecided(UnitMatter.Kind, UnitMatter.Reason)
    }

    let ends: [ID<AdminUnit>: UnitEnd]
    let roles: Roles
    /// Roles that are held for the units that took over, on the day or later.
    private var held: [Grant]
    /// Those that only one may hold and several lay claim to.
    private var claims: [Claim: [Grant]] = [:]

    private struct Claim: Hashable {
        let role: String
        let unit: ID<AdminUnit>
    }

    /// - Parameters:
    ///   - ends: the units that the event ended.
    ///   - inOffice: roles for the units that took over.
    init(_ ends: [UnitEnd], inOffice: [Grant], roles: Roles) {
        self.ends = Dictionary(ends.map { ($0.unit.id, $0) }, uniquingKeysWith: { first, _ in first })
        self.roles = roles
        held = inOffice
    }

    /// - Parameter grants: of units that end, none of which is over by then.
    mutating func fates(of grants: [Grant]) -> [(grant: Grant, fate: Fate)] {
        claims = Dictionary(grouping: grants + held) { grant in
            Claim(role: grant.role, unit: grant.unitID.flatMap { ends[$0]?.heir?.id ?? $0 } ?? .new())
        }
        return grants.sorted { $0.id < $1.id }.map { grant in
            let fate = fate(of: grant)
            if case .goesOn(let unit) = fate { held.append(grant.moved(to: unit)) }
            return (grant, fate)
        }
    }

    private func fate(of grant: Grant) -> Fate {
        guard let unit = grant.unitID, let end = ends[unit] else { return .expires }
        guard let role = roles[grant.role] else { return .undecided(.grant, .unknownRole) }
        guard let heir = end.heir else { return .undecided(.grant, end.reason) }
        // It would have begun when even what took over was no more.
        guard heir.validTo.map({ grant.validFrom < $0 }) ?? true else { return .undecided(.grant, .noSuccessor) }
        let there = held.filter { $0.role == grant.role && $0.unitID == heir.id && $0.overlaps(grant) }
        if there.contains(where: { $0.accountID == grant.accountID }) { return .expires }
        guard role.isSingleHolder else { return .goesOn(at: heir.id) }
        let rivals = claims[Claim(role: grant.role, unit: heir.id)] ?? []
        let isAlone = rivals.allSatisfy { $0.accountID == grant.accountID || !$0.overlaps(grant) }
        return isAlone ? .goesOn(at: heir.id) : .undecided(.leadership, .severalLeaders)
    }
}

extension UnitEnd {
    /// Why nothing goes on by rule; meaningful where there is no ``heir``.
    public var reason: UnitMatter.Reason {
        switch successors.count {
        case 0: .noSuccessor
        case 1: isWhole ? .otherLevel : .severalSuccessors
        default: .severalSuccessors
        }
    }
}

extension Grant {
    func overlaps(_ other: Grant) -> Bool {
        (validTo.map { other.validFrom < $0 } ?? true) && (other.validTo.map { validFrom < $0 } ?? true)
    }

    fileprivate func moved(to unit: ID<AdminUnit>) -> Grant {
        Grant(
            id: id, accountID: accountID, role: role, unitID: unit, validFrom: validFrom, validTo: validTo,
            grantedBy: grantedBy, grantedAt: grantedAt, revokedBy: revokedBy, revokedAt: revokedAt)
    }
}
