import Kernel
import Store
import Web

enum CounterMandateRefusal: Refusal, Hashable {
    case holderMissing, nobody, forTheWriter, minor, alreadyGiven, helperDecides, past, beforeConsent, reasonMissing

    var message: String {
        switch self {
        case .holderMissing: t("Bạn chưa ghi họ tên và số giấy tờ của người làm thay.")
        case .nobody: t("Trong sổ không có ai đúng số và họ tên này. Hãy xem lại thẻ của người đó.")
        case .forTheWriter: t("Bạn không tự ghi cho chính mình được. Hãy nhờ công chức khác.")
        case .minor: t("Người giám hộ phải đủ 18 tuổi.")
        case .alreadyGiven: t("Người này đã được ghi như vậy và còn hiệu lực. Hãy kết thúc lần trước rồi ghi lại.")
        case .helperDecides: t("Người giúp chỉ xem và đọc. Muốn họ làm việc khác, hãy chọn người được ủy quyền.")
        case .past: t("Ngày này đã qua. Hãy ghi ngày từ hôm nay trở đi.")
        case .beforeConsent: t("Ngày bắt đầu không được trước ngày ký.")
        case .reasonMissing: t("Bạn chưa ghi vì sao kết thúc.")
        }
    }
}

/// A mandate as a clerk types it from the papers on the counter.
struct MandateDraft: Sendable, Hashable {
    static let longestPaper = 300
    static let adult = 18

    let kind: MandateKind
    let purpose: String
    /// The paper, with its day where somebody consented.
    let consent: String
    let from: Day
    /// The first day on which it no longer holds.
    let until: Day?

    /// Reads `kind`, `work`, `paper`, `signed`, `since` and `until`, the last day on which it holds.
    /// - Parameter birth: of the person for whom somebody acts; a child's guardian is one until the child is grown.
    /// - Throws: `FieldProblems` with all that is wrong.
    init(_ form: FormData, birth: BirthDate?, today: Day) throws {
        var problems = FieldProblems()
        let kind = MandateKind(rawValue: form["kind"])
        if kind == nil { problems.add("kind", UpkeepRefusal.kindMissing.message) }
        let paper = form["paper"]
        if paper.isEmpty { problems.add("paper", MandateRefusal.consentMissing.message) }
        if paper.count > Self.longestPaper { problems.add("paper", UpkeepRefusal.tooLong(Self.longestPaper).message) }
        let from = Self.day("since", &problems) { try UpkeepDay.read(form["since"], today: today) } ?? today
        let last = form.filled("until").flatMap { text in Self.day("until", &problems) { try Day(typed: text) } }
        if let last, last < today { problems.add("until", CounterMandateRefusal.past.message) }
        if let last, last >= today, last < from {
            problems.add("until", MandateRefusal.endsBeforeItBegins.message)
        }
        var until = last.map { $0 + 1 }
        if kind == .guardian {
            purpose = StoredWords.guardianWork
            consent = paper
            // Guardianship of a child ends by law when the child is grown.
            if form["until"].isEmpty, let grown = birth?.latest.adding(months: 12 * Self.adult), from < grown {
                until = grown
            }
        } else {
            let work = MandateAct.allCases.filter { form.all("work").contains($0.rawValue) }
            if kind != nil, work.isEmpty { problems.add("work", MandateRefusal.purposeMissing.message) }
            if kind == .helper, !work.isEmpty, work != [.see] {
                problems.add("work", CounterMandateRefusal.helperDecides.message)
            }
            if kind != nil, form["until"].isEmpty { problems.add("until", MandateRefusal.endMissing.message) }
            purpose = MandateAct.purpose(of: work)
            let signed = Self.day("signed", &problems) { try UpkeepDay.read(form["signed"], today: today) }
            if let signed, from < signed { problems.add("since", CounterMandateRefusal.beforeConsent.message) }
            consent = StoredWords.signed(paper, on: signed ?? from)
        }
        try problems.throwIfAny()
        guard let kind else { throw problems }
        (self.kind, self.from, self.until) = (kind, from, until)
    }

    private static func day(_ field: String, _ problems: inout FieldProblems, _ read: () throws -> Day) -> Day? {
        do {
            return try read()
        } catch {
            if let refusal = error as? any Refusal { problems.add(field, refusal.message) }
            return nil
        }
    }

    func mandate(of person: ID<Person>, to holder: ID<Person>, at now: Instant) -> Mandate {
        Mandate(
            id: .new(at: now), personID: person, holderID: holder, kind: kind, purpose: purpose, consent: consent,
            validFrom: from, validTo: until)
    }
}

/// Who acts for somebody: found by a number exactly, so that nobody is looked through.
struct MandateHolders {
    let db: any Session

    struct Holder: Sendable {
        let id: ID<Person>
        let birth: BirthDate?
    }

    /// Whoever holds a number and is called so, wherever they live. Without the right name the number tells nothing.
    /// - Throws: ``CounterMandateRefusal``.
    func holder(named name: String, number text: String) throws -> Holder {
        guard !name.isEmpty, !text.isEmpty else { throw CounterMandateRefusal.holderMissing }
        let numbers = IdentifierStore(db: db)
        let people = try Identifier.readings(of: text).flatMap { number in
            try numbers.holders(of: number, within: .everything).filter { $0.standing == .held }.map(\.personID)
        }
        guard !people.isEmpty else { throw CounterMandateRefusal.nobody }
        let found = try db.rows(
            """
            SELECT kept.id, kept.full_name, kept.born FROM kernel_person p
            JOIN kernel_person kept ON kept.id = COALESCE(p.merged_into, p.id) WHERE p.id IN \(list: people)
            """
        ) { row in (holder: Holder(id: try row[0], birth: try row[2]), name: try row[1] as String) }
        guard let match = found.first(where: { Fold.tokens($0.name) == Fold.tokens(name) }) else {
            throw CounterMandateRefusal.nobody
        }
        return match.holder
    }
}
