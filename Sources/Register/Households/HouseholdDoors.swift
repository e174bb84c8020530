import HTTPTypes
import Kernel
import Store
import Web

/// Who lives in a household, who joins and leaves it, and who heads it.
struct HouseholdDoors: Sendable {
    /// From here on a household is looked at twice: it may be several that share a house.
    static let large = 20

    var doors: [Door] {
        [
            .page("/households/{id}", .needs(.correctResidents)) { visit, db in try reply(visit, db) },
            .act("/households/{id}/members", .needs(.correctResidents), use: add),
            .act("/households/{id}/leaving", .needs(.correctResidents), use: leave),
            .act("/households/{id}/relation", .needs(.correctResidents), use: relate),
            .page("/residents/{id}/household", .needs(.correctResidents)) { visit, db in
                try JoiningDoors().reply(visit, db)
            },
            .act("/residents/{id}/household", .needs(.correctResidents)) { visit, form, db in
                try JoiningDoors().join(visit, form, db)
            },
        ]
    }

    private func reply(
        _ visit: Visit, _ db: any Session, typed: FormData = FormData(), problems: FieldProblems = FieldProblems()
    ) throws -> Reply {
        let household = try household(visit, db)
        let members = try HouseholdStore(db: db).members(of: household.id, within: CorrectionDoors.scope(visit))
        let view = HouseholdView(
            household: household, members: members,
            place: try PlaceNames(
                [household.communeID, household.villageID].compactMap(\.self), on: visit.today, db
            ).place(household.communeID, household.villageID), visit: visit, typed: typed, problems: problems)
        return .page(view.page, status: problems.isEmpty ? .ok : .unprocessableContent).journaling(
            visit.readLines("resident.listed.read", members.map(\.personID), purpose: NewResidentDoors.purpose))
    }

    private func household(_ visit: Visit, _ db: any Session) throws -> Household {
        let id = try visit.parameter("id", as: ID<Household>.self)
        guard let household = try HouseholdStore(db: db).find(id, within: CorrectionDoors.scope(visit)) else {
            throw NotFound()
        }
        return household
    }

    @Sendable private func add(_ visit: Visit, _ form: FormData, _ db: any Session) throws -> Reply {
        try attempt(visit, form, db, field: "who") { household, scope, recording in
            let members = try HouseholdStore(db: db).members(of: household.id, within: scope)
            let open = members.filter { $0.until == nil }
            guard open.count < Self.large || !form["large"].isEmpty else {
                throw FieldProblems([FieldProblem("large", HouseholdView.large(open.count))])
            }
            let person = try PersonPicking(db: db).one(form["who"], within: scope)
            guard let relation = HouseholdRelation(rawValue: form["relation"]) else {
                throw FieldProblems([FieldProblem("relation", UpkeepRefusal.kindMissing.message)])
            }
            let since = try Self.day("since", form, visit)
            let before = try HouseholdStore(db: db).memberships(of: person, within: scope).first { $0.until == nil }
            if let before, before.householdID != household.id {
                guard before.since < since else { throw UpkeepRefusal.dayNotAfter(before.since) }
            }
            // First, since it may refuse: nothing is written then.
            try HouseholdStore(db: db).join(
                household.id, person, as: relation, since: since, within: scope, recording: recording)
            if let before, before.householdID != household.id {
                try HouseholdStore(db: db).leave(before.householdID, person, on: since, within: scope)
            }
            return [person]
        }
    }

    @Sendable private func leave(_ visit: Visit, _ form: FormData, _ db: any Session) throws -> Reply {
        try attempt(visit, form, db, field: "day") { household, scope, _ in
            let member = try Self.member(form, of: household, within: scope, db)
            let day = try Self.day("day", form, visit, after: member.since)
            try HouseholdStore(db: db).leave(household.id, member.personID, on: day, within: scope)
            return [member.personID]
        }
    }

    /// A new head takes the place of the one before, who stays in the household.
    @Sendable private func relate(_ visit: Visit, _ form: FormData, _ db: any Session) throws -> Reply {
        try attempt(visit, form, db, field: "relation") { household, scope, recording in
            let member = try Self.member(form, of: household, within: scope, db)
            guard let relation = HouseholdRelation(rawValue: form["relation"]) else {
                throw UpkeepRefusal.kindMissing
            }
            let store = HouseholdStore(db: db)
            var changed = [member.personID]
            let head = try store.members(of: household.id, within: scope).first {
                $0.until == nil && $0.relation == .head && $0.personID != member.personID
            }
            if relation == .head, let head {
                try store.relate(
                    household.id, head.personID, as: .other, on: visit.today, within: scope, recording: recording)
                changed.append(head.personID)
            }
            try store.relate(
                household.id, member.personID, as: relation, on: visit.today, within: scope, recording: recording)
            return changed
        }
    }

    private func attempt(
        _ visit: Visit, _ form: FormData, _ db: any Session, field: String,
        _ act: (Household, Scope, Recording) throws -> [ID<Person>]
    ) throws -> Reply {
        let household = try household(visit, db)
        let recording = Recording(by: "\(try visit.account().accountID)", at: visit.now)
        let changed: [ID<Person>]
        do {
            changed = try act(household, CorrectionDoors.scope(visit), recording)
        } catch let problems as FieldProblems {
            return try reply(visit, db, typed: form, problems: problems)
        } catch let refusal as any Refusal {
            return try reply(visit, db, typed: form, problems: FieldProblems([FieldProblem(field, refusal.message)]))
        }
        try HouseholdTelling(db: db).tell(changed, of: household.id, visit)
        return .redirect(to: "/households/\(household.id)?done=household")
    }

    /// - Throws: `FieldProblems` at the day's own field.
    private static func day(_ name: String, _ form: FormData, _ visit: Visit, after: Day? = nil) throws -> Day {
        do {
            return try UpkeepDay.read(form[name], today: visit.today, after: after)
        } catch let refusal as any Refusal {
            throw FieldProblems([FieldProblem(name, refusal.message)])
        }
    }

    private static func member(
        _ form: FormData, of household: Household, within scope: Scope, _ db: any Session
    ) throws -> HouseholdMember {
        let members = try HouseholdStore(db: db).members(of: household.id, within: scope)
        guard let id = ID<Person>(form["person"]),
            let member = members.first(where: { $0.personID == id && $0.until == nil })
        else { throw NotFound() }
        return member
    }
}

/// Lines and notices about a household's change, for everybody whom it concerns.
struct HouseholdTelling {
    let db: any Session

    func tell(_ people: [ID<Person>], of household: ID<Household>, _ visit: Visit) throws {
        try Journal(db: db).write(
            people.map {
                visit.journalLine(
                    "household.changed", purpose: NewResidentDoors.purpose, subjectKind: "person", subjectID: "\($0)",
                    record: "\(household)")
            })
        try ResidentNotices(db: db).tell(people, now: visit.now)
    }
}

/// One person, by a number or a name that fits nobody else.
struct PersonPicking {
    let db: any Session

    /// - Throws: ``UpkeepRefusal``.
    func one(_ text: String, within scope: Scope) throws -> ID<Person> {
        let found = try PersonSearch(db: db).find(PersonQuery(text), within: scope)
        guard let first = found.people.first, !found.isMended else { throw UpkeepRefusal.nobodyFound }
        guard found.people.count == 1, !found.hasMore else { throw UpkeepRefusal.manyFound }
        return first.id
    }
}
