import HTTPTypes
import Kernel
import Store
import Web

/// Filling in, one question a page. Every step is kept as soon as it is sent.
struct FilingDoors: Sendable {
    let calendar: @Sendable () -> WorkingCalendar
    let procedures: KeptProcedures

    var doors: [Door] {
        [
            .act("/procedures/{code}/filing", .signedIn, use: begin),
            .page("/drafts/{id}", .signedIn, use: show),
            .act("/drafts/{id}/where", .signedIn, use: answerPlace),
            .act("/drafts/{id}/request", .signedIn, use: answerRequest),
            .act("/drafts/{id}/papers", .signedIn, use: answerPapers),
            .page("/drafts/{id}/removal", .signedIn, use: askRemoval),
            .act("/drafts/{id}/removal", .signedIn, use: remove),
        ]
    }

    @Sendable private func begin(_ visit: Visit, _ form: FormData, _ db: any Session) throws -> Reply {
        let account = try visit.account()
        let procedure = try ProcedureStore(db: db).find(code: try visit.parameter("code"), on: visit.today)
        guard procedure.isOnline else { throw DossierRefusal.notOnline }
        guard let person = account.personID else { throw DossierRefusal.noPerson }
        let drafts = DraftStore(db: db)
        let begun = try drafts.begun(procedure.code, by: account.accountID, now: visit.now)
        let id = try begun ?? drafts.insert(procedure, account: account.accountID, person: person, now: visit.now)
        return .redirect(to: "/drafts/\(id)")
    }

    @Sendable private func show(_ visit: Visit, _ db: any Session) throws -> Reply {
        let draft: Draft
        do {
            draft = try find(visit, db)
        } catch FilingRefusal.expired {
            return .page(ExpiredView().page, status: .gone)
        }
        let wanted = FilingStep(rawValue: visit.query["step"]) ?? draft.step
        let step = wanted.number <= draft.firstOpenStep.number ? wanted : draft.firstOpenStep
        return .page(try page(step, draft, visit, db))
    }

    private func page(_ step: FilingStep, _ draft: Draft, _ visit: Visit, _ db: any Session) throws -> Page {
        switch step {
        case .place:
            return try placePage(
                draft, search: visit.query["q"], chosen: draft.unit.map { "\($0.id)" } ?? "", FieldProblems(), visit, db
            )
        case .request:
            return RequestView(
                draft: draft, phone: draft.answers.phone, content: draft.answers.content, problems: FieldProblems(),
                visit: visit
            ).page
        case .papers:
            return PapersView(
                draft: draft, papers: try PaperStore(db: db).list(of: draft.id), problems: FieldProblems(), visit: visit
            ).page
        case .check:
            return try checkPage(draft, FieldProblems(), visit, db)
        }
    }

    func checkPage(_ draft: Draft, _ problems: FieldProblems, _ visit: Visit, _ db: any Session) throws -> Page {
        CheckView(
            draft: draft, papers: try PaperStore(db: db).list(of: draft.id),
            due: DossierTerm.dueDay(draft.procedure.term, sent: visit.now, calendar()), problems: problems, visit: visit
        ).page
    }

    private func placePage(
        _ draft: Draft, search: String, chosen: String, _ problems: FieldProblems, _ visit: Visit, _ db: any Session
    ) throws -> Page {
        let places = FilingPlaces(db: db)
        let hits = search.isEmpty ? [] : try places.search(search, for: draft.procedure, on: visit.today)
        return PlaceView(
            draft: draft, places: hits.isEmpty ? try places.all(for: draft.procedure, on: visit.today) : hits,
            isFound: !hits.isEmpty, search: search, chosen: chosen, problems: problems, visit: visit
        ).page
    }

    @Sendable private func answerPlace(_ visit: Visit, _ form: FormData, _ db: any Session) throws -> Reply {
        var draft = try find(visit, form, db)
        let unit = try ID<AdminUnit>(form["unit"]).flatMap {
            try FilingPlaces(db: db).find($0, for: draft.procedure, on: visit.today)
        }
        if let unit { draft.unit = unit }
        if form.filled("keep") != nil { return try keep(draft, visit, db) }
        guard unit != nil else {
            let problems = FieldProblems([
                FieldProblem("unit", t("Bạn chưa chọn nơi nộp. Chọn một nơi trong danh sách."))
            ])
            return .page(
                try placePage(draft, search: "", chosen: form["unit"], problems, visit, db),
                status: .unprocessableContent)
        }
        return try goOn(draft, from: .place, visit, db)
    }

