import Kernel
import Web

/// A plan with its changes, what it would do, and who passes it.
struct PlanView: Sendable {
    let visit: Visit
    let sheet: PlanSheet
    var typed = FormData()
    var problems = FieldProblems()

    private var plan: Plan { sheet.plan }
    private var stage: Plan.Stage { plan.stage(on: visit.today) }
    private var path: String { "/units/plans/\(plan.id)" }

    var page: Page {
        Page(problems.isEmpty ? plan.title : t("Lỗi: {title}", ["title": plan.title]), face: .officer) { html }
            .back(t("Phương án sắp xếp"), to: "/units/plans").flash(flash)
    }

    private var flash: String? {
        switch visit.query["done"] {
        case "saved": t("Đã lưu.")
        case "removed": t("Đã xoá thay đổi khỏi phương án.")
        case "scheduled": t("Đã duyệt. Từ ngày có hiệu lực, cây đơn vị đổi theo phương án.")
        case "abandoned": t("Đã bỏ phương án.")
        default: nil
        }
    }

    private var html: HTML {
        """
        \(Form.errors(problems))
        <div class="row between"><div><h1>\(plan.title)</h1><p class="row">\(stage.tag)\
        <span>\(t("từ {day}", ["day": Format.day(plan.day)]))</span><span class="soft">\(plan.legalBasis)</span></p></div>\
        <span class="row no-print">\(stage == .draft ? edit : nil)\
        <button class="btn quiet sm" type="button" data-print hidden>\(Icon.print.html)\(t("In"))</button></span></div>
        \(sheet.obstacle.flatMap(obstacle))
        <div class="split"><div class="stack loose">\(changes)\
        \(sheet.preview.map { PlanTreesView(preview: $0, plan: plan).html })\(touches)</div>
        <aside class="stack loose">\(signatures)\(stage == .draft ? approval : nil)\
        \(stage == .draft || stage == .scheduled ? abandonment : nil)\(overlaps)</aside></div>
        """
    }

    private var edit: HTML {
        "<a class=\"btn quiet sm\" href=\"\(path)/head\">\(Icon.pencil.html)\(t("Sửa ngày, căn cứ"))</a>"
    }

    private func obstacle(_ refusal: any Refusal) -> HTML? {
        guard stage == .draft else { return nil }
        return """
            <div class="notice" data-s="warn">\(Icon.warn.html)<div><p><b>\(t("Phương án chưa duyệt được."))</b> \
            \(refusal.message)</p></div></div>
            """
    }

    private var changes: HTML {
        """
        <section aria-labelledby="changes"><h2 id="changes">\(tn("{n} thay đổi", count: sheet.changes.count))</h2>
        \(sheet.changes.isEmpty
            ? "<p class=\"soft\">\(t("Chưa có thay đổi nào. Bạn thêm từng thay đổi một."))</p>" as HTML
            : "<ul class=\"items\">\(sheet.changes.map(item))</ul>")
        \(stage == .draft ? adding : nil)</section>
        """
    }

    private func item(_ planned: PlannedChange) -> HTML {
        let sentence = ChangeSentence(change: planned.change).text
        guard stage == .draft else { return "<li><span>\(sentence)</span></li>" }
        return """
            <li><a href="\(path)/changes/\(planned.id)">\(sentence)</a>\
            \(Form.post("\(path)/changes/\(planned.id)/removal", visit, """
                \(version)<button class="btn danger quiet sm">\(t("Xoá"))<span class="sr"> \(sentence)</span></button>
                """))</li>
            """
    }

    private var version: HTML { "<input type=\"hidden\" name=\"version\" value=\"\(plan.version)\">" }

    private var adding: HTML {
        """
        <nav class="acts" aria-label="\(t("Thêm thay đổi"))">\(PlanChange.Kind.allCases.map { kind in
            """
            <a class="btn quiet sm" href="\(path)/changes/new?kind=\(kind)">\(Icon.plus.html)\(kind.label)</a>
            """ as HTML
        })</nav>
        """
    }

    private var touches: HTML? {
        guard !sheet.touches.isEmpty else { return nil }
        return """
            <section aria-labelledby="touches"><h2 id="touches">\
            \(stage == .draft ? t("Phương án đụng đến") : t("Khi duyệt, phương án đụng đến"))</h2>
            <dl class="facts">\(sheet.touches.map { touch in
                "<div><dt>\(sheet.title(of: touch))</dt><dd class=\"n\">\(touch.number)</dd></div>" as HTML
            })</dl></section>
            """
    }

    private var signatures: HTML {
        """
        <section class="panel" aria-labelledby="who"><h2 id="who">\(t("Ai làm"))</h2><dl class="facts">\
        \(signature(t("Người lập"), plan.createdBy, plan.createdAt))\
        \(signature(t("Người sửa lần cuối"), plan.changedBy, plan.changedAt))\
        \(plan.scheduledBy.map { signature(t("Người duyệt"), $0, plan.scheduledAt) })\
        \(plan.abandonedBy.map { signature(t("Người bỏ"), $0, plan.abandonedAt) })\
        \(plan.reason.isEmpty ? nil : "<div><dt>\(t("Lý do bỏ"))</dt><dd>\(plan.reason)</dd></div>" as HTML)</dl></section>
        """
    }

