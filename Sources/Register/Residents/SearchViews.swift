import Kernel
import Web

/// One box for a name, a number, a telephone or a scanned card.
struct SearchView: Sendable {
    let visit: Visit
    let query: ResidentQuery
    let purpose: String
    let places: OfficePlaces
    var results: ResidentResults?
    var card: ScannedCard?
    var problems = FieldProblems()

    var page: Page {
        let title = t("Tra cứu người dân")
        return Page(problems.isEmpty ? title : t("Lỗi: {title}", ["title": title]), face: .officer) { html }
            .flash(ResidentFlash.text(visit.query["done"]))
    }

    private var html: HTML {
        """
        \(Form.errors(problems))
        <div class="row between"><h1>\(t("Tra cứu người dân"))</h1><span class="row no-print">\(acts)</span></div>
        \(RegisterTabs(visit: visit).html)
        \(form)
        \(PurposeNote(purpose: purpose, back: visit.here).html)
        \(card.map(cardNote))
        \(results.map(outcome) ?? start)
        """
    }

    private var acts: HTML {
        """
        \(visit.holds(.exportResidents)
            ? "<a class=\"btn quiet sm\" href=\"/residents/export\">\(Icon.down.html)\(t("Xuất danh sách"))</a>" : nil)\
        \(visit.holds(.correctResidents)
            ? "<a class=\"btn quiet sm\" href=\"/residents/new\">\(Icon.plus.html)\(t("Thêm người"))</a>" : nil)
        """
    }

    private var form: HTML {
        """
        <form class="filters" role="search" action="/residents"><label class="grow" for="q">\
        \(t("Họ tên, số giấy tờ, điện thoại hoặc mã QR của thẻ"))\
        <input class="input" type="search" id="q" name="q" value="\(query.text)" maxlength="500" autocomplete="off"\
        \(invalid("q"))></label>\
        \(places.villages.isEmpty ? nil : villages)\
        <label for="born">\(t("Năm sinh"))<input class="input" id="born" name="born" inputmode="numeric" \
        value="\(query.born)" maxlength="4" autocomplete="off"\(invalid("born"))></label>\
        <label>\(t("Giới tính"))<select class="input" name="sex"><option value="">\(t("Tất cả"))</option>\
        \(Sex.allCases.map { option($0.rawValue, $0.label, $0 == query.sex) })</select></label>\
        <button class="btn">\(Icon.search.html)\(t("Tìm"))</button></form>
        """
    }

    private func invalid(_ field: String) -> HTML? { problems[field] == nil ? nil : " aria-invalid=\"true\"" }

    private var villages: HTML {
        """
        <label>\(t("Thôn, bản, tổ"))<select class="input" name="village"><option value="">\(t("Tất cả"))</option>\
        \(places.villages.map { option($0.id.description, $0.fullName, $0.id == query.village) })</select></label>
        """
    }

    private func option(_ value: String, _ label: String, _ isChosen: Bool) -> HTML {
        "<option value=\"\(value)\"\(isChosen ? " selected" as HTML : nil)>\(label)</option>"
    }

    private var start: HTML? {
        guard problems.isEmpty else { return nil }
        return """
            <section class="empty stack" aria-labelledby="none"><h2 id="none">\(t("Gõ tên như bạn nhớ"))</h2>
            <p>\(t("Có dấu hay không dấu, sai một chữ cũng tìm được. Số thì gõ đủ: 12, 9, 15 hoặc 10 chữ số."))</p>
            <p>\(t("Máy quét cắm vào máy tính: đặt con trỏ vào ô tìm rồi quét mã QR trên thẻ."))</p>\
            \(Brand.terraces)</section>
            """
    }

    private func cardNote(_ card: ScannedCard) -> HTML {
        """
        <p class="notice">\(Icon.info.html)<span>\(t("Thẻ ghi: {name}, sinh {birth}, {sex}.", [
            "name": card.fullName, "birth": BirthText.shown(card.birth), "sex": card.sex.label,
        ])) \(t("Hãy so với người đứng trước bạn."))</span></p>
        """
    }

    private func outcome(_ results: ResidentResults) -> HTML {
        results.lines.isEmpty
            ? nobody
            : """
            \(results.isMended
                ? "<p class=\"notice\">\(Icon.info.html)<span>\(t("Không ai có tên đúng như vậy. Đây là những tên khác một chữ."))</span></p>"
                    as HTML : nil)\
            \(ResidentTable(lines: results.lines, today: visit.today).html)
            \(results.hasMore
                ? "<p class=\"notice\" data-s=\"warn\">\(Icon.filter.html)<span>\(t("Còn người khác nữa. Hãy gõ thêm tên, chọn thôn hoặc năm sinh để thu hẹp."))</span></p>"
                    as HTML : nil)
            """
    }

