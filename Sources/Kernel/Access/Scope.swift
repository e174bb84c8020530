public import Store

/// What of the province somebody may see. Every method of a store that reads personal data asks for one.
public enum Scope: Sendable, Hashable {
    case everything
    /// These units with all under them.
    case subtrees(UnitRoots)
    /// What concerns this person.
    case person(ID<Person>)
    /// An officer who is also a citizen.
    case subtreesAndPerson(UnitRoots, ID<Person>)
    case nothing

    /// A condition on a column that holds a unit.
    public func covers(unit: SQL) -> SQL {
        switch self {
        case .everything: "TRUE"
        case .subtrees(let roots), .subtreesAndPerson(let roots, _):
            """
            \(unit) IN (SELECT cover.unit_id FROM kernel_unit_cover cover WHERE cover.ancestor_id IN \(list: roots)
                AND cover.valid_from <= \(roots.day) AND cover.valid_to > \(roots.day))
            """
        case .person, .nothing: "FALSE"
        }
    }

    /// A condition on a column that holds a person.
    public func covers(person: SQL) -> SQL {
        switch self {
        case .everything: "TRUE"
        case .person(let id), .subtreesAndPerson(_, let id): "\(person) = \(id)"
        case .subtrees, .nothing: "FALSE"
        }
    }

    /// A condition on a row that lies in a unit and concerns a person: either is enough.
    public func covers(unit: SQL, person: SQL) -> SQL {
        switch self {
        case .everything, .subtrees, .nothing: covers(unit: unit)
        case .person: covers(person: person)
        case .subtreesAndPerson: "(\(covers(unit: unit)) OR \(covers(person: person)))"
        }
    }

    /// What several roles allow together.
    public func union(_ other: Scope) -> Scope {
        if self == .everything || other == .everything { return .everything }
        let roots = roots.map { mine in other.roots.map(mine.union) ?? mine } ?? other.roots
        // Both stem from one account, which is one person.
        switch (roots, person ?? other.person) {
        case (nil, nil): return .nothing
        case (nil, let person?): return .person(person)
        case (let roots?, nil): return .subtrees(roots)
        case (let roots?, let person?): return .subtreesAndPerson(roots, person)
        }
    }

    private var roots: UnitRoots? {
        switch self {
        case .subtrees(let roots), .subtreesAndPerson(let roots, _): roots.isEmpty ? nil : roots
        case .everything, .person, .nothing: nil
        }
    }

    private var person: ID<Person>? {
        switch self {
        case .person(let id), .subtreesAndPerson(_, let id): id
        case .everything, .subtrees, .nothing: nil
        }
    }
}
