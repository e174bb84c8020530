public import Store

/// What of the province somebody may see. Every method of a store that reads personal data asks for one.
public enum Scope: Sendable, Hashable {
    case everything
    /// These units with all under them.
    case subtrees([ID<AdminUnit>])
    /// What concerns this person.
    case person(ID<Person>)
    /// An officer who is also a citizen.
    case subtreesAndPerson([ID<AdminUnit>], ID<Person>)
    case nothing

    /// A condition on a column that holds a unit.
    public func covers(unit: SQL) -> SQL {
        switch self {
        case .everything: "TRUE"
        case .subtrees(let roots), .subtreesAndPerson(let roots, _):
            """
            \(unit) IN (SELECT cover.unit_id FROM kernel_unit_cover cover WHERE cover.ancestor_id IN \(list: roots))
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
        let roots = Set(self.roots + other.roots).sorted()
        // Both stem from one account, which is one person.
        switch (roots.isEmpty, person ?? other.person) {
        case (true, nil): return .nothing
        case (true, let person?): return .person(person)
        case (false, nil): return .subtrees(roots)
        case (false, let person?): return .subtreesAndPerson(roots, person)
        }
    }

    private var roots: [ID<AdminUnit>] {
        switch self {
        case .subtrees(let roots), .subtreesAndPerson(let roots, _): roots
        case .everything, .person, .nothing: []
        }
    }

    private var person: ID<Person>? {
        switch self {
        case .person(let id), .subtreesAndPerson(_, let id): id
        case .everything, .subtrees, .nothing: nil
        }
    }
}
