import Kernel
import Web

/// The third question: a file, or the desk, for each paper that is asked for.
struct PapersView: Sendable {
    let draft: Draft
    let papers: [Paper]
    let problems: FieldProblems
    let visit: Visit

    static func field(_ position: Int) -> String { "paper-\(position)" }

    var page: Page {
        StepFrame(draft: draft, step: .papers, question: t("Giấy tờ của bạn"), problems: problems).page {
            """
            <p>\(t("Chụp ảnh hoặc chọn tệp cho từng giấy. Chưa có thì đánh dấu nộp sau tại quầy."))</p>
            \(Form.upload("/drafts/\(draft.id)/papers", visit, attributes: " class=\"stack loose\"", fields))
            """
        }
        .scripts("js/upload.js")
    }

    private var fields: HTML {
        """
        \(StepFrame.under(draft))\(first)\(draft.procedure.papers.enumerated().map { question($0, $1) })
        \(StepFrame.acts)
        <p class="acts"><button class="btn quiet" name="skip" value="1">\
        \(t("Tôi nộp hết giấy tờ sau, tại quầy"))</button></p>
        """
    }

    /// What the Enter key presses: without it that would be the first "remove".
    private var first: HTML { "<button class=\"sr\" tabindex=\"-1\" aria-hidden=\"true\">\(t("Tiếp tục"))</button>" }

    private func question(_ position: Int, _ paper: String) -> HTML {
        let given = papers.filter { $0.position == position }
        return """
            <section class="stack tight" aria-label="\(paper)">
            \(Field.file(
                Self.field(position), paper,
                hint: t("Chụp rõ 4 góc, đủ sáng. Ảnh, PDF, Word hoặc Excel, mỗi tệp tối đa 20 MB."),
                error: problems[Self.field(position)], accept: FileType.accepted))
            \(given.isEmpty ? nil : items(given))
            <label class="pick"><input type="checkbox" name="desk" value="\(position)"\
            \(draft.answers.later.contains(position) ? " checked" as HTML : nil)>\(t("Tôi nộp giấy này sau tại quầy"))</label>
            </section>
            """
    }

    private func items(_ given: [Paper]) -> HTML {
        """
        <ul class="items" aria-label="\(t("Tệp đã gửi"))">\(given.map { paper -> HTML in
            """
            <li>\(Icon.file.html)<span>\(paper.name) <span class="soft small">\(Format.bytes(paper.file.size)), \
            \(Format.time(paper.addedAt))</span></span><button class="btn quiet sm" name="remove" \
            value="\(paper.id.description)">\(t("Bỏ tệp"))<span class="sr"> \(paper.name)</span></button></li>
            """
        })</ul>
        """
    }
}

/// The last step: everything that was said, each with its own way back.
struct CheckView: Sendable {
    let draft: Draft
    let papers: [Paper]
    let due: Day?
    let problems: FieldProblems
    let visit: Visit

    var page: Page {
        StepFrame(draft: draft, step: .check, question: t("Bạn xem lại rồi nộp"), problems: problems).page {
            """
            <dl class="answers">
            \(answer(t("Nơi nộp"), UnitWords.office(draft.unit?.name ?? ""), .place))
            \(answer(t("Số điện thoại"), draft.answers.phone, .request))
            \(answer(t("Nội dung yêu cầu"), draft.answers.content, .request))
            \(draft.procedure.papers.enumerated().map { paper($0, $1) })
            </dl>
            \(Form.post("/dossiers", visit, attributes: " class=\"stack\"", fields))
            """
        }
    }

    private var fields: HTML {
        """
        \(StepFrame.under(draft))<input type="hidden" name="draft" value="\(draft.id.description)">\
        <div class="field">\(problems["pledge"].map { "<p class=\"error\" id=\"pledge-error\">\($0)</p>" as HTML })\
        <label class="pick"><input type="checkbox" id="pledge" name="pledge" value="1"\
        \(problems["pledge"] == nil ? nil : " aria-invalid=\"true\" aria-describedby=\"pledge-error\"" as HTML)>\
        \(t("Tôi cam đoan những điều trên là đúng"))</label></div>
        <div class="notice">\(Icon.clock.html)<div>\(promise)</div></div>
        <div class="acts"><button class="btn" data-busy="\(t("Đang nộp…"))">\(t("Nộp hồ sơ"))</button></div>
        """
    }

    private var promise: String {
        guard let due else { return t("Thủ tục này chưa công bố thời hạn. Cán bộ sẽ báo khi có kết quả.") }
        return t("Nộp bây giờ thì hẹn trả {day}.", ["day": Format.longDay(due)])
    }

    private func answer(_ label: String, _ value: String, _ step: FilingStep) -> HTML {
        """
        <div><dt>\(label)</dt><dd>\(value)</dd><dd class="edit"><a href="\(draft.path(step))">\(t("Sửa"))\
        <span class="sr"> \(label)</span></a></dd></div>
        """
    }

    private func paper(_ position: Int, _ name: String) -> HTML {
        let given = papers.filter { $0.position == position }.map(\.name)
        return answer(name, given.isEmpty ? t("Nộp sau tại quầy") : given.joined(separator: ", "), .papers)
    }
}

/// Deleting a draft, asked once more.
struct RemovalView: Sendable {
    let draft: Draft
    let visit: Visit

    var page: Page {
        Page(t("Xoá bản ghi dở?")) {
            """
            <h1>\(t("Xoá bản ghi dở?"))</h1>
            <section class="panel stack" aria-labelledby="danger">\
            <h2 id="danger">\(draft.procedure.shortName)</h2>
            <p>\(t("Xoá rồi thì những gì bạn đã ghi và các tệp đã gửi mất hẳn."))</p>
            \(Form.post("/drafts/\(draft.id)/removal", visit, """
                <div class="acts"><button class="btn danger">\(Icon.trash.html)\(t("Xoá bản ghi dở"))</button>\
                <a class="btn plain" href="/drafts/\(draft.id.description)">\(t("Không, quay lại"))</a></div>
                """))</section>
            """
        }
    }
}

/// A draft whose time is over.
struct ExpiredView: Sendable {
    var page: Page {
        Page(t("Bản ghi dở đã hết hạn giữ")) {
            """
            <section class="stack"><h1>\(t("Bản ghi dở đã hết hạn giữ"))</h1>
            <p>\(t("Phần ghi dở được giữ 30 ngày từ lần ghi cuối. Bạn chọn lại thủ tục rồi làm từ đầu."))</p>
            <div class="acts"><a class="btn" href="/procedures">\(t("Chọn thủ tục"))</a>\
            <a class="btn plain" href="/dossiers">\(t("Hồ sơ của tôi"))</a></div></section>
            """
        }
    }
}
