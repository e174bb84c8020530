import HTTPTypes
import Kernel
import Store
import Web

/// Circumstances are written down and ended by those who may both see them and keep the register.
struct InclusionDoors: Sendable {
    var doors: [Door] {
        [
            .page("/residents/{id}/inclusion", .needs(.correctResidents)) { visit, db in
                try reply(try subject(visit, db), visit)
            },
            .act("/residents/{id}/inclusion", .needs(.correctResidents), use: note),
            .page("/residents/{id}/inclusion/{fact}", .needs(.correctResidents)) { visit, db in
                let subject = try subject(visit, db)
                return try endingReply(subject, try subject.fact(visit), visit)
            },
            .act("/residents/{id}/inclusion/{fact}/ending", .needs(.correctResidents), use: end),
        ]
    }

    private func subject(_ visit: Visit, _ db: any Session) throws -> InclusionSubject {
        guard let inclusion = visit.inclusionScope else { throw NotPermitted() }
        let scope = CorrectionDoors.scope(visit)
        let id = try visit.parameter("id", as: ID<Person>.self)
        guard let now = try PersonStore(db: db).versions(of: id, within: scope).first else { throw NotFound() }
        let households = HouseholdStore(db: db)
        let household = try households.memberships(of: id, within: scope).first { $0.until == nil }?.householdID
        let members = try household.map { try households.members(of: $0, within: scope) } ?? []
        let facts = try InclusionStore(db: db).facts(of: id, on: visit.today, within: inclusion)
        return InclusionSubject(
            id: id, name: now.facts.fullName, birth: now.facts.birth,
            // A household that moved out of the officer's units is theirs no more.
            household: members.isEmpty ? nil : household,
            mates: members.filter { $0.until == nil }.map(\.personID), facts: facts,
            ends: try InclusionEnds(db: db).grounds(of: facts), scope: inclusion)
    }

    private func reply(
        _ subject: InclusionSubject, _ visit: Visit, typed: FormData = FormData(),
        problems: FieldProblems = FieldProblems()
    ) throws -> Reply {
        let view = InclusionView(subject: subject, visit: visit, typed: typed, problems: problems)
        return .page(view.page, status: problems.isEmpty ? .ok : .unprocessableContent).journaling(
            visit.readLines("resident.read", [subject.id], purpose: NewResidentDoors.purpose))
    }

    private func endingReply(
        _ subject: InclusionSubject, _ fact: DatedInclusionFact, _ visit: Visit, typed: FormData = FormData(),
        problems: FieldProblems = FieldProblems()
    ) throws -> Reply {
        let view = InclusionEndView(subject: subject, fact: fact, visit: visit, typed: typed, problems: problems)
        return .page(view.page, status: problems.isEmpty ? .ok : .unprocessableContent).journaling(
            visit.readLines("resident.read", [subject.id], purpose: NewResidentDoors.purpose))
    }

    @Sendable private func note(_ visit: Visit, _ form: FormData, _ db: any Session) throws -> Reply {
        try RecordHold(db: db).hold([try visit.parameter("id")])
        let subject = try subject(visit, db)
        let draft: InclusionDraft
        do {
            draft = try InclusionDraft(
                form, known: subject.facts, birth: subject.birth, hasHousehold: subject.household != nil,
                today: visit.today)
            let store = InclusionStore(db: db)
            let recording = Recording(by: "\(try visit.account().accountID)", at: visit.now)
            if draft.fact.isOfHousehold, let household = subject.household {
                try store.note(
                    draft.fact, of: household, from: draft.since, source: draft.source, within: subject.scope,
                    recording: recording)
            } else {
                try store.note(
                    draft.fact, of: subject.id, from: draft.since, source: draft.source, within: subject.scope,
                    recording: recording)
            }
        } catch let problems as FieldProblems {
            return try reply(subject, visit, typed: form, problems: problems)
        } catch let refusal as InclusionRefusal {
            let field = refusal == .sourceMissing ? "source" : "fact"
            return try reply(
                subject, visit, typed: form, problems: FieldProblems([FieldProblem(field, refusal.message)]))
        }
        try tell("inclusion.noted", draft.fact, subject, visit, db)
        return .redirect(to: "\(subject.path)?done=inclusion")
    }

    @Sendable private func end(_ visit: Visit, _ form: FormData, _ db: any Session) throws -> Reply {
        try RecordHold(db: db).hold([try visit.parameter("id")])
        let subject = try subject(visit, db)
        let fact = try subject.fact(visit)
        guard fact.validTo == nil else { throw Stale() }
        var problems = FieldProblems()
        var day = visit.today
        do {
            day = try UpkeepDay.read(form["day"], today: visit.today, after: fact.validFrom)
        } catch let refusal as any Refusal {
            problems.add("day", refusal.message)
        }
        let ground = form["ground"]
        if ground.isEmpty { problems.add("ground", InclusionRefusal.sourceMissing.message) }
        if ground.count > InclusionDraft.longestSource {
            problems.add("ground", UpkeepRefusal.tooLong(InclusionDraft.longestSource).message)
        }
        guard problems.isEmpty else {
            return try endingReply(subject, fact, visit, typed: form, problems: problems)
        }
        try InclusionStore(db: db).end(fact.id, on: day, within: subject.scope)
        try InclusionEnds(db: db).insert(
            fact.id, recording: Recording(by: "\(try visit.account().accountID)", at: visit.now, reason: ground))
        try tell("inclusion.ended", fact.fact, subject, visit, db)
        return .redirect(to: "\(subject.path)?done=inclusionEnded")
    }

    /// What is told of a household concerns everybody in it.
    private func tell(
        _ action: String, _ fact: InclusionFact, _ subject: InclusionSubject, _ visit: Visit, _ db: any Session
    ) throws {
        let people = fact.isOfHousehold ? subject.mates : [subject.id]
        try Journal(db: db).write(
            people.map {
                visit.journalLine(
                    action, purpose: NewResidentDoors.purpose, subjectKind: "person", subjectID: "\($0)",
                    body: "{\"fact\":\"\(fact.rawValue)\"}")
            })
        try ResidentNotices(db: db).tell(people, now: visit.now)
    }
}

/// Whose circumstances are written down.
struct InclusionSubject: Sendable {
    let id: ID<Person>
    let name: String
    let birth: BirthDate?
    let household: ID<Household>?
    /// Everybody who is in the household now.
    let mates: [ID<Person>]
    let facts: [DatedInclusionFact]
    let ends: [ID<DatedInclusionFact>: String]
    let scope: InclusionScope

    var path: String { "/residents/\(id)" }

    /// - Throws: `NotFound` for a fact of somebody else.
    func fact(_ visit: Visit) throws -> DatedInclusionFact {
        let id = try visit.parameter("fact", as: ID<DatedInclusionFact>.self)
        guard let fact = facts.first(where: { $0.id == id }) else { throw NotFound() }
        return fact
    }
}
