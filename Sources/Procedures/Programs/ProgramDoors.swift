import HTTPTypes
import Kernel
import Store
import Web

/// The same store and the same rules for programs.
struct ProgramDoors: Sendable {
    let calendar: @Sendable () -> WorkingCalendar
    let catalogue: KeptCatalogue
    private static let tag = "procedures"

    var doors: [Door] { reference + dossiers }

    private var reference: [Door] {
        [
            .apiPage(
                "/api/v1/procedures", .open,
                APIDescription(
                    summary: "Search the catalogue of procedures", tag: Self.tag,
                    query: [
                        APIParameter("q", .string(maxLength: 200)), APIParameter("field", .string()),
                        APIParameter("level", .string(values: CatalogueQuery.Level.allCases.map(\.rawValue))),
                        APIParameter("sort", .string(values: CatalogueQuery.Sort.allCases.map(\.rawValue))),
                    ] + APIParameter.paging, response: .json(.page(of: .ref("Procedure")))), use: procedures),
            .apiPage(
                "/api/v1/procedures/{code}", .open,
                APIDescription(
                    summary: "One procedure as of today", tag: Self.tag, response: .json(.ref("Procedure")))
            ) { visit, db in
                try .json(
                    ProcedureJSON(try ProcedureStore(db: db).find(code: try visit.parameter("code"), on: visit.today)))
            },
        ]
    }

    private var dossiers: [Door] {
        [
            .apiPage(
                "/api/v1/dossiers", .signedIn,
                APIDescription(
                    summary: "One's own dossiers, or the inbox", tag: Self.tag,
                    query: [
                        APIParameter("view", .string(values: ["own", "inbox"])),
                        APIParameter("tab", .string(values: InboxQuery.Tab.allCases.map(\.rawValue))),
                        APIParameter("q", .string(maxLength: 200)),
                    ] + APIParameter.paging, response: .json(.page(of: .ref("Dossier")))), use: list),
            .apiPage(
                "/api/v1/dossiers/{code}", .signedIn,
                APIDescription(summary: "One dossier", tag: Self.tag, response: .json(.ref("Dossier"))), use: show),
            .apiAct(
                "/api/v1/dossiers", .signedIn,
                APIDescription(
                    summary: "File a dossier for oneself", tag: Self.tag, request: .json(DossierSchemas.newDossier),
                    response: .json(.ref("Dossier")), status: 201), use: submit),
            .apiAct(
                "/api/v1/dossiers/{code}/acceptance", .needs(.acceptDossiers),
                APIDescription(
                    summary: "Accept a dossier", tag: Self.tag, request: .json(DossierSchemas.acceptance),
                    response: .json(.ref("Dossier")))
            ) { visit, body, db in
                try perform(visit, try body.decode(DeedJSON.self).version, .accept, db)
            },
            .apiAct(
                "/api/v1/dossiers/{code}/answer", .needs(.answerDossiers),
                APIDescription(
                    summary: "Give a result, or refuse", tag: Self.tag, request: .json(DossierSchemas.answer),
                    response: .json(.ref("Dossier"))), use: answer),
        ]
    }

    @Sendable private func procedures(_ visit: Visit, _ db: any Session) throws -> Reply {
        let query = CatalogueQuery(visit.query)
        let keyset = try Keyset(visit.query, values: query.sort.values)
        let index = try catalogue.today(visit, db).index
        return try .json(try index.page(query, keyset).map { ProcedureJSON(index.entries[$0].line) })
    }

    @Sendable private func list(_ visit: Visit, _ db: any Session) throws -> Reply {
        if visit.query["view"] == "inbox" {
            guard visit.holds(.readDossiers) else { throw NotPermitted() }
            let query = InboxQuery(visit.query)
            let keyset = try Keyset(visit.query, values: query.sort.values)
            let page = try InboxStore(db: db).page(query, keyset, within: visit.scope(for: .readDossiers))
            return try .json(page.map(InboxJSON.init)).journaling(visit.readLines(page.items.map(\.subject)))
        }
        let keyset = try Keyset(visit.query, values: 1)
        guard let person = try visit.account().personID else {
            return try .json(keyset.page(of: [Dossier]()) { _ in [] }.map { DossierJSON($0) })
        }
        let before = keyset.after.flatMap { ID<Dossier>($0[0]) }
        let found = try DossierStore(db: db).list(of: person, open: nil, before: before, limit: keyset.fetch)
        return try .json(keyset.page(of: found) { ["\($0.id)"] }.map { DossierJSON($0) })
    }

