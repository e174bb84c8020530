import Kernel
import Web

struct CalendarYearView {
    let visit: Visit
    let year: Int
    let entries: [CalendarEntry]
    let calendar: WorkingCalendar
    var typed = FormData()
    var problems = FieldProblems()

    var page: Page {
        let title = t("Lịch làm việc năm {year}", ["year": year])
        return Page(problems.isEmpty ? title : t("Lỗi: {title}", ["title": title]), face: .officer) { html }
            .flash(flash)
    }

    private var flash: String? {
        switch visit.query["done"] {
        case "saved": t("Đã lưu. Từ giờ các hạn mới được tính theo lịch này.")
        case "removed": t("Đã bỏ ngày này khỏi lịch. Từ giờ các hạn mới được tính như ngày thường.")
        default: nil
        }
    }

    private var html: HTML {
        """
        \(Form.errors(problems))
        <div class="row between"><h1>\(t("Lịch làm việc năm {year}", ["year": year]))</h1><span class="row">\
        <a class="btn quiet sm" href="/admin/calendar?year=\(year - 1)" rel="prev">\(year - 1)</a>\
        <a class="btn quiet sm" href="/admin/calendar?year=\(year + 1)" rel="next">\(year + 1)</a></span></div>
        \(notice)
        <ul class="key">\(CalendarEntry.Kind.allCases.map { "<li>\(CalendarWords.tag($0))</li>" })</ul>
        <div class="year">\((1...12).map(month))</div>
        <section aria-labelledby="days"><h2 id="days">\(t("Các ngày đặc biệt"))</h2>
        \(entries.isEmpty ? empty : table)</section>
        \(adding)
        """
    }

    /// What is not announced by the state is only worked out, and says so.
    private var notice: HTML? {
        let hasEstimates = entries.contains { $0.status == .estimated }
        let isKnown = Day(year: year, month: 1, day: 1).map { calendar.covers($0) } ?? false
        guard hasEstimates || (!isKnown && entries.isEmpty) else { return nil }
        let words =
            hasEstimates
            ? t("Lịch năm này có ngày còn là ước tính. Khi Nhà nước công bố, bạn sửa lại cho đúng.")
            : t("Chưa có lịch nghỉ của năm này, nên hạn chỉ trừ thứ Bảy và Chủ nhật.")
        return "<div class=\"notice\" data-s=\"warn\">\(Icon.warn.html)<div>\(words)</div></div>"
    }

    private func month(_ month: Int) -> HTML {
        CalendarMonth(
            year: year, month: month,
            entries: Dictionary(entries.map { ($0.day, $0) }, uniquingKeysWith: { $1 }), today: visit.today
        ).html
    }

    private var empty: HTML { "<p class=\"soft\">\(t("Chưa có ngày đặc biệt nào trong năm này."))</p>" }

    private var table: HTML {
        """
        <table class="data cards"><caption class="sr">\(t("Các ngày đặc biệt"))</caption><thead><tr>\
        <th scope="col">\(t("Ngày"))</th><th scope="col">\(t("Tên"))</th><th scope="col">\(t("Loại"))</th>\
        <th scope="col">\(t("Tình trạng"))</th><th scope="col">\(t("Căn cứ"))</th></tr></thead>
        <tbody>\(entries.map(row))</tbody></table>
        """
    }

    private func row(_ entry: CalendarEntry) -> HTML {
        """
        <tr><td class="full"><a class="strong nw" href="/admin/calendar/\(entry.day.iso)">\
        \(Format.longDay(entry.day))</a></td><td class="full">\(entry.name)\
        \(entry.lunar.isEmpty ? nil : "<br><span class=\"soft small\">\(entry.lunar)</span>" as HTML)</td>\
        <td>\(CalendarWords.tag(entry.kind))</td><td>\(CalendarWords.status(entry.status))</td>\
        <td data-th="\(t("Căn cứ"))">\(entry.source.isEmpty ? t("chưa ghi") : entry.source)</td></tr>

        """
    }

