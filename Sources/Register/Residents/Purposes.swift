import HTTPTypes
import Kernel
import Store
import Web

/// Why officers usually look at people's records. Others are typed.
enum UsualPurpose: String, Sendable, Hashable, CaseIterable {
    case counter, upkeep, correction, support, health, duplicates

    /// As the journal keeps it.
    var stored: String {
        switch self {
        case .counter: StoredWords.counter
        case .upkeep: StoredWords.upkeep
        case .correction: StoredWords.correction
        case .support: StoredWords.support
        case .health: StoredWords.health
        case .duplicates: StoredWords.duplicates
        }
    }

    var label: String {
        switch self {
        case .counter: t("giải quyết việc của người dân tại quầy")
        case .upkeep: t("cập nhật sổ dân cư")
        case .correction: t("trả lời yêu cầu sửa thông tin")
        case .support: t("rà soát, chi trả chính sách an sinh")
        case .health: t("khám chữa bệnh, tiêm chủng")
        case .duplicates: t("kiểm tra hồ sơ trùng")
        }
    }

    /// A stored purpose in the reader's language; words of people stay as they were typed.
    static func label(_ stored: String) -> String { allCases.first { $0.stored == stored }?.label ?? stored }
}

/// A purpose as somebody chose or typed it.
struct TypedPurpose: Sendable, Hashable {
    static let fewest = 5
    static let most = 200

    let text: String

    /// Reads `purpose`, one of the usual ones or `other`, and `words` for the latter.
    /// - Throws: `FieldProblems`.
    init(_ form: FormData) throws {
        if let usual = UsualPurpose(rawValue: form["purpose"]) {
            text = usual.stored
            return
        }
        let words = form["words"].split(whereSeparator: \.isWhitespace).joined(separator: " ")
        var problems = FieldProblems()
        if form["purpose"] == Self.other {
            if words.count < Self.fewest {
                problems.add("words", t("Bạn chưa ghi mục đích. Ghi rõ xem để làm việc gì, cho ai."))
            } else if words.count > Self.most {
                problems.add("words", t("Mục đích dài quá {n} chữ. Hãy viết ngắn lại.", ["n": Self.most]))
            }
        } else {
            problems.add("purpose", t("Bạn chưa chọn mục đích xem thông tin người dân."))
        }
        try problems.throwIfAny()
        text = words
    }

    /// The choice that asks for words.
    static let other = "other"
}

/// Remembers the purpose that somebody gave, for one session and one day: no longer, so that it is never carried over
/// to other work unseen.
struct PurposeStore {
    let db: any Session

    /// `nil` until one was given.
    func purpose(of visit: Visit) throws -> String? {
        guard let account = visit.signedIn else { return nil }
        return try db.value(
            """
            SELECT purpose FROM register_purpose WHERE account_id = \(account.accountID)
                AND session_id = \(account.sessionID) AND day = \(visit.today)
            """)
    }

    func save(_ purpose: TypedPurpose, _ visit: Visit) throws {
        let account = try visit.account()
        try db.run(
            """
            INSERT INTO register_purpose (account_id, session_id, day, purpose)
            VALUES (\(account.accountID), \(account.sessionID), \(visit.today), \(purpose.text))
            ON CONFLICT (account_id) DO UPDATE SET session_id = excluded.session_id, day = excluded.day,
                purpose = excluded.purpose
            """)
    }
}

/// Where an officer says why they look. No page of a person opens before.
struct PurposeDoors: Sendable {
    var doors: [Door] {
        [
            .page("/residents/purpose", .needs(.readResidents)) { visit, db in
                let held = try PurposeStore(db: db).purpose(of: visit)
                return .page(PurposeView(visit: visit, back: Address.own(visit.query["back"]), held: held).page)
            },
            .act("/residents/purpose", .needs(.readResidents)) { visit, form, db in
                let back = form.filled("back").map(Address.own) ?? "/residents"
                do {
                    let purpose = try TypedPurpose(form)
                    try PurposeStore(db: db).save(purpose, visit)
                } catch let problems as FieldProblems {
                    let view = PurposeView(visit: visit, back: back, held: nil, typed: form, problems: problems)
                    return .page(view.page, status: .unprocessableContent)
                }
                return .redirect(to: back)
            },
        ]
    }
}

extension Visit {
    /// The address of this page with its query, to come back to.
    var here: String { Address(path, fields: query.fields).text }

    /// The reply with the purpose that was given; until then the page that asks for it.
    func stating(
        _ db: any Session, _ reply: (String) throws -> Reply
    ) throws -> Reply {
        guard let purpose = try PurposeStore(db: db).purpose(of: self) else {
            return .page(PurposeView(visit: self, back: method == .get ? here : "/residents", held: nil).page)
        }
        return try reply(purpose)
    }

    /// A line for each person of whom this reply shows something. Nobody needs one for their own.
    func readLines(
        _ action: String, _ people: some Sequence<ID<Person>>, purpose: String, under permission: Permission? = nil
    ) -> [JournalLine] {
        var seen: Set<ID<Person>> = []
        return people.filter { $0 != signedIn?.personID && seen.insert($0).inserted }.map { person in
            journalLine(
                action, under: permission, purpose: purpose, subjectKind: "person", subjectID: "\(person)")
        }
    }
}
