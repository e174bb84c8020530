import HTTPTypes
import Kernel
import Store
import Web

/// The office's side: questions about what it has read, and the answers that it owes.
struct ReadQuestionDoors: Sendable {
    let parts: AboutMeParts

    var doors: [Door] {
        [
            .page("/read-questions", .needs(.seeReadQuestions), use: list),
            .page("/read-questions/{id}", .needs(.seeReadQuestions), use: show),
            .act("/read-questions/{id}/answer", .needs(.answerReadQuestions), use: answer),
        ]
    }

    @Sendable private func list(_ visit: Visit, _ db: any Session) throws -> Reply {
        let scope = visit.scope(for: .seeReadQuestions)
        let tab = ReadQuestionStore.Tab(rawValue: visit.query["tab"]) ?? .open
        let keyset = try Keyset(visit.query, values: 2)
        let store = ReadQuestionStore(db: db)
        let view = ReadQuestionsView(
            tab: tab, page: try store.page(tab, keyset, within: scope, today: visit.today),
            counts: try store.counts(within: scope, today: visit.today), words: parts.readingWords, today: visit.today)
        return .page(Page(t("Câu hỏi về lần xem"), face: .officer) { view.html })
    }

    @Sendable private func show(_ visit: Visit, _ db: any Session) throws -> Reply {
        let question = try question(visit, .seeReadQuestions, db)
        return .page(try view(question, visit, db).page).journaling(reads(question, visit, .seeReadQuestions))
    }

    @Sendable private func answer(_ visit: Visit, _ form: FormData, _ db: any Session) throws -> Reply {
        var question = try question(visit, .answerReadQuestions, db, locks: true)
        do {
            guard let finding = ReadQuestion.Finding(rawValue: form["finding"]) else {
                throw ReadQuestionRefusal.findingMissing
            }
            try question.answer(form["answer"], finding, by: try visit.account().accountID, at: visit.now)
        } catch let refusal as ReadQuestionRefusal {
            var view = try view(question, visit, db)
            view.typed = form
            view.problems.add(refusal == .findingMissing ? "finding" : "answer", refusal.message)
            return .page(view.page, status: .unprocessableContent)
                .journaling(reads(question, visit, .answerReadQuestions))
        }
        try ReadQuestionStore(db: db).update(question)
        try Journal(db: db).write(
            visit.journalLine(
                "readQuestion.answered", subjectKind: "person", subjectID: "\(question.personID)",
                record: "\(question.id)"))
        for account in try OwnRecordStore(db: db).accounts(of: question.personID) {
            try AccountNoticeStore(db: db).insert(
                .readAnswered, .init(path: "\(AboutMeSubject.root)/reads/\(question.lineID)"), to: account,
                now: visit.now)
        }
        return .redirect(to: "/read-questions/\(question.id)?done=answered")
    }

    private func question(
        _ visit: Visit, _ permission: Permission, _ db: any Session, locks: Bool = false
    ) throws -> ReadQuestion {
        try ReadQuestionStore(db: db).find(
            try visit.parameter("id"), within: visit.scope(for: permission), locks: locks)
    }

    /// The person's name is shown, and they see who has looked.
    private func reads(_ question: ReadQuestion, _ visit: Visit, _ permission: Permission) -> [JournalLine] {
        guard question.personID != visit.signedIn?.personID else { return [] }
        return [
            visit.journalLine(
                "readQuestion.read", under: permission, purpose: ConsentWords.answering, subjectKind: "person",
                subjectID: "\(question.personID)", record: "\(question.id)")
        ]
    }

    private func view(_ question: ReadQuestion, _ visit: Visit, _ db: any Session) throws -> ReadQuestionView {
        let people = OwnRecordStore(db: db)
        return ReadQuestionView(
            question: question,
            read: try ReadStore(db: db).read(question.lineID, of: question.personID, today: visit.today),
            personName: try people.names(of: [question.personID])[question.personID] ?? "",
            readerName: try people.accountName(question.reader),
            answererName: try question.answeredBy.flatMap {
                try people.accountName("\($0)")
            }, words: parts.readingWords, visit: visit)
    }
}
