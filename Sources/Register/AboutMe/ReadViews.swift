import Kernel
import Web

/// One reading in a list.
struct ReadItem: Sendable {
    let read: PersonRead
    let subject: AboutMeSubject
    let words: ReadWords

    var html: HTML {
        """
        <li><time datetime="\(read.line.at.rfc3339)">\(Format.dateTime(read.line.at))</time>\
        <b>\(words.reader(read))</b><br>\
        <span class="soft">\(words.title(read.line.action))\
        \(read.line.purpose.map { ": \(words.purpose($0))" as HTML })\
        \(read.record.map { "<br>\(t("Hồ sơ")) <span class=\"code\">\($0)</span>" as HTML })</span>\
        \(said)<br><a class="hit" href="\(subject.base)/reads/\(read.line.id)">\(link)\
        <span class="sr"> \(t("về lần xem {time}", ["time": Format.dateTime(read.line.at)]))</span></a></li>
        """
    }

    private var link: String {
        read.question == nil && subject.allows(.question) ? t("Xem rõ, hỏi lại") : t("Xem rõ")
    }

    private var said: HTML? {
        if let question = read.question {
            return "<br>\(QuestionTag(question: question, today: question.askedAt.day).html)"
        }
        return read.rating.map {
            "<br><span class=\"small soft\">\(t("Bạn nói: {words}", ["words": $0.label]))</span>" as HTML
        }
    }
}

struct QuestionTag: Sendable {
    let question: ReadQuestion
    let today: Day

    var html: HTML {
        let (words, tone) = question.standing(on: today)
        return "<span class=\"tag\" data-s=\"\(tone)\">\(words)</span>"
    }
}

/// All readings, with what narrows them.
struct ReadsView: Sendable {
    let subject: AboutMeSubject
    let form: ReadsForm
    let page: KeysetPage<PersonRead>
    let offices: [(id: String, name: String)?]
    let questions: [ReadQuestion]
    let words: ReadWords
    let today: Day

    var html: HTML {
        """
        \(Form.errors(form.problems))
        <h1>\(t("Ai đã xem thông tin của tôi"))</h1>
        <p>\(t("Mỗi lần có người mở thông tin của bạn đều được ghi lại và không xoá được. Không rõ vì sao họ xem thì bạn hỏi lại."))</p>
        \(asked)
        \(page.items.isEmpty && !form.isNarrowed ? nil : filters)
        \(page.items.isEmpty ? empty : list)
        \(page.next.map(next))
        """
    }

    private var asked: HTML? {
        if questions.isEmpty { return nil }
        return """
            <section aria-labelledby="asked"><h2 id="asked">\(t("Câu bạn đã hỏi"))</h2><ul class="list">\
            \(questions.map { question in
                """
                <li><a href="\(subject.base)/reads/\(question.lineID)"><b>\
                \(t("Lần xem {time}", ["time": Format.dateTime(question.readAt)]))</b>\
                <span>\(QuestionTag(question: question, today: today).html)</span>\(Icon.go.html)</a></li>
                """ as HTML
            })</ul></section>
            """
    }

    private var filters: HTML {
        """
        <form class="filters" action="\(subject.base)/reads">\
        <label for="from">\(t("Từ ngày"))<input class="input" id="from" name="from" value="\(form.from)" \
        inputmode="numeric" placeholder="01/07/2022"\(form.problems["from"] == nil ? nil : " aria-invalid=\"true\"" as HTML)></label>\
        <label for="until">\(t("Đến hết ngày"))<input class="input" id="until" name="until" value="\(form.until)" \
        inputmode="numeric" placeholder="31/07/2022"\(form.problems["until"] == nil ? nil : " aria-invalid=\"true\"" as HTML)></label>\
        <label for="office">\(t("Cơ quan"))<select class="input" id="office" name="office">\
        <option value="">\(t("Tất cả"))</option>\(offices.map(option))</select></label>\
        <button class="btn quiet">\(Icon.filter.html)\(t("Lọc"))</button></form>
        """
    }

