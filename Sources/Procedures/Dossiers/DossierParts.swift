import Kernel
import Web

/// The terrace clock with its words.
struct ClockView: Sendable {
    let clock: DossierClock?

    var html: HTML {
        guard let clock else {
            return "<p class=\"soft\">\(t("Thủ tục này chưa công bố thời hạn nên không có ngày hẹn trả."))</p>"
        }
        return """
            <section class="clock" aria-label="\(t("Thời hạn"))"><p><b>\(clock.label)</b></p>\(clock.rise.full)
            <p class="small">\(t("Đã dùng {used} trong {total} ngày làm việc.", ["used": clock.used, "total": clock.total]))</p>
            <ul class="key"><li>\(Rise.sample(.on))\(t("đã dùng"))</li>\
            \(clock.stoppedOn == nil ? "<li>\(Rise.sample(.now))\(t("hôm nay"))</li>" as HTML : nil)\
            <li>\(Rise.sample(.left))\(t("còn lại"))</li>\
            \(clock.isLate ? "<li>\(Rise.sample(.over))\(t("trễ"))</li>" as HTML : nil)</ul></section>
            """
    }
}

/// What happened, the latest first.
struct TimelineView: Sendable {
    let log: [DossierLogLine]
    /// Names of officers are for officers; citizens see the office.
    let showsOfficers: Bool

    var html: HTML { "<ol class=\"timeline\">\(log.enumerated().map(item))</ol>" }

    private func item(_ index: Int, _ line: DossierLogLine) -> HTML {
        """
        <li data-s="\(tone(line, isLatest: index == 0))"\(index == 0 ? " aria-current=\"step\"" as HTML : nil)>\
        <time datetime="\(line.at.rfc3339)">\(Format.dateTime(line.at))</time><b>\(line.kind.label)</b><br>\
        \(line.move.map { MoveWords($0).html } ?? "<span class=\"soft\">\(actor(line))</span>")\
        \(line.note.map { "<p class=\"said\">\($0)</p>" as HTML })</li>
        """
    }

    private func tone(_ line: DossierLogLine, isLatest: Bool) -> String {
        switch line.kind {
        case .resolved: "ok"
        case .refused, .withdrawn: "you"
        case .submitted, .accepted, .assigned, .moved: isLatest ? "now" : "ok"
        }
    }

    private func actor(_ line: DossierLogLine) -> String {
        guard let unit = line.unitName else { return line.actorName }
        let office = UnitWords.office(unit)
        return showsOfficers ? "\(line.actorName), \(office)" : office
    }
}

extension DossierLogLine.Kind {
    var label: String {
        switch self {
        case .submitted: t("Đã gửi hồ sơ")
        case .accepted: t("Đã tiếp nhận")
        case .assigned: t("Đã có người nhận xử lý")
        case .resolved: t("Đã trả kết quả")
        case .refused: t("Đã từ chối")
        case .withdrawn: t("Người nộp đã rút")
        case .moved: t("Chuyển đơn vị giải quyết")
        }
    }
}

/// What was said. Questions of ours are shown in the reader's language, others as the applicant read them.
struct AnswersView: Sendable {
    let answers: [DossierAnswer]

    var html: HTML {
        """
        <dl class="facts">\(answers.map { answer -> HTML in
            "<div><dt>\(answer.shownLabel)</dt><dd class=\"said\">\(answer.value)</dd></div>"
        })</dl>
        """
    }
}

extension DossierAnswer {
    var shownLabel: String {
        switch question {
        case "phone": t("Số điện thoại")
        case "content": t("Nội dung yêu cầu")
        case "later": t("Giấy tờ nộp sau tại quầy")
        default: label
        }
    }
}

/// The papers that came along, each to be downloaded.
struct PaperItems: Sendable {
    let papers: [Paper]
    /// What was asked for; says which paper a file is.
    let asked: [String]
    let path: String

    var html: HTML {
        guard !papers.isEmpty else { return "<p class=\"soft\">\(t("Không có tệp nào."))</p>" }
        return "<ul class=\"items\">\(papers.enumerated().map(item))</ul>"
    }

    private func item(_ index: Int, _ paper: Paper) -> HTML {
        """
        <li>\(Icon.file.html)<div>\(asked.indices.contains(paper.position) ? asked[paper.position] : "")<br>\
        <a href="\(path)/\(index + 1)">\(paper.name)</a> \
        <span class="soft small">\(Format.bytes(paper.file.size))</span></div></li>
        """
    }
}
