import Kernel
import Store
import Web

extension [Holding] {
    /// What the register itself holds comes first: who one is, before what one has done.
    var ownFirst: [Holding] {
        let isOwn = { (holding: Holding) in holding.code.hasPrefix("register-") }
        return filter(isOwn) + filter { !isOwn($0) }
    }
}

/// Everything that the province holds on somebody, in one place.
struct AboutMeDoors: Sendable {
    let parts: AboutMeParts

    /// How many records of a holding the page shows; the rest is behind its link and in the download.
    static let shown = 5

    var doors: [Door] {
        [AboutMeSubject.root, "\(AboutMeSubject.root)/for/{mandate}"].map { .page($0, .signedIn, use: show) } + [
            // Where the list of readings was until it moved here.
            .page("/account/reads", .signedIn) { _, _ in .redirect(to: "\(AboutMeSubject.root)/reads") }
        ]
    }

    @Sendable private func show(_ visit: Visit, _ db: any Session) throws -> Reply {
        let subject: AboutMeSubject
        do { subject = try AboutMeSubject.find(visit, db) } catch let refusal as NotFound {
            guard visit.parameters["mandate"] == nil else { throw refusal }
            return .page(NobodyView.page)
        }
        let person = subject.person.id
        let told = try parts.holdings.ownFirst.map { holding in
            let records = try holding.records(of: person, on: visit.today, limit: Self.shown + 1, db)
            return ToldHolding(
                holding: holding, records: Array(records.prefix(Self.shown)), hasMore: records.count > Self.shown)
        }
        let held = subject.isOwn ? try MandateStore(db: db).mandates(of: person, within: .person(person)) : []
        let mandates = held.filter { $0.holds(on: visit.today) && MandateAct.allowed(by: $0).contains(.see) }
        let view = AboutMeView(
            subject: subject, told: told, actsFor: mandates,
            names: try OwnRecordStore(db: db).names(of: mandates.map(\.personID)),
            reads: try ReadStore(db: db).reads(of: person, limit: Self.shown, today: visit.today),
            words: parts.readingWords)
        let title =
            subject.isOwn ? t("Tỉnh biết gì về tôi") : t("Tỉnh biết gì về {name}", ["name": subject.person.fullName])
        return .page(subject.page(title, back: false) { view.html }).journaling(subject.reads(visit))
    }
}
