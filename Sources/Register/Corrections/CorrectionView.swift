import Kernel
import Web

/// What an officer has before them when deciding on a request.
struct CorrectionView: Sendable {
    let correction: Correction
    /// Of the person's facts, as they are before the officer's eyes; nil when the person has left the scope.
    let personVersion: Int?
    /// What the register says today; nil when it says nothing.
    let now: String?
    /// Where the person lives by now, when that is another commune.
    let movedTo: ID<AdminUnit>?
    let places: PlaceNames
    let steps: [CorrectionStep]
    let proofs: [FileUse]
    let term: CorrectionTerm
    let groups: EthnicGroups
    let visit: Visit
    let calendar: WorkingCalendar
    /// What was typed and not taken.
    var typed = FormData()
    var problems = FieldProblems()

    private var clock: CorrectionClock { CorrectionClock(correction, today: visit.today, calendar) }

    var page: Page {
        let title = t("{code} {field}", ["code": correction.code, "field": correction.field.label])
        return Page(problems.isEmpty ? title : t("Lỗi: {title}", ["title": title]), face: .officer) { html }
            .back(t("Yêu cầu sửa thông tin"), to: "/residents/corrections").flash(flash)
    }

    private var flash: String? {
        switch visit.query["done"] {
        case "asked": t("Đã ghi yêu cầu. Hạn trả lời {day}.", ["day": Format.longDay(correction.dueOn)])
        case "taken": t("Yêu cầu này do bạn xem xét.")
        case "granted": t("Đã sửa trong sổ. Người dân được báo.")
        case "refused": t("Đã ghi không sửa và gửi lý do cho người dân.")
        default: nil
        }
    }

    private var html: HTML {
        """
        \(Form.errors(problems))
        <div><h1>\(t("{field}: {name}", ["field": correction.field.label, "name": correction.personName]))</h1>
        <p class="row"><span class="code">\(correction.code)</span>\
        <span class="tag" data-s="\(correction.state.tone)">\(correction.state.label)</span>\
        <span class="tag" data-s="\(clock.mark)">\(clock.label)</span>\
        <span class="soft">\(t("hạn {day}", ["day": Format.longDay(correction.dueOn)])), \(termWords)</span></p>\
        \(PurposeNote(purpose: CorrectionDoors.purpose, back: nil).html)</div>
        \(movedTo.map(moved))
        <div class="split work"><div class="stack loose">\(sides)\(outcome)\
        \(movedTo == nil ? CorrectionDeeds(view: self).html : nil)</div>
        <aside class="stack loose">\(request)\(timeline)</aside></div>
        """
    }

    private var termWords: String {
        let days = tn("{n} ngày làm việc", count: term.workingDays)
        return term.legalBasis.map { t("{days} theo {basis}", ["days": days, "basis": $0]) }
            ?? t("{days}, do tỉnh tự đặt", ["days": days])
    }

    private func moved(_ unit: ID<AdminUnit>) -> HTML {
        """
        <div class="notice" data-s="warn">\(Icon.place.html)<div>\
        <p><b>\(t("Người này đã chuyển đến {place}.", ["place": places[unit]]))</b> \
        \(t("Xã nơi ở mới trả lời yêu cầu này."))</p>\
        \(correction.state.isOpen
            ? Form.post(
                "\(correction.officePath)/forwarding", visit,
                """
                <input type="hidden" name="version" value="\(correction.version)">\
                <p class="acts"><button class="btn quiet">\(t("Chuyển yêu cầu đi"))</button></p>
                """) : nil)</div></div>
        """
    }

    private var sides: HTML {
        let isSame = now == correction.wanted
        return """
            \(now == correction.old || !correction.state.isOpen ? nil : changed)
            <div class="versions"><section aria-labelledby="now"><h2 id="now">\(t("Sổ đang ghi"))</h2><dl class="facts">\
            \(fact(correction.state.isOpen ? now : correction.old, differs: !isSame))</dl></section>
            <section data-s="you" aria-labelledby="wanted"><h2 id="wanted">\(t("Người dân khai là"))</h2><dl class="facts">\
            \(fact(correction.wanted, differs: !isSame))</dl></section></div>
            """
    }

    private var changed: HTML {
        """
        <p class="notice" data-s="warn">\(Icon.warn.html)<span>\
        \(t("Sổ đã đổi từ khi có yêu cầu: lúc đó ghi {old}.", ["old": shown(correction.old)]))</span></p>
        """
    }

    private func fact(_ value: String?, differs: Bool) -> HTML {
        differs
            ? """
            <div class="differs"><dt data-mark="\(t("khác"))">\(correction.field.label)</dt><dd>\(shown(value))</dd></div>
            """
            : "<div><dt>\(correction.field.label)</dt><dd>\(shown(value))</dd></div>"
    }

    func shown(_ value: String?) -> String {
        value.map { correction.field.shown($0, groups: groups) } ?? t("Chưa có trong sổ")
    }

