import HTTPTypes
import Kernel
import Store
import Web

/// Somebody without a household heads a new one, or goes to the household of somebody else.
struct JoiningDoors: Sendable {
    func reply(
        _ visit: Visit, _ db: any Session, typed: FormData = FormData(), problems: FieldProblems = FieldProblems()
    ) throws -> Reply {
        let id = try visit.parameter("id", as: ID<Person>.self)
        guard let person = try PersonStore(db: db).find(id, within: CorrectionDoors.scope(visit)) else {
            throw NotFound()
        }
        let view = JoiningView(person: person, visit: visit, typed: typed, problems: problems)
        return .page(view.page, status: problems.isEmpty ? .ok : .unprocessableContent)
    }

    func join(_ visit: Visit, _ form: FormData, _ db: any Session) throws -> Reply {
        let scope = CorrectionDoors.scope(visit)
        let id = try visit.parameter("id", as: ID<Person>.self)
        guard try PersonStore(db: db).find(id, within: scope) != nil else { throw NotFound() }
        let recording = Recording(by: "\(try visit.account().accountID)", at: visit.now)
        let household: ID<Household>
        do {
            household =
                form["way"] == "new"
                ? try found(id, form, within: scope, recording: recording, visit, db)
                : try enter(id, form, within: scope, recording: recording, visit, db)
        } catch let problems as FieldProblems {
            return try reply(visit, db, typed: form, problems: problems)
        } catch let refusal as any Refusal {
            return try reply(visit, db, typed: form, problems: FieldProblems([FieldProblem("who", refusal.message)]))
        }
        try HouseholdTelling(db: db).tell([id], of: household, visit)
        return .redirect(to: "/residents/\(id)?done=household")
    }

    private func found(
        _ id: ID<Person>, _ form: FormData, within scope: Scope, recording: Recording, _ visit: Visit,
        _ db: any Session
    ) throws -> ID<Household> {
        guard let home = try CorrectionFacts(db: db).home(of: id, within: scope) else { throw CorrectionRefusal.noHome }
        let store = HouseholdStore(db: db)
        guard try !store.memberships(of: id, within: scope).contains(where: { $0.until == nil }) else {
            throw HouseholdRefusal.alreadyMember
        }
        let household = try store.insert(
            in: home.communeID, village: home.villageID, address: home.address, on: visit.today, within: scope,
            recording: recording)
        try store.join(household.id, id, as: .head, since: visit.today, within: scope, recording: recording)
        return household.id
    }

    private func enter(
        _ id: ID<Person>, _ form: FormData, within scope: Scope, recording: Recording, _ visit: Visit,
        _ db: any Session
    ) throws -> ID<Household> {
        guard form["way"] == "join" else {
            throw FieldProblems([FieldProblem("way", UpkeepRefusal.kindMissing.message)])
        }
        guard let relation = HouseholdRelation(rawValue: form["relation"]) else {
            throw FieldProblems([FieldProblem("relation", UpkeepRefusal.kindMissing.message)])
        }
        let other = try PersonPicking(db: db).one(form["who"], within: scope)
        let store = HouseholdStore(db: db)
        guard try !store.memberships(of: id, within: scope).contains(where: { $0.until == nil }) else {
            throw HouseholdRefusal.alreadyMember
        }
        guard let member = try store.memberships(of: other, within: scope).first(where: { $0.until == nil }) else {
            throw UpkeepRefusal.noHousehold
        }
        try store.join(
            member.householdID, id, as: relation, since: visit.today, within: scope, recording: recording)
        return member.householdID
    }
}

struct JoiningView: Sendable {
    let person: Person
    let visit: Visit
    let typed: FormData
    let problems: FieldProblems

    var page: Page {
        let title = t("Hộ của {name}", ["name": person.fullName])
        return Page(problems.isEmpty ? title : t("Lỗi: {title}", ["title": title]), face: .officer, width: .slim) {
            """
            \(Form.errors(problems))<h1>\(title)</h1>
            \(Form.post("/residents/\(person.id)/household", visit, attributes: " class=\"form stack\"", """
                \(Field.picks(
                    "way", t("Làm gì?"),
                    [
                        Field.Choice("new", t("Lập hộ mới, người này là chủ hộ")),
                        Field.Choice("join", t("Nhập vào hộ của người khác")),
                    ], value: typed["way"], error: problems["way"]))
                \(Field.text(
                    "who", t("Nhập vào hộ của ai?"), value: typed["who"],
                    hint: t("Số định danh, hoặc họ tên nếu không trùng với ai."), error: problems["who"]))
                \(Field.select(
                    "relation", t("Quan hệ với chủ hộ"), RelationChoices.notHead, value: typed["relation"],
                    empty: t("Chọn quan hệ"), error: problems["relation"]))
                <p class="acts"><button class="btn">\(t("Ghi"))</button>\
                <a class="btn plain" href="/residents/\(person.id)">\(t("Không, quay lại"))</a></p>
                """))
            """
        }
        .back(person.fullName, to: "/residents/\(person.id)")
    }
}

enum RelationChoices {
    static var all: [Field.Choice] { HouseholdRelation.allCases.map { Field.Choice($0.rawValue, $0.label) } }
    static var notHead: [Field.Choice] { all.filter { $0.value != HouseholdRelation.head.rawValue } }
}
