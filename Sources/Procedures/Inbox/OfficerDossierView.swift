import Kernel
import Web

/// What an officer has before them when deciding.
struct OfficerDossierView: Sendable {
    let dossier: Dossier
    let procedure: Procedure
    let assigneeName: String?
    let answers: [DossierAnswer]
    let log: [DossierLogLine]
    let papers: [Paper]
    let results: [FileUse]
    let visit: Visit
    let calendar: WorkingCalendar
    /// What was typed and not taken.
    var typed = FormData()
    var problems = FieldProblems()
    var held: HeldFiles?

    var page: Page {
        let title = t("{code} {procedure}", ["code": dossier.code, "procedure": dossier.shortName])
        return Page(problems.isEmpty ? title : t("Lỗi: {title}", ["title": title]), face: .officer) { html }
            .back(t("Việc của tôi"), to: "/inbox").flash(flash)
    }

    private var flash: String? {
        switch visit.query["done"] {
        case "accepted": t("Đã tiếp nhận. Người dân sẽ được báo.")
        case "assigned": t("Hồ sơ này do bạn xử lý.")
        case "answered": t("Đã trả kết quả. Người dân sẽ được báo.")
        case "refused": t("Đã từ chối và gửi lý do cho người dân.")
        default: nil
        }
    }

    private var html: HTML {
        """
        \(Form.errors(problems))
        <div class="row between"><div><h1>\(t("{procedure}: {name}", ["procedure": dossier.shortName, "name": dossier.applicantName]))</h1>
        <p class="row"><span class="code">\(dossier.code)</span>\
        <span class="tag" data-s="\(dossier.state.tone)">\(dossier.state.label)</span>\
        <span class="soft">\(t("Nộp {time}, {channel}", ["time": Format.dateTime(dossier.submittedAt), "channel": dossier.channel.label]))</span></p></div>
        \(ClockView(clock: DossierClock(dossier, today: visit.today, calendar)).html)</div>
        <div class="split work"><div class="stack loose">
        <section aria-labelledby="said"><h2 id="said">\(t("Lời khai"))</h2>\(AnswersView(answers: answers).html)</section>
        <section aria-labelledby="papers"><h2 id="papers">\(t("Giấy tờ"))</h2>\
        \(PaperItems(papers: papers, asked: procedure.papers, path: "/inbox/\(dossier.code)/papers").html)</section>
        \(outcome)\(DossierDeeds(dossier: dossier, visit: visit, typed: typed, problems: problems, held: held).html)
        </div>
        <aside class="stack loose">\(applicant)
        <section aria-labelledby="log"><h2 id="log">\(t("Diễn biến"))</h2>\
        \(TimelineView(log: log, showsOfficers: true).html)</section></aside></div>
        """
    }

    private var outcome: HTML? {
        switch dossier.state {
        case .submitted, .accepted: nil
        case .withdrawn: "<p class=\"notice\">\(t("Người nộp đã rút hồ sơ này."))</p>"
        case .resolved:
            """
            <section aria-labelledby="outcome"><h2 id="outcome">\(t("Kết quả"))</h2>\
            <p class="said">\(dossier.answer ?? "")</p>\
            \(results.enumerated().map { index, file -> HTML in
                "<p><a href=\"/inbox/\(dossier.code)/results/\(index + 1)\">\(Icon.down.html)\(file.name)</a></p>"
            })</section>
            """
        case .refused:
            """
            <section aria-labelledby="outcome"><h2 id="outcome">\(t("Từ chối"))</h2>\
            <p class="said">\(dossier.refusal?.words ?? "")</p>\
            <p>\(t("Căn cứ: {basis}", ["basis": dossier.refusal?.basis ?? ""]))</p></section>
            """
        }
    }

    private var applicant: HTML {
        """
        <section class="panel" aria-labelledby="who"><h2 id="who">\(t("Người nộp"))</h2><dl class="facts">\
        <div><dt>\(t("Họ tên"))</dt><dd>\(dossier.applicantName)</dd></div>\
        \(answers.first { $0.question == "phone" }.map { phone -> HTML in
            "<div><dt>\(t("Điện thoại"))</dt><dd><a href=\"tel:\(phone.value)\">\(phone.value)</a></dd></div>"
        })\
        <div><dt>\(t("Nơi nộp"))</dt><dd>\(dossier.unitName)</dd></div>\
        <div><dt>\(t("Người xử lý"))</dt><dd>\(assigneeName ?? t("Chưa có ai nhận"))</dd></div></dl>\
        <p class="small soft">\(t("Bạn mở thông tin này để xử lý hồ sơ. Người nộp thấy lần xem này."))</p></section>
        """
    }
}

