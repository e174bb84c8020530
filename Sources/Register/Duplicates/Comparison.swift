import Kernel
import Store

/// Two records side by side, and what speaks for one person.
struct Comparison: Sendable {
    struct Side: Sendable {
        let id: ID<Person>
        let facts: PersonFacts
        let identifiers: [HeldIdentifier]
        let phones: [String]
        let home: Residence?
        let place: String
        let householdSize: Int
        let recordedAt: Instant
    }

    enum Row: Sendable, Hashable, CaseIterable {
        case name, birth, sex, ethnicGroup, numbers, phones, home, household, recorded
    }

    /// Why the two stand in the queue, as far as the facts tell.
    enum Likeness: Sendable, Hashable {
        case sameNumber(Identifier), sameName, nearName, sameBirth, birthMayBe, samePhone, sameVillage
    }

    let first: Side
    let second: Side
    let match: PersonMatch
    /// What an officer said who put the two into the queue.
    var report: MatchReport?

    var sides: [Side] { [first, second] }

    var likeness: [Likeness] {
        var found: [Likeness] = []
        let numbers = Set(first.identifiers.map(\.identifier))
        let shared = second.identifiers.map(\.identifier).first { numbers.contains($0) } ?? match.identifier
        if let shared { found.append(.sameNumber(shared)) }
        let names = sides.map { Fold.tokens($0.facts.fullName) }
        if names[0] == names[1] {
            found.append(.sameName)
        } else if Set(names[0]).intersection(names[1]).count >= min(names[0].count, names[1].count) - 1 {
            found.append(.nearName)
        }
        if let one = first.facts.birth, let other = second.facts.birth {
            if one == other { found.append(.sameBirth) } else if one.mayBe(other) { found.append(.birthMayBe) }
        }
        if !Set(first.phones).isDisjoint(with: second.phones) { found.append(.samePhone) }
        if let village = first.home?.villageID, village == second.home?.villageID { found.append(.sameVillage) }
        return found
    }

    /// The older record, with more written into it, is the one that usually stays.
    var suggested: ID<Person> {
        let weights = sides.map { side in
            side.identifiers.count + side.phones.count + (side.home == nil ? 0 : 1) + (side.householdSize > 0 ? 1 : 0)
        }
        if weights[0] != weights[1] { return weights[0] > weights[1] ? first.id : second.id }
        return min(first.id, second.id)
    }
}

struct ComparisonStore {
    let db: any Session

    /// - Throws: `NotFound` when either lies outside the scope.
    func comparison(_ id: ID<PersonMatch>, within scope: Scope, on day: Day) throws -> Comparison {
        guard let match = try MatchStore(db: db).find(id, within: scope) else { throw NotFound() }
        return Comparison(
            first: try side(match.firstID, within: scope, on: day),
            second: try side(match.secondID, within: scope, on: day), match: match,
            report: match.identifier == nil ? try MatchReportStore(db: db).report(of: id) : nil)
    }

    /// - Parameter scope: `.everything` for a record that gave way, once the one that stayed was found in the
    ///   visitor's own.
    func side(_ id: ID<Person>, within scope: Scope, on day: Day) throws -> Comparison.Side {
        let versions = try PersonStore(db: db).versions(of: id, within: scope)
        guard let now = versions.first, let first = versions.last else { throw NotFound() }
        let home = try CorrectionFacts(db: db).home(of: id, within: scope)
        let names = try PlaceNames([home?.communeID, home?.villageID].compactMap(\.self), on: day, db)
        let households = HouseholdStore(db: db)
        let household = try households.memberships(of: id, within: scope).first { $0.until == nil }
        let members = try household.map { try households.members(of: $0.householdID, within: scope) } ?? []
        return Comparison.Side(
            id: id, facts: now.facts,
            identifiers: try IdentifierStore(db: db).identifiers(of: id, within: scope).filter { $0.personID == id },
            phones: try PhoneStore(db: db).phones(of: id, within: scope), home: home,
            place: names.place(home?.communeID, home?.villageID),
            householdSize: members.count { $0.until == nil }, recordedAt: first.recording.at)
    }
}
