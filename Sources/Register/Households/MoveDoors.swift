import HTTPTypes
import Kernel
import Store
import Web

/// Moving within the commune, between communes of the office, and out of the province.
struct MoveDoors: Sendable {
    var doors: [Door] {
        [
            .page("/residents/{id}/home", .needs(.correctResidents)) { visit, db in try reply(visit, db) },
            .act("/residents/{id}/home", .needs(.correctResidents), use: move),
            .act("/residents/{id}/departure", .needs(.correctResidents), use: depart),
        ]
    }

    private func reply(
        _ visit: Visit, _ db: any Session, typed: FormData = FormData(), problems: FieldProblems = FieldProblems()
    ) throws -> Reply {
        let scope = CorrectionDoors.scope(visit)
        let id = try visit.parameter("id", as: ID<Person>.self)
        guard let person = try PersonStore(db: db).find(id, within: scope) else { throw NotFound() }
        let home = try CorrectionFacts(db: db).home(of: id, within: scope)
        let view = MoveView(
            person: person, home: home, places: try OfficePlaces(within: scope, on: visit.today, db),
            names: try PlaceNames([home?.communeID, home?.villageID].compactMap(\.self), on: visit.today, db),
            hasHousehold: try household(of: id, within: scope, db) != nil, visit: visit, typed: typed,
            problems: problems)
        return .page(view.page, status: problems.isEmpty ? .ok : .unprocessableContent).journaling(
            visit.readLines("resident.read", [id], purpose: NewResidentDoors.purpose))
    }

    private func household(of person: ID<Person>, within scope: Scope, _ db: any Session) throws -> HouseholdMember? {
        try HouseholdStore(db: db).memberships(of: person, within: scope).first { $0.until == nil }
    }

    @Sendable private func move(_ visit: Visit, _ form: FormData, _ db: any Session) throws -> Reply {
        let scope = CorrectionDoors.scope(visit)
        let id = try visit.parameter("id", as: ID<Person>.self)
        guard try PersonStore(db: db).find(id, within: scope) != nil else { throw NotFound() }
        let places = try OfficePlaces(within: scope, on: visit.today, db)
        return try attempt(visit, form, db, field: "since", id) { recording in
            let old = try CorrectionFacts(db: db).home(of: id, within: scope)
            let since = try UpkeepDay.read(form["since"], today: visit.today)
            let home = try HomeForm.residence(form, places: places, since: since)
            if let old, old.kind == home.kind, old.since >= since { throw ResidenceRefusal.beforeTheLast(old.since) }
            let member = try leaver(form, id, on: since, within: scope, db)
            try ResidenceStore(db: db).settle(id, home, within: scope, recording: recording)
            if let member { try HouseholdStore(db: db).leave(member.householdID, id, on: since, within: scope) }
            try CorrectionRouting(db: db).follow(id, to: home.communeID, visit)
            try finish("resident.moved", id, visit, db)
            return "/residents/\(id)?done=moved"
        }
    }

    /// They leave the province: nobody below it sees them any more.
    @Sendable private func depart(_ visit: Visit, _ form: FormData, _ db: any Session) throws -> Reply {
        let scope = CorrectionDoors.scope(visit)
        let id = try visit.parameter("id", as: ID<Person>.self)
        guard try PersonStore(db: db).find(id, within: scope) != nil else { throw NotFound() }
        return try attempt(visit, form, db, field: "day", id) { _ in
            guard let home = try CorrectionFacts(db: db).home(of: id, within: scope) else {
                throw CorrectionRefusal.noHome
            }
            let day = try UpkeepDay.read(form["day"], today: visit.today, after: home.since)
            let member = try leaver(FormData([("leaves", "1")]), id, on: day, within: scope, db)
            if let member { try HouseholdStore(db: db).leave(member.householdID, id, on: day, within: scope) }
            try ResidenceStore(db: db).leave(id, home.kind, on: day, within: scope)
            try finish("resident.left", id, visit, db)
            return "/residents?done=left"
        }
    }

    private func attempt(
        _ visit: Visit, _ form: FormData, _ db: any Session, field: String, _ id: ID<Person>,
        _ act: (Recording) throws -> String
    ) throws -> Reply {
        let reasonField = field == "since" ? "reason" : "ground"
        guard !form[reasonField].isEmpty else {
            let problem = FieldProblem(reasonField, t("Bạn chưa ghi căn cứ, ví dụ phiếu báo thay đổi hộ khẩu số 5."))
            return try reply(visit, db, typed: form, problems: FieldProblems([problem]))
        }
        let recording = Recording(
            by: "\(try visit.account().accountID)", at: visit.now, reason: String(form[reasonField].prefix(300)))
        do {
            return .redirect(to: try act(recording))
        } catch let refusal as any Refusal {
            let place: String
            switch refusal {
            case ResidenceRefusal.noCommune: place = "commune"
            case UpkeepRefusal.villageElsewhere: place = "village"
            case CorrectionRefusal.tooLong: place = "address"
            default: place = field
            }
            return try reply(visit, db, typed: form, problems: FieldProblems([FieldProblem(place, refusal.message)]))
        }
    }

