import HTTPTypes
import Kernel
import Store
import Web

/// One asks for what is wrong in one's record to be put right, and follows what becomes of it.
struct OwnCorrectionDoors: Sendable {
    let database: any Database
    let files: FileVault
    let groups: EthnicGroups
    let calendar: @Sendable () -> WorkingCalendar

    var doors: [Door] {
        [AboutMeSubject.root, "\(AboutMeSubject.root)/for/{mandate}"].flatMap { base -> [Door] in
            [
                .page("\(base)/corrections", .signedIn, use: list),
                .page("\(base)/corrections/new", .signedIn, use: begin),
                .act("\(base)/corrections", .signedIn, use: ask),
                .page("\(base)/corrections/{code}", .signedIn, use: show),
                .act("\(base)/corrections/{code}/withdrawal", .signedIn, use: withdraw),
                .stream(.get, "\(base)/corrections/{code}/proofs/{n}", .signedIn) { visit, _, _ in
                    try await download(visit)
                },
            ]
        }
    }

    @Sendable private func list(_ visit: Visit, _ db: any Session) throws -> Reply {
        let subject = try AboutMeSubject.find(visit, db, for: .correct)
        let keyset = try Keyset(visit.query, values: 1)
        let found = try CorrectionStore(db: db).list(
            of: subject.person.id, within: .person(subject.person.id),
            before: keyset.after.flatMap { ID<Correction>($0[0]) }, limit: keyset.fetch)
        let view = OwnCorrectionsView(
            subject: subject, page: keyset.page(of: found) { ["\($0.id)"] }, today: visit.today, calendar: calendar())
        return .page(subject.page(t("Yêu cầu sửa của tôi")) { view.html }).journaling(subject.reads(visit))
    }

    /// First which fact, then what is right: one decision a page.
    @Sendable private func begin(_ visit: Visit, _ db: any Session) throws -> Reply {
        let subject = try AboutMeSubject.find(visit, db, for: .correct)
        return .page(try view(subject, visit.query, visit, db).page).journaling(subject.reads(visit))
    }

    @Sendable private func ask(_ visit: Visit, _ form: FormData, _ db: any Session) throws -> Reply {
        let subject = try AboutMeSubject.find(visit, db, for: .correct)
        let scope = Scope.person(subject.person.id)
        do {
            let known = try CorrectionFacts(db: db).values(of: subject.person.id, within: scope)
            let wish = try CorrectionWish(form, now: known, today: visit.today, groups: groups)
            let correction = try CorrectionAsking(db: db, calendar: calendar()).ask(
                wish, of: subject.person.id, channel: .online, files: form.files, within: scope, visit)
            if !subject.isOwn {
                try Journal(db: db).write(subject.line("mandate.used", visit, record: "\(correction.id)"))
            }
            return .redirect(to: "\(subject.base)/corrections/\(correction.code)?done=asked")
        } catch let problems as FieldProblems {
            return try again(problems, subject, form, visit, db)
        } catch let refusal as any Refusal {
            let field = refusal is FileRefusal ? "proof" : "wanted"
            return try again(FieldProblems([FieldProblem(field, refusal.message)]), subject, form, visit, db)
        }
    }

    /// The form with what was typed, and with the files that need not be chosen again.
    private func again(
        _ problems: FieldProblems, _ subject: AboutMeSubject, _ form: FormData, _ visit: Visit, _ db: any Session
    ) throws -> Reply {
        var view = try view(subject, form, visit, db)
        view.problems = problems
        view.held = try HeldFiles(form, field: "proof", by: subject.account.accountID, in: db)
        return .page(view.page, status: .unprocessableContent)
    }

    @Sendable private func show(_ visit: Visit, _ db: any Session) throws -> Reply {
        let (subject, correction) = try find(visit, db)
        let steps = CorrectionSteps(db: db)
        let view = OwnCorrectionView(
            subject: subject, correction: correction, steps: try steps.list(of: correction.id),
            proofs: try steps.proofs(of: correction.id), groups: groups, visit: visit, calendar: calendar())
        return .page(view.page).journaling(subject.reads(visit))
    }

    @Sendable private func withdraw(_ visit: Visit, _ form: FormData, _ db: any Session) throws -> Reply {
        let (subject, correction) = try find(visit, db)
        let withdrawn = try CorrectionAsking(db: db, calendar: calendar()).withdraw(
            code: correction.code, version: form["version"], within: .person(subject.person.id), visit)
        if !subject.isOwn {
            try Journal(db: db).write(subject.line("mandate.used", visit, record: "\(withdrawn.id)"))
        }
        return .redirect(to: "\(subject.base)/corrections/\(withdrawn.code)?done=withdrawn")
    }

    private func find(_ visit: Visit, _ db: any Session) throws -> (AboutMeSubject, Correction) {
        let subject = try AboutMeSubject.find(visit, db, for: .correct)
        let correction = try CorrectionStore(db: db).find(
            code: try visit.parameter("code"), within: .person(subject.person.id))
        return (subject, correction)
    }

    private func view(
        _ subject: AboutMeSubject, _ form: FormData, _ visit: Visit, _ db: any Session
    ) throws -> OwnCorrectionFormView {
        OwnCorrectionFormView(
            subject: subject, field: CorrectionField(rawValue: form["field"]), typed: form,
            known: try CorrectionFacts(db: db).values(of: subject.person.id, within: .person(subject.person.id)),
            groups: groups, visit: visit)
    }

    private func download(_ visit: Visit) async throws -> Reply {
        let number: Int = try visit.parameter("n")
        let (subject, proofs) = try await database.read { db in
            let (subject, correction) = try find(visit, db)
            return (subject, try CorrectionSteps(db: db).proofs(of: correction.id))
        }
        guard proofs.indices.contains(number - 1) else { throw NotFound() }
        let chosen = proofs[number - 1]
        return .file(chosen.file, named: chosen.name, from: files).journaling(subject.reads(visit))
    }
}
