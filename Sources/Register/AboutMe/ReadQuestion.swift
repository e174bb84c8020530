import Kernel
import Store

/// Câu hỏi về một lần xem: a person does not know why their data were read; the office has to say why.
struct ReadQuestion: Sendable, Hashable {
    enum State: String, Sendable, Hashable, CaseIterable, SQLConvertible {
        case open, answered, withdrawn
    }

    /// What the office has found.
    enum Finding: String, Sendable, Hashable, CaseIterable, SQLConvertible {
        case rightful, mistaken

        var label: String {
            switch self {
            case .rightful: t("Xem đúng việc")
            case .mistaken: t("Xem không đúng việc")
            }
        }
    }

    /// Working days in which an answer is owed.
    static let term = 5
    static let longestText = 1_000
    static let shortestAnswer = 10

    let id: ID<ReadQuestion>
    let lineID: ID<JournalLine>
    let personID: ID<Person>
    let askedBy: ID<Account>
    /// The account that read, as the journal has it.
    let reader: String
    let unitID: ID<AdminUnit>
    let readAt: Instant
    /// Empty: the person only says that they do not know why.
    let text: String
    let askedAt: Instant
    let dueOn: Day
    private(set) var state: State = .open
    private(set) var escalatedAt: Instant?
    private(set) var finding: Finding?
    private(set) var answer: String?
    private(set) var answeredAt: Instant?
    private(set) var answeredBy: ID<Account>?
    /// One more with each change.
    private(set) var version = 1

    func isLate(on day: Day) -> Bool { state == .open && day > dueOn }

    /// - Parameter unit: that answers when the line names none.
    /// - Throws: ``ReadQuestionRefusal``.
    static func ask(
        about line: JournalLine, of person: ID<Person>, by account: ID<Account>, _ text: String,
        else unit: ID<AdminUnit>,
        at now: Instant, _ calendar: WorkingCalendar
    ) throws -> ReadQuestion {
        guard text.count <= longestText else { throw ReadQuestionRefusal.tooLong }
        guard line.actor != account.description else { throw ReadQuestionRefusal.ownReading }
        return ReadQuestion(
            id: .new(at: now), lineID: line.id, personID: person, askedBy: account, reader: line.actor,
            unitID: line.actingUnit.flatMap(ID<AdminUnit>.init) ?? unit, readAt: line.at, text: text.nfc, askedAt: now,
            dueOn: calendar.day(term, after: now.day))
    }

    /// - Throws: ``ReadQuestionRefusal``.
    mutating func answer(_ text: String, _ finding: Finding, by account: ID<Account>, at now: Instant) throws {
        guard reader != account.description else { throw ReadQuestionRefusal.readerAnswers }
        try checkOpen()
        guard text.count >= Self.shortestAnswer else { throw ReadQuestionRefusal.answerMissing }
        guard text.count <= Self.longestText else { throw ReadQuestionRefusal.tooLong }
        (state, self.finding, answer) = (.answered, finding, text.nfc)
        (answeredAt, answeredBy) = (now, account)
    }

    /// - Throws: ``ReadQuestionRefusal``.
    mutating func withdraw() throws {
        try checkOpen()
        state = .withdrawn
    }

    /// To the offices above, once the term is over; nothing happens before, nor twice.
    /// - Returns: whether it was.
    mutating func escalate(on day: Day, at now: Instant) -> Bool {
        guard isLate(on: day), escalatedAt == nil else { return false }
        escalatedAt = now
        return true
    }

    private func checkOpen() throws {
        switch state {
        case .open: break
        case .answered: throw ReadQuestionRefusal.alreadyAnswered
        case .withdrawn: throw ReadQuestionRefusal.isWithdrawn
        }
    }
}

extension ReadQuestion {
    static let columns: SQL = """
        q.id, q.line_id, q.person_id, q.asked_by, q.reader, q.unit_id, q.read_at, q.question, q.asked_at, q.due_on,
        q.state, q.escalated_at, q.finding, q.answer, q.answered_at, q.answered_by, q.version
        """

    init(row: Row) throws {
        self.init(
            id: try row[0], lineID: try row[1], personID: try row[2], askedBy: try row[3], reader: try row[4],
            unitID: try row[5], readAt: try row[6], text: try row[7], askedAt: try row[8], dueOn: try row[9],
            state: try row[10], escalatedAt: try row[11], finding: try row[12], answer: try row[13],
            answeredAt: try row[14], answeredBy: try row[15], version: try row[16])
    }

    /// What its tag says, with the `data-s` of it.
    func standing(on day: Day) -> (words: String, tone: String) {
        switch state {
        case .open where isLate(on: day): (t("Quá hẹn trả lời"), "late")
        case .open: (t("Trả lời trước {day}", ["day": Format.day(dueOn + 1)]), "you")
        case .answered: (t("Đã trả lời"), "ok")
        case .withdrawn: (t("Đã rút lại"), "stop")
        }
    }
}

enum ReadQuestionRefusal: Refusal, Hashable {
    case alreadyAsked, ownReading, tooLong, answerMissing, findingMissing, readerAnswers, alreadyAnswered, isWithdrawn

    var message: String {
        switch self {
        case .alreadyAsked: t("Bạn đã hỏi về lần xem này rồi.")
        case .ownReading: t("Đây là lần bạn tự xem, không cần hỏi.")
        case .tooLong: t("Lời viết dài quá 1.000 chữ. Hãy viết ngắn lại.")
        case .answerMissing: t("Hãy ghi rõ vì sao đã xem, ít nhất 10 chữ.")
        case .findingMissing: t("Hãy chọn: xem đúng việc, hay không đúng việc.")
        case .readerAnswers: t("Người đã xem không tự trả lời được. Người khác có thẩm quyền sẽ trả lời.")
        case .alreadyAnswered: t("Câu hỏi này đã được trả lời.")
        case .isWithdrawn: t("Người hỏi đã rút lại câu hỏi này.")
        }
    }
}

/// What a person thinks of a reading.
enum ReadRating: String, Sendable, Hashable, CaseIterable, SQLConvertible {
    case useful, fine, unclear

    var label: String {
        switch self {
        case .useful: t("Có ích cho tôi")
        case .fine: t("Được, không sao")
        case .unclear: t("Tôi không hiểu")
        }
    }
}
