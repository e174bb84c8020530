import Kernel
import Web

/// Which list, and why.
struct ExportView: Sendable {
    let visit: Visit
    let typed: FormData
    let query: ResidentListQuery
    let communes: [AdminUnit]
    /// Of the commune that is chosen.
    let villages: [AdminUnit]
    var problems = FieldProblems()

    var page: Page {
        let title = t("Xuất danh sách người dân")
        return Page(problems.isEmpty ? title : t("Lỗi: {title}", ["title": title]), face: .officer, width: .slim) {
            html
        }
    }

    private var html: HTML {
        """
        \(Form.errors(problems))<h1>\(t("Xuất danh sách người dân"))</h1>
        <p>\(t("Mỗi người có tên trong danh sách đều thấy lần xuất này cùng lý do."))</p>
        \(Form.post("/residents/export", visit, attributes: " class=\"form stack\"", """
            \(Field.select(
                "commune", t("Xã, phường, thị trấn"), communes.map { Field.Choice("\($0.id)", $0.addressName) },
                value: chosen, empty: communes.count == 1 ? nil : t("Chọn"), error: problems["commune"]))
            \(villages.isEmpty ? nil : village)
            \(Field.select(
                "sex", t("Giới tính"), Sex.allCases.map { Field.Choice($0.rawValue, $0.label) },
                value: typed["sex"], empty: t("Tất cả")))
            \(Field.text(
                "youngest", t("Từ tuổi"), value: typed["youngest"], error: problems["youngest"], type: "number",
                maxLength: 3))
            \(Field.text(
                "oldest", t("Đến tuổi"), value: typed["oldest"], error: problems["oldest"], type: "number",
                maxLength: 3))
            <label class="pick"><input type="checkbox" name="numbers" value="1"\
            \(query.hasNumbers ? " checked" as HTML : nil)> \(t("Kèm số định danh và điện thoại"))</label>
            \(Field.text(
                "reason", t("Lý do xuất"), value: typed["reason"],
                hint: t("Ví dụ: lập danh sách mừng thọ theo kế hoạch số 5"), error: problems["reason"],
                maxLength: ExportPurpose.longestReason))
            <p class="acts"><button class="btn">\(Icon.down.html)\(t("Xuất"))</button></p>
            """))
        """
    }

    private var chosen: String {
        query.communeID.map { "\($0)" } ?? (communes.count == 1 ? communes.first.map { "\($0.id)" } ?? "" : "")
    }

    private var village: HTML {
        Field.select(
            "village", t("Thôn, tổ dân phố"), villages.map { Field.Choice("\($0.id)", $0.fullName) },
            value: typed["village"], empty: t("Tất cả"))
    }
}
