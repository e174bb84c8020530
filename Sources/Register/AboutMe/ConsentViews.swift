import Kernel
import Web

/// Whom one lets act, whom one acts for, and what is over.
struct ConsentsView: Sendable {
    let visit: Visit
    let given: [Mandate]
    let held: [Mandate]
    let names: [ID<Person>: String]

    private static let root = "\(AboutMeSubject.root)/consents"

    var flash: String? {
        switch visit.query["done"] {
        case "given": t("Đã cho phép. Người đó làm thay bạn được ngay, trong những việc bạn chọn.")
        case "revoked": t("Đã thôi cho phép. Người đó không làm thay bạn được nữa.")
        default: nil
        }
    }

    var html: HTML {
        let (now, past) = (given.filter { $0.holds(on: visit.today) }, given.filter { !$0.holds(on: visit.today) })
        let acting = held.filter { $0.holds(on: visit.today) }
        return """
            <h1>\(t("Ai được làm thay tôi"))</h1>
            <p>\(t("Chỉ người bạn cho phép mới làm thay bạn được, và chỉ những việc bạn chọn. Bạn thôi cho phép lúc nào cũng được."))</p>
            \(now.isEmpty ? none : "<ul class=\"items\">\(now.map(row))</ul>")
            <p class="acts"><a class="btn" href="\(Self.root)/new">\(Icon.plus.html)\(t("Cho phép một người"))</a></p>
            \(acting.isEmpty ? nil : actsFor(acting))
            \(past.isEmpty ? nil : history(past))
            """
    }

    private var none: HTML {
        "<p class=\"notice\">\(Icon.info.html)<span>\(t("Chưa ai được làm thay bạn."))</span></p>"
    }

    private func row(_ mandate: Mandate) -> HTML {
        """
        <li>\(Icon.hand.html)<div><b>\(names[mandate.holderID] ?? "?")</b><br>\(told(mandate))</div>\
        \(mandate.kind == .guardian ? nil : revocation(mandate))</li>
        """
    }

    private func told(_ mandate: Mandate) -> HTML {
        """
        <span class="soft">\(mandate.kind.label): \(MandateAct.label(mandate.purpose))<br>\
        \(mandate.validTo.map { t("Đến hết {day}", ["day": Format.day($0 + -1)]) } ?? t("Đến khi có quyết định khác"))</span>
        """
    }

    private func revocation(_ mandate: Mandate) -> HTML {
        Form.post(
            "\(Self.root)/\(mandate.id)/revocation", visit,
            """
            <button class="btn danger quiet sm">\(t("Thôi cho phép"))\
            <span class="sr"> \(names[mandate.holderID] ?? "")</span></button>
            """)
    }

    private func actsFor(_ acting: [Mandate]) -> HTML {
        """
        <section aria-labelledby="acting"><h2 id="acting">\(t("Tôi được làm thay ai"))</h2><ul class="list">\
        \(acting.map { mandate in
            """
            <li><a href="\(AboutMeSubject.root)/for/\(mandate.id)"><b>\(names[mandate.personID] ?? "?")</b>\
            \(told(mandate))\(Icon.go.html)</a></li>
            """ as HTML
        })</ul></section>
        """
    }

    private func history(_ past: [Mandate]) -> HTML {
        """
        <section aria-labelledby="past"><h2 id="past">\(t("Trước đây"))</h2><ul class="items">\(past.map { mandate in
            """
            <li><div><b>\(names[mandate.holderID] ?? "?")</b><br><span class="soft">\(MandateAct.label(mandate.purpose))<br>\
            \(mandate.revokedAt.map { t("Thôi cho phép {time}", ["time": Format.dateTime($0)]) }
                ?? RegisterHoldings.span(mandate.validFrom, mandate.validTo))</span></div></li>
            """ as HTML
        })</ul></section>
        """
    }
}

/// Whom, how far, until when.
struct ConsentFormView: Sendable {
    let visit: Visit
    let form: ConsentForm

    var page: Page {
        let title = t("Cho phép một người làm thay")
        let view = self
        return Page(form.problems.isEmpty ? title : t("Lỗi: {title}", ["title": title])) { view.html }
            .back(t("Ai được làm thay tôi"), to: "\(AboutMeSubject.root)/consents")
    }

    private var html: HTML {
        """
        \(Form.errors(form.problems))
        <h1>\(t("Cho phép một người làm thay"))</h1>
        \(Form.post("\(AboutMeSubject.root)/consents/check", visit, attributes: " class=\"stack\"", """
            \(Field.text(
                "name", t("Họ tên người đó"), value: form.name, hint: t("Đúng như trong giấy tờ, ví dụ: Bàn Văn Thắng"),
                error: form.problems["name"]))
            \(Field.text(
                "number", t("Số điện thoại hoặc số định danh của người đó"), value: form.number,
                hint: t("Để chắc chắn đúng người. Tên và số phải khớp nhau."), error: form.problems["number"],
                maxLength: 40))
            \(Field.picks(
                "kind", t("Người đó giúp bạn cách nào?"),
                [
                    .init(MandateKind.helper.rawValue, t("Người giúp"), note: t("Chỉ xem và đọc cho bạn nghe, không quyết định gì")),
                    .init(MandateKind.proxy.rawValue, t("Người được ủy quyền"), note: t("Làm thay bạn những việc bạn chọn dưới đây")),
                ], value: form.kind, error: form.problems["kind"]))
            \(acts)
            \(Field.text(
                "until", t("Đến hết ngày"), value: form.lastDay, hint: t("Ví dụ: 31/12/2022. Dài nhất một năm."),
                error: form.problems["until"], maxLength: 10))
            <p class="acts"><button class="btn">\(t("Tiếp tục"))</button></p>
            """))
        """
    }

    private var acts: HTML {
        """
        <fieldset class="field" id="acts"><legend>\(t("Người đó được làm gì?"))</legend>\
        \(form.problems["acts"].map { "<p class=\"error\" id=\"acts-error\">\($0)</p>" as HTML })\
        <div class="picks">\(MandateAct.allCases.map { act in
            """
            <label class="pick"><input type="checkbox" name="acts" value="\(act)"\
            \(form.acts.contains(act.rawValue) ? " checked" as HTML : nil)>\(act.label)</label>
            """ as HTML
        })</div></fieldset>
        """
    }
}

/// The words before one says yes.
struct ConsentCheckView: Sendable {
    let visit: Visit
    let form: ConsentForm
    let words: String

    var page: Page {
        let view = self
        return Page(t("Bạn đồng ý như thế này chứ?")) { view.html }
            .back(t("Ai được làm thay tôi"), to: "\(AboutMeSubject.root)/consents")
    }

    private var html: HTML {
        """
        <h1>\(t("Bạn đồng ý như thế này chứ?"))</h1>
        <p class="panel said">\(words)</p>
        <p>\(t("Mỗi việc người đó làm thay đều ghi cả tên họ và tên bạn. Bạn thấy ở trang Ai đã xem."))</p>
        \(Form.post("\(AboutMeSubject.root)/consents", visit, """
            <input type="hidden" name="name" value="\(form.name)"><input type="hidden" name="number" value="\(form.number)">\
            <input type="hidden" name="kind" value="\(form.kind)"><input type="hidden" name="until" value="\(form.lastDay)">\
            \(form.acts.map { "<input type=\"hidden\" name=\"acts\" value=\"\($0)\">" as HTML })
            <p class="acts"><button class="btn">\(t("Tôi đồng ý"))</button>\
            <a class="btn plain" href="\(AboutMeSubject.root)/consents">\(t("Không, quay lại"))</a></p>
            """))
        """
    }
}
