import Kernel
import Web

/// In which form, and that it is really the owner who asks.
struct DownloadView: Sendable {
    let subject: AboutMeSubject
    let visit: Visit
    var form = DownloadDoors.Form.page
    var problems = FieldProblems()

    var page: Page {
        let title = t("Tải về tất cả")
        let view = self
        return subject.page(problems.isEmpty ? title : t("Lỗi: {title}", ["title": title])) { view.html }
    }

    private var html: HTML {
        """
        \(Form.errors(problems))
        <h1>\(t("Tải về tất cả"))</h1>
        <p>\(t("Bản tải về có mọi điều tỉnh đang giữ và mọi lần xem. Giữ cẩn thận: ai cầm bản này cũng đọc được."))</p>
        \(Form.post("\(subject.base)/download", visit, attributes: " class=\"stack\"", """
            \(Field.picks(
                "form", t("Dạng nào?"),
                [
                    .init(DownloadDoors.Form.page.rawValue, t("Trang để in"), note: t("Dễ đọc nhất")),
                    .init(DownloadDoors.Form.csv.rawValue, t("Bảng tính"), note: t("Mở bằng Excel, LibreOffice")),
                    .init(DownloadDoors.Form.json.rawValue, t("Tệp cho máy đọc"), note: "JSON"),
                ], value: form.rawValue))
            \(Field.password(
                "password", t("Mật khẩu của bạn"), hint: t("Nhập lại để chắc chắn đúng là bạn."),
                error: problems["password"], autocomplete: "current-password"))
            <p class="acts"><button class="btn">\(Icon.down.html)\(t("Tải về"))</button></p>
            """))
        """
    }
}

/// The copy as a page to print: nothing folded away, nothing covered.
struct CopyView: Sendable {
    let copy: HeldCopy
    let subject: AboutMeSubject

    var page: Page {
        let view = self
        return subject.page(t("Mọi điều tỉnh giữ về {name}", ["name": copy.fullName])) { view.html }
    }

    private var html: HTML {
        """
        <h1>\(t("Mọi điều tỉnh giữ về {name}", ["name": copy.fullName]))</h1>
        <p>\(t("Lúc {time}. Bấm Ctrl+P, hoặc nút In của trình duyệt, để in ra giấy.", ["time": Instant(rfc3339: copy.at).map(Format.dateTime) ?? copy.at]))</p>
        \(copy.holdings.filter { !$0.records.isEmpty }.map(part))
        <section><h2>\(t("Ai đã xem"))</h2><table class="data cards"><thead><tr><th scope="col">\(t("Lúc nào"))</th>\
        <th scope="col">\(t("Ai"))</th><th scope="col">\(t("Để làm gì"))</th></tr></thead>\
        <tbody>\(copy.reads.map(read))</tbody></table></section>
        """
    }

    private func part(_ part: HeldCopy.Part) -> HTML {
        """
        <section><h2>\(part.title)</h2><p class="small soft">\(part.purpose) \(part.kept) \(part.readers)</p>\
        \(part.records.map { record in
            """
            \(record.title.isEmpty ? nil : "<h3>\(record.title)</h3>" as HTML)<dl class="facts">\(record.facts.map { fact in
                """
                <div><dt>\(fact.label)</dt><dd><span class="said">\(fact.value)</span>\
                \(fact.note.isEmpty ? nil : " <span class=\"small soft\">\(fact.note)</span>" as HTML)</dd></div>
                """ as HTML
            })</dl>
            """ as HTML
        })</section>
        """
    }

    private func read(_ read: HeldCopy.Read) -> HTML {
        """
        <tr><td class="full">\(Instant(rfc3339: read.at).map(Format.dateTime) ?? read.at)</td>\
        <td class="full">\(read.reader)</td><td class="full">\(read.title): \(read.purpose)</td></tr>
        """
    }
}
