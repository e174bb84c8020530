import Kernel
import Store

/// Where an open dossier goes when the unit that has it ends: the next competent level for its procedure on that day.
enum DossierRoute: Sendable, Hashable {
    /// Why it goes there; stands in the table, so a case keeps its name.
    enum Rule: String, Sendable, Hashable, CaseIterable, SQLConvertible {
        /// The one unit that took over.
        case successor
        /// The commune where the applicant lives.
        case home
        /// The level above: nothing took the unit's place at its own.
        case above
        /// People have said so.
        case decided
    }

    case to(AdminUnit, Rule)
    case people(UnitMatter.Reason)

    /// - Parameters:
    ///   - isOfProvinceAlone: whether the procedure of that day leaves communes out.
    ///   - home: the commune of that day in which the applicant lives, where that is known and lay under the unit.
    static func after(_ end: UnitEnd, isOfProvinceAlone: Bool, home: AdminUnit?) -> DossierRoute {
        if let heir = end.heir { return .to(heir, .successor) }
        guard end.successors.isEmpty, let above = end.above else { return .people(end.reason) }
        switch end.unit.level {
        case .district:
            guard let home, !isOfProvinceAlone else { return .to(above, .above) }
            return .to(home, .home)
        case .commune, .village: return .to(above, .above)
        case .province: return .people(end.reason)
        }
    }
}

/// A dossier that went from one unit to another.
struct DossierMove: Sendable, Hashable {
    let at: Instant
    /// The first day on which the new unit has it.
    let day: Day
    let fromName: String
    let toName: String
    let legalBasis: String
    let rule: DossierRoute.Rule
    /// Whoever decided; `nil` where a rule did.
    let decidedBy: String?
}
