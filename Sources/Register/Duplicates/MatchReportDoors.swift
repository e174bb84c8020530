import HTTPTypes
import Kernel
import Store
import Web

/// An officer takes two records of the own units for one person; others decide.
struct MatchReportDoors: Sendable {
    /// Looking for duplicates is the purpose; nobody comes here for another one.
    private static let purpose = StoredWords.duplicates

    var doors: [Door] {
        [
            .page("/residents/{id}/duplicate", .needs(.correctResidents)) { visit, db in
                try reply(try person(visit, db), visit)
            },
            .act("/residents/{id}/duplicate", .needs(.correctResidents), use: report),
        ]
    }

    private func person(_ visit: Visit, _ db: any Session) throws -> Person {
        let id = try visit.parameter("id", as: ID<Person>.self)
        guard let person = try PersonStore(db: db).find(id, within: CorrectionDoors.scope(visit)) else {
            throw NotFound()
        }
        return person
    }

    private func reply(
        _ person: Person, _ visit: Visit, typed: FormData = FormData(), problems: FieldProblems = FieldProblems()
    ) throws -> Reply {
        let view = MatchReportView(
            person: person, visit: visit, purpose: Self.purpose, typed: typed, problems: problems)
        return .page(view.page, status: problems.isEmpty ? .ok : .unprocessableContent).journaling(
            visit.readLines("resident.read", [person.id], purpose: Self.purpose))
    }

    @Sendable private func report(_ visit: Visit, _ form: FormData, _ db: any Session) throws -> Reply {
        let person = try person(visit, db)
        let scope = CorrectionDoors.scope(visit)
        let store = MatchReportStore(db: db)
        let reason = form["reason"]
        var problems = FieldProblems()
        if reason.isEmpty { problems.add("reason", MatchRefusal.reasonMissing.message) }
        if reason.count > MatchReport.longestReason {
            problems.add("reason", UpkeepRefusal.tooLong(MatchReport.longestReason).message)
        }
        let match: ID<PersonMatch>
        let other: ID<Person>
        do {
            other = try store.other(form["other"], than: person.id, within: scope)
            try problems.throwIfAny()
            let recording = Recording(by: "\(try visit.account().accountID)", at: visit.now, reason: reason)
            match = try store.report(person.id, other, within: scope, recording: recording)
        } catch let refusal as any Refusal {
            problems.add("other", refusal.message)
            return try reply(person, visit, typed: form, problems: problems)
        } catch let problems as FieldProblems {
            return try reply(person, visit, typed: form, problems: problems)
        }
        try Journal(db: db).write(
            [person.id, other].map {
                visit.journalLine(
                    "resident.duplicateReported", purpose: Self.purpose, subjectKind: "person", subjectID: "\($0)",
                    record: "\(match)")
            })
        return .redirect(to: "/residents/\(person.id)?done=reported")
    }
}

struct MatchReportView: Sendable {
    let person: Person
    let visit: Visit
    let purpose: String
    let typed: FormData
    let problems: FieldProblems

    private var path: String { "/residents/\(person.id)" }

    var page: Page {
        let title = t("Báo hồ sơ trùng với {name}", ["name": person.fullName])
        return Page(problems.isEmpty ? title : t("Lỗi: {title}", ["title": title]), face: .officer, width: .slim) {
            """
            \(Form.errors(problems))<h1>\(title)</h1>
            <p>\(t("Báo khi bạn nghĩ hai hồ sơ là của một người. Văn phòng xem lại rồi mới gộp; chưa có gì thay đổi."))</p>
            \(PurposeNote(purpose: purpose, back: nil).html)
            \(Form.post("\(path)/duplicate", visit, attributes: " class=\"form stack\"", form))
            """
        }
        .back(person.fullName, to: path)
    }

    private var form: HTML {
        """
        \(Field.text(
            "other", t("Hồ sơ kia"), value: typed["other"],
            hint: t("Số giấy tờ của hồ sơ kia, hoặc dán địa chỉ trang của hồ sơ đó."), error: problems["other"]))
        \(Field.area(
            "reason", t("Vì sao bạn nghĩ là một người?"), value: typed["reason"],
            hint: t("Ví dụ: cùng giấy khai sinh, tên ghi sai một chữ."), error: problems["reason"],
            maxLength: MatchReport.longestReason, rows: 3))
        <p class="acts"><button class="btn">\(t("Báo để xem lại"))</button>\
        <a class="btn plain" href="\(path)">\(t("Không, quay lại"))</a></p>
        """
    }
}