    /// The membership that ends with the move, looked at before anything is written.
    private func leaver(
        _ form: FormData, _ person: ID<Person>, on day: Day, within scope: Scope, _ db: any Session
    ) throws -> HouseholdMember? {
        guard !form["leaves"].isEmpty, let member = try household(of: person, within: scope, db) else { return nil }
        guard member.since < day else { throw UpkeepRefusal.dayNotAfter(member.since) }
        return member
    }

    private func finish(_ action: String, _ person: ID<Person>, _ visit: Visit, _ db: any Session) throws {
        try Journal(db: db).write(
            visit.journalLine(
                action, purpose: NewResidentDoors.purpose, subjectKind: "person", subjectID: "\(person)"))
        try ResidentNotices(db: db).tell([person], now: visit.now)
    }
}

struct MoveView: Sendable {
    let person: Person
    let home: Residence?
    let places: OfficePlaces
    let names: PlaceNames
    let hasHousehold: Bool
    let visit: Visit
    let typed: FormData
    let problems: FieldProblems

    private var path: String { "/residents/\(person.id)" }

    var page: Page {
        let title = t("Chuyển nơi ở của {name}", ["name": person.fullName])
        return Page(problems.isEmpty ? title : t("Lỗi: {title}", ["title": title]), face: .officer, width: .slim) {
            html(title)
        }
        .back(person.fullName, to: path)
    }

    private func html(_ title: String) -> HTML {
        """
        \(Form.errors(problems))<h1>\(title)</h1>
        \(home.map { home in
            """
            <p>\(t("Đang ở: {place}, từ {day}.", [
                "place": [home.address, names.place(home.communeID, home.villageID)].filter { !$0.isEmpty }
                    .joined(separator: ", "),
                "day": Format.day(home.since),
            ]))</p>
            """ as HTML
        })
        <section class="panel" aria-labelledby="here"><h2 id="here">\(t("Đến nơi ở mới"))</h2>
        \(Form.post("\(path)/home", visit, attributes: " class=\"form stack\" data-warn", """
            \(HomeFields(places: places, typed: typed, problems: problems).html)
            \(Field.text(
                "since", t("Từ ngày"), value: typed["since"], hint: t("Ví dụ: 25/07/2022"), error: problems["since"]))
            \(hasHousehold ? leaves : nil)
            \(Field.text("reason", t("Giấy tờ căn cứ"), value: typed["reason"], error: problems["reason"], maxLength: 300))
            <p class="acts"><button class="btn">\(t("Ghi nơi ở mới"))</button>\
            <a class="btn plain" href="\(path)">\(t("Không, quay lại"))</a></p>
            """))</section>
        <p class="soft">\(t("Người chuyển sang xã khác trong tỉnh do xã nơi đến ghi; sổ của xã này tự cập nhật."))</p>
        \(home == nil ? nil : departure)
        """
    }

    private var leaves: HTML {
        """
        <div class="field"><label class="pick"><input type="checkbox" name="leaves" value="1"\
        \(typed["leaves"].isEmpty ? nil : " checked" as HTML)>\(t("Tách khỏi hộ đang ở"))</label></div>
        """
    }

    private var departure: HTML {
        """
        <details class="more"\(problems["day"] ?? problems["ground"] == nil ? nil : " open" as HTML)>\
        <summary>\(t("Chuyển đi khỏi tỉnh, hoặc đã mất"))</summary>
        \(Form.post("\(path)/departure", visit, attributes: " class=\"form stack\"", """
            <p>\(t("Hồ sơ được giữ, nhưng xã không còn tra cứu được người này."))</p>
            \(Field.text("day", t("Từ ngày"), value: typed["day"], hint: t("Ví dụ: 25/07/2022"), error: problems["day"]))
            \(Field.text("ground", t("Giấy tờ căn cứ"), value: typed["ground"], error: problems["ground"], maxLength: 300))
            <p class="acts"><button class="btn danger">\(t("Ghi đã chuyển đi"))</button></p>
            """))</details>
        """
    }
}