    private func option(_ office: (id: String, name: String)?) -> HTML {
        let (id, name) = office ?? (ReadsForm.noUnit, t("Cơ quan cấp tỉnh, hoặc người làm thay"))
        return "<option value=\"\(id)\"\(id == form.office ? " selected" as HTML : nil)>\(name)</option>"
    }

    private var empty: HTML {
        form.isNarrowed
            ? """
            <section class="empty stack" aria-labelledby="none"><h2 id="none">\(t("Không có lần xem nào khớp"))</h2>\
            <p><a class="btn quiet" href="\(subject.base)/reads">\(t("Bỏ lọc"))</a></p></section>
            """
            : """
            <section class="empty stack" aria-labelledby="none"><h2 id="none">\(t("Chưa ai xem thông tin của bạn"))</h2>\
            <p>\(t("Khi cán bộ mở hồ sơ của bạn, ở đây có ngày giờ, cơ quan và lý do."))</p>\(Brand.terraces)</section>
            """
    }

    private var list: HTML {
        "<ol class=\"timeline\">\(page.items.map { ReadItem(read: $0, subject: subject, words: words).html })</ol>"
    }

    private func next(_ cursor: String) -> HTML {
        let query = ["from": form.from, "until": form.until, "office": form.office, "after": cursor]
        let fields = ["from", "until", "office", "after"].map { (name: $0, value: query[$0] ?? "") }
        return """
            <nav class="pager" aria-label="\(t("Trang"))"><span></span>\
            <a class="btn quiet" rel="next" href="\(Address("\(subject.base)/reads", fields: fields.filter { !$0.value.isEmpty }))">\
            \(t("Cũ hơn"))</a></nav>
            """
    }
}

/// One reading: all that is known of it, and what the person may say.
struct ReadView: Sendable {
    let subject: AboutMeSubject
    let read: PersonRead
    let words: ReadWords
    /// When the first signed checkpoint covered the line; nil until then.
    let sealedAt: Instant?
    let visit: Visit
    var typed = ""
    var problems = FieldProblems()

    private var base: String { "\(subject.base)/reads/\(read.line.id)" }

    var page: Page {
        let title = t("Lần xem {time}", ["time": Format.dateTime(read.line.at)])
        let view = self
        var page = subject.page(problems.isEmpty ? title : t("Lỗi: {title}", ["title": title])) { view.html }
            .flash(flash)
        page.back = (t("Ai đã xem thông tin của tôi"), "\(subject.base)/reads")
        return page
    }

    private var flash: String? {
        switch visit.query["done"] {
        case "asked": t("Đã gửi câu hỏi. Cơ quan phải trả lời đúng hẹn, quá hẹn thì chuyển lên cấp trên.")
        case "withdrawn": t("Đã rút lại câu hỏi.")
        case "rated": t("Đã ghi ý kiến của bạn. Cảm ơn bạn.")
        default: nil
        }
    }

    private var html: HTML {
        """
        \(Form.errors(problems))
        <h1>\(t("Lần xem {time}", ["time": Format.dateTime(read.line.at)]))</h1>
        <dl class="facts">\(fact(t("Ai xem"), words.reader(read)))\
        \(fact(t("Làm gì"), words.title(read.line.action)))\
        \(words.shown(read.line.action).map { fact(t("Thấy gì"), $0) })\
        \(fact(t("Để làm gì"), read.line.purpose.map(words.purpose) ?? t("Không ghi")))\
        \(fact(t("Căn cứ"), read.line.legalBasis ?? t("Theo nhiệm vụ được giao, không ghi văn bản riêng")))\
        \(read.record.map { fact(t("Hồ sơ"), $0) })</dl>
        \(question)
        \(subject.allows(.question) ? rating : nil)
        \(proof)
        """
    }

    private func fact(_ label: String, _ value: String) -> HTML {
        "<div><dt>\(label)</dt><dd>\(value)</dd></div>"
    }

