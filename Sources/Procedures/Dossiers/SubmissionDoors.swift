import HTTPTypes
import Kernel
import Store
import Web

/// The last step of a filing: the dossier is sent, once.
struct SubmissionDoors: Sendable {
    let calendar: @Sendable () -> WorkingCalendar
    let procedures: KeptProcedures

    var doors: [Door] { [.act("/dossiers", .signedIn, use: submit)] }

    /// Everything but the draft and the number is sent without waiting for answers between the statements.
    @Sendable private func submit(_ visit: Visit, _ form: FormData, _ db: any Session) throws -> Reply {
        let account = try visit.account()
        guard let id = ID<Dossier>(form["draft"]) else { throw NotFound() }
        let draft: Draft
        do {
            draft = try DraftStore(db: db).find(
                id, of: account.accountID, today: visit.today, now: visit.now, among: procedures)
        } catch is NotFound {
            return try alreadySent(id, account, db)
        }
        guard let unit = draft.unit, draft.firstOpenStep == .check else {
            return .redirect(to: draft.path(draft.firstOpenStep))
        }
        if draft.isProcedureChanged, form["under"] != draft.procedure.id.description {
            return .redirect(to: draft.path(.check))
        }
        guard form["pledge"] == "1" else {
            let problems = FieldProblems([
                FieldProblem("pledge", t("Bạn chưa đánh dấu cam đoan. Bạn xem lại rồi đánh dấu."))
            ])
            let page = try FilingDoors(calendar: calendar, procedures: procedures).checkPage(draft, problems, visit, db)
            return .page(page, status: .unprocessableContent)
        }
        let sent = Submission(draft, unit: unit, at: visit.now, calendar())
        let code = try Self.send(sent, visit, db)
        try DraftStore(db: db).enqueueRemoval(of: draft.id)
        return .redirect(to: "/dossiers/\(code)/receipt")
    }

    /// The dossier, its answers and log, the journal line and what the outbox tells, for pages and programs alike.
    static func send(_ sent: Submission, _ visit: Visit, _ db: any Session) throws -> String {
        let code = try DossierStore(db: db).submit(sent, by: try visit.account().accountID)
        let subject = DossierSubject(id: sent.id, code: code, personID: sent.personID)
        try Journal(db: db).write(visit.line("dossier.submitted", subject))
        try DossierEvent(dossier: sent.id, unit: sent.unit.id).publish(.submitted, in: Outbox(db: db), at: visit.now)
        return code
    }

    /// A second click from another page: the dossier carries the draft's id.
    private func alreadySent(_ id: ID<Dossier>, _ account: SignedIn, _ db: any Session) throws -> Reply {
        guard let person = account.personID, let dossier = try DossierStore(db: db).find(id, of: person) else {
            throw NotFound()
        }
        return .redirect(to: "/dossiers/\(dossier.code)/receipt")
    }
}
