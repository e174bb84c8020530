import HTTPTypes
import Kernel
import Store
import Web

/// One's own dossiers. Somebody else's do not exist here.
struct DossierDoors: Sendable {
    let database: any Database
    let files: FileVault
    let calendar: @Sendable () -> WorkingCalendar

    var doors: [Door] {
        [
            .page("/dossiers", .signedIn, use: list),
            .page("/dossiers/{code}", .signedIn, use: show),
            .page("/dossiers/{code}/receipt", .signedIn, use: receipt),
            .page("/dossiers/{code}/withdrawal", .signedIn, use: askWithdrawal),
            .act("/dossiers/{code}/withdrawal", .signedIn, use: withdraw),
            .stream(.get, "/dossiers/{code}/papers/{n}", .signedIn) { visit, _, _ in
                try await download(visit) { id, number, db in
                    let papers = try PaperStore(db: db).list(of: id)
                    return papers.indices.contains(number - 1)
                        ? (papers[number - 1].file, papers[number - 1].name) : nil
                }
            },
            .stream(.get, "/dossiers/{code}/results/{n}", .signedIn) { visit, _, _ in
                try await download(visit) { id, number, db in
                    let results = try PaperStore(db: db).results(of: id)
                    return results.indices.contains(number - 1)
                        ? (results[number - 1].file, results[number - 1].name) : nil
                }
            },
        ]
    }

    @Sendable private func list(_ visit: Visit, _ db: any Session) throws -> Reply {
        let account = try visit.account()
        let isDone = visit.query["state"] == "done"
        let keyset = try Keyset(visit.query, values: 1)
        let before = keyset.after.flatMap { ID<Dossier>($0[0]) }
        var view = MyDossiersView(
            visit: visit, calendar: calendar(), isDone: isDone, page: keyset.page(of: []) { _ in [] })
        if let person = account.personID {
            let found = try DossierStore(db: db).list(of: person, open: !isDone, before: before, limit: keyset.fetch)
            view.page = keyset.page(of: found) { ["\($0.id)"] }
        }
        if !isDone { view.drafts = try DraftStore(db: db).list(of: account.accountID, now: visit.now) }
        let drawn = view
        return .page(
            Page(t("Hồ sơ của tôi")) { drawn.html }.back(t("Trang chủ"), to: "/")
                .flash(visit.query["done"] == "removed" ? t("Đã xoá bản ghi dở.") : nil))
    }

    @Sendable private func show(_ visit: Visit, _ db: any Session) throws -> Reply {
        let dossier = try find(visit, db)
        let store = DossierStore(db: db)
        let view = MyDossierView(
            dossier: dossier, procedure: try ProcedureStore(db: db).find(dossier.procedureID),
            answers: try store.answers(of: dossier.id), log: try store.log(of: dossier.id),
            papers: try PaperStore(db: db).list(of: dossier.id),
            results: try PaperStore(db: db).results(of: dossier.id),
            readings: try store.readings(of: dossier.id, limit: 100), today: visit.today, calendar: calendar())
        let flash = visit.query["done"] == "withdrawn" ? t("Bạn đã rút hồ sơ này.") : nil
        return .page(
            Page(t("{procedure} {code}", ["procedure": dossier.shortName, "code": dossier.code]), width: .normal) {
                view.html
            }
            .back(t("Hồ sơ của tôi"), to: "/dossiers").flash(flash))
    }

    @Sendable private func receipt(_ visit: Visit, _ db: any Session) throws -> Reply {
        let dossier = try find(visit, db)
        let view = ReceiptView(dossier: dossier, procedure: try ProcedureStore(db: db).find(dossier.procedureID))
        return .page(Page(t("Đã nhận hồ sơ {code}", ["code": dossier.code]), face: .receipt) { view.html })
    }

    @Sendable private func askWithdrawal(_ visit: Visit, _ db: any Session) throws -> Reply {
        let dossier = try find(visit, db)
        _ = try dossier.state.after(.withdraw)
        return .page(WithdrawalView(dossier: dossier, problems: FieldProblems(), visit: visit).page)
    }

    @Sendable private func withdraw(_ visit: Visit, _ form: FormData, _ db: any Session) throws -> Reply {
        var dossier = try find(visit, db, locks: true)
        let before = dossier.state
        do {
            try dossier.withdraw(typed: form["code"], at: visit.now)
        } catch DossierRefusal.codeMistyped {
            let problems = FieldProblems([FieldProblem("code", DossierRefusal.codeMistyped.message)])
            return .page(
                WithdrawalView(dossier: dossier, problems: problems, visit: visit).page, status: .unprocessableContent)
        }
        let store = DossierStore(db: db)
        try store.update(dossier)
        try store.enqueue([
            DossierLogEntry(
                dossierID: dossier.id, at: visit.now, actor: try visit.account().accountID, kind: .withdrawn,
                from: before, to: dossier.state)
        ])
        try Journal(db: db).write(visit.line("dossier.withdrawn", DossierSubject(dossier)))
        try DossierEvent(dossier: dossier.id, unit: dossier.unitID).publish(
            .withdrawn, in: Outbox(db: db), at: visit.now)
        return .redirect(to: "/dossiers/\(dossier.code)?done=withdrawn")
    }

    private func download(
        _ visit: Visit,
        _ choose: @escaping @Sendable (ID<Dossier>, Int, any Session) throws -> (file: StoredFile, name: String)?
    ) async throws -> Reply {
        let number: Int = try visit.parameter("n")
        let chosen = try await database.read { db in try choose(try find(visit, db).id, number, db) }
        guard let chosen else { throw NotFound() }
        return .file(chosen.file, named: chosen.name, from: files)
    }

    private func find(_ visit: Visit, _ db: any Session, locks: Bool = false) throws -> Dossier {
        guard let person = try visit.account().personID else { throw NotFound() }
        return try DossierStore(db: db).find(code: try visit.parameter("code"), within: .person(person), locks: locks)
    }
}