    @Sendable private func answerRequest(_ visit: Visit, _ form: FormData, _ db: any Session) throws -> Reply {
        var draft = try find(visit, form, db)
        let (answers, problems) = FilingForms.request(form)
        if problems["phone"] == nil { draft.answers.phone = answers.phone }
        if problems["content"] == nil { draft.answers.content = answers.content }
        if form.filled("keep") != nil { return try keep(draft, visit, db) }
        guard problems.isEmpty else {
            let view = RequestView(
                draft: draft, phone: form["phone"], content: form["content"], problems: problems, visit: visit)
            return .page(view.page, status: .unprocessableContent)
        }
        return try goOn(draft, from: .request, visit, db)
    }

    @Sendable private func answerPapers(_ visit: Visit, _ form: FormData, _ db: any Session) throws -> Reply {
        var draft = try find(visit, form, db)
        let store = PaperStore(db: db)
        var problems = FieldProblems(form.fileProblems)
        let positions = draft.procedure.papers.indices
        for file in form.files {
            guard let position = positions.first(where: { PapersView.field($0) == file.field }) else { continue }
            do {
                try store.add(file.file, named: file.name, to: draft.id, position: position, now: visit.now)
            } catch let refusal as FileRefusal {
                problems.add(file.field, refusal.message)
            }
        }
        let removed = ID<FileUse>(form["remove"])
        if let removed { try store.remove(removed, of: draft.id) }
        let papers = try store.list(of: draft.id)
        let given = Set(papers.map(\.position))
        let isSkipped = form.filled("skip") != nil
        let ticked = form.all("desk").compactMap { Int($0) }.filter(positions.contains)
        draft.answers.later = isSkipped ? positions.filter { !given.contains($0) } : ticked
        if form.filled("keep") != nil { return try keep(draft, visit, db) }
        if removed == nil {
            for position in positions where !given.contains(position) && !draft.answers.later.contains(position) {
                if problems[PapersView.field(position)] == nil {
                    problems.add(
                        PapersView.field(position),
                        t("Chưa có tệp cho giấy thứ {n}. Chọn tệp, hoặc đánh dấu nộp sau.", ["n": position + 1]))
                }
            }
        }
        guard removed == nil, problems.isEmpty else {
            draft.step = .papers
            try DraftStore(db: db).save(draft, now: visit.now)
            let view = PapersView(draft: draft, papers: papers, problems: problems, visit: visit)
            return problems.isEmpty
                ? .redirect(to: draft.path(.papers)) : .page(view.page, status: .unprocessableContent)
        }
        draft.answers.isDoneWithPapers = true
        return try goOn(draft, from: .papers, visit, db)
    }

    private func goOn(_ draft: Draft, from step: FilingStep, _ visit: Visit, _ db: any Session) throws -> Reply {
        var draft = draft
        let next = step.next ?? .check
        draft.step = next.number > draft.firstOpenStep.number ? draft.firstOpenStep : next
        try DraftStore(db: db).save(draft, now: visit.now)
        return .redirect(to: draft.path(draft.step))
    }

    private func keep(_ draft: Draft, _ visit: Visit, _ db: any Session) throws -> Reply {
        try DraftStore(db: db).save(draft, now: visit.now)
        return .redirect(to: "/?done=kept")
    }

    @Sendable private func askRemoval(_ visit: Visit, _ db: any Session) throws -> Reply {
        .page(RemovalView(draft: try find(visit, db), visit: visit).page)
    }

    @Sendable private func remove(_ visit: Visit, _ form: FormData, _ db: any Session) throws -> Reply {
        let draft = try find(visit, db)
        try PaperStore(db: db).removeAll(of: draft.id)
        try DraftStore(db: db).enqueueRemoval(of: draft.id)
        return .redirect(to: "/dossiers?done=removed")
    }

    /// The draft that a form answers, with the version of the procedure that the form was drawn from.
    private func find(_ visit: Visit, _ form: FormData, _ db: any Session) throws -> Draft {
        var draft = try find(visit, db)
        if form["under"] == draft.procedure.id.description { draft.answeredUnder = draft.procedure.id }
        return draft
    }

    private func find(_ visit: Visit, _ db: any Session) throws -> Draft {
        try DraftStore(db: db).find(
            try visit.parameter("id"), of: try visit.account().accountID, today: visit.today, now: visit.now,
            among: procedures)
    }
}
