import Kernel
import Web

/// What an office owes answers to. No names: who asks is seen by whoever opens the question.
struct ReadQuestionsView: Sendable {
    let tab: ReadQuestionStore.Tab
    let page: KeysetPage<ReadQuestionStore.Line>
    let counts: [ReadQuestionStore.Tab: Int]
    let words: ReadWords
    let today: Day

    var html: HTML {
        """
        <h1>\(t("Câu hỏi về lần xem"))</h1>
        <p>\(t("Người dân hỏi vì sao cơ quan xem thông tin của họ. Trả lời trong 5 ngày làm việc; quá hẹn thì cấp trên thấy."))</p>
        <nav class="tabs" aria-label="\(t("Nhóm việc"))">\(ReadQuestionStore.Tab.allCases.map(tab))</nav>
        \(page.items.isEmpty ? empty : table)
        \(page.next.map { Pager.next(Address("/read-questions", ["tab": tab.rawValue, "after": $0])) })
        """
    }

    private func tab(_ one: ReadQuestionStore.Tab) -> HTML {
        """
        <a href="\(Address("/read-questions", ["tab": one.rawValue]))"\(one == tab ? " aria-current=\"page\"" as HTML : nil)>\
        \(one.label)\(counts[one].map { "<span class=\"n\">\($0 > 99 ? "99+" : "\($0)")</span>" as HTML })</a>
        """
    }

    private var empty: HTML {
        """
        <section class="empty stack" aria-labelledby="none"><h2 id="none">\(t("Không có câu hỏi nào ở đây"))</h2>\
        <p>\(t("Khi có người hỏi vì sao cơ quan bạn xem thông tin của họ, câu hỏi hiện ở đây, hạn gần nhất ở trên."))</p>\
        \(Brand.terraces)</section>
        """
    }

    private var table: HTML {
        """
        <table class="data cards"><caption class="sr">\(t("Câu hỏi về lần xem"))</caption><thead><tr>\
        <th scope="col">\(t("Lần xem"))</th><th scope="col">\(t("Cơ quan đã xem"))</th>\
        <th scope="col">\(t("Để làm gì"))</th><th scope="col">\(t("Hỏi lúc"))</th>\
        <th scope="col">\(t("Tình trạng"))</th></tr></thead><tbody>\(page.items.map(row))</tbody></table>
        """
    }

    private func row(_ line: ReadQuestionStore.Line) -> HTML {
        """
        <tr><td class="full"><a class="strong" href="/read-questions/\(line.question.id)">\
        \(Format.dateTime(line.question.readAt))</a></td>\
        <td data-th="\(t("Cơ quan đã xem"))">\(line.unitName)</td>\
        <td data-th="\(t("Để làm gì"))">\(words.title(line.action)): \(words.purpose(line.purpose))</td>\
        <td data-th="\(t("Hỏi lúc"))">\(Format.dateTime(line.question.askedAt))</td>\
        <td class="full">\(QuestionTag(question: line.question, today: today).html)\
        \(line.question.escalatedAt == nil ? nil : "<br><span class=\"small soft\">\(t("Đã báo cấp trên"))</span>" as HTML)</td></tr>
        """
    }
}

extension ReadQuestionStore.Tab {
    var label: String {
        switch self {
        case .open: t("Chờ trả lời")
        case .late: t("Quá hẹn")
        case .answered: t("Đã trả lời")
        }
    }
}

/// One question before whoever answers it.
struct ReadQuestionView: Sendable {
    let question: ReadQuestion
    let read: PersonRead
    let personName: String
    /// Who read: the office knows its people.
    let readerName: String?
    let answererName: String?
    let words: ReadWords
    let visit: Visit
    var typed = FormData()
    var problems = FieldProblems()

    var page: Page {
        let title = t("Vì sao xem thông tin của {name}?", ["name": personName])
        let view = self
        return Page(problems.isEmpty ? title : t("Lỗi: {title}", ["title": title]), face: .officer, width: .slim) {
            view.html
        }
        .back(t("Câu hỏi về lần xem"), to: "/read-questions")
        .flash(visit.query["done"] == "answered" ? t("Đã trả lời. Người hỏi sẽ được báo.") : nil)
    }

    private var html: HTML {
        """
        \(Form.errors(problems))
        <h1>\(t("Vì sao xem thông tin của {name}?", ["name": personName]))</h1>
        <p class="row">\(QuestionTag(question: question, today: visit.today).html)\
        <span class="soft">\(t("Hỏi lúc {time}", ["time": Format.dateTime(question.askedAt)]))</span>\
        \(question.escalatedAt == nil ? nil : "<span class=\"soft\">\(t("Đã báo cấp trên"))</span>" as HTML)</p>
        <p class="panel said">\(question.text.isEmpty ? t("Tôi không rõ vì sao họ xem.") : question.text)</p>
        <dl class="facts">\(fact(t("Lần xem"), Format.dateTime(read.line.at)))\
        \(fact(t("Người đã xem"), readerName ?? "–"))\(fact(t("Cơ quan"), words.reader(read)))\
        \(fact(t("Làm gì"), words.title(read.line.action)))\
        \(fact(t("Để làm gì"), read.line.purpose.map(words.purpose) ?? "–"))\
        \(read.record.map { fact(t("Hồ sơ"), $0) })</dl>
        \(outcome)
        """
    }

    private func fact(_ label: String, _ value: String) -> HTML {
        "<div><dt>\(label)</dt><dd>\(value)</dd></div>"
    }

    private var outcome: HTML? {
        switch question.state {
        case .open: visit.holds(.answerReadQuestions) ? form : nil
        case .withdrawn: "<p class=\"notice\">\(t("Người hỏi đã rút lại câu hỏi này."))</p>"
        case .answered:
            """
            <section class="panel" aria-labelledby="answer"><h2 id="answer">\(question.finding?.label ?? "")</h2>\
            <p class="said">\(question.answer ?? "")</p>\
            <p class="small soft">\(answererName ?? "") · \(question.answeredAt.map(Format.dateTime) ?? "")</p></section>
            """
        }
    }

    private var form: HTML {
        """
        <section aria-labelledby="reply"><h2 id="reply">\(t("Trả lời"))</h2>\
        \(Form.post("/read-questions/\(question.id)/answer", visit, attributes: " class=\"form stack\"", """
            \(Field.picks(
                "finding", t("Bạn đã xem lại và thấy"),
                ReadQuestion.Finding.allCases.map { .init($0.rawValue, $0.label) }, value: typed["finding"],
                error: problems["finding"]))
            \(Field.area(
                "answer", t("Lời giải thích cho người hỏi"), value: typed["answer"],
                hint: t("Viết dễ hiểu: xem để làm việc gì, theo quy định nào. Nếu xem không đúng việc, sẽ làm gì."),
                error: problems["answer"], maxLength: ReadQuestion.longestText))
            <p class="acts"><button class="btn">\(t("Gửi trả lời"))</button></p>
            """))</section>
        """
    }
}
