import HTTPTypes
import Kernel
import Store
import Web

/// Somebody is born, or comes from elsewhere. What is likely the same person is shown before anything is written.
struct NewResidentDoors: Sendable {
    let groups: EthnicGroups

    /// Keeping the register is the purpose; nobody comes here for another one.
    static let purpose = StoredWords.upkeep

    var doors: [Door] {
        [
            .page("/residents/new", .needs(.correctResidents), use: show),
            .act("/residents/new", .needs(.correctResidents), use: add),
        ]
    }

    @Sendable private func show(_ visit: Visit, _ db: any Session) throws -> Reply {
        let scope = CorrectionDoors.scope(visit)
        var typed = FormData()
        if let text = visit.query.filled("card"), let card = try? ScannedCard(text, today: visit.today) {
            typed.append("kind", ArrivalKind.arrival.rawValue)
            typed.append("fullName", card.fullName)
            typed.append("birth", BirthText.shown(card.birth))
            typed.append("sex", card.sex.rawValue)
            typed.append("address", card.address)
            if let number = card.identifiers.first(where: { $0.kind == .personal }) {
                typed.append("number", number.number)
            }
        }
        return .page(try view(visit, db, scope, typed: typed).page)
    }

    private func view(
        _ visit: Visit, _ db: any Session, _ scope: Scope, typed: FormData, problems: FieldProblems = FieldProblems()
    ) throws -> NewResidentView {
        NewResidentView(
            visit: visit, places: try OfficePlaces(within: scope, on: visit.today, db), groups: groups, typed: typed,
            problems: problems)
    }

    @Sendable private func add(_ visit: Visit, _ form: FormData, _ db: any Session) throws -> Reply {
        let scope = CorrectionDoors.scope(visit)
        var view = try view(visit, db, scope, typed: form)
        let new: NewResident
        let check: ArrivalCheck
        do {
            new = try NewResident(form, places: view.places, today: visit.today, groups: groups)
            check = try ArrivalCheckStore(db: db).check(
                new, within: scope, accepting: !form["disputed"].isEmpty, on: visit.today)
        } catch let problems as FieldProblems {
            view.problems = problems
            return .page(view.page, status: .unprocessableContent)
        }
        if check.needsConfirming, form["confirm"] != "1" {
            let page = ArrivalCheckView(new: new, check: check, typed: form, visit: visit).page
            // Whoever lives elsewhere learns too that an office has met their number.
            let told = check.likely.map(\.person.id) + (check.mover.map { [$0] } ?? [])
            return .page(page).journaling(visit.readLines("resident.listed.read", told, purpose: Self.purpose))
        }
        let id = try write(new, check, within: scope, visit, db)
        return .redirect(to: "/residents/\(id)?done=\(check.mover == nil ? "added" : "moved")")
    }

    private func write(
        _ new: NewResident, _ check: ArrivalCheck, within scope: Scope, _ visit: Visit, _ db: any Session
    ) throws -> ID<Person> {
        let recording = Recording(by: "\(try visit.account().accountID)", at: visit.now, reason: new.reason)
        let homes = ResidenceStore(db: db)
        if let mover = check.mover {
            try homes.settle(mover, new.home, showing: new.number, within: scope, recording: recording)
            try CorrectionRouting(db: db).follow(mover, to: new.home.communeID, visit)
            try finish("resident.movedIn", mover, visit, db)
            return mover
        }
        let person = try PersonStore(db: db).insert(new.facts, from: new.facts.birth?.earliest, recording: recording)
        try homes.settle(person.id, new.home, within: scope, recording: recording)
        if let number = new.number {
            _ = try IdentifierStore(db: db).give(number, to: person.id, within: scope, recording: recording)
        }
        if let phone = new.phone {
            try PhoneStore(db: db).give(
                phone, to: person.id, since: visit.today, within: scope, recording: recording)
        }
        for other in check.likely {
            try MatchStore(db: db).report(person.id, other.person.id, within: scope, recording: recording)
        }
        try finish(new.kind == .birth ? "resident.born" : "resident.arrived", person.id, visit, db)
        return person.id
    }

    private func finish(_ action: String, _ person: ID<Person>, _ visit: Visit, _ db: any Session) throws {
        try Journal(db: db).write(
            visit.journalLine(action, purpose: Self.purpose, subjectKind: "person", subjectID: "\(person)"))
        try ResidentNotices(db: db).tell([person], now: visit.now)
    }
}
