import Kernel
import Web

/// What waits for an answer, the nearest due day first.
struct CorrectionListView: Sendable {
    let visit: Visit
    let isDone: Bool
    let rows: KeysetPage<Correction>
    let places: PlaceNames
    let calendar: WorkingCalendar

    var page: Page {
        Page(t("Yêu cầu sửa thông tin"), face: .officer) { html }
            .flash(visit.query["done"] == "forwarded" ? t("Đã chuyển cho xã nơi ở mới.") : nil)
    }

    private var html: HTML {
        """
        <div class="row between"><h1>\(isDone ? t("Yêu cầu sửa đã trả lời") : t("Yêu cầu sửa thông tin"))</h1>\(other)</div>
        \(RegisterTabs(visit: visit).html)
        \(rows.items.isEmpty ? empty : table)
        \(rows.next.map {
            Pager.next(Address("/residents/corrections", ["tab": isDone ? "done" : nil, "after": $0]))
        })
        """
    }

    private var other: HTML {
        isDone
            ? "<a class=\"btn quiet sm\" href=\"/residents/corrections\">\(t("Chờ trả lời"))</a>"
            : "<a class=\"btn quiet sm\" href=\"/residents/corrections?tab=done\">\(t("Đã xong"))</a>"
    }

    private var empty: HTML {
        """
        <section class="empty stack" aria-labelledby="none"><h2 id="none">\
        \(isDone ? t("Chưa trả lời yêu cầu nào") : t("Không có yêu cầu nào chờ trả lời"))</h2>
        <p>\(t("Người dân gửi từ trang của mình, hoặc bạn ghi hộ tại quầy từ hồ sơ của họ."))</p>\
        \(Brand.terraces)</section>
        """
    }

    private var table: HTML {
        """
        <table class="data cards inbox"><caption class="sr">\
        \(isDone ? t("Đã xong, mới nhất ở trên") : t("Chờ trả lời, hạn gần nhất ở trên"))</caption><thead><tr>\
        <th scope="col">\(t("Hạn"))</th><th scope="col">\(t("Điều cần sửa"))</th><th scope="col">\(t("Của ai"))</th>\
        <th scope="col">\(t("Tình trạng"))</th></tr></thead><tbody>\(rows.items.map(row))</tbody></table>
        """
    }

    private func row(_ correction: Correction) -> HTML {
        let clock = CorrectionClock(correction, today: visit.today, calendar)
        return """
            <tr><td class="full inl" data-th="\(t("Hạn"))"><span class="tag" data-s="\(clock.mark)">\(clock.label)</span>\
            <br><span class="soft small nw">\(Format.day(correction.dueOn))</span></td>\
            <td class="full"><a class="strong" href="\(correction.officePath)">\(correction.field.label)</a><br>\
            <span class="soft n nw">\(correction.code)</span></td>\
            <td>\(correction.personName)<br><span class="soft small">\(places[correction.unitID])</span></td>\
            <td><span class="tag" data-s="\(correction.state.tone)">\(correction.state.label)</span></td></tr>
            """
    }
}
