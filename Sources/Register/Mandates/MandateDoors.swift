import HTTPTypes
import Kernel
import Store
import Web

/// Who acts for somebody, written down at the counter from the papers, and ended there.
struct MandateDoors: Sendable {
    /// The person stands at the counter; that is the purpose.
    static let purpose = StoredWords.counter

    var doors: [Door] {
        [
            .page("/residents/{id}/mandates/new", .needs(.correctResidents)) { visit, db in
                try reply(try person(visit, db), visit)
            },
            .act("/residents/{id}/mandates", .needs(.correctResidents), use: give),
            .page("/residents/{id}/mandates/{mandate}", .needs(.correctResidents)) { visit, db in
                try endingReply(visit, db)
            },
            .act("/residents/{id}/mandates/{mandate}/revocation", .needs(.correctResidents), use: revoke),
        ]
    }

    private func person(_ visit: Visit, _ db: any Session) throws -> MandatePerson {
        let id = try visit.parameter("id", as: ID<Person>.self)
        let versions = try PersonStore(db: db).versions(of: id, within: CorrectionDoors.scope(visit))
        guard let now = versions.first else { throw NotFound() }
        return MandatePerson(id: id, name: now.facts.fullName, birth: now.facts.birth)
    }

    private func reply(
        _ person: MandatePerson, _ visit: Visit, typed: FormData = FormData(),
        problems: FieldProblems = FieldProblems(), found holder: MandateHolders.Holder? = nil
    ) throws -> Reply {
        let view = MandateView(person: person, visit: visit, typed: typed, problems: problems)
        // That name and number belong together is told by the answer, whatever else was wrong.
        return .page(view.page, status: problems.isEmpty ? .ok : .unprocessableContent).journaling(
            visit.readLines("resident.read", [person.id], purpose: Self.purpose)
                + visit.readLines("resident.listed.read", [holder?.id].compactMap(\.self), purpose: Self.purpose))
    }

    @Sendable private func give(_ visit: Visit, _ form: FormData, _ db: any Session) throws -> Reply {
        let person = try person(visit, db)
        try RecordHold(db: db).hold([person.id])
        var problems = FieldProblems()
        var holder: MandateHolders.Holder?
        do {
            holder = try self.holder(form, for: person, visit, db)
        } catch let refusal as any Refusal {
            problems.add("holderNumber", refusal.message)
        }
        var draft: MandateDraft?
        do {
            draft = try MandateDraft(form, birth: person.birth, today: visit.today)
        } catch let found as FieldProblems {
            for problem in found.all { problems.add(problem.field, problem.message) }
        }
        guard problems.isEmpty, let holder, let draft else {
            return try reply(person, visit, typed: form, problems: problems, found: holder)
        }
        let mandate = draft.mandate(of: person.id, to: holder.id, at: visit.now)
        do {
            try MandateStore(db: db).give(
                mandate, within: CorrectionDoors.scope(visit),
                recording: Recording(by: "\(try visit.account().accountID)", at: visit.now))
        } catch let refusal as MandateRefusal {
            problems.add(Self.field(of: refusal), refusal.message)
            return try reply(person, visit, typed: form, problems: problems)
        }
        try tell(.mandateGiven, mandate, of: person, visit, db)
        return .redirect(to: "\(person.path)?done=mandate")
    }

    /// - Throws: ``MandateRefusal``, ``CounterMandateRefusal``.
    private func holder(
        _ form: FormData, for person: MandatePerson, _ visit: Visit, _ db: any Session
    ) throws -> MandateHolders.Holder {
        let holder = try MandateHolders(db: db).holder(named: form["holderName"], number: form["holderNumber"])
        guard holder.id != person.id else { throw MandateRefusal.forOneself }
        guard holder.id != visit.signedIn?.personID else { throw CounterMandateRefusal.forTheWriter }
        let kind = MandateKind(rawValue: form["kind"])
        if kind == .guardian, let birth = holder.birth, birth.age(on: visit.today) < MandateDraft.adult {
            throw CounterMandateRefusal.minor
        }
        let given = try MandateStore(db: db).mandates(for: person.id, within: CorrectionDoors.scope(visit))
        let isGiven = given.contains {
            $0.holderID == holder.id && $0.kind == kind && $0.revokedAt == nil
                && $0.validTo.map { visit.today < $0 } ?? true
        }
        if isGiven { throw CounterMandateRefusal.alreadyGiven }
        return holder
    }

