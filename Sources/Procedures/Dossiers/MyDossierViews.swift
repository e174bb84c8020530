import Kernel
import Web

/// Everything that one has sent, and what one has begun.
struct MyDossiersView: Sendable {
    let visit: Visit
    let calendar: WorkingCalendar
    let isDone: Bool
    var page: KeysetPage<Dossier>
    var drafts: [DraftLine] = []

    var html: HTML {
        """
        <h1>\(t("Hồ sơ của tôi"))</h1>
        <nav class="tabs" aria-label="\(t("Nhóm hồ sơ"))">\
        <a href="/dossiers"\(current(!isDone))>\(t("Đang làm"))</a>\
        <a href="/dossiers?state=done"\(current(isDone))>\(t("Đã xong"))</a></nav>
        \(page.items.isEmpty && drafts.isEmpty ? empty : list)
        """
    }

    private func current(_ isCurrent: Bool) -> HTML? { isCurrent ? " aria-current=\"page\"" : nil }

    private var list: HTML {
        """
        <ul class="list">\(drafts.map { DraftItem(line: $0).html })\
        \(page.items.map { DossierItem(dossier: $0, today: visit.today, calendar: calendar).html })</ul>
        \(page.next.map(more))
        <div class="acts"><a class="btn" href="/procedures">\(Icon.plus.html)\(t("Làm giấy tờ khác"))</a></div>
        """
    }

    private func more(_ next: String) -> HTML {
        let address = Address("/dossiers", ["state": isDone ? "done" : nil, "after": next])
        return """
            <nav class="pager" aria-label="\(t("Trang"))"><span></span>\
            <a class="btn quiet" href="\(address)" rel="next">\(t("Trang sau"))</a></nav>
            """
    }

    private var empty: HTML {
        """
        <section class="empty stack" aria-labelledby="none"><h2 id="none">\
        \(isDone ? t("Chưa có hồ sơ nào xong") : t("Bạn chưa có hồ sơ nào đang làm"))</h2>
        <p>\(t("Khi bạn nộp hồ sơ, ở đây thấy hồ sơ đang ở đâu, ai đang làm và còn mấy ngày."))</p>
        <p><a class="btn" href="/procedures">\(t("Làm giấy tờ"))</a></p>\(Brand.terraces)</section>
        """
    }
}

/// One's own dossier: where it is, what happened, who has read it.
struct MyDossierView: Sendable {
    let dossier: Dossier
    let procedure: Procedure
    let answers: [DossierAnswer]
    let log: [DossierLogLine]
    let papers: [Paper]
    let results: [FileUse]
    let readings: [Reading]
    let today: Day
    let calendar: WorkingCalendar

    var html: HTML {
        """
        <div class="split"><div class="stack loose">
        <div class="stack"><p><span class="tag box" data-s="\(dossier.state.tone)">\(dossier.state.label)</span> \
        <span class="soft small">\(t("Hồ sơ")) <span class="code">\(dossier.code)</span></span></p>
        <h1>\(dossier.shortName)</h1>
        \(outcome)
        \(ClockView(clock: DossierClock(dossier, today: today, calendar)).html)</div>
        <section aria-labelledby="log"><h2 id="log">\(t("Diễn biến"))</h2>\
        \(TimelineView(log: log, showsOfficers: false).html)</section>
        <section aria-labelledby="said"><h2 id="said">\(t("Bạn đã khai"))</h2>\(AnswersView(answers: answers).html)</section>
        <section aria-labelledby="papers"><h2 id="papers">\(t("Giấy tờ đã gửi"))</h2>\
        \(PaperItems(papers: papers, asked: procedure.papers, path: "/dossiers/\(dossier.code)/papers").html)</section>
        </div>
        <aside class="stack loose">\(options)\(reads)</aside></div>
        """
    }

