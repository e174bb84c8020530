import Kernel
import Web

/// The officer's list: a table that becomes cards on a phone.
struct InboxView: Sendable {
    let visit: Visit
    let query: InboxQuery
    let isFirstPage: Bool
    let page: KeysetPage<InboxLine>
    /// By tab; one more than the highest number shown stands for all beyond.
    let counts: [InboxQuery.Tab: Int]
    let fields: [String]
    let units: [AdminUnit]
    let calendar: WorkingCalendar

    var html: HTML {
        """
        <div class="row between"><h1>\(t("Việc của tôi"))</h1><span class="row">\
        \(visit.holds(.exportDossiers) ? export : nil)</span></div>
        <div class="live" role="status" data-live="/live?topic=inbox" data-text="\(t("Có việc mới."))" \
        data-link="\(t("Tải lại danh sách"))"></div>
        <nav class="tabs" aria-label="\(t("Nhóm việc"))">\(InboxQuery.Tab.allCases.map(tab))</nav>
        \(filters)
        \(page.items.isEmpty ? empty : list)
        """
    }

    private var export: HTML {
        """
        <a class="btn quiet sm" href="\(query.address("/inbox.csv"))">\(Icon.down.html)\(t("Xuất bảng tính"))</a>
        """
    }

    private func tab(_ tab: InboxQuery.Tab) -> HTML {
        """
        <a href="\(query.address(tab: tab))"\(tab == query.tab ? " aria-current=\"page\"" as HTML : nil)>\(tab.label)\
        \(counts[tab].map { "<span class=\"n\">\(number($0))</span>" as HTML })</a>
        """
    }

    private func number(_ count: Int) -> String {
        count > InboxQuery.mostCounted ? "\(InboxQuery.mostCounted)+" : String(count)
    }

    private var filters: HTML {
        """
        <form class="filters" role="search" action="/inbox"><input type="hidden" name="tab" value="\(query.tab)">\
        <label class="grow">\(t("Tìm"))<input class="input" type="search" name="q" value="\(query.text)" \
        placeholder="\(t("Mã, họ tên"))"></label>\
        <label>\(t("Lĩnh vực"))<select class="input" name="field"><option value="">\(t("Tất cả"))</option>\
        \(fields.map { option($0, $0, $0 == query.field) })</select></label>\
        \(units.isEmpty ? nil : unitFilter)\
        <label>\(t("Xếp theo"))<select class="input" name="sort">\
        \(InboxQuery.Sort.allCases.map { option($0.rawValue, $0.label, $0 == query.sort) })</select></label>\
        <button class="btn quiet">\(Icon.filter.html)\(t("Lọc"))</button></form>
        """
    }

    private var unitFilter: HTML {
        """
        <label>\(t("Đơn vị"))<select class="input" name="unit"><option value="">\(t("Tất cả"))</option>\
        \(units.map { option($0.id.description, $0.addressName, $0.id == query.unit) })</select></label>
        """
    }

    private func option(_ value: String, _ label: String, _ isChosen: Bool) -> HTML {
        "<option value=\"\(value)\"\(isChosen ? " selected" as HTML : nil)>\(label)</option>"
    }

    private var empty: HTML {
        let isNarrowed = !query.text.isEmpty || !query.field.isEmpty || query.unit != nil
        return """
            <section class="empty stack" aria-labelledby="none">\
            <h2 id="none">\(isNarrowed ? t("Không có hồ sơ nào khớp") : t("Không có hồ sơ nào ở đây"))</h2>
            <p>\(isNarrowed
                ? t("Bạn bỏ bớt điều kiện lọc rồi tìm lại.")
                : t("Khi người dân nộp hồ sơ cho đơn vị của bạn, hồ sơ hiện ở đây, hạn gần nhất ở trên."))</p>
            \(isNarrowed ? "<p><a class=\"btn quiet\" href=\"/inbox\">\(t("Bỏ lọc"))</a></p>" as HTML : nil)\
            \(Brand.terraces)</section>
            """
    }

    private var list: HTML {
        let picks = query.tab == .new && visit.holds(.acceptDossiers)
        let table: HTML = "\(picks ? bulk : nil)\(table(picks: picks))"
        return """
            \(picks ? Form.post("/inbox/acceptance", visit, attributes: " class=\"stack\"", table) : table)
            <nav class="pager" aria-label="\(t("Trang"))">\
            <span class="soft">\(tn("{n} hồ sơ trong trang này", count: page.items.count))</span><span class="row">\
            \(isFirstPage ? nil : "<a class=\"btn quiet sm\" href=\"\(query.address())\">\(t("Trang đầu"))</a>" as HTML)\
            \(page.previous.map(previous))\(page.next.map(next))</span></nav>
            """
    }

