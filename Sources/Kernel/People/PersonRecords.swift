import Store

/// Which records of a person are asked: the one that stands, or those that gave way to it.
public enum PersonRecords: Sendable, Hashable {
    case own, merged

    /// A condition on a column that holds a person.
    func of(_ person: ID<Person>, _ column: SQL) -> SQL {
        switch self {
        case .own: "\(column) = \(person)"
        case .merged: "\(column) IN (SELECT gone.id FROM kernel_person gone WHERE gone.merged_into = \(person))"
        }
    }
}

/// Who has no home in the register. They lie in no commune, so they are looked for apart.
struct UnplacedPeople {
    let db: any Session

    /// Notes a person who has just lost a home, unless there is another one.
    func note(_ person: ID<Person>) throws {
        let name = try db.value(
            """
            SELECT p.full_name FROM kernel_person p WHERE p.id = \(person) AND p.merged_into IS NULL
                AND NOT EXISTS (SELECT 1 FROM kernel_resident home WHERE home.resident_id = p.id)
            """, as: String.self)
        guard let name else { return }
        try db.run(
            "UPDATE kernel_person SET unplaced_key = \(NameKeys.forward(NameKeys.words(name))) WHERE id = \(person)")
    }
}
