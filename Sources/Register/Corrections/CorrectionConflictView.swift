import Kernel
import Web

/// 409: somebody else was faster. Both versions stand side by side; what was typed is still there.
struct CorrectionConflictView: Sendable {
    /// As it is by now.
    let now: CorrectionView
    let deed: CorrectionDeed
    let typed: FormData
    let visit: Visit

    private var correction: Correction { now.correction }

    var page: Page {
        Page(t("Người khác vừa sửa trước bạn"), face: .officer) { html }.back(
            correction.code, to: correction.officePath
        ).failed()
    }

    private var html: HTML {
        """
        <h1>\(t("Người khác vừa sửa trước bạn"))</h1>
        <div class="notice" data-s="warn">\(Icon.warn.html)<div><b>\(t("Việc của bạn chưa được lưu."))</b> \
        \(now.steps.first.map { t("Lúc {time}, {name} đã lưu một bản khác.", ["time": Format.dateTime($0.at), "name": $0.actorName]) } ?? "") \
        \(t("Bạn so hai bản rồi chọn."))</div></div>
        <div class="versions">
        <section aria-labelledby="theirs"><h2 id="theirs">\(t("Bản đang lưu"))</h2><dl class="facts">\
        \(fact(t("Tình trạng"), correction.state.label))\(fact(t("Sổ đang ghi"), now.shown(now.now)))\
        \(correction.answer.map { fact(t("Lời gửi người dân"), $0) })\
        \(correction.refusal.map { fact(t("Lý do"), $0.words) })\
        \(correction.refusal.map { fact(t("Căn cứ"), $0.basis) })</dl></section>
        <section data-s="you" aria-labelledby="yours"><h2 id="yours">\(t("Bản của bạn"))</h2>\
        <p>\(t("chưa lưu"))</p><dl class="facts">\(fact(t("Việc"), deed.label))\
        \(deed == .grant ? fact(t("Sổ sẽ ghi"), now.shown(correction.wanted)) : nil)\
        \(deed.fields.filter { !typed[$0].isEmpty }.map { fact(label($0), typed[$0]) })</dl></section></div>
        \(choice)
        """
    }

    /// Saving one's own version is offered only where the rules still allow it.
    private var choice: HTML {
        let keep: HTML = """
            <a class="btn quiet" href="\(correction.officePath)">\(t("Giữ bản đang lưu"))</a>
            """
        guard let person = now.personVersion, let act = deed.act, correction.state.allows(act) else {
            return """
                <p>\(t("Yêu cầu đã sang tình trạng khác nên không lưu được bản của bạn nữa. Bạn chép lại phần cần giữ."))</p>
                <p class="acts">\(keep)</p>
                """
        }
        return Form.post(
            "\(correction.officePath)/\(deed.rawValue)", visit,
            """
            <input type="hidden" name="version" value="\(correction.version)">\
            <input type="hidden" name="person" value="\(person)">\
            \(deed.fields.map { "<input type=\"hidden\" name=\"\($0)\" value=\"\(typed[$0])\">" as HTML })\
            <p class="acts"><button class="btn">\(t("Lưu bản của tôi"))</button>\(keep)</p>
            """)
    }

    private func label(_ field: String) -> String {
        switch field {
        case "answer": t("Lời gửi người dân")
        case "reason": t("Lý do")
        default: t("Căn cứ")
        }
    }

    private func fact(_ name: String, _ value: String) -> HTML {
        "<div class=\"differs\"><dt data-mark=\"\(t("khác"))\">\(name)</dt><dd>\(value)</dd></div>"
    }
}
