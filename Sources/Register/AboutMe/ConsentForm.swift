import Kernel
import Store
import Web

/// What was typed in order to let somebody act.
struct ConsentForm: Sendable {
    var name = ""
    var number = ""
    var kind = ""
    var acts: [String] = []
    var lastDay = ""
    var problems = FieldProblems()
    /// What the search for the person leaves in the journal, also when nobody was found.
    private(set) var searches: [JournalLine] = []
    private(set) var isTooMany = false

    /// An empty form proposes a quarter of a year.
    init(today: Day) {
        (kind, lastDay) = (MandateKind.helper.rawValue, Format.day(today + 90))
        acts = [MandateAct.see.rawValue]
    }

    init(_ form: FormData) {
        (name, number, kind, lastDay) = (form["name"], form["number"], form["kind"], form["until"])
        acts = form.all("acts")
    }

    /// The draft and who is meant; nil with the problems beside their fields.
    mutating func read(
        _ subject: AboutMeSubject, _ visit: Visit, _ db: any Session
    ) throws -> (ConsentDraft, Person)? {
        let holder = try holder(visit, db)
        if holder == subject.person.id { problems.add("number", MandateRefusal.forOneself.message) }
        let draft = draft(visit.today)
        guard problems.isEmpty, let draft, let holder,
            let person = try PersonStore(db: db).find(holder, within: .person(holder))
        else { return nil }
        return (draft, person)
    }

    private mutating func holder(_ visit: Visit, _ db: any Session) throws -> ID<Person>? {
        if name.isEmpty { problems.add("name", t("Hãy nhập họ tên người làm thay, đúng như trong giấy tờ.")) }
        if number.isEmpty { problems.add("number", t("Hãy nhập số điện thoại hoặc số định danh của người đó.")) }
        guard !name.isEmpty, !number.isEmpty else { return nil }
        guard try ConsentSearch.isAllowed(visit, db) else {
            isTooMany = true
            problems.add("number", ConsentRefusal.tooMany.message)
            return nil
        }
        let found = try OwnRecordStore(db: db).find(
            name, phone: try? PhoneNumber(number), numbers: Identifier.readings(of: number))
        searches.append(ConsentSearch.line(for: found.count == 1 ? found[0] : nil, visit))
        switch found.count {
        case 1: return found[0]
        case 0: problems.add("number", ConsentRefusal.nobody.message)
        default: problems.add("number", ConsentRefusal.several.message)
        }
        return nil
    }

    private mutating func draft(_ today: Day) -> ConsentDraft? {
        guard let kind = MandateKind(rawValue: kind) else {
            problems.add("kind", ConsentRefusal.kindMissing.message)
            return nil
        }
        let day: Day
        do { day = try Day(typed: lastDay) } catch {
            problems.add("until", error.message)
            return nil
        }
        let acts =
            kind == .helper && self.acts.isEmpty
            ? [.see] : MandateAct.allCases.filter { self.acts.contains($0.rawValue) }
        do { return try ConsentDraft(kind: kind, acts: acts, lastDay: day, today: today) } catch {
            guard let refusal = error as? ConsentRefusal else { return nil }
            problems.add(Self.field(of: refusal), refusal.message)
            return nil
        }
    }

    private static func field(of refusal: ConsentRefusal) -> String {
        switch refusal {
        case .guardianship, .kindMissing: "kind"
        case .actsMissing, .helperDecides: "acts"
        case .past, .tooLong: "until"
        case .nobody, .several, .tooMany: "number"
        }
    }
}

/// Looking for somebody by name and number tells whether the two belong together. So it is counted, and whoever is found
/// reads of it.
enum ConsentSearch {
    static let found = "consent.found.read"
    private static let missed = "consent.missed"
    /// A consent takes two, one for each page.
    static let mostADay = 20

    static func isAllowed(_ visit: Visit, _ db: any Session) throws -> Bool {
        let account = try visit.account().accountID
        return try Journal(db: db).count(
            of: [found, missed], by: "\(account)", after: visit.now + .seconds(-86_400)) < mostADay
    }

    static func line(for person: ID<Person>?, _ visit: Visit) -> JournalLine {
        visit.journalLine(
            person == nil ? missed : found, purpose: ConsentWords.finding,
            subjectKind: person.map { _ in "person" }, subjectID: person.map { "\($0)" })
    }
}
