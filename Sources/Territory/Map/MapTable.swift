import Kernel
import Web

/// What the map shows, line by line.
struct MapTable: Sendable {
    let view: MapView

    private var query: MapQuery { view.query }

    var html: HTML {
        """
        <section id="table" tabindex="-1" aria-labelledby="lines" class="stack tight">\
        <div class="row between"><h2 id="lines">\(t("Bảng"))</h2>\
        <a class="btn quiet sm no-print" href="\(query.address("/units/map.csv"))">\(Icon.down.html)\
        \(t("Tải bảng (CSV)"))</a></div>
        \(search)
        \(view.page.items.isEmpty ? empty : table)
        \(pager)
        </section>
        """
    }

    private var search: HTML {
        """
        <form class="filters" role="search" action="/units/map#table">\
        <label class="grow">\(t("Tìm"))<input class="input" type="search" name="q" value="\(query.text)" \
        maxlength="200" placeholder="\(t("Tên xã hoặc huyện"))"></label>\
        <label>\(t("Ngày"))<input class="input" name="day" inputmode="numeric" maxlength="10" \
        value="\(view.problems["day"] == nil && query.isToday ? "" : typedDay)" \
        placeholder="\(Format.day(view.visit.today))"></label>\
        \(kept)<button class="btn quiet">\(Icon.search.html)\(t("Xem"))</button></form>
        """
    }

    private var typedDay: String {
        view.problems["day"] == nil ? Format.day(query.day) : view.visit.query["day"]
    }

    private var kept: HTML {
        let order = (query.isDescending ? "-" : "") + query.sort.rawValue
        return """
            <input type="hidden" name="color" value="\(query.colour)">\
            <input type="hidden" name="shapes" value="\(query.shapes)">\
            <input type="hidden" name="region" value="\(query.region)">\
            <input type="hidden" name="sort" value="\(order)">
            """
    }

    private var table: HTML {
        """
        <table class="data cards"><caption class="sr">\(t("Các xã trên bản đồ"))</caption><thead><tr>\
        \(head(.name, t("Tên")))\(head(.region, t("Vùng")))\
        \(head(.villages, t("Thôn, tổ dân phố"), isNumber: true))\
        \(head(.area, t("Diện tích, km²"), isNumber: true))</tr></thead>
        <tbody>\(view.page.items.map(row))</tbody></table>
        """
    }

    private func head(_ sort: MapQuery.Sort, _ title: String, isNumber: Bool = false) -> HTML {
        let isCurrent = query.sort == sort
        let order = isCurrent ? (query.isDescending ? "descending" : "ascending") : "none"
        let other = query.with {
            $0.isDescending = isCurrent ? !$0.isDescending : isNumber
            $0.sort = sort
        }
        return """
            <th scope="col" aria-sort="\(order)"\(isNumber ? " class=\"num\"" : nil)>\
            <a href="\(other.address())#table">\(title)</a></th>
            """
    }

    private func row(_ line: MapLine) -> HTML {
        """
        <tr><td class="full"><a class="strong" href="\(query.address(of: line.unit.id))">\(line.unit.fullName)</a></td>\
        <td class="full">\(line.region?.name ?? "")</td>\
        <td class="num" data-th="\(t("Thôn, tổ dân phố"))">\(Format.number(line.villages))</td>\
        <td class="num" data-th="\(t("Diện tích, km²"))">\
        \(line.area.map { Format.decimal($0, places: 1) } ?? "–")</td></tr>
        """
    }

    private var empty: HTML {
        """
        <section class="empty stack" aria-labelledby="none"><h3 id="none">\(t("Không có xã nào khớp"))</h3>\
        <p>\(t("Bạn thử viết ngắn hơn, không dấu cũng được, hoặc xem cả tỉnh."))</p>\
        <p><a href="\(query.with {
            $0.text = ""
            $0.region = ""
        }.address())">\(t("Xem cả tỉnh"))</a></p>\(Brand.terraces)</section>
        """
    }

    private var pager: HTML {
        """
        <nav class="pager" aria-label="\(t("Trang"))"><span class="soft">\
        \(tn("{n} xã trong trang này", count: view.page.items.count))</span><span class="row">\
        \(view.isFirstPage ? nil : "<a class=\"btn quiet\" href=\"\(query.address())#table\">\(t("Trang đầu"))</a>" as HTML)\
        \(view.page.next.map { "<a class=\"btn quiet\" rel=\"next\" href=\"\(query.address(after: $0))#table\">\(t("Trang sau"))</a>" as HTML })\
        </span></nav>
        """
    }
}