    /// One's own, or one in the scope of an officer: then it is journaled.
    @Sendable private func show(_ visit: Visit, _ db: any Session) throws -> Reply {
        var scope = visit.scope(for: .readDossiers)
        if let person = try visit.account().personID { scope = scope.union(.person(person)) }
        let store = DossierStore(db: db)
        let dossier = try store.find(code: try visit.parameter("code"), within: scope)
        return try .json(DossierJSON(dossier, answers: try store.answers(of: dossier.id)))
            .journaling(visit.readLines([DossierSubject(dossier)]))
    }

    @Sendable private func submit(_ visit: Visit, _ body: JSONBody, _ db: any Session) throws -> Reply {
        let sent = try body.decode(NewDossierJSON.self)
        guard let personID = try visit.account().personID,
            let person = try PersonStore(db: db).find(personID, within: .person(personID))
        else { throw DossierRefusal.noPerson }
        let form = FormData([("phone", sent.phone.nfc), ("content", sent.content.nfc)])
        let (answers, found) = FilingForms.request(form)
        var problems = found
        let procedure = try? ProcedureStore(db: db).find(code: sent.procedure, on: visit.today)
        if procedure == nil { problems.add("procedure", t("Không có thủ tục mang mã này hôm nay.")) }
        let named = try TerritoryStore(db: db).find(code: sent.unit, asOf: visit.today)
        let unit = try named.flatMap { unit in
            try procedure.flatMap { try FilingPlaces(db: db).find(unit.id, for: $0, on: visit.today) }
        }
        if unit == nil { problems.add("unit", t("Không có đơn vị mang mã này nhận thủ tục này hôm nay.")) }
        try problems.throwIfAny()
        guard let procedure, let unit else { throw problems }
        guard procedure.isOnline else { throw DossierRefusal.notOnline }
        let submission = Submission(
            id: .new(at: visit.now), procedure: procedure, unit: unit, personID: person.id,
            applicantName: person.fullName, channel: .program,
            answers: [
                DossierAnswer(question: "phone", label: t("Số điện thoại"), value: answers.phone),
                DossierAnswer(question: "content", label: t("Nội dung yêu cầu"), value: answers.content),
            ], at: visit.now, dueOn: DossierTerm.dueDay(procedure.term, sent: visit.now, calendar()))
        let code = try SubmissionDoors.send(submission, visit, db)
        let dossier = try DossierStore(db: db).find(code: code, within: .person(person.id))
        return try .json(DossierJSON(dossier), status: .created).with(.location, "/api/v1/dossiers/\(code)")
    }

    @Sendable private func answer(_ visit: Visit, _ body: JSONBody, _ db: any Session) throws -> Reply {
        let deed = try body.decode(DeedJSON.self)
        let words = (deed.words ?? "").nfc
        switch deed.result {
        case "resolved": return try perform(visit, deed.version, .resolve(words: words), db)
        case "refused":
            let reason = RefusalReason(words: words, basis: (deed.basis ?? "").nfc)
            return try perform(visit, deed.version, .refuse(reason), db)
        default: throw FieldProblems([FieldProblem("result", t("Kết quả là resolved hoặc refused."))])
        }
    }

    private func perform(
        _ visit: Visit, _ version: Int, _ what: DossierChange.Kind, _ db: any Session
    ) throws -> Reply {
        let change = DossierChange(what, by: try visit.account().accountID, at: visit.now)
        var dossier = try DossierStore(db: db).find(
            code: try visit.parameter("code"), within: visit.scope(for: change.permission).unitsOnly, locks: true)
        guard dossier.version == version else { throw Stale() }
        try dossier.apply(change)
        try DossierActs(db: db).record(change, dossier, visit)
        dossier.version += 1
        return try .json(DossierJSON(dossier)).journaling(visit.readLines([DossierSubject(dossier)]))
    }
}
