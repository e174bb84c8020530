public import Store

/// Somebody who is not in the register yet, with all that is known at once.
public struct NewPerson: Sendable {
    public let id: ID<Person>
    public var facts: PersonFacts
    /// Well formed, and not against the facts.
    public var identifiers: [Identifier]
    /// Who holds those among them that are somebody else's.
    public var disputed: [Identifier: ID<Person>]
    public var phone: PhoneNumber?
    /// In force: without an end.
    public var home: Residence?
    public var household: (id: ID<Household>, relation: HouseholdRelation)?

    public init(
        id: ID<Person>, facts: PersonFacts, identifiers: [Identifier] = [], disputed: [Identifier: ID<Person>] = [:],
        phone: PhoneNumber? = nil, home: Residence? = nil,
        household: (id: ID<Household>, relation: HouseholdRelation)? = nil
    ) {
        self.id = id
        self.facts = facts
        self.identifiers = identifiers
        self.disputed = disputed
        self.phone = phone
        self.home = home
        self.household = household
    }
}

/// A household that is not in the register yet.
public struct NewHousehold: Sendable {
    public let id: ID<Household>
    public let communeID: ID<AdminUnit>
    public let villageID: ID<AdminUnit>?
    public let address: String
    public let formedOn: Day
    /// What is known of its circumstances, of facts that are told of households, and by what.
    public let circumstances: [InclusionFact]
    public let source: String

    public init(
        id: ID<Household>, in communeID: ID<AdminUnit>, village villageID: ID<AdminUnit>? = nil, address: String = "",
        formedOn: Day, circumstances: [InclusionFact] = [], source: String = ""
    ) {
        self.id = id
        self.communeID = communeID
        self.villageID = villageID
        self.address = address
        self.formedOn = formedOn
        self.circumstances = circumstances
        self.source = source
    }
}

/// Takes in people by the thousand: rows gather here and go to the database table by table. Whether somebody is there
/// already is the caller's to know (``KnownPeople``).
public struct PersonIntake: Sendable {
    private let recording: Recording
    /// People so far.
    public private(set) var count = 0
    private var communes: Set<ID<AdminUnit>> = []
    private var words: Set<String> = []
    private var doubts: [(new: ID<Person>, known: ID<Person>, over: ID<HeldIdentifier>?)] = []

    private var people = RowBatch(
        "kernel_person", "id", "full_name", "name_search", "name_sort", "version", "born", "sex", "ethnic_code",
        "language", "recorded_at", "recorded_by", "reason")
    private var numbers = RowBatch(
        "kernel_person_identifier", "id", "person_id", "kind", "number", "standing", "recorded_at", "recorded_by")
    private var phones = RowBatch(
        "kernel_person_phone", "person_id", "number", "since", "recorded_at", "recorded_by")
    private var homes = RowBatch(
        "kernel_residence", "id", "person_id", "kind", "commune_id", "village_id", "address", "since", "recorded_at",
        "recorded_by")
    private var residents = RowBatch(
        "kernel_resident", "resident_id", "kind", "commune_id", "village_id", "name_key", "name_back")
    private var households = RowBatch(
        "kernel_household", "id", "commune_id", "village_id", "address", "formed_on", "recorded_at", "recorded_by")
    private var members = RowBatch(
        "kernel_household_member", "id", "household_id", "person_id", "relation", "since", "recorded_at",
        "recorded_by")
    private var circumstances = RowBatch(
        "kernel_inclusion_fact", "id", "household_id", "fact", "valid_from", "source", "recorded_at", "recorded_by")

    public init(recording: Recording) { self.recording = recording }

    /// - Parameter day: since when telephone and household hold, for somebody without a home.
    /// - Throws: ``PersonRefusal``.
    public mutating func add(_ person: NewPerson, on day: Day) throws {
        let facts = try person.facts.checked()
        let (at, by) = (recording.at, recording.by)
        count += 1
        people.append(
            person.id, facts.fullName, Fold.folded(facts.fullName), SortKey.name(facts.fullName), 1, facts.birth,
            facts.sex, facts.ethnicGroup, facts.language, at, by, recording.reason)
        for identifier in person.identifiers {
            let id = ID<HeldIdentifier>.new(at: at)
            let holder = person.disputed[identifier]
            let standing: IdentifierStanding = holder == nil ? .held : .disputed
            if let holder { doubts.append((person.id, holder, id)) }
            numbers.append(id, person.id, identifier.kind, identifier.number, standing, at, by)
        }
        let since = person.home?.since ?? day
        if let phone = person.phone { phones.append(person.id, phone.digits, since, at, by) }
        let words = NameKeys.words(facts.fullName)
        self.words.formUnion(words)
        if let home = person.home {
            communes.insert(home.communeID)
            homes.append(
                ID<Residence>.new(at: at), person.id, home.kind, home.communeID, home.villageID, home.address.nfc,
                home.since, at, by)
            residents.append(
                person.id, home.kind, home.communeID, home.villageID, NameKeys.forward(words),
                NameKeys.backward(words))
        }
        if let household = person.household {
            members.append(
                ID<HouseholdMember>.new(at: at), household.id, person.id, household.relation, since, at, by)
        }
    }

    public mutating func add(_ household: NewHousehold) {
        let (at, by) = (recording.at, recording.by)
        communes.insert(household.communeID)
        households.append(
            household.id, household.communeID, household.villageID, household.address.nfc, household.formedOn, at, by)
        for fact in household.circumstances where fact.isOfHousehold {
            circumstances.append(
                ID<DatedInclusionFact>.new(at: at), household.id, fact, household.formedOn, household.source.nfc, at,
                by)
        }
    }

    /// Puts a new person and one who is known into the review queue. Those of disputed numbers are there by themselves.
    public mutating func doubt(_ new: ID<Person>, _ known: ID<Person>) { doubts.append((new, known, nil)) }

    /// Writes what has gathered. Nothing of it is kept here when the transaction fails, so it can be run again.
    /// - Throws: `NotFound` when a home or household lies outside the scope; `StoreError.unique` when somebody has been
    ///   given one of the numbers meanwhile.
    public func write(to db: any Session, within scope: Scope) throws {
        try checkPlaces(db, scope)
        for rows in [households, people, numbers, phones, homes, residents, members, circumstances] {
            try db.insert(rows)
        }
        try SyllableStore(db: db).insert(words)
        let matches = MatchStore(db: db)
        for doubt in doubts { try matches.insert(doubt.new, doubt.known, over: doubt.over, recording: recording) }
    }

    /// Lets the engine know that the register holds many more people than before, so that it finds them by its indexes.
    public static func tellPlanner(_ db: any Session) throws {
        try db.run(
            db.dialect.analysis(
                of: """
                    kernel_person, kernel_person_identifier, kernel_person_phone, kernel_residence, kernel_resident,
                    kernel_household, kernel_household_member, kernel_syllable, kernel_syllable_stem
                    """))
    }

    private func checkPlaces(_ db: any Session, _ scope: Scope) throws {
        guard !communes.isEmpty else { return }
        let covered = try db.value(
            """
            SELECT COUNT(*) FROM kernel_unit u WHERE u.id IN \(list: communes.sorted()) AND u.level = 'commune'
                AND \(scope.covers(unit: "u.id"))
            """, as: Int.self)
        guard covered == communes.count else { throw NotFound() }
    }
}
