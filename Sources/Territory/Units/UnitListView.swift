import Kernel
import Web

/// The units of a day: searched, or the first step of the tree.
struct UnitListView: Sendable {
    let visit: Visit
    let query: UnitQuery
    /// Whose units are listed when nothing is looked for.
    let top: AdminUnit?
    let isFirstPage: Bool
    let page: KeysetPage<FormerUnit>
    /// Others that bore the code that was looked for.
    let bearers: [FormerUnit]
    let counts: UnitCounts
    let firstDay: Day?
    let problems: FieldProblems

    var html: HTML {
        """
        \(Form.errors(problems))
        <div class="row between"><h1>\(t("Đơn vị hành chính"))</h1><span class="row no-print">\
        <a class="btn quiet sm" href="\(query.mapAddress)">\(Icon.place.html)\(t("Bản đồ"))</a>\
        <a class="btn quiet sm" href="/units/events">\(Icon.clock.html)\(t("Các lần thay đổi"))</a>\
        \(visit.holds(.planUnits) ? plans : nil)\
        <a class="btn quiet sm" href="\(query.address("/units.csv"))">\(Icon.down.html)\(t("Xuất bảng tính"))</a>\
        <button class="btn quiet sm" type="button" data-print hidden>\(Icon.print.html)\(t("In"))</button></span></div>
        \(filters)
        \(frame)
        \(page.items.isEmpty && bearers.isEmpty ? empty : list)
        """
    }

    private var plans: HTML {
        "<a class=\"btn quiet sm\" href=\"/units/plans\">\(Icon.pencil.html)\(t("Phương án sắp xếp"))</a>"
    }

    private var filters: HTML {
        """
        <form class="filters" role="search" action="/units"><label class="grow">\(t("Tìm"))\
        <input class="input" type="search" name="q" value="\(query.text)" maxlength="200" \
        placeholder="\(t("Tên hiện nay, tên cũ hoặc mã"))"></label>\
        \(UnitDayField(visit: visit, query: query, problems: problems).html)\
        <label>\(t("Cấp"))<select class="input" name="level"><option value="">\(t("Tất cả"))</option>\
        \(UnitLevel.allCases.map { level in
            """
            <option value="\(level)"\(level == query.level ? " selected" as HTML : nil)>\(level.label)</option>
            """ as HTML
        })</select></label>\
        <button class="btn quiet">\(Icon.filter.html)\(t("Xem"))</button></form>
        """
    }

    private var frame: HTML {
        let levels = UnitLevel.allCases.filter { $0 != .province && counts[$0] > 0 }
        return """
            <section class="stack tight" aria-labelledby="counts"><h2 id="counts">\(t("Ngày {day}", ["day": Format.day(query.day)]))</h2>
            <ul class="key-facts">\(levels.map(fact))</ul></section>
            """
    }

    private func fact(_ level: UnitLevel) -> HTML {
        let kinds = counts.kinds(of: level)
        let parts = kinds.map { "\(Format.number($0.count)) \($0.type)" }.joined(separator: ", ")
        return """
            <li><span><b>\(level.counted(counts[level]))</b>\
            \(kinds.count > 1 && level != .village ? "<br><span class=\"small soft\">\(parts)</span>" as HTML : nil)</span></li>
            """
    }

    private var list: HTML {
        """
        <section aria-labelledby="found"><h2 id="found">\(title)</h2>
        <ul class="list">\(page.items.map { UnitItem(line: $0, query: query).html })</ul>
        <nav class="pager" aria-label="\(t("Trang"))"><span class="soft">\
        \(tn("{n} đơn vị trong trang này", count: page.items.count))</span><span class="row">\
        \(isFirstPage ? nil : "<a class=\"btn quiet sm\" href=\"\(query.address())\">\(t("Trang đầu"))</a>" as HTML)\
        \(page.next.map(next))</span></nav></section>
        \(bearers.isEmpty ? nil : others)
        """
    }

    private func next(_ cursor: String) -> HTML {
        """
        <a class="btn quiet sm" href="\(query.address(after: cursor))" rel="next">\(t("Trang sau"))</a>
        """
    }

    private var title: String {
        if let code = query.code { return t("Đơn vị mang mã {code} ngày này", ["code": code]) }
        if !query.text.isEmpty { return t("Tên có “{text}”", ["text": query.text]) }
        if let top { return t("Thuộc {unit}", ["unit": top.fullName]) }
        return query.level?.label ?? t("Tất cả")
    }

    private var others: HTML {
        """
        <section aria-labelledby="bearers"><h2 id="bearers">\(t("Mã này vào ngày khác"))</h2>
        <ul class="list">\(bearers.map { UnitItem(line: $0, query: query).html })</ul></section>
        """
    }

    private var empty: HTML {
        let isBefore = firstDay.map { query.day < $0 } ?? false
        return """
            <section class="empty stack" aria-labelledby="none">\
            <h2 id="none">\(isBefore ? t("Chưa có dữ liệu về ngày này") : t("Không có đơn vị nào khớp"))</h2>
            <p>\(isBefore
                ? t("Dữ liệu bắt đầu từ {day}. Bạn chọn một ngày sau đó.", ["day": firstDay.map(Format.day) ?? ""])
                : t("Bạn thử bớt chữ, viết không dấu, hoặc đổi ngày và cấp."))</p>
            <p><a class="btn quiet" href="/units">\(t("Xem các đơn vị hôm nay"))</a></p>\(Brand.terraces)</section>
            """
    }

    var drawn: Page {
        let title = query.text.isEmpty ? t("Đơn vị hành chính") : t("Tìm “{text}”", ["text": query.text])
        let page = Page(
            problems.isEmpty ? title : t("Lỗi: {title}", ["title": title]), face: visit.face, width: .normal
        ) { html }
        return visit.face == .citizen ? page.back(t("Trang chủ"), to: "/") : page
    }
}

/// The day of a list, which is today unless somebody asks for another.
struct UnitDayField: Sendable {
    let visit: Visit
    let query: UnitQuery
    let problems: FieldProblems

    var html: HTML {
        """
        <label for="day">\(t("Vào ngày"))<input class="input" id="day" name="day" maxlength="10" autocomplete="off" \
        inputmode="numeric" value="\(visit.query.filled("day") ?? Format.day(query.day))"\
        \(problems["day"] == nil ? nil : " aria-invalid=\"true\" aria-describedby=\"day-error\"" as HTML)></label>\
        \(problems["day"].map { "<p class=\"error\" id=\"day-error\">\($0)</p>" as HTML })
        """
    }
}

/// A unit in a list, with what became of it when it is gone.
struct UnitItem: Sendable {
    let line: FormerUnit
    let query: UnitQuery

    var html: HTML {
        let unit = line.unit
        return """
            <li><a href="\(query.address(of: unit.id))"><b>\(unit.fullName)</b>\
            <span class="small soft">\(about)</span>\
            \(unit.holds(on: query.day) ? nil : "<span class=\"small\">\(past)</span>" as HTML)\(Icon.go.html)</a></li>
            """
    }

    private var about: String {
        let unit = line.unit
        return [unit.parentFullName, t("mã {code}", ["code": unit.code]), unit.level.label].compactMap(\.self)
            .joined(separator: " · ")
    }

    private var past: String {
        let unit = line.unit
        guard unit.validFrom <= query.day else { return unit.days }
        let names = line.became.map(\.addressName).joined(separator: "; ")
        let days = unit.days
        return names.isEmpty
            ? t("{days}; không có đơn vị nào thay thế", ["days": days])
            : t("{days}; ngày này là {names}", ["days": days, "names": names])
    }
}
