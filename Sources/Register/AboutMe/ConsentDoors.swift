import HTTPTypes
import Kernel
import Store
import Web

/// Whom one lets act for oneself.
struct ConsentDoors: Sendable {
    private static let root = "\(AboutMeSubject.root)/consents"

    var doors: [Door] {
        [
            .page(Self.root, .signedIn, use: list),
            .page("\(Self.root)/new", .signedIn) { visit, db in
                _ = try AboutMeSubject.find(visit, db)
                return .page(ConsentFormView(visit: visit, form: ConsentForm(today: visit.today)).page)
            },
            .act("\(Self.root)/check", .signedIn, use: check),
            .act(Self.root, .signedIn, use: give),
            .act("\(Self.root)/{id}/revocation", .signedIn, use: revoke),
        ]
    }

    @Sendable private func list(_ visit: Visit, _ db: any Session) throws -> Reply {
        let subject = try AboutMeSubject.find(visit, db)
        let own = subject.person.id
        let store = MandateStore(db: db)
        let (given, held) = (
            try store.mandates(for: own, within: .person(own)), try store.mandates(of: own, within: .person(own))
        )
        let view = ConsentsView(
            visit: visit, given: given, held: held,
            names: try OwnRecordStore(db: db).names(of: given.map(\.holderID) + held.map(\.personID)))
        return .page(subject.page(t("Ai được làm thay tôi")) { view.html }.flash(view.flash))
    }

    /// Says in plain words what would be agreed to. Nothing is written yet.
    @Sendable private func check(_ visit: Visit, _ form: FormData, _ db: any Session) throws -> Reply {
        let subject = try AboutMeSubject.find(visit, db)
        var typed = ConsentForm(form)
        guard let (draft, holder) = try typed.read(subject, today: visit.today, db) else {
            return .page(ConsentFormView(visit: visit, form: typed).page, status: .unprocessableContent)
        }
        let words = draft.words(from: subject.person.fullName, to: holder.fullName, today: visit.today)
        return .page(ConsentCheckView(visit: visit, form: typed, words: words).page)
    }

    @Sendable private func give(_ visit: Visit, _ form: FormData, _ db: any Session) throws -> Reply {
        let subject = try AboutMeSubject.find(visit, db)
        var typed = ConsentForm(form)
        guard let (draft, holder) = try typed.read(subject, today: visit.today, db) else {
            return .page(ConsentFormView(visit: visit, form: typed).page, status: .unprocessableContent)
        }
        let mandate = draft.mandate(of: subject.person, to: holder, at: visit.now)
        try MandateStore(db: db).give(
            mandate, within: .person(subject.person.id),
            recording: Recording(by: "\(subject.account.accountID)", at: visit.now))
        try Journal(db: db).write(subject.line("mandate.given", visit, record: "\(mandate.id)"))
        try tell(holder.id, .mandateGiven, subject, visit, db)
        return .redirect(to: "\(Self.root)?done=given")
    }

    @Sendable private func revoke(_ visit: Visit, _ form: FormData, _ db: any Session) throws -> Reply {
        let subject = try AboutMeSubject.find(visit, db)
        let id = try visit.parameter("id", as: ID<Mandate>.self)
        let store = MandateStore(db: db)
        let given = try store.mandates(for: subject.person.id, within: .person(subject.person.id))
        // A guardian is put in by a decision, and leaves by one.
        guard let mandate = given.first(where: { $0.id == id && $0.kind != .guardian }) else { throw NotFound() }
        // The second click finds it done, which is what was wanted.
        if mandate.revokedAt != nil { return .redirect(to: "\(Self.root)?done=revoked") }
        try store.revoke(
            id, within: .person(subject.person.id),
            recording: Recording(by: "\(subject.account.accountID)", at: visit.now))
        try Journal(db: db).write(subject.line("mandate.revoked", visit, record: "\(id)"))
        try tell(mandate.holderID, .mandateRevoked, subject, visit, db)
        return .redirect(to: "\(Self.root)?done=revoked")
    }

    private func tell(
        _ holder: ID<Person>, _ kind: AccountNotice.Kind, _ subject: AboutMeSubject, _ visit: Visit, _ db: any Session
    ) throws {
        for account in try OwnRecordStore(db: db).accounts(of: holder) {
            try AccountNoticeStore(db: db).insert(
                kind, .init(record: subject.person.fullName, path: Self.root), to: account, now: visit.now)
        }
    }
}

/// What was typed in order to let somebody act.
struct ConsentForm: Sendable {
    var name = ""
    var number = ""
    var kind = ""
    var acts: [String] = []
    var lastDay = ""
    var problems = FieldProblems()

    /// An empty form proposes a quarter of a year.
    init(today: Day) {
        (kind, lastDay) = (MandateKind.helper.rawValue, Format.day(today + 90))
        acts = [MandateAct.see.rawValue]
    }

    init(_ form: FormData) {
        (name, number, kind, lastDay) = (form["name"], form["number"], form["kind"], form["until"])
        acts = form.all("acts")
    }

    /// The draft and who is meant; nil with the problems beside their fields.
    mutating func read(
        _ subject: AboutMeSubject, today: Day, _ db: any Session
    ) throws -> (ConsentDraft, Person)? {
        let holder = try holder(db)
        if holder == subject.person.id { problems.add("number", MandateRefusal.forOneself.message) }
        let draft = draft(today)
        guard problems.isEmpty, let draft, let holder,
            let person = try PersonStore(db: db).find(holder, within: .person(holder))
        else { return nil }
        return (draft, person)
    }

    private mutating func holder(_ db: any Session) throws -> ID<Person>? {
        if name.isEmpty { problems.add("name", t("Hãy nhập họ tên người làm thay, đúng như trong giấy tờ.")) }
        if number.isEmpty { problems.add("number", t("Hãy nhập số điện thoại hoặc số định danh của người đó.")) }
        guard !name.isEmpty, !number.isEmpty else { return nil }
        let found = try OwnRecordStore(db: db).find(
            name, phone: try? PhoneNumber(number), numbers: Identifier.readings(of: number))
        switch found.count {
        case 1: return found[0]
        case 0: problems.add("number", ConsentRefusal.nobody.message)
        default: problems.add("number", ConsentRefusal.several.message)
        }
        return nil
    }

    private mutating func draft(_ today: Day) -> ConsentDraft? {
        guard let kind = MandateKind(rawValue: kind) else {
            problems.add("kind", ConsentRefusal.kindMissing.message)
            return nil
        }
        let day: Day
        do { day = try Day(typed: lastDay) } catch {
            problems.add("until", error.message)
            return nil
        }
        let acts =
            kind == .helper && self.acts.isEmpty
            ? [.see] : MandateAct.allCases.filter { self.acts.contains($0.rawValue) }
        do { return try ConsentDraft(kind: kind, acts: acts, lastDay: day, today: today) } catch {
            guard let refusal = error as? ConsentRefusal else { return nil }
            problems.add(Self.field(of: refusal), refusal.message)
            return nil
        }
    }

    private static func field(of refusal: ConsentRefusal) -> String {
        switch refusal {
        case .guardianship, .kindMissing: "kind"
        case .actsMissing, .helperDecides: "acts"
        case .past, .tooLong: "until"
        case .nobody, .several: "number"
        }
    }
}
