import Kernel
import Web

/// What stands around every question: how far one is, the errors, the question itself.
struct StepFrame: Sendable {
    let draft: Draft
    let step: FilingStep
    let question: String
    var problems = FieldProblems()

    var title: String {
        let title = t("{question} · {procedure}", ["question": question, "procedure": draft.procedure.shortName])
        return problems.isEmpty ? title : t("Lỗi: {title}", ["title": title])
    }

    func page(_ body: @escaping @Sendable () -> HTML) -> Page {
        let previous = step.previous
        return Page(title) {
            """
            \(Form.errors(problems))
            <div class="steps">\(Rise(done: step.number - 1, of: FilingStep.allCases.count).full)\
            <span>\(draft.procedure.shortName)<br><span class="strong">\(progress)</span></span></div>
            <h1>\(question)</h1>
            \(draft.isProcedureChanged ? changed : nil)
            \(body())
            <p class="small"><a href="/drafts/\(draft.id.description)/removal">\(t("Xoá bản ghi dở này"))</a></p>
            """
        }
        .back(
            previous == nil ? t("Xem lại thủ tục") : t("Quay lại câu trước"),
            to: previous.map { draft.path($0) } ?? "/procedures/\(draft.procedure.code)")
    }

    private var progress: String {
        step == .check
            ? t("Bước cuối")
            : t("Câu {n} trong {all}", ["n": step.number, "all": FilingStep.allCases.count])
    }

    private var changed: HTML {
        """
        <div class="notice" data-s="warn">\(Icon.info.html)<div>\
        \(t("Thủ tục này vừa có bản mới. Những gì bạn đã ghi vẫn còn; bạn xem lại giấy tờ rồi làm tiếp."))</div></div>
        """
    }

    /// Buttons under a question.
    static var acts: HTML {
        """
        <div class="acts"><button class="btn" data-busy="\(t("Đang lưu…"))">\(t("Tiếp tục"))</button>\
        <button class="btn plain" name="keep" value="1">\(t("Để sau, giữ lại phần đã ghi"))</button></div>
        """
    }

    /// Tells which version of the procedure this page was drawn from.
    static func under(_ draft: Draft) -> HTML {
        "<input type=\"hidden\" name=\"under\" value=\"\(draft.procedure.id.description)\">"
    }

    static var keep: HTML {
        " class=\"stack loose\" data-keep=\"filing\" data-kept=\"\(t("Đã lấy lại phần bạn ghi dở."))\""
    }
}

extension Draft {
    func path(_ step: FilingStep) -> String { Address("/drafts/\(id)", ["step": step.rawValue]).text }
}

/// The first question: which commune.
struct PlaceView: Sendable {
    let draft: Draft
    let places: [AdminUnit]
    /// Whether the places are what a search has found: few enough to be shown each.
    let isFound: Bool
    let search: String
    let chosen: String
    let problems: FieldProblems
    let visit: Visit

    var page: Page {
        StepFrame(draft: draft, step: .place, question: t("Bạn nộp hồ sơ ở đâu?"), problems: problems).page {
            """
            \(draft.procedure.isOfCommunes ? seek : nil)
            \(Form.post("/drafts/\(draft.id)/where", visit, attributes: StepFrame.keep, "\(StepFrame.under(draft))\(field)\(StepFrame.acts)"))
            """
        }
    }

    private var seek: HTML {
        """
        <form class="filters" role="search" action="/drafts/\(draft.id.description)">\
        <input type="hidden" name="step" value="where"><label class="grow">\(t("Tìm xã theo tên"))\
        <input class="input" type="search" name="q" value="\(search)" placeholder="\(t("Ví dụ: vu linh"))"></label>\
        <button class="btn quiet">\(Icon.search.html)\(t("Tìm"))</button></form>
        """
    }

    private var field: HTML {
        if isFound {
            return Field.picks(
                "unit", t("Xã, phường, thị trấn"),
                places.map { Field.Choice($0.id.description, $0.fullName, note: $0.parentFullName) }, value: chosen,
                error: problems["unit"])
        }
        return """
            \(search.isEmpty ? nil : none)
            <div class="field"><label for="unit">\(label)</label>\
            <p class="hint" id="unit-hint">\(t("Chọn nơi bạn đang ở, hoặc nơi xảy ra việc."))</p>\
            \(problems["unit"].map { "<p class=\"error\" id=\"unit-error\">\($0)</p>" as HTML })\
            <select class="input" id="unit" name="unit" aria-describedby="unit-hint\(problems["unit"] == nil ? "" : " unit-error")"\
            \(problems["unit"] == nil ? nil : " aria-invalid=\"true\"" as HTML)>\
            <option value="">\(t("Chọn một nơi"))</option>\(groups)</select></div>
            """
    }

    private var label: String { draft.procedure.isOfCommunes ? t("Xã, phường, thị trấn") : t("Nơi tiếp nhận") }

    private var none: HTML {
        """
        <p>\(t("Không có xã nào tên “{text}”. Bạn chọn trong danh sách.", ["text": search])) \
        <a href="\(draft.path(.place))">\(t("Bỏ tìm"))</a></p>
        """
    }

    /// Communes under their districts; the list comes in that order.
    private var groups: [HTML] {
        var groups: [(name: String?, units: [AdminUnit])] = []
        for unit in places {
            if groups.last?.name != unit.parentFullName || groups.isEmpty { groups.append((unit.parentFullName, [])) }
            groups[groups.count - 1].units.append(unit)
        }
        return groups.map { group -> HTML in
            let options = group.units.map(option)
            guard let name = group.name else { return "\(options)" }
            return "<optgroup label=\"\(name)\">\(options)</optgroup>"
        }
    }

    private func option(_ unit: AdminUnit) -> HTML {
        let id = unit.id.description
        return "<option value=\"\(id)\"\(id == chosen ? " selected" as HTML : nil)>\(unit.fullName)</option>"
    }
}

/// The second question: how to reach the applicant, and what is asked for.
struct RequestView: Sendable {
    let draft: Draft
    let phone: String
    let content: String
    let problems: FieldProblems
    let visit: Visit

    var page: Page {
        StepFrame(draft: draft, step: .request, question: t("Bạn cần làm gì?"), problems: problems).page {
            """
            \(Form.post("/drafts/\(draft.id)/request", visit, attributes: StepFrame.keep, "\(StepFrame.under(draft))\(fields)\(StepFrame.acts)"))
            <section class="known" aria-labelledby="known"><h2 id="known">\(t("Đã có sẵn, bạn không phải khai"))</h2>\
            <dl class="facts"><div><dt>\(t("Người nộp"))</dt><dd>\(draft.personName)</dd></div>\
            \(draft.unit.map { "<div><dt>\(t("Nơi nộp"))</dt><dd>\(UnitWords.office($0.name))</dd></div>" as HTML })\
            </dl></section>
            """
        }
    }

    private var fields: HTML {
        """
        \(Field.text(
            "phone", t("Số điện thoại"), value: phone, hint: t("Cán bộ gọi số này khi cần hỏi. Ví dụ: 0912 345 678"),
            error: problems["phone"], type: "tel", autocomplete: "tel", maxLength: 20))
        \(Field.area(
            "content", t("Nội dung yêu cầu"), value: content,
            hint: t("Viết như bạn nói: việc gì, của ai, từ bao giờ."), error: problems["content"],
            maxLength: FilingForms.longestContent, rows: 6))
        """
    }
}