    private func signature(_ label: String, _ account: ID<Account>, _ at: Instant?) -> HTML {
        """
        <div><dt>\(label)</dt><dd>\(sheet.names[account] ?? "")\
        \(at.map { "<br><span class=\"small soft\">\(Format.dateTime($0))</span>" as HTML })</dd></div>
        """
    }

    private var approval: HTML {
        guard visit.holds(.scheduleUnits) else {
            return """
                <section class="panel" aria-labelledby="approval"><h2 id="approval">\(t("Duyệt"))</h2>
                <p class="soft">\(t("Lãnh đạo UBND tỉnh mở trang này để duyệt, khi phương án đã đủ."))</p></section>
                """
        }
        return """
            <section class="panel" aria-labelledby="approval"><h2 id="approval">\(t("Duyệt"))</h2>
            <p class="soft">\(t("Từ {day}, mọi trang dùng cây đơn vị mới. Trước ngày đó vẫn bỏ được.", ["day": Format.day(plan.day)]))</p>
            \(Form.post("\(path)/approval", visit, """
                \(version)<div class="field">\
                \(problems["confirm"].map { "<p class=\"error\" id=\"confirm-error\">\($0)</p>" as HTML })\
                <label class="pick"><input type="checkbox" id="confirm" name="confirm" value="1"\
                \(problems["confirm"] == nil ? nil : " aria-describedby=\"confirm-error\" aria-invalid=\"true\"" as HTML)>\
                \(t("Tôi đã xem phương án đụng đến những gì"))</label></div>
                <p class="acts"><button class="btn">\(t("Duyệt phương án"))</button></p>
                """))</section>
            """
    }

    private var abandonment: HTML? {
        guard stage == .draft || visit.holds(.scheduleUnits) else { return nil }
        return """
            <section class="panel" aria-labelledby="abandonment"><h2 id="abandonment">\(t("Bỏ phương án"))</h2>
            \(Form.post("\(path)/abandonment", visit, """
                \(version)\(Field.text(
                    "reason", t("Lý do"), value: typed["reason"],
                    hint: t("Phương án vẫn còn trong danh sách để tra cứu."), error: problems["reason"], maxLength: 500))
                <p class="acts"><button class="btn danger quiet">\(t("Bỏ phương án"))</button></p>
                """))</section>
            """
    }

    private var overlaps: HTML? {
        guard !sheet.overlapping.isEmpty else { return nil }
        return """
            <section class="panel" aria-labelledby="overlaps"><h2 id="overlaps">\(t("Phương án khác cùng đơn vị"))</h2>
            <ul class="list">\(sheet.overlapping.map { other in
                """
                <li><a href="/units/plans/\(other.id)"><b>\(other.title)</b>\
                <span class="small soft">\(Format.day(other.day)) · \(other.stage(on: visit.today).label)</span>\
                \(Icon.go.html)</a></li>
                """ as HTML
            })</ul></section>
            """
    }
}

/// The tree before and after, side by side.
struct PlanTreesView: Sendable {
    let preview: PlanPreview
    let plan: Plan

    var html: HTML {
        """
        <section class="stack tight" aria-labelledby="trees"><h2 id="trees">\(t("Trước và sau"))</h2>
        <div class="versions"><div><h3>\(t("Đến hết {day}", ["day": Format.day(plan.day + -1)]))</h3>\
        \(preview.before.map { branch($0, isBefore: true) })</div>
        <div data-s="you"><h3>\(t("Từ {day}", ["day": Format.day(plan.day)]))</h3>\
        \(preview.after.isEmpty
            ? "<p class=\"soft\">\(t("Không có đơn vị nào tiếp nối."))</p>" as HTML
            : "\(preview.after.map { branch($0, isBefore: false) })")</div></div></section>
        """
    }

    private func branch(_ branch: PlanPreview.Branch, isBefore: Bool) -> HTML {
        """
        <p class="soft">\(branch.parent)</p><ul class="stack tight">\(branch.places.map { place in
            "<li>\(name(place, isBefore: isBefore)) <span class=\"small soft\">\(about(place))</span></li>" as HTML
        })</ul>
        """
    }

    private func name(_ place: PlanPreview.Place, isBefore: Bool) -> HTML {
        guard place.isMarked else { return "<span>\(place.name)</span>" }
        return isBefore ? "<del>\(place.name)</del>" : "<ins>\(place.name)</ins>"
    }

    private func about(_ place: PlanPreview.Place) -> String {
        let villages = place.villages == 0 ? nil : UnitLevel.village.counted(place.villages)
        return [t("mã {code}", ["code": place.code]), villages].compactMap(\.self).joined(separator: " · ")
    }
}
