import Kernel
import Web

/// All changes of units, the latest first.
struct EventListView: Sendable {
    let visit: Visit
    let kind: UnitEventKind?
    let isFirstPage: Bool
    let page: KeysetPage<EventLine>

    var drawn: Page {
        Page(t("Các lần thay đổi đơn vị hành chính"), face: visit.face, width: .normal) { html }
            .back(t("Đơn vị hành chính"), to: "/units")
    }

    private var html: HTML {
        """
        <h1>\(t("Các lần thay đổi đơn vị hành chính"))</h1>
        <form class="filters" action="/units/events"><label>\(t("Loại thay đổi"))\
        <select class="input" name="kind"><option value="">\(t("Tất cả"))</option>\
        \(UnitEventKind.allCases.map { choice in
            """
            <option value="\(choice)"\(choice == kind ? " selected" as HTML : nil)>\(choice.label)</option>
            """ as HTML
        })</select></label><button class="btn quiet">\(Icon.filter.html)\(t("Lọc"))</button></form>
        \(page.items.isEmpty ? empty : list)
        """
    }

    private var empty: HTML {
        """
        <section class="empty stack" aria-labelledby="none"><h2 id="none">\(t("Chưa có thay đổi nào"))</h2>
        <p><a href="/units/events">\(t("Xem mọi loại thay đổi"))</a></p>\(Brand.terraces)</section>
        """
    }

    private var list: HTML {
        let days = page.items.map(\.event.day).reduce(into: [Day]()) { if $0.last != $1 { $0.append($1) } }
        return """
            \(days.map { day in
                """
                <section aria-labelledby="d\(day.iso)"><h2 id="d\(day.iso)">\(Format.day(day))</h2>
                <ul class="items">\(page.items.filter { $0.event.day == day }.map(item))</ul></section>
                """ as HTML
            })
            <nav class="pager" aria-label="\(t("Trang"))"><span class="soft">\
            \(tn("{n} thay đổi trong trang này", count: page.items.count))</span><span class="row">\
            \(isFirstPage ? nil : "<a class=\"btn quiet sm\" href=\"\(address(nil))\">\(t("Trang đầu"))</a>" as HTML)\
            \(page.next.map { "<a class=\"btn quiet sm\" rel=\"next\" href=\"\(address($0))\">\(t("Trang sau"))</a>" as HTML })\
            </span></nav>
            """
    }

    private func item(_ line: EventLine) -> HTML { "<li>\(EventSentence(line: line).html)</li>" }

    private func address(_ after: String?) -> Address {
        Address("/units/events", ["kind": kind?.rawValue, "after": after])
    }
}

/// `Nhập: Xã A, Xã B → Xã C`, with links and what it rests upon.
struct EventSentence: Sendable {
    let line: EventLine

    var html: HTML {
        """
        <div><b>\(line.event.kind.label)</b>\(line.from.isEmpty ? nil : ": " as HTML)\(names(line.from))\
        \(line.to.isEmpty || line.to == line.from ? nil : " <span aria-hidden=\"true\">→</span><span class=\"sr\">\(t("thành"))</span> \(names(line.to))" as HTML)\
        <br><span class="small soft">\(line.event.legalBasis)\
        \(line.event.note.isEmpty ? "" : " · \(line.event.note)")</span></div>
        """
    }

    private func names(_ units: [EventLine.Unit]) -> HTML {
        let links = units.map { unit -> HTML in
            """
            <a class="hit" href="/units/\(unit.id)?day=\(day(of: unit).iso)">\(unit.name)</a>\(unit.share.label.map { " (\($0))" } ?? "")
            """
        }
        return "\(links.enumerated().map { $0.offset == 0 ? $0.element : ", \($0.element)" as HTML })"
    }

    /// The day on which the unit is to be seen: what went in as it was the day before.
    private func day(of unit: EventLine.Unit) -> Day {
        line.to.contains(unit) ? line.event.day : line.event.day + -1
    }
}
