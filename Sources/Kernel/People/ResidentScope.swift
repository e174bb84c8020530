public import Store

extension Scope {
    // The table's key is `resident_id`, so that a column named `person_id` without its table is never taken for it.

    /// A condition on a column that holds a person: oneself, or somebody who lives in the scope. Whoever has no home in
    /// the register is seen by those alone who look after the whole province.
    public func reaches(person: SQL) -> SQL {
        switch self {
        case .everything, .person, .nothing: covers(person: person)
        case .subtrees(let roots): "(\(livesIn(person)) OR \(isUnplaced(person, roots)))"
        case .subtreesAndPerson(let roots, _):
            "(\(covers(person: person)) OR \(livesIn(person)) OR \(isUnplaced(person, roots)))"
        }
    }

    private func livesIn(_ person: SQL) -> SQL {
        """
        EXISTS (SELECT 1 FROM kernel_resident home
            WHERE home.resident_id = \(person) AND \(covers(unit: "home.commune_id")))
        """
    }

    private func isUnplaced(_ person: SQL, _ roots: UnitRoots) -> SQL {
        """
        EXISTS (SELECT 1 FROM kernel_person loose JOIN kernel_unit top ON top.id IN \(list: roots)
            WHERE loose.id = \(person) AND loose.unplaced_key IS NOT NULL AND top.level = 'province')
        """
    }
}