    private var adding: HTML {
        """
        <section class="panel" aria-labelledby="add"><h2 id="add">\(t("Thêm ngày"))</h2>
        \(Form.post("/admin/calendar", visit, attributes: " class=\"form\" data-warn", """
            \(Field.text(
                "day", t("Ngày"), value: typed["day"], hint: t("Ví dụ: 02/09/2022"), error: problems["day"],
                maxLength: 20))
            \(CalendarFields(typed: typed, problems: problems).html)
            <p class="acts"><button class="btn">\(t("Thêm vào lịch"))</button></p>
            """))
        </section>
        """
    }
}

/// What is said of a special day.
struct CalendarFields {
    let typed: FormData
    let problems: FieldProblems

    var html: HTML {
        """
        \(Field.picks("kind", t("Loại ngày"), CalendarWords.choices, value: typed["kind"], error: problems["kind"]))
        \(Field.text(
            "name", t("Tên ngày"), value: typed["name"], hint: t("Ví dụ: Quốc khánh"), error: problems["name"],
            maxLength: CalendarDraft.longestName))
        \(Field.text(
            "source", t("Căn cứ"), value: typed["source"],
            hint: t("Số của quyết định hoặc thông báo, nếu có."), error: problems["source"],
            maxLength: CalendarDraft.longestName))
        """
    }
}

struct CalendarDayView {
    let visit: Visit
    let entry: CalendarEntry
    /// What was typed when it could not be taken.
    var typed: FormData?
    var problems = FieldProblems()

    /// What the form saw, to notice that somebody else has changed the day since.
    static func mark(of entry: CalendarEntry) -> String {
        [entry.kind.rawValue, entry.status.rawValue, entry.name, entry.source].joined(separator: "|")
    }

    var page: Page {
        let title = Format.longDay(entry.day)
        return Page(problems.isEmpty ? title : t("Lỗi: {title}", ["title": title]), face: .officer, width: .slim) {
            html
        }
        .back(t("Lịch làm việc năm {year}", ["year": entry.day.year]), to: "/admin/calendar?year=\(entry.day.year)")
    }

    private var html: HTML {
        """
        \(Form.errors(problems))
        <div><h1>\(Format.longDay(entry.day))</h1><p class="row">\(CalendarWords.tag(entry.kind))\
        <span>\(entry.name)</span><span class="soft">\(CalendarWords.status(entry.status))</span></p></div>
        \(Form.post("/admin/calendar/\(entry.day.iso)", visit, attributes: " class=\"form\" data-warn", """
            \(was)\(CalendarFields(typed: typed ?? stored, problems: problems).html)
            <p class="acts"><button class="btn">\(t("Lưu"))</button></p>
            """))
        \(removal)
        """
    }

    private var was: HTML { "<input type=\"hidden\" name=\"was\" value=\"\(Self.mark(of: entry))\">" }

    private var stored: FormData {
        FormData([("kind", entry.kind.rawValue), ("name", entry.name), ("source", entry.source)])
    }

    private var removal: HTML {
        """
        <section class="panel stack" aria-labelledby="remove"><h2 id="remove">\(t("Bỏ ngày này khỏi lịch"))</h2>
        <p>\(consequence)</p>
        \(Form.post("/admin/calendar/\(entry.day.iso)/removal", visit, attributes: " class=\"stack\"", """
            \(was)\(CertainTick.html(t("Tôi chắc chắn bỏ ngày này"), error: problems["confirm"]))
            <div class="acts"><button class="btn danger">\(t("Bỏ khỏi lịch"))</button></div>
            """))
        </section>
        """
    }

    private var consequence: String {
        entry.day.weekday.isWeekend
            ? t("Bỏ rồi thì ngày này là ngày nghỉ cuối tuần.") : t("Bỏ rồi thì ngày này là ngày làm việc thường.")
    }
}

/// A box to tick before something is taken away.
enum CertainTick {
    static func html(_ label: String, error: String?) -> HTML {
        let described: HTML? = error == nil ? nil : " aria-invalid=\"true\" aria-describedby=\"confirm-error\""
        return """
            <div class="field">\(error.map { "<p class=\"error\" id=\"confirm-error\">\($0)</p>" as HTML })\
            <label class="pick"><input type="checkbox" id="confirm" name="confirm" value="1"\(described)>\(label)</label>\
            </div>
            """
    }
}