    private var outcome: HTML? {
        switch dossier.state {
        case .submitted, .accepted: nil
        case .withdrawn: "<p>\(t("Bạn đã rút hồ sơ này. UBND không làm tiếp nữa."))</p>"
        case .resolved:
            """
            <div class="notice" data-s="ok">\(Icon.check.html)<div><b>\(t("Trả lời của UBND"))</b>\
            <p class="said">\(dossier.answer ?? "")</p>\
            \(results.enumerated().map { index, file -> HTML in
                """
                <p><a href="/dossiers/\(dossier.code)/results/\(index + 1)">\(Icon.down.html)\(file.name)</a></p>
                """
            })</div></div>
            """
        case .refused:
            """
            <div class="notice" data-s="warn">\(Icon.warn.html)<div><b>\(t("Hồ sơ bị từ chối"))</b>\
            <p class="said">\(dossier.refusal?.words ?? "")</p>\
            <p>\(t("Căn cứ: {basis}", ["basis": dossier.refusal?.basis ?? ""]))</p></div></div>
            """
        }
    }

    private var options: HTML {
        let code = dossier.code
        return """
            <section aria-labelledby="can"><h2 id="can">\(t("Bạn có thể"))</h2><ul class="list">\
            <li><a href="/dossiers/\(code)/receipt"><b>\(t("Xem và in giấy hẹn"))</b>\(Icon.go.html)</a></li>\
            \(dossier.state.allows(.withdraw)
                ? "<li><a href=\"/dossiers/\(code)/withdrawal\"><b>\(t("Rút hồ sơ"))</b>\(Icon.go.html)</a></li>" as HTML
                : nil)\
            <li><a href="/help"><b>\(t("Nhờ người giúp"))</b>\(Icon.go.html)</a></li></ul></section>
            """
    }

    private var reads: HTML {
        """
        <section aria-labelledby="reads"><h2 id="reads">\(t("Ai đã xem hồ sơ này"))</h2>\
        \(readings.isEmpty
            ? "<p class=\"soft\">\(t("Chưa có ai xem."))</p>" as HTML
            : "<ul class=\"items\">\(readings.map(reading))</ul>")
        <p class="small"><a href="/about-me/reads">\(t("Mọi lần xem thông tin của tôi"))</a></p></section>
        """
    }

    private func reading(_ reading: Reading) -> HTML {
        """
        <li>\(Icon.user.html)<div><b>\(reading.unitName.map(UnitWords.office) ?? reading.readerName ?? t("Cán bộ"))</b><br>\
        <span class="small soft">\(Format.dateTime(reading.at)), \
        \(reading.times > 1 ? "\(tn("{n} lần trong ngày", count: reading.times)), " : "")\
        \(t("để {purpose}", ["purpose": ReadPurpose.label(reading.purpose) ?? reading.purpose]))</span></div></li>
        """
    }
}

/// Taking a dossier back, asked by naming it.
struct WithdrawalView: Sendable {
    let dossier: Dossier
    let problems: FieldProblems
    let visit: Visit

    var page: Page {
        let title = t("Rút hồ sơ {name}?", ["name": dossier.shortName])
        return Page(problems.isEmpty ? title : t("Lỗi: {title}", ["title": title])) {
            """
            \(Form.errors(problems))<h1>\(title)</h1>
            <p>\(t("Rút rồi thì UBND dừng làm. Muốn làm lại, bạn nộp hồ sơ mới."))</p>
            \(Form.post("/dossiers/\(dossier.code)/withdrawal", visit, attributes: " class=\"stack\"", """
                \(Field.text(
                    "code", t("Gõ 4 số cuối của mã hồ sơ để chắc chắn"),
                    hint: t("Mã hồ sơ: {code}", ["code": dossier.code]), error: problems["code"], maxLength: 4))
                <div class="acts"><button class="btn danger">\
                \(t("Rút hồ sơ {n}", ["n": dossier.code.suffix(4)]))</button>\
                <a class="btn plain" href="/dossiers/\(dossier.code)">\(t("Không, quay lại"))</a></div>
                """))
            """
        }
        .back(t("Hồ sơ {code}", ["code": dossier.code]), to: "/dossiers/\(dossier.code)")
    }
}
