import Kernel
import Web

/// One unit: its names, codes and parents in time, what it came from and what became of it.
struct UnitView: Sendable {
    let visit: Visit
    let query: UnitQuery
    let history: UnitHistory
    let problems: FieldProblems

    private var unit: AdminUnit { history.unit }

    var drawn: Page {
        let page = Page(
            problems.isEmpty ? unit.fullName : t("Lỗi: {title}", ["title": unit.fullName]), face: visit.face,
            width: .normal
        ) { html }
        guard let above = history.path.dropLast().last else {
            return page.back(t("Đơn vị hành chính"), to: query.address().text)
        }
        return page.back(above.fullName, to: query.address(of: above.id).text)
    }

    private var html: HTML {
        """
        \(Form.errors(problems))
        <div><h1>\(unit.fullName)</h1><p class="row"><span class="code">\(unit.code)</span>\(state)</p></div>
        <form class="filters" action="/units/\(unit.id)">\
        \(UnitDayField(visit: visit, query: query, problems: problems).html)\
        <button class="btn quiet">\(t("Xem ngày này"))</button></form>
        \(history.stands || history.isToCome ? nil : successors)
        \(unit.isGenerated ? "<p class=\"soft\">\(t("Đơn vị này được tạo ra cho bản chạy thử."))</p>" as HTML : nil)
        \(history.origins.map(origins))
        \(history.children.isEmpty ? nil : children)
        \(versions)
        \(history.events.isEmpty ? nil : events)
        """
    }

    private var state: HTML {
        if history.stands {
            return
                "<span class=\"tag\" data-s=\"ok\">\(t("Đang có vào ngày {day}", ["day": Format.day(query.day)]))</span>"
        }
        if history.isToCome {
            return "<span class=\"tag\" data-s=\"new\">\(t("Có từ {day}", ["day": Format.day(unit.validFrom)]))</span>"
        }
        let last = unit.validTo.map { Format.day($0 + -1) } ?? ""
        return "<span class=\"tag\" data-s=\"stop\">\(t("Kết thúc hết ngày {day}", ["day": last]))</span>"
    }

    private var successors: HTML {
        """
        <div class="notice" data-s="warn">\(Icon.info.html)<div>\(history.became.isEmpty
            ? "<p>\(t("Không có đơn vị nào thay thế nó."))</p>" as HTML
            : "<p>\(t("Vào ngày {day}, nó là:", ["day": Format.day(query.day)])) \(links(history.became))</p>" as HTML)</div></div>
        """
    }

    private func links(_ units: [AdminUnit]) -> HTML {
        let links = units.map { "<a href=\"\(query.address(of: $0.id))\">\($0.fullName)</a>" as HTML }
        return "\(links.enumerated().map { $0.offset == 0 ? $0.element : ", \($0.element)" as HTML })"
    }

    private func origins(_ origins: UnitOrigins) -> HTML {
        let day = Format.day(origins.base)
        return """
            <section class="stack tight" aria-labelledby="origins"><h2 id="origins">\(t("So với ngày {day}", ["day": day]))</h2>
            <ul class="key-facts">\(origins.figures.map { figure in
                "<li><span><b>\(figure.level.counted(figure.count))</b>\(left(figure))</span></li>" as HTML
            })</ul>
            \(origins.communes.count > 1 && origins.communes.count <= 40 ? whole(origins) : nil)
            <p class="small soft">\(t("Tính lại từ cây đơn vị ngày {day} theo {bases}.", ["day": day, "bases": origins.legalBases.joined(separator: ", ")]))</p>
            </section>
            """
    }

    private func left(_ figure: UnitOrigins.Figure) -> [HTML] {
        figure.notApportioned.sorted { $0.key < $1.key }.map { name, count in
            "<br><span class=\"small\">\(t("và một phần của {count} thuộc {unit}, chưa phân bổ", ["count": figure.level.counted(count), "unit": name]))</span>"
        }
    }

    private func whole(_ origins: UnitOrigins) -> HTML {
        let names = origins.communes.map { commune -> HTML in
            """
            <a href="/units/\(commune.id)?day=\(origins.base.iso)">\(commune.fullName)</a>
            """
        }
        return
            "<p>\(t("Gồm:")) \(names.enumerated().map { $0.offset == 0 ? $0.element : ", \($0.element)" as HTML })</p>"
    }

    private var children: HTML {
        """
        <section aria-labelledby="children"><h2 id="children">\
        \(tn("{n} đơn vị trực thuộc", count: history.children.count))</h2>
        <ul class="list">\(history.children.map { UnitItem(line: FormerUnit(unit: $0, became: []), query: shown).html })</ul>
        </section>
        """
    }

    /// What lay under a unit that is gone is shown as it was then.
    private var shown: UnitQuery {
        guard !history.stands else { return query }
        var shown = query
        shown.day = unit.validTo.map { $0 + -1 } ?? unit.validFrom
        shown.isToday = false
        return shown
    }

    private var versions: HTML {
        """
        <section aria-labelledby="names"><h2 id="names">\(t("Tên, mã và đơn vị cấp trên qua thời gian"))</h2>
        <table class="data cards"><caption class="sr">\(t("Tên, mã và đơn vị cấp trên qua thời gian"))</caption><thead><tr>\
        <th scope="col">\(t("Tên"))</th><th scope="col">\(t("Mã"))</th><th scope="col">\(t("Đơn vị cấp trên"))</th>\
        <th scope="col">\(t("Từ ngày"))</th><th scope="col">\(t("Đến hết ngày"))</th></tr></thead>
        <tbody>\(history.versions.reversed().map(row))</tbody></table></section>
        """
    }

    private func row(_ version: AdminUnit) -> HTML {
        """
        <tr><td class="full strong">\(version.fullName)</td><td data-th="\(t("Mã"))">\(version.code)</td>\
        <td data-th="\(t("Đơn vị cấp trên"))">\(version.parentFullName ?? "–")</td>\
        <td data-th="\(t("Từ ngày"))">\(Format.day(version.validFrom))</td>\
        <td data-th="\(t("Đến hết ngày"))">\(version.validTo.map { Format.day($0 + -1) } ?? t("đang dùng"))</td></tr>
        """
    }

    private var events: HTML {
        """
        <section aria-labelledby="events"><h2 id="events">\(t("Các lần thay đổi"))</h2>
        <ol class="timeline">\(history.events.map { line in
            "<li><time>\(Format.day(line.event.day))</time>\(EventSentence(line: line).html)</li>" as HTML
        })</ol></section>
        """
    }
}
