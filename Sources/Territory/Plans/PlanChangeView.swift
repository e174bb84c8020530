import Kernel
import Web

/// One change of a plan as a form. Units are typed by code or name; browsers offer those above the villages.
struct PlanChangeView: Sendable {
    let visit: Visit
    let plan: Plan
    let form: PlanChangeForm
    /// The change that is edited; `nil` for a new one.
    let planned: ID<PlanChange>?
    let units: [AdminUnit]
    let types: [String]
    var problems = FieldProblems()

    private var kind: PlanChange.Kind { form.kind }

    var page: Page {
        let title = kind.label
        let path = "/units/plans/\(plan.id)"
        return Page(problems.isEmpty ? title : t("Lỗi: {title}", ["title": title]), face: .officer, width: .slim) {
            """
            \(Form.errors(problems))
            <h1>\(title)</h1>
            <p class="soft">\(kind.hint) \(t("Tính trên cây đơn vị ngày {day}.", ["day": Format.day(plan.day + -1)]))</p>
            \(Form.post(planned.map { "\(path)/changes/\($0)" } ?? "\(path)/changes", visit, attributes: " class=\"form\" data-warn", """
                <input type="hidden" name="version" value="\(version)"><input type="hidden" name="kind" value="\(kind)">\
                \(before)\(after)
                <p class="acts"><button class="btn">\(t("Lưu thay đổi"))</button>\
                <a class="btn plain" href="\(path)">\(t("Không, quay lại"))</a></p>
                """))
            \(lists)
            """
        }
        .back(plan.title, to: path)
    }

    /// What the form was drawn for stays, so that drawing it again hides nobody else's change.
    private var version: String { form.typed.filled("version") ?? String(plan.version) }

    private var before: HTML {
        switch kind {
        case .merge:
            """
            \((1...form.rows("unit")).map { row in
                listed(
                    "unit-\(row)", t("Đơn vị thứ {n}", ["n": row]), list: "units",
                    hint: row == 1 ? t("Gõ mã, hoặc tên có dấu hay không dấu.") : nil)
            })
            <p class="acts"><button class="btn quiet sm" name="more" value="1">\(Icon.plus.html)\(t("Thêm dòng"))</button></p>
            """
        case .rename, .transfer, .split, .abolish:
            listed("unit-1", t("Đơn vị"), list: "units", hint: t("Gõ mã, hoặc tên có dấu hay không dấu."))
        }
    }

    private var after: HTML? {
        switch kind {
        case .merge: "<div class=\"panel\">\(outcome(""))\(parent)\(kept)</div>"
        case .rename:
            "\(listed("type", t("Loại"), list: "types", hint: t("Ví dụ: xã, phường")))\(text("name", t("Tên mới, không ghi loại")))"
        case .transfer: parent
        case .split:
            """
            \((1...form.rows("name")).map { row in
                """
                <fieldset class="panel"><legend>\(t("Phần thứ {n}", ["n": row]))</legend>\(outcome("-\(row)"))\
                \(text("share-\(row)", t("Tỷ lệ dân số, phần trăm"), hint: row == 1 ? t("Để trống nếu chưa biết.") : nil))\
                </fieldset>
                """ as HTML
            })
            <p class="acts"><button class="btn quiet sm" name="more" value="1">\(Icon.plus.html)\(t("Thêm dòng"))</button></p>
            \(parent)\(keptPart)
            """
        case .abolish: nil
        }
    }

    private func outcome(_ mark: String) -> HTML {
        """
        \(text("code\(mark)", t("Mã mới"), hint: mark.isEmpty ? t("Được dùng lại mã của đơn vị nhập vào.") : nil))\
        \(listed("type\(mark)", t("Loại"), list: "types", hint: mark.isEmpty ? t("Ví dụ: xã, phường") : nil))\
        \(text("name\(mark)", t("Tên mới, không ghi loại")))
        """
    }

    private var parent: HTML {
        listed(
            "parent", kind == .transfer ? t("Đơn vị cấp trên mới") : t("Đơn vị cấp trên"), list: "units",
            hint: kind == .transfer ? nil : t("Để trống nếu vẫn như cũ."))
    }

    private var kept: HTML {
        """
        <div class="field"><label class="pick"><input type="checkbox" id="kept" name="kept" value="1"\
        \(form.typed["kept"] == "1" ? " checked" as HTML : nil)>\
        \(t("Đơn vị thứ nhất tiếp tục dưới tên mới, các đơn vị khác nhập vào nó"))</label></div>
        """
    }

    private var keptPart: HTML {
        Field.select(
            "kept", t("Phần tiếp tục đơn vị cũ"),
            (1...form.rows("name")).map { Field.Choice(String($0), t("Phần thứ {n}", ["n": $0])) },
            value: form.typed["kept"], empty: t("Không phần nào, đơn vị cũ kết thúc"))
    }

    private func text(_ name: String, _ label: String, hint: String? = nil) -> HTML {
        Field.text(name, label, value: form.typed[name], hint: hint, error: problems[name])
    }

    private func listed(_ name: String, _ label: String, list: String, hint: String? = nil) -> HTML {
        Field.text(name, label, value: form.typed[name], hint: hint, error: problems[name], list: list)
    }

    private var lists: HTML {
        """
        <datalist id="units">\(units.map { unit in
            "<option value=\"\(unit.code) \(unit.fullName)\"></option>" as HTML
        })</datalist>
        <datalist id="types">\(types.map { "<option value=\"\($0)\"></option>" as HTML })</datalist>
        """
    }
}
