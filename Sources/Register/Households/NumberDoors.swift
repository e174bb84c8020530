import HTTPTypes
import Kernel
import Store
import Web

/// Writing down one more number of somebody.
struct NumberDoors: Sendable {
    var doors: [Door] {
        [
            .page("/residents/{id}/numbers/new", .needs(.correctResidents)) { visit, db in try reply(visit, db) },
            .act("/residents/{id}/numbers", .needs(.correctResidents), use: give),
        ]
    }

    private func reply(
        _ visit: Visit, _ db: any Session, typed: FormData = FormData(), problems: FieldProblems = FieldProblems()
    ) throws -> Reply {
        let id = try visit.parameter("id", as: ID<Person>.self)
        guard let person = try PersonStore(db: db).find(id, within: CorrectionDoors.scope(visit)) else {
            throw NotFound()
        }
        let view = NumberView(person: person, visit: visit, typed: typed, problems: problems)
        return .page(view.page, status: problems.isEmpty ? .ok : .unprocessableContent)
    }

    @Sendable private func give(_ visit: Visit, _ form: FormData, _ db: any Session) throws -> Reply {
        let scope = CorrectionDoors.scope(visit)
        let id = try visit.parameter("id", as: ID<Person>.self)
        guard try PersonStore(db: db).find(id, within: scope) != nil else { throw NotFound() }
        do {
            guard let kind = IdentifierKind(rawValue: form["kind"]) else {
                throw FieldProblems([FieldProblem("kind", UpkeepRefusal.kindMissing.message)])
            }
            let number = try Identifier(kind, form["number"])
            let holder = try IdentifierStore(db: db).holders(of: number, within: .everything).first {
                $0.standing == .held
            }
            if let holder, holder.personID != id, form["disputed"].isEmpty { throw UpkeepRefusal.heldByOther }
            let recording = Recording(by: "\(try visit.account().accountID)", at: visit.now)
            _ = try IdentifierStore(db: db).give(
                number, to: id, from: visit.today, within: scope, recording: recording)
        } catch let problems as FieldProblems {
            return try reply(visit, db, typed: form, problems: problems)
        } catch let refusal as any Refusal {
            return try reply(visit, db, typed: form, problems: FieldProblems([FieldProblem("number", refusal.message)]))
        }
        try Journal(db: db).write(
            visit.journalLine(
                "resident.numberGiven", purpose: NewResidentDoors.purpose, subjectKind: "person", subjectID: "\(id)"))
        try ResidentNotices(db: db).tell([id], now: visit.now)
        return .redirect(to: "/residents/\(id)?done=number")
    }
}

struct NumberView: Sendable {
    let person: Person
    let visit: Visit
    let typed: FormData
    let problems: FieldProblems

    var page: Page {
        let title = t("Ghi thêm số giấy tờ của {name}", ["name": person.fullName])
        return Page(problems.isEmpty ? title : t("Lỗi: {title}", ["title": title]), face: .officer, width: .slim) {
            """
            \(Form.errors(problems))<h1>\(title)</h1>
            \(Form.post("/residents/\(person.id)/numbers", visit, attributes: " class=\"form stack\"", """
                \(Field.select(
                    "kind", t("Loại số"), IdentifierKind.allCases.map { Field.Choice($0.rawValue, $0.label) },
                    value: typed["kind"], empty: t("Chọn loại số"), error: problems["kind"]))
                \(Field.text("number", t("Số"), value: typed["number"], error: problems["number"]))
                \(problems["number"] == nil ? nil : disputed)
                <p class="acts"><button class="btn">\(t("Ghi số"))</button>\
                <a class="btn plain" href="/residents/\(person.id)">\(t("Không, quay lại"))</a></p>
                """))
            """
        }
        .back(person.fullName, to: "/residents/\(person.id)")
    }

    private var disputed: HTML {
        """
        <div class="field"><label class="pick"><input type="checkbox" name="disputed" value="1">\
        \(t("Giấy tờ đúng như vậy: ghi là số đang trùng, để xem lại hai hồ sơ"))</label></div>
        """
    }
}
