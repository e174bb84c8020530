import Kernel
import Web

struct NewResidentView: Sendable {
    let visit: Visit
    let places: OfficePlaces
    let groups: EthnicGroups
    var typed = FormData()
    var problems = FieldProblems()

    var page: Page {
        let title = t("Thêm người vào sổ")
        return Page(problems.isEmpty ? title : t("Lỗi: {title}", ["title": title]), face: .officer, width: .slim) {
            """
            \(Form.errors(problems))<h1>\(title)</h1>
            \(Form.post("/residents/new", visit, attributes: " class=\"form stack\" data-warn", form))
            """
        }
        .back(t("Tra cứu người dân"), to: ResidentQuery.path)
    }

    private var form: HTML {
        """
        \(Field.picks(
            "kind", t("Vì sao thêm?"), ArrivalKind.allCases.map { Field.Choice($0.rawValue, $0.label) },
            value: typed["kind"], error: problems["kind"]))
        \(text("fullName", t("Họ và tên"), hint: t("Như trong giấy tờ, họ trước tên sau.")))
        \(text("birth", t("Ngày sinh"), hint: t("Ví dụ 01/03/1952; chỉ biết năm thì ghi 1952.")))
        \(Field.picks(
            "sex", t("Giới tính"), Sex.allCases.map { Field.Choice($0.rawValue, $0.label) }, value: typed["sex"],
            error: problems["sex"]))
        \(text("number", t("Số định danh cá nhân"), hint: t("12 chữ số. Trẻ chưa được cấp thì để trống.")))
        \(problems["number"] == nil ? nil : disputed)
        \(Field.select(
            "ethnicGroup", t("Dân tộc"), groups.all.map { Field.Choice($0.code.rawValue, $0.name) },
            value: typed["ethnicGroup"], empty: t("Chưa biết")))
        \(Field.select(
            "language", t("Tiếng nói hằng ngày"),
            SpokenLanguages.all.map { Field.Choice($0.rawValue, SpokenLanguages.label($0) ?? $0.rawValue) },
            value: typed["language"], empty: t("Chưa biết")))
        \(text("phone", t("Điện thoại"), type: "tel"))
        \(HomeFields(places: places, typed: typed, problems: problems).html)
        \(text("since", t("Ở đây từ ngày"), hint: t("Ngày sinh, hoặc ngày đến ở.")))
        \(text("reason", t("Giấy tờ căn cứ"), hint: t("Ví dụ giấy khai sinh số 12, phiếu báo thay đổi số 5.")))
        <p class="acts"><button class="btn">\(t("Tiếp tục"))</button>\
        <a class="btn plain" href="/residents">\(t("Không, quay lại"))</a></p>
        """
    }

    private var disputed: HTML {
        """
        <div class="field"><label class="pick"><input type="checkbox" name="disputed" value="1"\
        \(typed["disputed"].isEmpty ? nil : " checked" as HTML)>\
        \(t("Giấy tờ đúng như vậy: ghi là số đang trùng, để xem lại hai hồ sơ"))</label></div>
        """
    }

    private func text(_ name: String, _ label: String, hint: String? = nil, type: String = "text") -> HTML {
        Field.text(name, label, value: typed[name], hint: hint, error: problems[name], type: type, maxLength: 300)
    }
}

/// Commune where there are several, village, house; permanent or for a time.
struct HomeFields: Sendable {
    let places: OfficePlaces
    var typed = FormData()
    var problems = FieldProblems()

    var html: HTML {
        """
        \(places.communes.count > 1
            ? Field.select(
                "commune", t("Xã, phường, thị trấn"),
                places.communes.map { Field.Choice("\($0.id)", $0.addressName) }, value: typed["commune"],
                empty: t("Chọn xã"), error: problems["commune"]) : nil)
        \(places.villages.isEmpty
            ? nil
            : Field.select(
                "village", t("Thôn, bản, tổ"), places.villages.map { Field.Choice("\($0.id)", $0.fullName) },
                value: typed["village"], empty: t("Chưa rõ thôn"), error: problems["village"]))
        \(Field.text(
            "address", t("Số nhà, đường, xóm"), value: typed["address"], error: problems["address"], maxLength: 300))
        \(Field.select(
            "stay", t("Loại cư trú"),
            ResidenceKind.allCases.map { Field.Choice($0.rawValue, $0.label) }, value: typed["stay"]))
        """
    }
}

/// What is to be looked at before somebody is written down.
struct ArrivalCheckView: Sendable {
    let new: NewResident
    let check: ArrivalCheck
    let typed: FormData
    let visit: Visit

    var page: Page {
        Page(t("Xem lại trước khi ghi"), face: .officer, width: .normal) { html }
            .back(t("Tra cứu người dân"), to: ResidentQuery.path)
    }

    private var html: HTML {
        """
        <h1>\(t("Xem lại trước khi ghi"))</h1>
        <dl class="facts"><div><dt>\(t("Họ và tên"))</dt><dd>\(new.facts.fullName)</dd></div>\
        <div><dt>\(t("Ngày sinh"))</dt><dd>\(new.facts.birth.map(BirthText.shown) ?? "")</dd></div>\
        <div><dt>\(t("Số định danh cá nhân"))</dt><dd>\(new.number?.number ?? t("Chưa có"))</dd></div></dl>
        \(check.mover == nil ? nil : mover)\(check.isDisputed ? disputed : nil)
        \(check.notes.isEmpty
            ? nil
            : NotesView(notes: check.notes).html)
        \(check.likely.isEmpty ? nil : likely)
        \(Form.post("/residents/new", visit, """
            \(typed.typed.filter { $0.name != "confirm" }.map {
                "<input type=\"hidden\" name=\"\($0.name)\" value=\"\($0.value)\">" as HTML
            })<input type="hidden" name="confirm" value="1">\
            <p class="acts"><button class="btn">\(label)</button>\
            <a class="btn plain" href="/residents">\(t("Không ghi, quay lại"))</a></p>
            """))
        """
    }

    private var label: String {
        if check.mover != nil { return t("Ghi chuyển đến") }
        return check.likely.isEmpty ? t("Đúng, ghi vào sổ") : t("Là người khác, ghi vào sổ")
    }

    private var mover: HTML {
        """
        <p class="notice">\(Icon.info.html)<span>\
        \(t("Người này đã có trong sổ và đang ở nơi khác. Sổ sẽ ghi chuyển đến, không lập hồ sơ mới."))</span></p>
        """
    }

    private var disputed: HTML {
        """
        <p class="notice" data-s="warn">\(Icon.warn.html)<span>\
        \(t("Số này đang là của người khác. Hai hồ sơ sẽ vào danh sách chờ xem lại."))</span></p>
        """
    }

    private var likely: HTML {
        """
        <section class="stack tight" aria-labelledby="likely"><h2 id="likely">\(t("Có thể đã có trong sổ"))</h2>
        <p>\(t("Cùng tên, ngày sinh không trái nhau. Nếu là một trong những người này thì mở hồ sơ của họ, đừng ghi thêm."))</p>
        \(ResidentTable(lines: check.likely, today: visit.today).html)
        <p class="soft">\(t("Nếu vẫn ghi, các cặp này vào danh sách hồ sơ có thể trùng để người khác xem."))</p></section>
        """
    }
}
