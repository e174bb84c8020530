import HTTPTypes
import Kernel
import Store
import Web

/// Who has read: the list, one reading, and what the person says about it.
struct ReadDoors: Sendable {
    let parts: AboutMeParts
    let calendar: @Sendable () -> WorkingCalendar

    var doors: [Door] {
        [AboutMeSubject.root, "\(AboutMeSubject.root)/for/{mandate}"].flatMap { base -> [Door] in
            [
                .page("\(base)/reads", .signedIn, use: list),
                .page("\(base)/reads/{line}", .signedIn, use: show),
                .page("\(base)/reads/{line}/proof", .signedIn, use: prove),
                .act("\(base)/reads/{line}/question", .signedIn, use: ask),
                .act("\(base)/reads/{line}/question/withdrawal", .signedIn, use: withdraw),
                .act("\(base)/reads/{line}/rating", .signedIn, use: rate),
            ]
        }
    }

    @Sendable private func list(_ visit: Visit, _ db: any Session) throws -> Reply {
        let subject = try AboutMeSubject.find(visit, db)
        let form = ReadsForm(visit.query)
        let keyset = try Keyset(visit.query, values: 1)
        let before = keyset.after.flatMap { ID<JournalLine>($0[0]) }
        let store = ReadStore(db: db)
        let found =
            form.problems.isEmpty
            ? try store.reads(
                of: subject.person.id, form.query, before: before, limit: keyset.fetch, today: visit.today) : []
        let view = ReadsView(
            subject: subject, form: form, page: keyset.page(of: found) { ["\($0.line.id)"] },
            offices: try store.offices(reading: subject.person.id, today: visit.today),
            questions: keyset.isFirst ? try ReadQuestionStore(db: db).list(of: subject.person.id, limit: 5) : [],
            words: parts.readingWords, today: visit.today)
        return .page(
            subject.page(t("Ai đã xem thông tin của tôi")) { view.html },
            status: form.problems.isEmpty ? .ok : .unprocessableContent
        ).journaling(subject.reads(visit))
    }

    @Sendable private func show(_ visit: Visit, _ db: any Session) throws -> Reply {
        let subject = try AboutMeSubject.find(visit, db)
        return .page(try view(subject, try read(visit, subject, db), visit, db).page).journaling(subject.reads(visit))
    }

    @Sendable private func ask(_ visit: Visit, _ form: FormData, _ db: any Session) throws -> Reply {
        let subject = try AboutMeSubject.find(visit, db, for: .question)
        let read = try read(visit, subject, db)
        let questions = ReadQuestionStore(db: db)
        let question: ReadQuestion
        do {
            question = try ReadQuestion.ask(
                about: read.line, of: subject.person.id, by: subject.account.accountID, form["question"],
                else: try questions.province(on: visit.today), at: visit.now, calendar())
            try questions.insert(question)
        } catch let refusal as ReadQuestionRefusal {
            var view = try view(subject, read, visit, db)
            view.typed = form["question"]
            view.problems.add("question", refusal.message)
            return .page(view.page, status: .unprocessableContent)
        }
        let roles = parts.roles.codes(holding: .answerReadQuestions)
        for head in try questions.heads(of: question.unitID, roles: roles, on: visit.today) {
            try AccountNoticeStore(db: db).insert(
                .readAsked, .init(path: "/read-questions/\(question.id)"), to: head, now: visit.now)
        }
        try Journal(db: db).write(subject.line("readQuestion.asked", visit, record: "\(question.id)"))
        return .redirect(to: "\(subject.base)/reads/\(read.line.id)?done=asked")
    }

    @Sendable private func withdraw(_ visit: Visit, _ form: FormData, _ db: any Session) throws -> Reply {
        let subject = try AboutMeSubject.find(visit, db, for: .question)
        let read = try read(visit, subject, db)
        guard var question = read.question else { throw NotFound() }
        try question.withdraw()
        try ReadQuestionStore(db: db).update(question)
        try Journal(db: db).write(subject.line("readQuestion.withdrawn", visit, record: "\(question.id)"))
        return .redirect(to: "\(subject.base)/reads/\(read.line.id)?done=withdrawn")
    }

    @Sendable private func rate(_ visit: Visit, _ form: FormData, _ db: any Session) throws -> Reply {
        let subject = try AboutMeSubject.find(visit, db, for: .question)
        let read = try read(visit, subject, db)
        guard let rating = ReadRating(rawValue: form["rating"]) else { throw NotFound() }
        try ReadStore(db: db).rate(
            read, rating, of: subject.person.id, by: subject.account.accountID, now: visit.now)
        try Journal(db: db).write(subject.line("readRating.given", visit, record: "\(read.line.id)"))
        return .redirect(to: "\(subject.base)/reads/\(read.line.id)?done=rated")
    }

    /// The line with its place in the signed tree, for `Scripts/check-read-proof`.
    @Sendable private func prove(_ visit: Visit, _ db: any Session) throws -> Reply {
        let subject = try AboutMeSubject.find(visit, db)
        let read = try read(visit, subject, db)
        guard let proof = try JournalTree(db: db).proof(of: read.line.id) else { throw NotFound() }
        return .download(
            try JSONEncoding.bytes(proof), named: "lan-xem-\(read.line.at.day.iso).json", type: "application/json"
        ).journaling(subject.reads(visit))
    }

    private func read(_ visit: Visit, _ subject: AboutMeSubject, _ db: any Session) throws -> PersonRead {
        try ReadStore(db: db).read(
            try visit.parameter("line", as: ID<JournalLine>.self), of: subject.person.id, today: visit.today)
    }

    private func view(
        _ subject: AboutMeSubject, _ read: PersonRead, _ visit: Visit, _ db: any Session
    ) throws -> ReadView {
        let checkpoint = try read.line.leafIndex.flatMap { try JournalTree(db: db).checkpoint(covering: $0) }
        return ReadView(
            subject: subject, read: read, words: parts.readingWords, sealedAt: checkpoint?.at, visit: visit)
    }
}

/// Which readings were asked for, as typed.
struct ReadsForm: Sendable {
    var from = ""
    var until = ""
    var office = ""
    var problems = FieldProblems()
    var query = ReadQuery()

    /// The value that stands for readings in no unit's name.
    static let noUnit = "-"

    init(_ form: FormData) {
        (from, until, office) = (form["from"], form["until"], form["office"])
        query.from = day(from, "from").map { Instant(day: $0) }
        query.until = day(until, "until").map { Instant(day: $0 + 1) }
        switch office {
        case "": break
        case Self.noUnit: query.office = .none
        default: query.office = .unit(office)
        }
    }

    var isNarrowed: Bool { !from.isEmpty || !until.isEmpty || !office.isEmpty }

    private mutating func day(_ text: String, _ field: String) -> Day? {
        if text.isEmpty { return nil }
        do { return try Day(typed: text) } catch {
            problems.add(field, error.message)
            return nil
        }
    }
}
