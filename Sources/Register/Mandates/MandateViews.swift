import Kernel
import Web

struct MandateView: Sendable {
    let person: MandatePerson
    let visit: Visit
    let typed: FormData
    let problems: FieldProblems

    var page: Page {
        let title = t("Ai làm thay {name}?", ["name": person.name])
        return Page(problems.isEmpty ? title : t("Lỗi: {title}", ["title": title]), face: .officer, width: .slim) {
            """
            \(Form.errors(problems))<h1>\(title)</h1>
            <p>\(t("Ghi theo giấy tờ đặt trên quầy. Cả hai người thấy việc này trong trang của mình."))</p>
            \(PurposeNote(purpose: MandateDoors.purpose, back: nil).html)
            \(Form.post("\(person.path)/mandates", visit, attributes: " class=\"form stack\" data-warn", form))
            """
        }
        .back(person.name, to: person.path)
    }

    private var form: HTML {
        """
        \(Field.picks(
            "kind", t("Làm thay với tư cách gì?"), kinds, value: typed["kind"], error: problems["kind"]))
        \(text("holderName", t("Họ tên người làm thay"), hint: t("Viết đúng như trong giấy tờ.")))
        \(text("holderNumber", t("Số giấy tờ của người làm thay"), hint: t("Số định danh hoặc số khác trong sổ, gõ đủ.")))
        \(work)
        \(text(
            "paper", t("Giấy tờ căn cứ"),
            hint: t("Ví dụ giấy khai sinh số 12, quyết định cử người giám hộ số 3, giấy ủy quyền viết tay.")))
        \(text("signed", t("Ngày ký đồng ý"), hint: t("Cho ủy quyền và người giúp. Ví dụ: 25/07/2022")))
        \(Field.text(
            "since", t("Từ ngày"), value: typed.filled("since") ?? Format.day(visit.today), error: problems["since"]))
        \(text(
            "until", t("Đến hết ngày"),
            hint: t("Giám hộ trẻ em thì để trống: hết hiệu lực vào ngày trẻ đủ 18 tuổi.")))
        <p class="acts"><button class="btn">\(t("Ghi vào sổ"))</button>\
        <a class="btn plain" href="\(person.path)">\(t("Không, quay lại"))</a></p>
        """
    }

    private var kinds: [Field.Choice] {
        MandateKind.allCases.map { kind in
            let note =
                switch kind {
                case .guardian: t("của trẻ em, hoặc của người không tự quyết định được")
                case .proxy: t("làm các việc được ghi trong giấy ủy quyền")
                case .helper: t("xem và đọc cho nghe, không quyết định gì")
                }
            return Field.Choice(kind.rawValue, kind.label, note: note)
        }
    }

    private var work: HTML {
        let chosen = typed.all("work")
        return """
            <fieldset class="field" id="work"><legend>\(t("Được làm gì?"))</legend>\
            <p class="hint">\(t("Người giám hộ được làm tất cả, không cần chọn."))</p>\
            \(problems["work"].map { "<p class=\"error\" id=\"work-error\">\($0)</p>" as HTML })\
            <div class="picks">\(MandateAct.allCases.map { work in
                """
                <label class="pick"><input type="checkbox" name="work" value="\(work.rawValue)"\
                \(chosen.contains(work.rawValue) ? " checked" as HTML : nil)>\(work.officeLabel)</label>
                """ as HTML
            })</div></fieldset>
            """
    }

    private func text(_ name: String, _ label: String, hint: String? = nil) -> HTML {
        Field.text(
            name, label, value: typed[name], hint: hint, error: problems[name], maxLength: MandateDraft.longestPaper)
    }
}

/// One mandate before it is ended.
struct MandateEndView: Sendable {
    let person: MandatePerson
    let mandate: Mandate
    let holder: String
    let visit: Visit
    let typed: FormData
    let problems: FieldProblems

    var page: Page {
        let title = t("{holder} thôi làm thay {name}", ["holder": holder, "name": person.name])
        return Page(problems.isEmpty ? title : t("Lỗi: {title}", ["title": title]), face: .officer, width: .slim) {
            """
            \(Form.errors(problems))<h1>\(title)</h1>
            \(PurposeNote(purpose: MandateDoors.purpose, back: nil).html)
            <dl class="facts"><div><dt>\(mandate.kind.label)</dt><dd>\(holder)</dd></div>\
            <div><dt>\(t("Được làm gì?"))</dt><dd>\(mandate.purpose)</dd></div>\
            <div><dt>\(t("Giấy tờ căn cứ"))</dt><dd>\(mandate.consent)</dd></div>\
            <div><dt>\(t("Thời hạn"))</dt><dd>\(MandateState.words(mandate, on: visit.today))</dd></div></dl>
            \(mandate.revokedAt == nil ? form : nil)
            """
        }
        .back(person.name, to: person.path)
    }

    private var form: HTML {
        Form.post(
            "\(person.path)/mandates/\(mandate.id)/revocation", visit, attributes: " class=\"form stack\"",
            """
            \(Field.text(
                "reason", t("Vì sao kết thúc?"), value: typed["reason"],
                hint: t("Ví dụ: người ủy quyền đến báo thôi, quyết định thay người giám hộ số 4."),
                error: problems["reason"], maxLength: MandateDraft.longestPaper))
            <p class="acts"><button class="btn danger">\(t("Kết thúc ngay"))</button>\
            <a class="btn plain" href="\(person.path)">\(t("Không, quay lại"))</a></p>
            """)
    }
}

enum MandateState {
    /// `Đang có hiệu lực, từ 01/02/2020 đến 03/04/2021`
    static func words(_ mandate: Mandate, on today: Day) -> String {
        let state =
            mandate.revokedAt.map { t("Đã thu hồi {time}", ["time": Format.dateTime($0)]) }
            ?? (mandate.holds(on: today) ? t("Đang có hiệu lực") : t("Hết hiệu lực"))
        return RecordDays.words(state, from: mandate.validFrom, until: mandate.validTo)
    }
}
