public import Store

/// Somebody of the register, as far as it takes to tell whether a newcomer is the same.
public struct KnownPerson: Sendable, Hashable {
    public let id: ID<Person>
    /// Folded words of the name: equal for spellings that differ in marks and case alone.
    public let name: String
    public let birth: BirthDate?
    public let hasPersonalNumber: Bool

    public init(id: ID<Person>, name: String, birth: BirthDate?, hasPersonalNumber: Bool) {
        self.id = id
        self.name = name
        self.birth = birth
        self.hasPersonalNumber = hasPersonalNumber
    }
}

/// A name in a commune: where likely duplicates are looked for.
public struct NamePlace: Sendable, Hashable {
    public let communeID: ID<AdminUnit>
    /// Folded.
    public let name: String

    public init(_ fullName: String, in communeID: ID<AdminUnit>) {
        self.communeID = communeID
        name = NameKeys.forward(NameKeys.words(fullName))
    }

    init(communeID: ID<AdminUnit>, name: String) {
        self.communeID = communeID
        self.name = name
    }
}

/// Who of many newcomers is in the register already. It asks across all communes, as a number is one in the whole
/// register, and what it answers is shown to nobody.
public struct KnownPeople {
    let db: any Session

    public init(db: any Session) { self.db = db }

    /// Those who hold one of the numbers; a record that was merged answers for the one that stayed.
    public func holders(of identifiers: [Identifier]) throws -> [Identifier: KnownPerson] {
        let numbers = Self.padded(Set(identifiers.map(\.number)).sorted())
        guard !numbers.isEmpty else { return [:] }
        var holders: [Identifier: KnownPerson] = [:]
        try db.forEach(
            """
            SELECT i.kind, i.number, p.id, p.full_name, p.born, EXISTS (SELECT 1 FROM kernel_person_identifier n
                WHERE n.person_id = p.id AND n.kind = 'personal' AND n.standing <> 'ended')
            FROM kernel_person_identifier i JOIN kernel_person o ON o.id = i.person_id
            JOIN kernel_person p ON p.id = COALESCE(o.merged_into, o.id)
            WHERE i.number IN \(list: numbers) AND i.standing = 'held'
            """
        ) { row in
            holders[Identifier(stored: try row[0], try row[1])] = KnownPerson(
                id: try row[2], name: NameKeys.forward(NameKeys.words(try row[3])), birth: try row[4],
                hasPersonalNumber: try row[5])
        }
        return holders
    }

    /// Those who live in the commune under the same name.
    public func namesakes(of places: Set<NamePlace>) throws -> [NamePlace: [KnownPerson]] {
        let asked = Self.padded(places.sorted { ($0.communeID, $0.name) < ($1.communeID, $1.name) })
        guard !asked.isEmpty else { return [:] }
        let rows = asked.map { place -> SQL in "(\(place.communeID), \(place.name))" }
        var found: [NamePlace: [KnownPerson]] = [:]
        try db.forEach(
            """
            SELECT r.commune_id, r.name_key, p.id, p.born, EXISTS (SELECT 1 FROM kernel_person_identifier n
                WHERE n.person_id = p.id AND n.kind = 'personal' AND n.standing <> 'ended')
            FROM (VALUES \(SQL.joined(rows, by: ", "))) k
            CROSS JOIN kernel_resident r JOIN kernel_person p ON p.id = r.resident_id
            WHERE r.commune_id = k.column1 AND r.name_key = k.column2
            """
        ) { row in
            let place = NamePlace(communeID: try row[0], name: try row[1])
            let person = KnownPerson(
                id: try row[2], name: place.name, birth: try row[3], hasPersonalNumber: try row[4])
            if found[place]?.contains(person) != true { found[place, default: []].append(person) }
        }
        return found
    }

    /// Lists of a few lengths alone, so that few statements are prepared.
    static func padded<Element>(_ list: [Element]) -> [Element] {
        guard let last = list.last else { return [] }
        let step = list.count > 100 ? 500 : 20
        return list + repeatElement(last, count: (step - list.count % step) % step)
    }
}
