import Kernel
import Web

struct MatterListView: Sendable {
    let visit: Visit
    let roles: Roles
    let query: MatterQuery
    let isFirstPage: Bool
    let page: KeysetPage<UnitMatterLine>
    /// Open ones by kind; one more than the highest number shown stands for all beyond.
    let counts: [UnitMatter.Kind: Int]

    var html: HTML {
        """
        <div class="row between"><h1>\(t("Việc cần quyết định"))</h1><span class="row">\
        <a class="btn quiet sm" href="\(query.address("/units/decisions.csv"))">\(Icon.down.html)\
        \(t("Xuất bảng tính"))</a></span></div>
        <p class="soft">\(t("Khi một đơn vị kết thúc, việc nào có quy tắc thì tự chuyển. Việc còn lại ở đây chờ người quyết định."))</p>
        <nav class="tabs" aria-label="\(t("Nhóm việc"))">\(tab(isOpen: true))\(tab(isOpen: false))</nav>
        \(filters)
        \(page.items.isEmpty ? empty : list)
        """
    }

    private func tab(isOpen: Bool) -> HTML {
        let total = counts.values.reduce(0, +)
        let shown = total > MatterQuery.mostCounted ? "\(MatterQuery.mostCounted)+" : String(total)
        let count: HTML? = isOpen ? "<span class=\"n\">\(shown)</span>" : nil
        return """
            <a href="\(query.address(isOpen: isOpen))"\(isOpen == query.isOpen ? " aria-current=\"page\"" as HTML : nil)>\
            \(isOpen ? t("Chờ quyết định") : t("Đã quyết định"))\(count)</a>
            """
    }

    private var filters: HTML {
        """
        <form class="filters" role="search" action="/units/decisions">\
        \(query.isOpen ? nil : "<input type=\"hidden\" name=\"state\" value=\"settled\">" as HTML)\
        <label>\(t("Loại"))<select class="input" name="kind"><option value="">\(t("Tất cả"))</option>\
        \(UnitMatter.Kind.allCases.map(option))</select></label>\
        <button class="btn quiet">\(Icon.filter.html)\(t("Lọc"))</button></form>
        """
    }

    private func option(_ kind: UnitMatter.Kind) -> HTML {
        "<option value=\"\(kind)\"\(kind == query.kind ? " selected" as HTML : nil)>\(kind.label)</option>"
    }

    private var empty: HTML {
        let isNarrowed = query.kind != nil
        return """
            <section class="empty stack" aria-labelledby="none"><h2 id="none">\
            \(query.isOpen ? t("Không có việc nào chờ quyết định") : t("Chưa có việc nào được quyết định"))</h2>
            <p>\(isNarrowed
                ? t("Bạn bỏ bớt điều kiện lọc rồi tìm lại.")
                : t("Sau ngày sáp nhập, vai trò và hồ sơ chưa biết giao cho ai sẽ hiện ở đây."))</p>
            \(isNarrowed ? "<p><a class=\"btn quiet\" href=\"/units/decisions\">\(t("Bỏ lọc"))</a></p>" as HTML : nil)\
            \(Brand.terraces)</section>
            """
    }

    private var list: HTML {
        """
        <table class="data cards"><caption class="sr">\(t("Việc cần quyết định"))</caption><thead><tr>\
        <th scope="col">\(t("Việc"))</th><th scope="col">\(t("Người giữ vai trò"))</th>\
        <th scope="col">\(t("Đơn vị đã kết thúc"))</th>\
        <th scope="col">\(query.isOpen ? t("Vì sao") : t("Kết quả"))</th>\
        <th scope="col">\(query.isOpen ? t("Từ ngày") : t("Lúc"))</th></tr></thead>
        <tbody>\(page.items.map(row))</tbody></table>
        <nav class="pager" aria-label="\(t("Trang"))">\
        <span class="soft">\(tn("{n} việc trong trang này", count: page.items.count))</span><span class="row">\
        \(isFirstPage ? nil : "<a class=\"btn quiet sm\" href=\"\(query.address())\">\(t("Trang đầu"))</a>" as HTML)\
        \(page.next.map(next))</span></nav>
        """
    }

    private func next(_ cursor: String) -> HTML {
        "<a class=\"btn quiet sm\" href=\"\(query.address(after: cursor))\" rel=\"next\">\(t("Trang sau"))</a>"
    }

    private func row(_ line: UnitMatterLine) -> HTML {
        """
        <tr><td class="full"><a class="strong" href="/units/decisions/\(line.matter.id)">\(line.title(roles))</a><br>\
        <span class="soft small">\(line.matter.kind.label)</span></td>\
        <td data-th="\(t("Người giữ vai trò"))">\(line.displayName ?? "–")</td>\
        <td data-th="\(t("Đơn vị đã kết thúc"))">\(line.unitName)<br><span class="soft small">\(line.legalBasis)</span></td>\
        <td class="full">\(line.outcome ?? line.matter.reason.label)</td>\
        <td data-th="\(query.isOpen ? t("Từ ngày") : t("Lúc"))" class="nw">\
        \(line.matter.settledAt.map(Format.dateTime) ?? Format.day(line.matter.since))</td></tr>

        """
    }
}

/// One matter: what it is, why it is here, and what to do with it.
struct MatterView: Sendable {
    let visit: Visit
    let roles: Roles
    let line: UnitMatterLine
    let successors: [AdminUnit]
    let units: [AdminUnit]
    /// What was chosen and not taken.
    var typed = FormData()
    var problems = FieldProblems()

