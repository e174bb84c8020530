import Kernel
import Web

struct PurposeView: Sendable {
    let visit: Visit
    let back: String
    /// What was given before, as the journal keeps it.
    let held: String?
    var typed = FormData()
    var problems = FieldProblems()

    var page: Page {
        let title = t("Xem để làm gì?")
        return Page(problems.isEmpty ? title : t("Lỗi: {title}", ["title": title]), face: .officer, width: .slim) {
            html
        }
    }

    private var html: HTML {
        """
        \(Form.errors(problems))<h1>\(t("Xem để làm gì?"))</h1>
        <p>\(t("Mỗi lần xem thông tin của ai, người đó thấy cơ quan, giờ xem và mục đích này."))</p>
        \(held.map { "<p>\(t("Mục đích đang dùng: {purpose}.", ["purpose": UsualPurpose.label($0)]))</p>" as HTML })
        \(Form.post("/residents/purpose", visit, attributes: " class=\"form stack\"", """
            <input type="hidden" name="back" value="\(back == "/" ? "/residents" : back)">\
            \(Field.picks(
                "purpose", t("Mục đích"), choices, value: typed["purpose"],
                hint: t("Nhớ đến hết ngày hoặc đến khi bạn đăng xuất. Đổi được bất cứ lúc nào."),
                error: problems["purpose"]))
            \(Field.text(
                "words", t("Ghi rõ mục đích khác"), value: typed["words"],
                hint: t("Ví dụ: lập danh sách cử tri tổ 3"), error: problems["words"], maxLength: TypedPurpose.most))
            <p class="acts"><button class="btn">\(t("Tiếp tục"))</button></p>
            """))
        """
    }

    private var choices: [Field.Choice] {
        UsualPurpose.allCases.map { Field.Choice($0.rawValue, $0.label) }
            + [Field.Choice(TypedPurpose.other, t("việc khác, ghi ở dưới"))]
    }
}

/// What stands on every page that is journaled: the purpose, and how to change it.
struct PurposeNote: Sendable {
    let purpose: String
    /// Where to come back to when it is changed; nil where the work itself is the purpose.
    let back: String?

    var html: HTML {
        """
        <p class="small soft">\(t("Bạn đang xem để: {purpose}.", ["purpose": UsualPurpose.label(purpose)])) \
        \(t("Người dân thấy lần xem này.")) \
        \(back.map {
            "<a class=\"no-print\" href=\"\(Address("/residents/purpose", ["back": $0]))\">\(t("Đổi mục đích"))</a>" as HTML
        })</p>
        """
    }
}
