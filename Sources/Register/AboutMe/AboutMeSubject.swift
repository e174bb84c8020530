import Kernel
import Store
import Web

/// Whose page it is: the visitor's own, or that of somebody for whom the visitor acts.
struct AboutMeSubject: Sendable {
    let account: SignedIn
    let person: Person
    /// Why the visitor acts for somebody else; nil on one's own page.
    let mandate: Mandate?

    static let root = "/about-me"

    /// Where the page stands.
    var base: String { mandate.map { "\(Self.root)/for/\($0.id)" } ?? Self.root }

    var isOwn: Bool { mandate == nil }

    func allows(_ act: MandateAct) -> Bool { mandate.map { MandateAct.allowed(by: $0).contains(act) } ?? true }

    /// Whether all may be taken along: by the person and by a guardian.
    var allowsDownload: Bool { mandate.map { $0.kind == .guardian } ?? true }

    /// The person of a visit, or the one behind the mandate in its address.
    /// - Throws: `NotFound` for an account without a person, for somebody else's mandate, for one that does not hold
    ///   today, and where it does not allow the act.
    static func find(_ visit: Visit, _ db: any Session, for act: MandateAct = .see) throws -> AboutMeSubject {
        let account = try visit.account()
        guard let own = account.personID else { throw NotFound() }
        let people = PersonStore(db: db)
        guard visit.parameters["mandate"] != nil else {
            guard let person = try people.find(own, within: .person(own)) else { throw NotFound() }
            return AboutMeSubject(account: account, person: person, mandate: nil)
        }
        let id = try visit.parameter("mandate", as: ID<Mandate>.self)
        let held = try MandateStore(db: db).mandates(of: own, within: .person(own))
        guard let mandate = held.first(where: { $0.id == id }), mandate.holds(on: visit.today),
            let person = try people.find(mandate.personID, within: .person(mandate.personID))
        else { throw NotFound() }
        let subject = AboutMeSubject(account: account, person: person, mandate: mandate)
        guard subject.allows(act) else { throw NotFound() }
        return subject
    }

    /// A line about what is done here; for whom it is done, when it is for somebody else.
    func line(_ action: String, _ visit: Visit, record: String? = nil) -> JournalLine {
        visit.journalLine(
            action, onBehalfOf: isOwn ? nil : person.id, purpose: purpose, subjectKind: "person",
            subjectID: "\(person.id)", record: record)
    }

    /// What a page shows to somebody else than the person.
    func reads(_ visit: Visit) -> [JournalLine] { isOwn ? [] : [line("aboutMe.read", visit)] }

    private var purpose: String? {
        mandate.map { $0.kind == .guardian ? ConsentWords.guarding : ConsentWords.actingFor }
    }

    /// What the band above the page says.
    var proxyWords: String? {
        isOwn
            ? nil
            : t("Bạn đang xem và làm thay {name}. Mọi việc ở đây đều ghi tên bạn.", ["name": person.fullName])
    }

    /// A page of this person.
    func page(_ title: String, back: Bool = true, _ body: @escaping @Sendable () -> HTML) -> Page {
        var page = Page(title, width: .slim, body: body)
        page.proxy = proxyWords
        if back {
            page.back = isOwn ? (t("Tỉnh biết gì về tôi"), base) : (person.fullName, base)
        } else {
            page.back = isOwn ? (t("Trang chủ"), "/") : (t("Tỉnh biết gì về tôi"), Self.root)
        }
        return page
    }
}