    private var matter: UnitMatter { line.matter }

    var page: Page {
        let title = t("{title}, {unit}", ["title": line.title(roles), "unit": line.unitName])
        return Page(problems.isEmpty ? title : t("Lỗi: {title}", ["title": title]), face: .officer, width: .slim) {
            """
            \(Form.errors(problems))
            <div><h1>\(title)</h1><p class="row"><span class="tag" data-s="\(matter.isOpen ? "new" : "ok")">\
            \(matter.isOpen ? t("Chờ quyết định") : t("Đã quyết định"))</span>\
            <span class="soft">\(matter.kind.label)</span></p></div>
            <dl class="facts">\(facts.map { "<div><dt>\($0.name)</dt><dd>\($0.value)</dd></div>" as HTML })</dl>
            \(matter.isOpen ? settlement : undo)
            """
        }
        .back(t("Việc cần quyết định"), to: MatterQuery(FormData()).address(isOpen: matter.isOpen).text)
    }

    private var facts: [(name: String, value: String)] {
        var facts = [
            (t("Vì sao"), matter.reason.label),
            (
                t("Đơn vị đã kết thúc"),
                t("{unit}, từ {day}", ["unit": line.unitName, "day": Format.day(matter.since)])
            ),
            (t("Căn cứ"), line.legalBasis),
        ]
        if let end = matter.plannedEnd { facts.append((t("Vai trò được giao đến hết"), Format.day(end + -1))) }
        if !successors.isEmpty {
            facts.append((t("Đơn vị tiếp nhận"), successors.map(\.fullName).joined(separator: ", ")))
        }
        if let name = line.displayName { facts.insert((t("Người giữ vai trò"), name), at: 0) }
        if let outcome = line.outcome { facts.append((t("Kết quả"), outcome)) }
        if let name = line.settledByName { facts.append((t("Người quyết định"), name)) }
        if let at = matter.settledAt { facts.append((t("Lúc"), Format.dateTime(at))) }
        if let note = matter.note { facts.append((t("Ghi chú"), note)) }
        return facts.map { (name: $0.0, value: $0.1) }
    }

    private var settlement: HTML {
        let only = matter.choices.count == 1 ? matter.choices.first : nil
        return """
            <section class="panel stack" aria-labelledby="settle"><h2 id="settle">\(t("Quyết định"))</h2>
            \(Form.post("/units/decisions/\(matter.id)/settlement", visit, attributes: " class=\"stack\"", """
                <input type="hidden" name="version" value="\(matter.version)">\
                \(only.map { "<input type=\"hidden\" name=\"choice\" value=\"\($0.rawValue)\">" as HTML } ?? picks)
                \(Field.select(
                    "unit", t("Đơn vị nhận việc"), choices, value: typed.filled("unit") ?? suggested,
                    empty: t("Chọn đơn vị"), hint: unitHint, error: problems["unit"]))
                \(Field.text(
                    "note", t("Ghi chú (nếu có)"), value: typed["note"],
                    hint: t("Ví dụ: số quyết định điều động"), error: problems["note"],
                    maxLength: MatterDoors.longestNote))
                \(certain)
                <div class="acts"><button class="btn">\(t("Ghi quyết định"))</button>\
                <a class="btn plain" href="/units/decisions">\(t("Không, quay lại"))</a></div>
                """))
            </section>
            """
    }

    private var picks: HTML {
        Field.picks(
            "choice", t("Cách giải quyết"), matter.choices.map { Field.Choice($0.rawValue, $0.label) },
            value: typed["choice"], error: problems["choice"])
    }

    private var unitHint: String? {
        matter.choices.contains(.end) ? t("Để vai trò kết thúc thì không cần chọn.") : nil
    }

    /// The units that took over stand first.
    private var choices: [Field.Choice] {
        let first = Set(successors.map(\.id))
        return (units.filter { first.contains($0.id) } + units.filter { !first.contains($0.id) })
            .map { Field.Choice("\($0.id)", $0.addressName) }
    }

    /// Chosen beforehand where there is but one.
    private var suggested: String { successors.count == 1 ? "\(successors[0].id)" : "" }

    private var certain: HTML {
        let error = problems["confirm"]
        let described: HTML? = error == nil ? nil : " aria-invalid=\"true\" aria-describedby=\"confirm-error\""
        return """
            <div class="field">\(error.map { "<p class=\"error\" id=\"confirm-error\">\($0)</p>" as HTML })\
            <label class="pick"><input type="checkbox" id="confirm" name="confirm" value="1"\(described)>\
            \(t("Tôi chắc chắn quyết định như vậy"))</label></div>
            """
    }

    private var undo: HTML? {
        guard matter.outcome != .moot else { return nil }
        return """
            <section class="panel stack" aria-labelledby="undo"><h2 id="undo">\(t("Quyết định lại"))</h2>
            <p>\(matter.kind == .dossier
                ? t("Hồ sơ vẫn ở đơn vị đã nhận cho đến khi bạn chuyển sang đơn vị khác.")
                : t("Vai trò đã giao sẽ kết thúc hôm nay, và việc này trở lại danh sách."))</p>
            \(Form.post("/units/decisions/\(matter.id)/reopening", visit, """
                <input type="hidden" name="version" value="\(matter.version)">\
                <div class="acts"><button class="btn danger">\(t("Đưa lại vào danh sách"))</button></div>
                """))
            </section>
            """
    }
}
