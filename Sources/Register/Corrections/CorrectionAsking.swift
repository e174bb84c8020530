import Kernel
import Store
import Web

/// What somebody asks for, read from a form: on the person's own page or at the counter.
struct CorrectionWish: Sendable, Hashable {
    let field: CorrectionField
    /// In the stored form.
    let wanted: String
    let ground: String

    /// Reads `field`, `wanted` and `ground`.
    /// - Parameter person: what the register says today; an equal wish is refused.
    /// - Throws: `FieldProblems` with all that is wrong.
    init(_ form: FormData, now person: [CorrectionField: String], today: Day, groups: EthnicGroups) throws {
        var problems = FieldProblems(form.fileProblems)
        let field = CorrectionField(rawValue: form["field"])
        if field == nil { problems.add("field", CorrectionRefusal.fieldMissing.message) }
        var wanted = ""
        do {
            wanted = try field?.stored(typed: form["wanted"], today: today, groups: groups) ?? form["wanted"]
            if wanted.isEmpty { throw CorrectionRefusal.wantedMissing }
            if let field, person[field] == wanted { throw CorrectionRefusal.sameAsNow }
        } catch let refusal as any Refusal {
            problems.add("wanted", refusal.message)
        }
        let ground = form["ground"]
        if ground.isEmpty { problems.add("ground", CorrectionRefusal.groundMissing.message) }
        if ground.count > 1000 { problems.add("ground", t("Phần này dài quá 1000 chữ. Hãy viết ngắn lại.")) }
        try problems.throwIfAny()
        guard let field else { throw problems }
        self.field = field
        self.wanted = wanted
        self.ground = ground
    }
}

/// Takes a request in, with everything that goes with it, in the transaction of the door.
struct CorrectionAsking {
    let db: any Session
    let calendar: WorkingCalendar

    /// - Parameters:
    ///   - person: who lives in `scope`, or whose scope it is.
    ///   - files: proof that came with the form under the field `proof`.
    ///   - permission: under which a clerk writes it down; nil for the person themselves.
    /// - Throws: ``CorrectionRefusal``; `NotFound` outside the scope; `FileRefusal`.
    func ask(
        _ wish: CorrectionWish, of person: ID<Person>, channel: Correction.Channel, files: [FormFile] = [],
        within scope: Scope, under permission: Permission? = nil, _ visit: Visit
    ) throws -> Correction {
        let facts = CorrectionFacts(db: db)
        guard let known = try PersonStore(db: db).find(person, within: scope) else { throw NotFound() }
        let values = try facts.values(of: person, within: scope)
        guard values[wish.field] != wish.wanted else { throw CorrectionRefusal.sameAsNow }
        guard let home = try facts.home(of: person, within: scope) else { throw CorrectionRefusal.noHome }
        let store = CorrectionStore(db: db)
        guard try !store.isAsked(wish.field, of: person) else { throw CorrectionRefusal.alreadyAsked }
        let term = try CorrectionTermStore(db: db).term(on: visit.today)
        let correction = Correction(
            id: .new(at: visit.now), code: try store.nextCode(on: visit.today), personID: person,
            personName: known.fullName, unitID: home.communeID, field: wish.field, old: values[wish.field],
            wanted: wish.wanted, ground: wish.ground, channel: channel, askedAt: visit.now,
            dueOn: term.dueDay(asked: visit.now, calendar), state: .asked, version: 1)
        let account = try visit.account().accountID
        try store.insert(correction, by: account)
        let steps = CorrectionSteps(db: db)
        try steps.add(
            .asked, to: correction.id, by: account, for: permission.flatMap(visit.actingUnit)?.id, at: visit.now)
        for file in files where file.field == "proof" {
            try steps.addProof(file.file, named: file.name, to: correction.id, now: visit.now)
        }
        try Journal(db: db).write(visit.line("correction.asked", correction, under: permission))
        return correction
    }

    /// The person takes it back.
    /// - Throws: ``CorrectionRefusal``; `NotFound`; `Stale`.
    func withdraw(code: String, version: String, within scope: Scope, _ visit: Visit) throws -> Correction {
        let store = CorrectionStore(db: db)
        var correction = try store.find(code: code, within: scope, locks: true)
        guard version == "\(correction.version)" else { throw Stale() }
        try correction.withdraw(at: visit.now)
        try store.update(correction)
        try CorrectionSteps(db: db).add(
            .withdrawn, to: correction.id, by: try visit.account().accountID, at: visit.now)
        try Journal(db: db).write(visit.line("correction.withdrawn", correction))
        return correction
    }
}

extension Visit {
    /// A line about a request. Codes are made of letters, digits and hyphens, so they need no escaping.
    func line(
        _ action: String, _ correction: Correction, under permission: Permission? = nil, purpose: String? = nil,
        legalBasis: String? = nil
    ) -> JournalLine {
        journalLine(
            action, under: permission, purpose: purpose, legalBasis: legalBasis, subjectKind: "person",
            subjectID: "\(correction.personID)", record: "\(correction.id)",
            body: "{\"code\":\"\(correction.code)\",\"field\":\"\(correction.field.rawValue)\"}")
    }
}
