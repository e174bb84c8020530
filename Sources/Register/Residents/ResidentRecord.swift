import Kernel
import Store

/// All that the register tells an officer of one person.
struct ResidentRecord: Sendable {
    let id: ID<Person>
    /// The one in force first.
    let versions: [PersonVersion]
    /// Those of merged records are among them.
    let identifiers: [HeldIdentifier]
    let phones: [String]
    let homes: [Residence]
    /// Of records that were merged into this one.
    let mergedHomes: [Residence]
    let memberships: [HouseholdMember]
    /// The households in which the person lives now, with all who live there.
    let households: [(id: ID<Household>, members: [HouseholdMember])]
    /// Who may act for the person.
    let mandates: [Mandate]
    /// For whom the person may act.
    let held: [Mandate]
    let organisations: [(organisation: String, member: OrganisationMember)]
    /// nil for whoever may not see them.
    let inclusion: [DatedInclusionFact]?
    /// By what those ended that did.
    let inclusionEnds: [ID<DatedInclusionFact>: String]
    let merges: [PersonMerge]
    let corrections: [Correction]
    let notes: [PersonNote]
    /// Names of people who are mentioned.
    let names: [ID<Person>: String]
    /// Names of those who wrote something down, by account.
    let writers: [String: String]
    let places: PlaceNames

    var facts: PersonFacts { versions[0].facts }
    var version: Int { versions[0].version }

    var home: Residence? {
        let open = homes.filter { $0.until == nil }
        return open.first { $0.kind == .permanent } ?? open.first
    }

    /// Everybody else of whom this page shows something.
    var mentioned: [ID<Person>] {
        households.flatMap { $0.members.map(\.personID) } + mandates.map(\.holderID) + held.map(\.personID)
    }
}

struct ResidentRecordStore {
    let db: any Session

    /// - Parameter inclusion: whose circumstances may be seen; nil for nobody's.
    /// - Throws: `NotFound`, also outside the scope and for a record that gave way to another.
    func record(
        of id: ID<Person>, within scope: Scope, inclusion: InclusionScope?, on day: Day
    ) throws -> ResidentRecord {
        let versions = try PersonStore(db: db).versions(of: id, within: scope)
        guard let now = versions.first else { throw NotFound() }
        let identifiers = try IdentifierStore(db: db).identifiers(of: id, within: scope)
        let homes = ResidenceStore(db: db)
        let own = try homes.residences(of: id, within: scope)
        let merged = try homes.residences(of: id, records: .merged, within: scope)
        let households = HouseholdStore(db: db)
        let memberships =
            try households.memberships(of: id, within: scope)
            + households.memberships(of: id, records: .merged, within: scope)
        let lived = try memberships.filter { $0.until == nil }.prefix(5).map { member in
            let members = try households.members(of: member.householdID, within: scope).filter { $0.until == nil }
            return (id: member.householdID, members: members)
        }
        let mandateStore = MandateStore(db: db)
        let mandates =
            try mandateStore.mandates(for: id, within: scope)
            + mandateStore.mandates(for: id, records: .merged, within: scope)
        let held =
            try mandateStore.mandates(of: id, within: scope)
            + mandateStore.mandates(of: id, records: .merged, within: scope)
        let merges = try MatchStore(db: db).merges(into: id, within: scope)
        let circumstances = try inclusion.map { try InclusionStore(db: db).facts(of: id, on: day, within: $0) }
        let number = identifiers.first { $0.identifier.kind == .personal && $0.standing == .held }
        return ResidentRecord(
            id: id, versions: versions, identifiers: identifiers,
            phones: try PhoneStore(db: db).phones(of: id, within: scope), homes: own, mergedHomes: merged,
            memberships: memberships, households: lived.filter { !$0.members.isEmpty }, mandates: mandates,
            held: held, organisations: try OrganisationStore(db: db).memberships(of: id, within: scope),
            inclusion: circumstances, inclusionEnds: try InclusionEnds(db: db).grounds(of: circumstances ?? []),
            merges: merges,
            corrections: try CorrectionStore(db: db).list(of: id, within: scope, limit: 20),
            notes: PersonNote.notes(
                birth: now.facts.birth, number: number.flatMap { try? PersonalNumber($0.identifier.number) }, on: day),
            names: try names(of: mandates.map(\.holderID) + held.map(\.personID)),
            writers: try writers(versions.map(\.recording.by) + merges.map(\.recording.by)),
            places: try PlaceNames(
                (own + merged).flatMap { [$0.communeID, $0.villageID].compactMap(\.self) }, on: day, db))
    }

    /// People to whom a mandate ties the person may live anywhere; their name stands in it.
    private func names(of people: [ID<Person>]) throws -> [ID<Person>: String] {
        let people = Array(Set(people)).sorted()
        guard !people.isEmpty else { return [:] }
        let rows = try db.rows("SELECT p.id, p.full_name FROM kernel_person p WHERE p.id IN \(list: people)") { row in
            (id: try row[0] as ID<Person>, name: try row[1] as String)
        }
        return Dictionary(rows.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
    }

    private func writers(_ accounts: [String]) throws -> [String: String] {
        let accounts = Array(Set(accounts)).sorted()
        let rows = try db.rows("SELECT id, display_name FROM kernel_account WHERE id IN \(list: accounts)") { row in
            (id: try row[0] as String, name: try row[1] as String)
        }
        return Dictionary(rows.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
    }
}
