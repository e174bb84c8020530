import Kernel
import Web

/// What an officer meant to do, in words and with what was typed.
enum OfficerDeed: String, Sendable, CaseIterable {
    case acceptance, assignment, answer, refusal

    var act: DossierAct {
        switch self {
        case .acceptance: .accept
        case .assignment: .assign
        case .answer: .resolve
        case .refusal: .refuse
        }
    }

    var permission: Permission {
        switch self {
        case .acceptance, .assignment: .acceptDossiers
        case .answer, .refusal: .answerDossiers
        }
    }

    var label: String {
        switch self {
        case .acceptance: t("Tiếp nhận")
        case .assignment: t("Nhận xử lý")
        case .answer: t("Trả kết quả")
        case .refusal: t("Từ chối")
        }
    }

    /// The fields that carry what was typed.
    var fields: [String] {
        switch self {
        case .acceptance, .assignment: []
        case .answer: ["answer"]
        case .refusal: ["reason", "basis"]
        }
    }
}

/// 409: somebody else was faster. Both versions stand side by side; what was typed is still there.
struct ConflictView: Sendable {
    let dossier: Dossier
    let assigneeName: String?
    /// What happened last, by whom.
    let last: DossierLogLine?
    let deed: OfficerDeed
    let typed: FormData
    /// The result's files, which go along with one's own version.
    let held: HeldFiles
    let visit: Visit

    var page: Page {
        Page(t("Người khác vừa sửa hồ sơ này"), face: .officer) { html }
            .back(t("Hồ sơ {code}", ["code": dossier.code]), to: "/inbox/\(dossier.code)").failed()
    }

    private var html: HTML {
        """
        <h1>\(t("Người khác vừa sửa hồ sơ này"))</h1>
        <div class="notice" data-s="warn">\(Icon.warn.html)<div><b>\(t("Việc của bạn chưa được lưu."))</b> \
        \(last.map { t("Lúc {time}, {name} đã lưu một bản khác.", ["time": Format.dateTime($0.at), "name": $0.actorName]) } ?? "") \
        \(t("Bạn so hai bản rồi chọn."))</div></div>
        <div class="versions">
        <section aria-labelledby="theirs"><h2 id="theirs">\(t("Bản đang lưu"))</h2><dl class="facts">\
        \(fact(t("Tình trạng"), dossier.state.label, differs: true))\
        \(fact(t("Người xử lý"), assigneeName ?? t("Chưa có ai nhận"), differs: false))\
        \(dossier.answer.map { fact(t("Lời gửi người dân"), $0, differs: true) })\
        \(dossier.refusal.map { fact(t("Lý do"), $0.words, differs: true) })\
        \(dossier.refusal.map { fact(t("Căn cứ"), $0.basis, differs: true) })</dl></section>
        <section data-s="you" aria-labelledby="yours"><h2 id="yours">\(t("Bản của bạn"))</h2>\
        <p>\(t("chưa lưu"))</p><dl class="facts">\(fact(t("Việc"), deed.label, differs: true))\
        \(deed.fields.map { fact(label($0), typed[$0], differs: true) })\
        \(held.names.map { fact(t("Tệp kết quả"), $0, differs: true) })</dl>\
        \(typed.fileProblems.map { "<p class=\"error\">\($0.message)</p>" as HTML })</section>
        </div>
        \(choice)
        """
    }

    /// Saving one's own version is offered only where the rules still allow it.
    private var choice: HTML {
        let keep: HTML = "<a class=\"btn quiet\" href=\"/inbox/\(dossier.code)\">\(t("Giữ bản đang lưu"))</a>"
        guard dossier.state.allows(deed.act) else {
            return """
                <p>\(t("Hồ sơ đã sang tình trạng khác nên không lưu được bản của bạn nữa. Bạn chép lại phần cần giữ."))</p>
                <p class="acts">\(keep)</p>
                """
        }
        return Form.post(
            "/inbox/\(dossier.code)/\(deed.rawValue)", visit,
            """
            <input type="hidden" name="version" value="\(dossier.version)">\
            \(deed.fields.map { "<input type=\"hidden\" name=\"\($0)\" value=\"\(typed[$0])\">" as HTML })\
            \(held.input)<p class="acts"><button class="btn">\(t("Lưu bản của tôi"))</button>\(keep)</p>
            """)
    }

    private func label(_ field: String) -> String {
        switch field {
        case "answer": t("Lời gửi người dân")
        case "reason": t("Lý do")
        default: t("Căn cứ")
        }
    }

    private func fact(_ name: String, _ value: String, differs: Bool) -> HTML {
        differs
            ? "<div class=\"differs\"><dt data-mark=\"\(t("khác"))\">\(name)</dt><dd>\(value)</dd></div>"
            : "<div><dt>\(name)</dt><dd>\(value)</dd></div>"
    }
}
