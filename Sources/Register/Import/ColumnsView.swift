import Kernel
import Web

/// Which column holds what: guessed from the heads, or as it was the last time, for somebody to confirm.
struct ColumnsView: Sendable {
    let visit: Visit
    let known: ResidentImport
    let mapping: ImportMapping
    /// As it is typed.
    let day: String
    let sample: [[String]]
    let communes: [AdminUnit]
    var problems = FieldProblems()

    var page: Page {
        let title = t("Chọn cột của danh sách")
        return Page(problems.isEmpty ? title : t("Lỗi: {title}", ["title": title]), face: .officer, width: .normal) {
            html
        }
        .back(t("Nạp danh sách người dân"), to: "/residents/import")
    }

    private var html: HTML {
        """
        \(Form.errors(problems))<div><h1>\(t("Chọn cột của danh sách"))</h1><p class="soft">\(known.fileName) · \
        \(Format.bytes(known.size))</p></div>
        <p>\(t("Máy đã đoán theo tên cột. Bạn xem lại rồi bấm kiểm tra; chưa có gì được ghi vào sổ."))</p>
        \(Form.post("/residents/import/\(known.id)/check", visit, attributes: " class=\"form stack\"", """
            \(Field.text(
                "day", t("Ngày của danh sách"), value: day,
                hint: t("Tên xã, thôn được hiểu theo ngày này, ví dụ trước hay sau khi sáp nhập."),
                error: problems["day"], maxLength: 10))
            \(Field.select(
                "commune", t("Xã của cả danh sách"),
                communes.map { Field.Choice("\($0.id)", $0.addressName) },
                value: mapping.commune.map { "\($0)" } ?? "", empty: t("Theo cột trong tệp"),
                hint: t("Chọn khi tệp không có cột ghi xã."), error: problems["commune"]))
            \(table)
            <p class="acts"><button class="btn">\(Icon.check.html)\(t("Kiểm tra danh sách"))</button></p>
            """))
        \(Form.post("/residents/import/\(known.id)/cancellation", visit, """
            <button class="btn plain">\(t("Bỏ danh sách này"))</button>
            """))
        """
    }

    private var table: HTML {
        """
        <table class="data cards"><caption class="sr">\(t("Các cột của tệp"))</caption><thead><tr>\
        <th scope="col">\(t("Cột trong tệp"))</th><th scope="col">\(t("Ví dụ"))</th>\
        <th scope="col">\(t("Là"))</th></tr></thead><tbody>\
        \(known.header.enumerated().map { row($0.offset, $0.element) })</tbody></table>
        """
    }

    private func row(_ place: Int, _ head: String) -> HTML {
        let name = "column-\(place)"
        let examples = sample.compactMap { place < $0.count ? $0[place] : nil }.filter { !$0.isEmpty }.prefix(2)
        let chosen = place < mapping.columns.count ? mapping.columns[place] : nil
        return """
            <tr><td class="full strong" id="\(name)-head">\(head.isEmpty ? t("Cột {n}", ["n": place + 1]) : head)</td>\
            <td class="soft" data-th="\(t("Ví dụ"))">\(examples.map { String($0.prefix(60)) }.joined(separator: " · "))</td>\
            <td>\(problems[name].map { "<p class=\"error\" id=\"\(name)-error\">\($0)</p>" as HTML })\
            <select class="input" id="\(name)" name="\(name)" aria-labelledby="\(name)-head"\
            \(problems[name] == nil ? nil : " aria-describedby=\"\(name)-error\" aria-invalid=\"true\"" as HTML)>\
            <option value="">\(t("Không dùng"))</option>\
            \(ImportColumn.allCases.map { option($0, $0 == chosen) })</select></td></tr>

            """
    }

    private func option(_ column: ImportColumn, _ isChosen: Bool) -> HTML {
        """
        <option value="\(column.rawValue)"\(isChosen ? " selected" as HTML : nil)>\(column.label)\
        \(column.isNeeded ? " *" : "")</option>
        """
    }
}
