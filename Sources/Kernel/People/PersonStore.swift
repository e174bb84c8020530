public import Store

/// The register of people.
public struct PersonStore {
    let db: any Session

    public init(db: any Session) { self.db = db }

    /// - Throws: ``PersonRefusal``.
    public func insert(fullName: String, now: Instant) throws -> Person {
        let name = fullName.nfc.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        guard !name.isEmpty else { throw PersonRefusal.nameMissing }
        guard name.count <= 200 else { throw PersonRefusal.nameTooLong }
        let person = Person(id: .new(at: now), fullName: name)
        try db.run(
            """
            INSERT INTO kernel_person (id, full_name, name_search, name_sort, version)
            VALUES (\(person.id), \(name), \(Fold.folded(name)), \(SortKey.name(name)), \(person.version))
            """)
        return person
    }

    /// - Returns: `nil` also for somebody outside the scope.
    public func find(_ id: ID<Person>, within scope: Scope) throws -> Person? {
        try db.first(
            """
            SELECT p.id, p.full_name, p.version FROM kernel_person p
            WHERE p.id = \(id) AND \(scope.covers(person: "p.id"))
            """
        ) { row in
            Person(id: try row[0], fullName: try row[1], version: try row[2])
        }
    }
}