    private func previous(_ cursor: String) -> HTML {
        "<a class=\"btn quiet sm\" href=\"\(query.address(before: cursor))\" rel=\"prev\">\(t("Trang trước"))</a>"
    }

    private func next(_ cursor: String) -> HTML {
        "<a class=\"btn quiet sm\" href=\"\(query.address(after: cursor))\" rel=\"next\">\(t("Trang sau"))</a>"
    }

    private var bulk: HTML {
        """
        <div class="bulk"><span class="strong" aria-live="polite" data-count="pick" \
        data-none="\(t("Chọn hồ sơ để làm cùng lúc"))" data-one="\(t("Đã chọn 1 hồ sơ"))" \
        data-many="\(t("Đã chọn {n} hồ sơ"))">\(t("Chọn hồ sơ để làm cùng lúc"))</span>\
        <button class="btn quiet sm">\(t("Tiếp nhận các hồ sơ đã chọn"))</button></div>
        """
    }

    private func table(picks: Bool) -> HTML {
        """
        <table class="data cards inbox"><caption class="sr">\
        \(t("{tab}, xếp theo {sort}", ["tab": query.tab.label, "sort": query.sort.label.lowercased()]))</caption>
        <thead><tr>\(picks ? InboxRow.tickHead : nil)\
        \(head(t("Hạn"), .due))<th scope="col">\(t("Việc"))</th>\(head(t("Của ai"), .name))\
        <th scope="col">\(t("Tình trạng"))</th><th scope="col">\(t("Ngày làm việc"))</th></tr></thead>
        <tbody>\(page.items.map { InboxRow(line: $0, picks: picks, today: visit.today, calendar: calendar).html })</tbody>\
        </table>
        """
    }

    private func head(_ title: String, _ sort: InboxQuery.Sort) -> HTML {
        """
        <th scope="col" aria-sort="\(query.sort == sort ? "ascending" : "none")">\
        <a href="\(query.address(sort: sort))">\(title)</a></th>
        """
    }
}

/// One dossier of the list.
struct InboxRow: Sendable {
    let line: InboxLine
    let picks: Bool
    let today: Day
    let calendar: WorkingCalendar

    static var tickHead: HTML {
        """
        <th class="tick" scope="col"><span class="sr">\(t("Chọn"))</span>\
        <label hidden><span class="sr">\(t("Chọn tất cả"))</span><input type="checkbox" data-all="pick"></label></th>
        """
    }

    var html: HTML {
        let clock = line.dueOn.map {
            DossierClock(
                due: $0, sent: line.submittedAt, stopped: line.state.isOpen ? nil : line.answeredAt, today: today,
                calendar)
        }
        return """
            <tr>\(picks ? tick : nil)\
            <td class="full inl" data-th="\(t("Hạn"))"><span class="\(clock?.isLate == true ? "strong nw late" : "strong nw")">\
            \(due)</span></td>\
            <td class="full"><a class="strong" href="/inbox/\(line.code)">\(line.shortName)</a><br>\
            <span class="soft n nw">\(line.code)</span></td><td>\(line.applicantName)</td>\
            <td><span class="tag" data-s="\(line.state.tone)">\(line.state.label)</span>\
            \(line.assigneeName.map { "<br><span class=\"soft small\">\($0)</span>" as HTML })</td>\
            <td>\(clock.map(mini))</td></tr>
            """
    }

    private var tick: HTML {
        """
        <td class="tick"><label><span class="sr">\(t("Chọn")) \(line.code)</span>\
        <input type="checkbox" name="pick" value="\(line.code)"></label></td>
        """
    }

    private var due: String {
        guard let day = line.dueOn else { return t("Chưa có hạn") }
        return day == today ? t("Hôm nay") : "\(Format.shortWeekday(day.weekday)) \(Format.day(day))"
    }

    private func mini(_ clock: DossierClock) -> HTML {
        "<span class=\"clock mini\">\(clock.rise.mini)<span>\(clock.shortLabel)</span></span>"
    }
}

extension InboxQuery.Tab {
    var label: String {
        switch self {
        case .new: t("Cần tiếp nhận")
        case .accepted: t("Đang làm")
        case .done: t("Đã xong")
        }
    }
}

extension InboxQuery.Sort {
    var label: String {
        switch self {
        case .due: t("Hạn gần nhất")
        case .newest: t("Mới nộp nhất")
        case .name: t("Tên người nộp")
        }
    }
}