    private var nobody: HTML {
        """
        <section class="empty stack" aria-labelledby="none"><h2 id="none">\
        \(t("Không tìm thấy ai trong phạm vi của bạn"))</h2>
        <ul class="prose"><li>\(t("Gõ ít chữ hơn: chỉ tên, hoặc họ và tên."))</li>\
        <li>\(t("Xem lại số: 12 số căn cước, 9 số chứng minh cũ, 15 ký tự thẻ bảo hiểm, 10 số bảo hiểm xã hội."))</li>\
        <li>\(t("Bỏ thôn, năm sinh và giới tính nếu đang chọn."))</li>\
        <li>\(t("Người ở xã khác không hiện ở đây. Ai mới chuyển đến thì thêm bằng số trên thẻ."))</li></ul>
        \(visit.holds(.correctResidents) ? add : nil)\(Brand.terraces)</section>
        """
    }

    private var add: HTML {
        """
        <p class="acts"><a class="btn quiet" href="\(Address("/residents/new", ["card": card == nil ? nil : query.text]))">\
        \(Icon.plus.html)\(t("Thêm người mới sinh hoặc mới đến"))</a></p>
        """
    }
}

/// Residents in rows, with no more of them than tells them apart.
struct ResidentTable: Sendable {
    let lines: [ResidentResults.Line]
    let today: Day

    var html: HTML {
        """
        <table class="data cards inbox"><caption class="sr">\(t("Người dân tìm thấy"))</caption><thead><tr>\
        <th scope="col">\(t("Họ và tên"))</th><th scope="col">\(t("Năm sinh"))</th>\
        <th scope="col">\(t("Nơi ở"))</th><th scope="col">\(t("Số định danh"))</th></tr></thead>
        <tbody>\(lines.map(row))</tbody></table>
        """
    }

    private func row(_ line: ResidentResults.Line) -> HTML {
        """
        <tr><td class="full"><a class="strong" href="/residents/\(line.person.id)">\(line.person.fullName)</a></td>\
        <td class="n" data-th="\(t("Năm sinh"))">\(line.person.birth.map { "\($0.year)" } ?? "—")</td>\
        <td data-th="\(t("Nơi ở"))">\(line.place.isEmpty ? t("Chưa có trong sổ") : line.place)</td>\
        <td class="n" data-th="\(t("Số định danh"))">\(line.number ?? t("Chưa có"))</td></tr>
        """
    }
}

/// The pages of the register beside one another; each visitor sees those that open.
struct RegisterTabs: Sendable {
    let visit: Visit

    var html: HTML? {
        let tabs: [(String, String, Permission)] = [
            (ResidentQuery.path, t("Tra cứu"), .readResidents),
            ("/residents/corrections", t("Yêu cầu sửa"), .correctResidents),
            ("/residents/duplicates", t("Hồ sơ có thể trùng"), .mergeResidents),
        ].filter { visit.holds($0.2) }
        guard tabs.count > 1 else { return nil }
        return """
            <nav class="tabs" aria-label="\(t("Sổ dân cư"))">\(tabs.map { path, title, _ in
                "<a href=\"\(path)\"\(visit.path == path ? " aria-current=\"page\"" as HTML : nil)>\(title)</a>" as HTML
            })</nav>
            """
    }
}

/// What has just been done, by the word in the address.
enum ResidentFlash {
    static func text(_ done: String) -> String? {
        switch done {
        case "added": t("Đã thêm vào sổ.")
        case "moved": t("Đã ghi nơi ở mới.")
        case "left": t("Đã ghi người này chuyển đi khỏi tỉnh.")
        case "household": t("Đã ghi thay đổi của hộ.")
        case "asked": t("Đã ghi yêu cầu sửa.")
        case "merged": t("Đã gộp. Nếu nhầm, bấm Tách lại.")
        case "parted": t("Đã tách lại hai hồ sơ.")
        case "number": t("Đã ghi số.")
        case "mandate": t("Đã ghi người làm thay.")
        case "mandateEnded": t("Đã kết thúc. Người này không làm thay được nữa.")
        case "inclusion": t("Đã ghi hoàn cảnh.")
        case "inclusionEnded": t("Đã ghi là không còn nữa.")
        case "reported": t("Đã báo. Văn phòng sẽ xem hai hồ sơ.")
        default: nil
        }
    }
}
