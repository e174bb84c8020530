import Kernel
import Web

/// All plans, the latest day first.
struct PlanListView: Sendable {
    let visit: Visit
    let stage: Plan.Stage?
    let isFirstPage: Bool
    let plans: KeysetPage<Plan>

    var page: Page {
        Page(t("Phương án sắp xếp"), face: .officer) { html }.back(t("Đơn vị hành chính"), to: "/units")
    }

    private var html: HTML {
        """
        <div class="row between"><h1>\(t("Phương án sắp xếp"))</h1>\
        <a class="btn" href="/units/plans/new">\(Icon.plus.html)\(t("Lập phương án"))</a></div>
        <nav class="tabs" aria-label="\(t("Tình trạng"))">\(tab(nil))\(Plan.Stage.allCases.map { tab($0) })</nav>
        \(plans.items.isEmpty ? empty : table)
        """
    }

    private func tab(_ choice: Plan.Stage?) -> HTML {
        """
        <a href="\(address(choice, nil))"\(choice == stage ? " aria-current=\"page\"" as HTML : nil)>\
        \(choice?.label ?? t("Tất cả"))</a>
        """
    }

    private func address(_ stage: Plan.Stage?, _ after: String?) -> Address {
        Address("/units/plans", ["stage": stage?.rawValue, "after": after])
    }

    private var empty: HTML {
        """
        <section class="empty stack" aria-labelledby="none"><h2 id="none">\(t("Chưa có phương án nào ở đây"))</h2>
        <p>\(t("Lập phương án để xem trước một lần nhập, tách hay đổi tên sẽ đụng đến những gì."))</p>\
        \(Brand.terraces)</section>
        """
    }

    private var table: HTML {
        """
        <table class="data cards inbox"><caption class="sr">\(t("Phương án sắp xếp"))</caption><thead><tr>\
        <th scope="col" aria-sort="descending">\(t("Ngày có hiệu lực"))</th><th scope="col">\(t("Tên phương án"))</th>\
        <th scope="col">\(t("Căn cứ pháp lý"))</th><th scope="col">\(t("Tình trạng"))</th></tr></thead>
        <tbody>\(plans.items.map(row))</tbody></table>
        <nav class="pager" aria-label="\(t("Trang"))"><span></span><span class="row">\
        \(isFirstPage ? nil : "<a class=\"btn quiet sm\" href=\"\(address(stage, nil))\">\(t("Trang đầu"))</a>" as HTML)\
        \(plans.next.map { "<a class=\"btn quiet sm\" rel=\"next\" href=\"\(address(stage, $0))\">\(t("Trang sau"))</a>" as HTML })\
        </span></nav>
        """
    }

    private func row(_ plan: Plan) -> HTML {
        """
        <tr><td class="inl nw" data-th="\(t("Từ ngày"))">\(Format.day(plan.day))</td>\
        <td class="full"><a class="strong" href="/units/plans/\(plan.id)">\(plan.title)</a></td>\
        <td data-th="\(t("Căn cứ pháp lý"))">\(plan.legalBasis)</td><td>\(plan.stage(on: visit.today).tag)</td></tr>
        """
    }
}

/// The head of a plan: a new one, or one that is changed.
struct PlanHeadView: Sendable {
    let visit: Visit
    var plan: Plan?
    var typed: FormData?
    var problems = FieldProblems()