extension Dossier.Channel {
    var label: String {
        switch self {
        case .online: t("trên mạng")
        case .desk: t("tại quầy")
        case .program: t("qua phần mềm khác")
        }
    }
}

/// What may be done, each with the version that is before the officer's eyes.
struct DossierDeeds: Sendable {
    let dossier: Dossier
    let visit: Visit
    let typed: FormData
    let problems: FieldProblems
    let held: HeldFiles?

    var html: HTML {
        """
        \(may(.accept, .acceptDossiers) ? accept : nil)\
        \(may(.assign, .acceptDossiers) && dossier.assigneeID != visit.signedIn?.accountID && dossier.state == .accepted
            ? assign : nil)\
        \(may(.resolve, .answerDossiers) ? resolve : nil)\
        \(may(.refuse, .answerDossiers) ? refuse : nil)
        """
    }

    private func may(_ act: DossierAct, _ permission: Permission) -> Bool {
        dossier.state.allows(act) && visit.holds(permission)
    }

    private var version: HTML { "<input type=\"hidden\" name=\"version\" value=\"\(dossier.version)\">" }

    private var accept: HTML {
        """
        <section class="panel stack" aria-labelledby="accept"><h2 id="accept">\(t("Tiếp nhận"))</h2>
        <p>\(t("Giấy tờ đủ và đúng thì tiếp nhận. Ngày hẹn trả đã báo cho người dân giữ nguyên."))</p>
        \(Form.post(path("acceptance"), visit, "\(version)<p class=\"acts\"><button class=\"btn\">\(t("Tiếp nhận hồ sơ"))</button></p>"))
        </section>
        """
    }

    private var assign: HTML {
        Form.post(
            path("assignment"), visit,
            "\(version)<p class=\"acts\"><button class=\"btn quiet\">\(t("Nhận xử lý hồ sơ này"))</button></p>")
    }

    private var resolve: HTML {
        """
        <section class="panel stack" aria-labelledby="resolve"><h2 id="resolve">\(t("Trả kết quả"))</h2>
        \(Form.upload(path("answer"), visit, attributes: " class=\"stack\" data-warn", """
            \(version)\(Field.area(
                "answer", t("Lời gửi người dân"), value: typed["answer"],
                hint: t("Kết quả là gì, nhận ở đâu, mang theo gì."), error: problems["answer"], rows: 3))
            \(Field.file(
                "result", t("Tệp kết quả, nếu có"), error: problems["result"], accept: FileType.accepted, held: held))
            <p class="acts"><button class="btn" data-busy="\(t("Đang gửi…"))">\(t("Trả kết quả"))</button></p>
            """))
        </section>
        """
    }

    private var refuse: HTML {
        """
        <details class="more"\(problems["reason"] ?? problems["basis"] == nil ? nil : " open" as HTML)>\
        <summary>\(t("Từ chối hồ sơ"))</summary>
        \(Form.post(path("refusal"), visit, attributes: " class=\"stack\" data-warn", """
            \(version)\(Field.area(
                "reason", t("Lý do"), value: typed["reason"],
                hint: t("Viết để người dân dễ hiểu: sai hoặc thiếu điều gì, làm lại thế nào."), error: problems["reason"], rows: 3))
            \(Field.text(
                "basis", t("Căn cứ"), value: typed["basis"], hint: t("Ví dụ: khoản 2 Điều 16 Luật Hộ tịch 2014"),
                error: problems["basis"], maxLength: 300))
            <p class="acts"><button class="btn danger" data-busy="\(t("Đang gửi…"))">\(t("Từ chối hồ sơ"))</button></p>
            """))
        </details>
        """
    }

    private func path(_ noun: String) -> String { "/inbox/\(dossier.code)/\(noun)" }
}