    private var outcome: HTML? {
        switch correction.state {
        case .asked, .inWork: nil
        case .withdrawn: "<p class=\"notice\">\(t("Người gửi đã rút yêu cầu này."))</p>"
        case .granted:
            """
            <section aria-labelledby="outcome"><h2 id="outcome">\(t("Đã sửa trong sổ"))</h2>\
            \(correction.answer.map { "<p class=\"said\">\($0)</p>" as HTML })</section>
            """
        case .refused:
            """
            <section aria-labelledby="outcome"><h2 id="outcome">\(t("Không sửa"))</h2>\
            <p class="said">\(correction.refusal?.words ?? "")</p>\
            <p>\(t("Căn cứ: {basis}", ["basis": correction.refusal?.basis ?? ""]))</p></section>
            """
        }
    }

    private var request: HTML {
        """
        <section class="panel" aria-labelledby="request"><h2 id="request">\(t("Yêu cầu"))</h2><dl class="facts">\
        <div><dt>\(t("Của ai"))</dt><dd>\(personVersion == nil
            ? "\(correction.personName)" as HTML
            : "<a href=\"/residents/\(correction.personID)\">\(correction.personName)</a>")</dd></div>\
        <div><dt>\(t("Gửi lúc"))</dt><dd>\(Format.dateTime(correction.askedAt)), \
        \(correction.channel == .online ? t("trên mạng") : t("tại quầy"))</dd></div>\
        <div><dt>\(t("Vì sao cần sửa"))</dt><dd class="said">\(correction.ground)</dd></div>\
        <div><dt>\(t("Giấy tờ kèm theo"))</dt><dd>\(proofs.isEmpty ? "\(t("Không có"))" as HTML : files)</dd></div></dl>
        </section>
        """
    }

    private var files: HTML {
        let links = proofs.enumerated().map { index, file -> HTML in
            "<a href=\"\(correction.officePath)/proofs/\(index + 1)\">\(Icon.down.html)\(file.name)</a><br>"
        }
        return "\(links)"
    }

    private var timeline: HTML {
        """
        <section aria-labelledby="log"><h2 id="log">\(t("Diễn biến"))</h2>\
        <ol class="timeline">\(steps.map(CorrectionStepRow.html))</ol></section>
        """
    }
}

enum CorrectionStepRow {
    @Sendable static func html(_ step: CorrectionStep) -> HTML {
        """
        <li><time datetime="\(step.at.rfc3339)">\(Format.dateTime(step.at))</time><b>\(step.kind.label)</b><br>\
        <span class="soft">\(step.unitName.map { "\($0), \(step.actorName)" } ?? step.actorName)</span>\
        \(step.note.map { "<p class=\"said\">\($0)</p>" as HTML })</li>
        """
    }
}

/// What may be done, each with the versions that are before the officer's eyes.
struct CorrectionDeeds: Sendable {
    let view: CorrectionView

    private var correction: Correction { view.correction }
    private var visit: Visit { view.visit }

    var html: HTML? {
        guard correction.state.isOpen, let person = view.personVersion else { return nil }
        let versions: HTML = """
            <input type="hidden" name="version" value="\(correction.version)">\
            <input type="hidden" name="person" value="\(person)">
            """
        return
            "\(correction.assigneeID == visit.signedIn?.accountID ? nil : take(versions))\(grant(versions))\(refuse(versions))"
    }

    private func path(_ deed: CorrectionDeed) -> String { "\(correction.officePath)/\(deed.rawValue)" }

    private func take(_ versions: HTML) -> HTML {
        Form.post(
            path(.assignment), visit,
            "\(versions)<p class=\"acts\"><button class=\"btn quiet\">\(t("Nhận xem xét yêu cầu này"))</button></p>")
    }

    private func grant(_ versions: HTML) -> HTML {
        """
        <section class="panel stack" aria-labelledby="grant"><h2 id="grant">\(t("Sửa trong sổ"))</h2>
        <p>\(t("Sổ sẽ ghi: {wanted}. Bản cũ vẫn được giữ.", ["wanted": view.shown(correction.wanted)]))</p>
        \(Form.post(path(.grant), visit, attributes: " class=\"stack\"", """
            \(versions)\(Field.area(
                "answer", t("Lời gửi người dân, nếu có"), value: view.typed["answer"], error: view.problems["answer"],
                maxLength: 1000, rows: 2))
            <p class="acts"><button class="btn">\(t("Sửa trong sổ"))</button></p>
            """))
        </section>
        """
    }

    private func refuse(_ versions: HTML) -> HTML {
        let isOpen = view.problems["reason"] != nil || view.problems["basis"] != nil
        return """
            <details class="more"\(isOpen ? " open" as HTML : nil)><summary>\(t("Từ chối sửa"))</summary>
            \(Form.post(path(.refusal), visit, attributes: " class=\"stack\"", """
                \(versions)\(Field.area(
                    "reason", t("Lý do"), value: view.typed["reason"], hint: t("Vì sao không sửa được, cần thêm gì."),
                    error: view.problems["reason"], maxLength: 1000, rows: 3))
                \(Field.text(
                    "basis", t("Căn cứ"), value: view.typed["basis"], hint: t("Điều, khoản, tên văn bản."),
                    error: view.problems["basis"], maxLength: 300))
                <p class="acts"><button class="btn danger">\(t("Từ chối sửa"))</button></p>
                """))</details>
            """
    }
}
