import Kernel
import Testing

@testable import Register

@Suite("Câu hỏi về một lần xem: quy tắc") struct ReadQuestionRuleTests {
    static let person = ID<Person>.new()
    static let citizen = ID<Account>.new()
    static let reader = ID<Account>.new()
    static let chair = ID<Account>.new()
    static let province = ID<AdminUnit>.new()
    /// Monday 25/07/2022, 9:00.
    static let now = Instant(microseconds: 1_658_714_400_000_000)

    static func line(by actor: String = "\(reader)", unit: ID<AdminUnit>? = nil) -> JournalLine {
        JournalLine(
            at: now, actor: actor, actingUnit: unit?.description, purpose: "x", action: "resident.read",
            subjectKind: "person", subjectID: "\(person)", door: "test", node: "test")
    }

    static func question(_ text: String = "", line: JournalLine = line()) throws -> ReadQuestion {
        try ReadQuestion.ask(
            about: line, of: person, by: citizen, text, else: province, at: now, .weekendsOnly)
    }

    @Test func theAnswerIsOwedInFiveWorkingDays() throws {
        let question = try Self.question()
        #expect(question.dueOn == Day(iso: "2022-08-01"))
        #expect(!question.isLate(on: question.dueOn))
        #expect(question.isLate(on: question.dueOn + 1))
    }

    @Test func theOfficeThatReadAnswers() throws {
        let unit = ID<AdminUnit>.new()
        #expect(try Self.question(line: Self.line(unit: unit)).unitID == unit)
        #expect(try Self.question().unitID == Self.province)
    }

    @Test func whatCannotBeAskedSaysWhy() throws {
        #expect(throws: ReadQuestionRefusal.ownReading) {
            try Self.question(line: Self.line(by: "\(Self.citizen)"))
        }
        #expect(throws: ReadQuestionRefusal.tooLong) { try Self.question(String(repeating: "a", count: 1_001)) }
        #expect(try Self.question(String(repeating: "ạ", count: 1_000)).text.count == 1_000)
    }

    static let answers: [(String, ID<Account>, ReadQuestionRefusal?)] = [
        ("Công chức xem để nhận hồ sơ khai sinh.", chair, nil),
        ("Công chức xem để nhận hồ sơ khai sinh.", reader, .readerAnswers),
        ("Vì thế.", chair, .answerMissing),
        (String(repeating: "a", count: 1_001), chair, .tooLong),
    ]

    @Test(arguments: answers)
    func anAnswer(_ text: String, _ account: ID<Account>, _ refusal: ReadQuestionRefusal?) throws {
        var question = try Self.question()
        if let refusal {
            #expect(throws: refusal) { try question.answer(text, .rightful, by: account, at: Self.now) }
            #expect(question.state == .open)
        } else {
            try question.answer(text, .mistaken, by: account, at: Self.now)
            #expect(question.state == .answered)
            #expect(question.finding == .mistaken)
            #expect(question.answeredBy == account)
        }
    }

    @Test func whatIsOverStaysOver() throws {
        var answered = try Self.question()
        try answered.answer("Xem để nhận hồ sơ.", .rightful, by: Self.chair, at: Self.now)
        #expect(throws: ReadQuestionRefusal.alreadyAnswered) { try answered.withdraw() }
        var withdrawn = try Self.question()
        try withdrawn.withdraw()
        #expect(throws: ReadQuestionRefusal.isWithdrawn) {
            try withdrawn.answer("Xem để nhận hồ sơ.", .rightful, by: Self.chair, at: Self.now)
        }
    }

    @Test func itGoesUpOnceAndOnlyWhenLate() throws {
        var question = try Self.question()
        let due = question.dueOn
        let went = [due, due + 1, due + 2].map { question.escalate(on: $0, at: Self.now) }
        #expect(went == [false, true, false])
        var answered = try Self.question()
        try answered.answer("Xem để nhận hồ sơ.", .rightful, by: Self.chair, at: Self.now)
        let again = answered.escalate(on: due + 9, at: Self.now)
        #expect(!again)
    }
}
