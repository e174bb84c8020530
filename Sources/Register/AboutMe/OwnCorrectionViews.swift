import Kernel
import Web

/// What one has asked to be put right.
struct OwnCorrectionsView: Sendable {
    let subject: AboutMeSubject
    let page: KeysetPage<Correction>
    let today: Day
    let calendar: WorkingCalendar

    var html: HTML {
        """
        <h1>\(t("Yêu cầu sửa của tôi"))</h1>
        \(page.items.isEmpty ? empty : "<ul class=\"list\">\(page.items.map(row))</ul>")
        \(page.next.map { Pager.next(Address("\(subject.base)/corrections", ["after": $0])) })
        <p class="acts"><a class="btn" href="\(subject.base)/corrections/new">\(Icon.pencil.html)\(t("Xin sửa một chỗ sai"))</a></p>
        """
    }

    private var empty: HTML {
        """
        <section class="empty stack" aria-labelledby="none"><h2 id="none">\(t("Chưa có yêu cầu nào"))</h2>\
        <p>\(t("Thấy điều gì sai trong sổ thì bạn xin sửa, kèm giấy tờ nếu có. Xã trả lời đúng hẹn."))</p>\(Brand.terraces)</section>
        """
    }

    private func row(_ correction: Correction) -> HTML {
        """
        <li><a href="\(subject.base)/corrections/\(correction.code)"><b>\(correction.field.label)</b>\
        <span>\(CorrectionTag(correction: correction, today: today, calendar: calendar).html)</span>\
        <span class="small soft"><span class="code">\(correction.code)</span> · \(Format.day(correction.askedAt.day))</span>\
        \(Icon.go.html)</a></li>
        """
    }
}

/// The state of a request, and its clock while it runs.
struct CorrectionTag: Sendable {
    let correction: Correction
    let today: Day
    let calendar: WorkingCalendar

    var html: HTML {
        let state: HTML = "<span class=\"tag\" data-s=\"\(correction.state.tone)\">\(correction.state.label)</span>"
        guard correction.state.isOpen else { return state }
        let clock = CorrectionClock(correction, today: today, calendar)
        return "\(state) <span class=\"small\">\(clock.label)</span>"
    }
}

/// First which fact; then what is right, why, and the paper that shows it.
struct OwnCorrectionFormView: Sendable {
    let subject: AboutMeSubject
    let field: CorrectionField?
    let typed: FormData
    let known: [CorrectionField: String]
    let groups: EthnicGroups
    let visit: Visit
    var problems = FieldProblems()
    var held: HeldFiles?

    private var base: String { "\(subject.base)/corrections" }

    private var title: String {
        field.map { t("Xin sửa: {field}", ["field": $0.label]) } ?? t("Chỗ nào chưa đúng?")
    }

    var page: Page {
        let view = self
        return subject.page(problems.isEmpty ? title : t("Lỗi: {title}", ["title": title])) { view.html }
    }

    private var html: HTML {
        """
        \(Form.errors(problems))
        <h1>\(title)</h1>
        \(field.map(form) ?? choice)
        """
    }

    private var choice: HTML {
        """
        <ul class="list">\(CorrectionField.allCases.map { field in
            """
            <li><a href="\(Address("\(base)/new", ["field": field.rawValue]))"><b>\(field.label)</b>\
            <span class="soft">\(shown(field))</span>\(Icon.go.html)</a></li>
            """ as HTML
        })</ul>
        """
    }

    /// Numbers stay covered: the page may be read over the shoulder.
    private func shown(_ field: CorrectionField) -> String {
        guard let stored = known[field] else { return t("Chưa ghi") }
        let text = field.shown(stored, groups: groups)
        return field.identifierKind != nil || field == .phone ? HoldingView.covered(text) : text
    }

    private func form(_ field: CorrectionField) -> HTML {
        Form.upload(
            base, visit, attributes: " class=\"stack\"",
            """
            <input type="hidden" name="field" value="\(field)">
            <dl class="facts"><div><dt>\(t("Sổ đang ghi"))</dt><dd>\(shown(field))</dd></div></dl>
            \(input(field))
            \(Field.area(
                "ground", t("Vì sao cần sửa?"), value: typed["ground"],
                hint: t("Ví dụ: giấy khai sinh ghi năm 1985, sổ ghi nhầm 1958."), error: problems["ground"],
                maxLength: 1_000, rows: 3))
            \(Field.file(
                "proof", t("Ảnh giấy tờ (không bắt buộc)"),
                hint: t("Chụp giấy khai sinh, căn cước hoặc giấy khác cho thấy điều đúng."), error: problems["proof"],
                accept: "image/*,application/pdf", held: held))
            <p class="acts"><button class="btn">\(t("Gửi yêu cầu"))</button>\
            <a class="btn plain" href="\(base)/new">\(t("Chọn chỗ khác"))</a></p>
            """)
    }

