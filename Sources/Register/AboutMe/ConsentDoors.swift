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
        guard let (draft, holder) = try typed.read(subject, visit, db) else { return refused(typed, visit) }
        let words = draft.words(from: subject.person.fullName, to: holder.fullName, today: visit.today)
        return .page(ConsentCheckView(visit: visit, form: typed, words: words).page).journaling(typed.searches)
    }

    private func refused(_ typed: ConsentForm, _ visit: Visit) -> Reply {
        .page(
            ConsentFormView(visit: visit, form: typed).page,
            status: typed.isTooMany ? .tooManyRequests : .unprocessableContent
        ).journaling(typed.searches)
    }

    @Sendable private func give(_ visit: Visit, _ form: FormData, _ db: any Session) throws -> Reply {
        let subject = try AboutMeSubject.find(visit, db)
        var typed = ConsentForm(form)
        guard let (draft, holder) = try typed.read(subject, visit, db) else { return refused(typed, visit) }
        let mandate = draft.mandate(of: subject.person, to: holder, at: visit.now)
        try MandateStore(db: db).give(
            mandate, within: .person(subject.person.id),
            recording: Recording(by: "\(subject.account.accountID)", at: visit.now))
        try Journal(db: db).write(subject.line("mandate.given", visit, record: "\(mandate.id)"))
        try ResidentNotices(db: db).tell(
            holder: holder.id, .mandateGiven, of: subject.person.fullName, now: visit.now)
        return .redirect(to: "\(Self.root)?done=given").journaling(typed.searches)
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
        try ResidentNotices(db: db).tell(
            holder: mandate.holderID, .mandateRevoked, of: subject.person.fullName, now: visit.now)
        return .redirect(to: "\(Self.root)?done=revoked")
    }
}