    private var question: HTML? {
        if let known = read.question, known.state != .withdrawn { return asked(known) }
        guard subject.allows(.question), read.line.actor != "\(subject.account.accountID)" else { return nil }
        return """
            <section class="panel" aria-labelledby="ask"><h2 id="ask">\(t("Bạn không rõ vì sao họ xem?"))</h2>\
            \(Form.post("\(base)/question", visit, attributes: " class=\"stack\"", """
                \(Field.area(
                    "question", t("Câu hỏi của bạn (để trống cũng được)"), value: typed,
                    hint: t("Ví dụ: Tôi không nộp hồ sơ nào, vì sao xem thông tin của tôi?"),
                    error: problems["question"], maxLength: ReadQuestion.longestText, rows: 3))
                <p>\(t("Người đứng đầu cơ quan phải trả lời trong 5 ngày làm việc."))</p>
                <p class="acts"><button class="btn">\(t("Hỏi cơ quan"))</button></p>
                """))</section>
            """
    }

    private func asked(_ question: ReadQuestion) -> HTML {
        """
        <section class="panel" aria-labelledby="asked"><h2 id="asked">\(t("Bạn đã hỏi"))</h2>\
        <p>\(QuestionTag(question: question, today: visit.today).html)</p>\
        <p class="said">\(question.text.isEmpty ? t("Tôi không rõ vì sao họ xem.") : question.text)</p>\
        <p class="small soft">\(t("Hỏi lúc {time}", ["time": Format.dateTime(question.askedAt)]))\
        \(question.escalatedAt.map { " · \(t("Đã chuyển lên cấp trên {time}", ["time": Format.dateTime($0)]))" as HTML })</p>\
        \(question.state == .answered ? answer(question) : nil)\
        \(question.state == .open && subject.allows(.question) ? withdrawal : nil)</section>
        """
    }

    private func answer(_ question: ReadQuestion) -> HTML {
        """
        <div class="notice" data-s="\(question.finding == .mistaken ? "warn" : "ok")">\(Icon.info.html)<div>\
        <b>\(t("Cơ quan trả lời: {finding}", ["finding": question.finding?.label ?? ""]))</b>\
        <p class="said">\(question.answer ?? "")</p>\
        <p class="small soft">\(question.answeredAt.map(Format.dateTime) ?? "")</p></div></div>
        """
    }

    private var withdrawal: HTML {
        Form.post(
            "\(base)/question/withdrawal", visit,
            "<p class=\"acts\"><button class=\"btn quiet\">\(t("Tôi hiểu rồi, rút lại câu hỏi"))</button></p>")
    }

    private var rating: HTML {
        """
        <section class="stack tight" aria-labelledby="rate"><h2 id="rate">\(t("Lần xem này với bạn thế nào?"))</h2>\
        \(read.rating.map { "<p>\(t("Bạn nói: {words}", ["words": $0.label]))</p>" as HTML })\
        \(Form.post("\(base)/rating", visit, """
            <p class="row">\(ReadRating.allCases.map { rating in
                """
                <button class="btn quiet" name="rating" value="\(rating)"\
                \(rating == read.rating ? " aria-pressed=\"true\"" as HTML : nil)>\(rating.label)</button>
                """ as HTML
            })</p>
            """))</section>
        """
    }

    private var proof: HTML {
        """
        <section class="stack tight" aria-labelledby="proof"><h2 id="proof">\(t("Dòng này không sửa được"))</h2>\
        <p>\(sealed ?? t("Vừa ghi. Dòng này sẽ sớm được khoá cùng cả nhật ký bằng một mã có chữ ký."))</p>\
        \(sealed == nil ? nil : "<p><a class=\"hit\" href=\"\(base)/proof\">\(Icon.down.html)\(t("Tải bằng chứng để tự kiểm tra"))</a></p>" as HTML)</section>
        """
    }

    private var sealed: String? {
        guard let index = read.line.leafIndex, let sealedAt else { return nil }
        return t(
            "Là dòng số {n} của nhật ký, khoá lúc {time} bằng một mã có chữ ký. Sửa một chữ là mã không khớp.",
            ["n": Format.number(index + 1), "time": Format.dateTime(sealedAt)])
    }
}
