import Kernel
import Web

/// The fields of a request, the same on the person's own page and at the counter.
struct CorrectionFields: Sendable {
    /// What the register says today.
    let now: [CorrectionField: String]
    let groups: EthnicGroups
    var typed = FormData()
    var problems = FieldProblems()
    var held: HeldFiles?

    /// One field for whatever is wanted: it works without a script, whichever fact is chosen.
    var html: HTML {
        """
        \(Field.picks(
            "field", t("Điều gì sai?"), choices, value: typed["field"], error: problems["field"]))
        \(Field.text(
            "wanted", t("Ghi điều đúng"), value: typed["wanted"],
            hint: t("Như trong giấy tờ. Ngày sinh viết ngày/tháng/năm, ví dụ 01/03/1952; giới tính viết Nam hoặc Nữ."),
            error: problems["wanted"], maxLength: 300))
        \(Field.area(
            "ground", t("Vì sao cần sửa"), value: typed["ground"],
            hint: t("Giấy tờ nào cho thấy điều đúng, ví dụ giấy khai sinh số 12 năm 1952."),
            error: problems["ground"], maxLength: 1000, rows: 3))
        \(Field.file(
            "proof", t("Ảnh giấy tờ, nếu có"), error: problems["proof"], accept: FileType.accepted, held: held))
        """
    }

    private var choices: [Field.Choice] {
        CorrectionField.allCases.map { field in
            Field.Choice(
                field.rawValue, field.label,
                note: now[field].map { covered(field, $0) } ?? t("Chưa có trong sổ"))
        }
    }

    /// Numbers stay covered: whoever asks knows them from the paper.
    private func covered(_ field: CorrectionField, _ value: String) -> String {
        guard let kind = field.identifierKind, let identifier = try? Identifier(kind, value) else {
            return field.shown(value, groups: groups)
        }
        return identifier.covered
    }
}

/// A request that a clerk writes down at the counter.
struct CorrectionAskingView: Sendable {
    let person: Person
    let now: [CorrectionField: String]
    let groups: EthnicGroups
    let visit: Visit
    var typed = FormData()
    var problems = FieldProblems()
    var held: HeldFiles?

    var page: Page {
        let title = t("Ghi yêu cầu sửa của {name}", ["name": person.fullName])
        return Page(problems.isEmpty ? title : t("Lỗi: {title}", ["title": title]), face: .officer, width: .slim) {
            """
            \(Form.errors(problems))<h1>\(title)</h1>
            <p>\(t("Ghi đúng lời người dân. Việc sửa được xem xét sau, có hạn, và người dân theo dõi được."))</p>
            \(Form.upload("/residents/\(person.id)/corrections", visit, attributes: " class=\"stack\" data-warn", """
                \(CorrectionFields(now: now, groups: groups, typed: typed, problems: problems, held: held).html)
                <p class="acts"><button class="btn" data-busy="\(t("Đang gửi…"))">\(t("Ghi yêu cầu"))</button>\
                <a class="btn plain" href="/residents/\(person.id)">\(t("Không, quay lại"))</a></p>
                """))
            """
        }
        .back(person.fullName, to: "/residents/\(person.id)")
    }
}