    private func input(_ field: CorrectionField) -> HTML {
        let label = t("Điều đúng là")
        let (value, error) = (typed["wanted"], problems["wanted"])
        func select(_ choices: [Field.Choice]) -> HTML {
            Field.select("wanted", label, choices, value: value, empty: t("Hãy chọn"), error: error)
        }
        switch field {
        case .sex: return select(Sex.allCases.map { .init($0.rawValue, $0.label) })
        case .ethnicGroup: return select(groups.all.map { .init($0.code.rawValue, $0.name) })
        case .language:
            return select(SpokenLanguages.all.map { .init($0.rawValue, SpokenLanguages.label($0) ?? $0.rawValue) })
        case .birth:
            return Field.text(
                "wanted", label, value: value, hint: t("Ví dụ: 05/07/1985. Chỉ biết năm thì ghi 1985."), error: error,
                maxLength: 10)
        case .phone:
            return Field.text("wanted", label, value: value, error: error, type: "tel", maxLength: 20)
        case .fullName, .personalNumber, .healthInsurance:
            return Field.text("wanted", label, value: value, error: error)
        case .address:
            return Field.text(
                "wanted", label, value: value, hint: t("Số nhà, ngõ, xóm. Chuyển đi nơi khác thì làm thủ tục cư trú."),
                error: error, maxLength: 300)
        }
    }
}

/// One request: what was asked, where it stands, what was answered.
struct OwnCorrectionView: Sendable {
    let subject: AboutMeSubject
    let correction: Correction
    let steps: [CorrectionStep]
    let proofs: [FileUse]
    let groups: EthnicGroups
    let visit: Visit
    let calendar: WorkingCalendar

    private var base: String { "\(subject.base)/corrections/\(correction.code)" }

    var page: Page {
        let view = self
        var page = subject.page(t("{code}: {field}", ["code": correction.code, "field": correction.field.label])) {
            view.html
        }
        .flash(flash)
        page.back = (t("Yêu cầu sửa của tôi"), "\(subject.base)/corrections")
        return page
    }

    private var flash: String? {
        switch visit.query["done"] {
        case "asked": t("Đã gửi yêu cầu. Xã trả lời trước hết ngày {day}.", ["day": Format.day(correction.dueOn)])
        case "withdrawn": t("Bạn đã rút yêu cầu này.")
        default: nil
        }
    }

    private var html: HTML {
        """
        <h1>\(t("Xin sửa: {field}", ["field": correction.field.label]))</h1>
        <p class="row"><span class="code">\(correction.code)</span>\
        \(CorrectionTag(correction: correction, today: visit.today, calendar: calendar).html)</p>
        \(answer)
        <dl class="facts">\(fact(t("Sổ ghi lúc đó"), correction.old.map(shown) ?? t("Chưa ghi")))\
        \(fact(t("Điều đúng là"), shown(correction.wanted)))\(fact(t("Vì sao cần sửa"), correction.ground))\
        \(fact(t("Hẹn trả lời"), Format.longDay(correction.dueOn)))</dl>
        \(proofs.isEmpty ? nil : papers)
        <section aria-labelledby="log"><h2 id="log">\(t("Diễn biến"))</h2><ol class="timeline">\(steps.map(step))</ol></section>
        \(correction.state.isOpen ? withdrawal : nil)
        """
    }

    private func shown(_ stored: String) -> String { correction.field.shown(stored, groups: groups) }

    private func fact(_ label: String, _ value: String) -> HTML {
        "<div><dt>\(label)</dt><dd class=\"said\">\(value)</dd></div>"
    }

    private var answer: HTML? {
        switch correction.state {
        case .asked, .inWork, .withdrawn: nil
        case .granted:
            """
            <div class="notice" data-s="ok">\(Icon.check.html)<div><b>\(t("Đã sửa trong sổ"))</b>\
            \(correction.answer.map { "<p class=\"said\">\($0)</p>" as HTML })</div></div>
            """
        case .refused:
            """
            <div class="notice" data-s="warn">\(Icon.info.html)<div><b>\(t("Không sửa"))</b>\
            <p class="said">\(correction.refusal?.words ?? "")</p>\
            <p class="small">\(t("Căn cứ: {basis}", ["basis": correction.refusal?.basis ?? ""]))</p></div></div>
            """
        }
    }

    private var papers: HTML {
        """
        <section aria-labelledby="proofs"><h2 id="proofs">\(t("Giấy tờ kèm theo"))</h2><ul class="items">\
        \(proofs.enumerated().map { index, proof in
            """
            <li>\(Icon.doc.html)<div><a href="\(base)/proofs/\(index + 1)">\(proof.name)</a> \
            <span class="small soft">\(Format.bytes(proof.file.size))</span></div></li>
            """ as HTML
        })</ul></section>
        """
    }

    private func step(_ step: CorrectionStep) -> HTML {
        """
        <li><time datetime="\(step.at.rfc3339)">\(Format.dateTime(step.at))</time><b>\(step.kind.label)</b>\
        \(step.unitName.map { "<br><span class=\"soft\">\($0)</span>" as HTML })\
        \(step.note.map { "<br><span class=\"said\">\($0)</span>" as HTML })</li>
        """
    }

    private var withdrawal: HTML {
        Form.post(
            "\(base)/withdrawal", visit,
            """
            <input type="hidden" name="version" value="\(correction.version)">\
            <p class="acts"><button class="btn danger quiet">\(t("Rút yêu cầu này"))</button></p>
            """)
    }
}