    private static func field(of refusal: MandateRefusal) -> String {
        switch refusal {
        case .forOneself: "holderNumber"
        case .consentMissing: "paper"
        case .purposeMissing: "work"
        case .endsBeforeItBegins, .endMissing: "until"
        }
    }

    // MARK: Ending

    private func mandate(_ person: MandatePerson, _ visit: Visit, _ db: any Session) throws -> Mandate {
        let id = try visit.parameter("mandate", as: ID<Mandate>.self)
        let given = try MandateStore(db: db).mandates(for: person.id, within: CorrectionDoors.scope(visit))
        guard let mandate = given.first(where: { $0.id == id }) else { throw NotFound() }
        return mandate
    }

    private func endingReply(
        _ visit: Visit, _ db: any Session, typed: FormData = FormData(), problems: FieldProblems = FieldProblems()
    ) throws -> Reply {
        let person = try person(visit, db)
        let mandate = try mandate(person, visit, db)
        // Whoever acts may live anywhere; their name stands in the mandate.
        let holder = try PersonStore(db: db).find(mandate.holderID, within: .everything)
        let view = MandateEndView(
            person: person, mandate: mandate, holder: holder?.fullName ?? "", visit: visit, typed: typed,
            problems: problems)
        return .page(view.page, status: problems.isEmpty ? .ok : .unprocessableContent).journaling(
            visit.readLines("resident.read", [person.id], purpose: Self.purpose)
                + visit.readLines("resident.listed.read", [mandate.holderID], purpose: Self.purpose))
    }

    @Sendable private func revoke(_ visit: Visit, _ form: FormData, _ db: any Session) throws -> Reply {
        let person = try person(visit, db)
        try RecordHold(db: db).hold([person.id])
        let mandate = try mandate(person, visit, db)
        guard mandate.revokedAt == nil else { throw Stale() }
        let reason = form["reason"]
        var problems = FieldProblems()
        if reason.isEmpty { problems.add("reason", CounterMandateRefusal.reasonMissing.message) }
        if reason.count > MandateDraft.longestPaper {
            problems.add("reason", UpkeepRefusal.tooLong(MandateDraft.longestPaper).message)
        }
        guard problems.isEmpty else { return try endingReply(visit, db, typed: form, problems: problems) }
        try MandateStore(db: db).revoke(
            mandate.id, within: CorrectionDoors.scope(visit),
            recording: Recording(by: "\(try visit.account().accountID)", at: visit.now, reason: reason))
        try tell(.mandateRevoked, mandate, of: person, visit, db)
        return .redirect(to: "\(person.path)?done=mandateEnded")
    }

    private func tell(
        _ kind: AccountNotice.Kind, _ mandate: Mandate, of person: MandatePerson, _ visit: Visit, _ db: any Session
    ) throws {
        let people = [person.id, mandate.holderID]
        try Journal(db: db).write(
            people.map {
                visit.journalLine(
                    kind.rawValue, purpose: Self.purpose, subjectKind: "person", subjectID: "\($0)",
                    record: "\(mandate.id)",
                    body: "{\"kind\":\"\(mandate.kind.rawValue)\"}")
            })
        let notices = ResidentNotices(db: db)
        try notices.tell([person.id], now: visit.now)
        try notices.tell(holder: mandate.holderID, kind, of: person.name, now: visit.now)
    }
}

/// For whom somebody acts.
struct MandatePerson: Sendable {
    let id: ID<Person>
    let name: String
    let birth: BirthDate?

    var path: String { "/residents/\(id)" }
}
