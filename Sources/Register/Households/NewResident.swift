import Kernel
import Store
import Web

/// Why somebody comes into the register of a commune.
enum ArrivalKind: String, Sendable, Hashable, CaseIterable {
    case birth, arrival

    var label: String {
        switch self {
        case .birth: t("Mới sinh")
        case .arrival: t("Mới chuyển đến")
        }
    }
}

/// A new resident as a clerk has typed them.
struct NewResident: Sendable, Hashable {
    let kind: ArrivalKind
    let facts: PersonFacts
    let number: Identifier?
    let phone: PhoneNumber?
    let home: Residence
    /// The paper on which it rests.
    let reason: String

    /// - Parameter places: where the clerk may write people down.
    /// - Throws: `FieldProblems` with all that is wrong.
    init(_ form: FormData, places: OfficePlaces, today: Day, groups: EthnicGroups) throws {
        var problems = FieldProblems()
        func field<Value>(_ name: String, _ read: () throws -> Value?) -> Value? {
            do {
                return try read()
            } catch let refusal as any Refusal {
                problems.add(name, refusal.message)
            } catch {
                problems.add(name, UpkeepRefusal.kindMissing.message)
            }
            return nil
        }
        let kind = ArrivalKind(rawValue: form["kind"])
        if kind == nil { problems.add("kind", UpkeepRefusal.kindMissing.message) }
        let birth = field("birth") { try form.filled("birth").map { try BirthDate(typed: $0, today: today) } }
        if form["birth"].isEmpty { problems.add("birth", UpkeepRefusal.dayMissing.message) }
        let sex = Sex(rawValue: form["sex"])
        if sex == nil { problems.add("sex", t("Bạn chưa chọn giới tính.")) }
        let facts = field("fullName") {
            try PersonFacts(
                fullName: form["fullName"], birth: birth, sex: sex,
                ethnicGroup: EthnicCode(rawValue: form["ethnicGroup"]),
                language: SpokenLanguage(rawValue: form["language"])
            ).checked()
        }
        let number = field("number") { () -> Identifier? in
            guard let text = form.filled("number") else { return nil }
            let number = try Identifier(.personal, text)
            try PersonalNumber(number.number).check(birth: birth, sex: sex)
            return number
        }
        let phone = field("phone") { try form.filled("phone").map(PhoneNumber.init) }
        let home = field("since") { () -> Residence? in
            let since = try UpkeepDay.read(form["since"], today: today)
            if let birth, since < birth.earliest { throw UpkeepRefusal.beforeBirth }
            return try HomeForm.residence(form, places: places, since: since)
        }
        let reason = form["reason"]
        if reason.isEmpty { problems.add("reason", t("Bạn chưa ghi căn cứ, ví dụ giấy khai sinh số 12 năm 2022.")) }
        if reason.count > 300 { problems.add("reason", CorrectionRefusal.tooLong.message) }
        try problems.throwIfAny()
        guard let kind, let facts, let home else { throw problems }
        self.kind = kind
        self.facts = facts
        self.number = number
        self.phone = phone
        self.home = home
        self.reason = reason
    }
}

/// Where somebody lives, from a form: `commune` where there are several, `village`, `address`.
enum HomeForm {
    /// - Throws: ``ResidenceRefusal``, ``UpkeepRefusal``.
    static func residence(_ form: FormData, places: OfficePlaces, since: Day) throws -> Residence {
        let commune = ID<AdminUnit>(form["commune"]) ?? (places.communes.count == 1 ? places.communes[0].id : nil)
        guard let commune, places.communes.contains(where: { $0.id == commune }) else {
            throw ResidenceRefusal.noCommune
        }
        let village = ID<AdminUnit>(form["village"])
        if let village, !places.villages.contains(where: { $0.id == village }) {
            throw UpkeepRefusal.villageElsewhere
        }
        let kind = ResidenceKind(rawValue: form["stay"]) ?? .permanent
        guard form["address"].count <= 300 else { throw CorrectionRefusal.tooLong }
        return Residence(kind, in: commune, village: village, address: form["address"], since: since)
    }
}

/// What is known of somebody before they are written down.
struct ArrivalCheck: Sendable {
    /// People of the scope who bear the name and may have been born so.
    var likely: [ResidentResults.Line] = []
    /// The holder of the number, who lives elsewhere and has this name and birth: the same person, moving in.
    var mover: ID<Person>?
    /// The number is somebody else's.
    var isDisputed = false
    var notes: [PersonNote] = []

    var needsConfirming: Bool { !likely.isEmpty || mover != nil || isDisputed || !notes.isEmpty }
}

struct ArrivalCheckStore {
    let db: any Session

    /// On the number first; then on name and birth.
    /// - Throws: `FieldProblems` for a number of somebody who is here already, or of another name.
    func check(_ new: NewResident, within scope: Scope, accepting isAccepted: Bool, on day: Day) throws -> ArrivalCheck
    {
        var check = ArrivalCheck()
        if let number = new.number {
            let holder = try IdentifierStore(db: db).holders(of: number, within: .everything).first {
                $0.standing == .held
            }
            if let holder {
                if try PersonStore(db: db).find(holder.personID, within: scope) != nil {
                    throw FieldProblems([FieldProblem("number", UpkeepRefusal.alreadyHere.message)])
                }
                if try isSame(holder.personID, new.facts) {
                    check.mover = holder.personID
                } else if isAccepted {
                    check.isDisputed = true
                } else {
                    throw FieldProblems([FieldProblem("number", UpkeepRefusal.notTheHolder.message)])
                }
            }
        }
        if check.mover == nil {
            let found = try ResidentSearch(db: db).find(
                PersonQuery(new.facts.fullName), within: scope, on: day)
            check.likely =
                found.isMended
                ? []
                : found.lines.filter { line in
                    Fold.tokens(line.person.fullName) == Fold.tokens(new.facts.fullName)
                        && mayBe(line.person.birth, new.facts.birth)
                }
            let number = try new.number.map { try PersonalNumber($0.number) }
            check.notes = PersonNote.notes(birth: new.facts.birth, number: number, on: day)
        }
        return check
    }

    private func isSame(_ person: ID<Person>, _ facts: PersonFacts) throws -> Bool {
        guard let known = try PersonStore(db: db).versions(of: person, within: .everything).first?.facts else {
            return false
        }
        return Fold.tokens(known.fullName) == Fold.tokens(facts.fullName) && mayBe(known.birth, facts.birth)
    }

    private func mayBe(_ one: BirthDate?, _ other: BirthDate?) -> Bool {
        guard let one, let other else { return true }
        return one.mayBe(other)
    }
}