    var page: Page {
        let title = plan == nil ? t("Lập phương án") : t("Sửa phương án")
        let path = plan.map { "/units/plans/\($0.id)" } ?? "/units/plans"
        return Page(
            problems.isEmpty ? title : t("Lỗi: {title}", ["title": title]), face: .officer, width: .slim
        ) {
            """
            \(Form.errors(problems))
            <h1>\(title)</h1>
            \(Form.post(plan == nil ? path : "\(path)/head", visit, attributes: " class=\"form\" data-warn", """
                \(plan.map { "<input type=\"hidden\" name=\"version\" value=\"\($0.version)\">" as HTML })\
                \(Field.text(
                    "title", t("Tên phương án"), value: value("title", plan?.title),
                    hint: t("Ví dụ: Nhập xã Vũ Linh và xã Bạch Hà"), error: problems["title"]))
                \(Field.text(
                    "day", t("Ngày có hiệu lực"), value: value("day", plan.map { Format.day($0.day) }),
                    hint: t("Ví dụ: 01/01/2026. Phải sau mọi thay đổi đã có."), error: problems["day"], maxLength: 10))
                \(Field.text(
                    "basis", t("Căn cứ pháp lý"), value: value("basis", plan?.legalBasis),
                    hint: t("Số và ký hiệu văn bản, hoặc ghi là dự thảo."), error: problems["basis"]))
                <p class="acts"><button class="btn">\(t("Lưu"))</button>\
                <a class="btn plain" href="\(path)">\(t("Không, quay lại"))</a></p>
                """))
            """
        }
        .back(plan?.title ?? t("Phương án sắp xếp"), to: path)
    }

    private func value(_ field: String, _ kept: String?) -> String { typed.map { $0[field] } ?? kept ?? "" }
}

/// 409: somebody else was faster. Both versions stand side by side; what was typed is still there.
struct PlanConflictView: Sendable {
    struct Fact: Sendable {
        let label: String
        let kept: String
        let typed: String
    }

    let visit: Visit
    let plan: Plan
    let names: [ID<Account>: String]
    /// Where one's own version may be sent again; `nil` where there is nothing to save.
    let action: String?
    let typed: FormData
    let facts: [Fact]

    var page: Page {
        Page(t("Người khác vừa sửa phương án này"), face: .officer) { html }
            .back(plan.title, to: "/units/plans/\(plan.id)").failed()
    }

    private var html: HTML {
        let who = plan.abandonedBy ?? plan.scheduledBy ?? plan.changedBy
        let at = plan.abandonedAt ?? plan.scheduledAt ?? plan.changedAt
        return """
            <h1>\(t("Người khác vừa sửa phương án này"))</h1>
            <div class="notice" data-s="warn">\(Icon.warn.html)<div><b>\(t("Việc của bạn chưa được lưu."))</b> \
            \(t("Lúc {time}, {name} đã lưu một bản khác.", ["time": Format.dateTime(at), "name": names[who] ?? ""])) \
            \(facts.isEmpty ? t("Bạn xem lại phương án rồi làm lại.") : t("Bạn so hai bản rồi chọn."))</div></div>
            \(facts.isEmpty ? nil : versions)
            \(choice)
            """
    }

    private var versions: HTML {
        """
        <div class="versions"><section aria-labelledby="theirs"><h2 id="theirs">\(t("Bản đang lưu"))</h2>\
        <dl class="facts">\(facts.map { fact($0.label, $0.kept, differs: $0.kept != $0.typed) })</dl></section>
        <section data-s="you" aria-labelledby="yours"><h2 id="yours">\(t("Bản của bạn"))</h2><p>\(t("chưa lưu"))</p>\
        <dl class="facts">\(facts.map { fact($0.label, $0.typed, differs: $0.kept != $0.typed) })</dl></section></div>
        """
    }

    private var choice: HTML {
        let keep: HTML = "<a class=\"btn quiet\" href=\"/units/plans/\(plan.id)\">\(t("Giữ bản đang lưu"))</a>"
        guard let action, plan.state == .draft else { return "<p class=\"acts\">\(keep)</p>" }
        let fields = typed.typed.filter { $0.name != "version" && $0.name != "more" }
        return Form.post(
            action, visit,
            """
            <input type="hidden" name="version" value="\(plan.version)">\
            \(fields.map { "<input type=\"hidden\" name=\"\($0.name)\" value=\"\($0.value)\">" as HTML })\
            <p class="acts"><button class="btn">\(t("Lưu bản của tôi"))</button>\(keep)</p>
            """)
    }

    private func fact(_ name: String, _ value: String, differs: Bool) -> HTML {
        differs
            ? "<div class=\"differs\"><dt data-mark=\"\(t("khác"))\">\(name)</dt><dd>\(value)</dd></div>"
            : "<div><dt>\(name)</dt><dd>\(value)</dd></div>"
    }
}
