import Kernel

/// Fields of forms: label, hint, error beside the field, what was typed. The only way in which views make inputs.
public enum Field {
    /// The id of a field's error, which the input refers to.
    private static func described(_ name: String, hint: String?, error: String?) -> HTML? {
        switch (hint, error) {
        case (nil, nil): nil
        case (_?, nil): " aria-describedby=\"\(name)-hint\""
        case (nil, _?): " aria-describedby=\"\(name)-error\" aria-invalid=\"true\""
        case (_?, _?): " aria-describedby=\"\(name)-hint \(name)-error\" aria-invalid=\"true\""
        }
    }

    private static func frame(_ name: String, _ label: String, hint: String?, error: String?, _ input: HTML) -> HTML {
        """
        <div class="field"><label for="\(name)">\(label)</label>\
        \(hint.map { "<p class=\"hint\" id=\"\(name)-hint\">\($0)</p>" as HTML })\
        \(error.map { "<p class=\"error\" id=\"\(name)-error\">\($0)</p>" as HTML })\
        \(input)</div>
        """
    }

    /// One line. `type` is a type of HTML inputs: `text`, `search`, `tel`, `number`, `date`.
    /// - Parameter list: the id of a `datalist` whose values browsers offer.
    public static func text(
        _ name: String, _ label: String, value: String = "", hint: String? = nil, error: String? = nil,
        type: String = "text", autocomplete: String = "off", maxLength: Int = 200, isRequired: Bool = false,
        list: String? = nil
    ) -> HTML {
        frame(
            name, label, hint: hint, error: error,
            """
            <input class="input" id="\(name)" name="\(name)" type="\(type)" value="\(value)" \
            maxlength="\(maxLength)" autocomplete="\(autocomplete)"\(isRequired ? " required" : nil)\
            \(list.map { " list=\"\($0)\"" })\(described(name, hint: hint, error: error))>
            """)
    }

    /// What is typed into it is never drawn back.
    public static func password(
        _ name: String, _ label: String, hint: String? = nil, error: String? = nil, autocomplete: String
    ) -> HTML {
        frame(
            name, label, hint: hint, error: error,
            """
            <input class="input" id="\(name)" name="\(name)" type="password" maxlength="200" \
            autocomplete="\(autocomplete)"\(described(name, hint: hint, error: error))>
            """)
    }

    public static func area(
        _ name: String, _ label: String, value: String = "", hint: String? = nil, error: String? = nil,
        maxLength: Int = 5000, rows: Int = 5
    ) -> HTML {
        frame(
            name, label, hint: hint, error: error,
            """
            <textarea class="input" id="\(name)" name="\(name)" rows="\(rows)" maxlength="\(maxLength)"\
            \(described(name, hint: hint, error: error))>
            \(value)</textarea>
            """)
    }

    public struct Choice: Sendable {
        public let value: String
        public let label: String
        public let note: String?

        public init(_ value: String, _ label: String, note: String? = nil) {
            self.value = value
            self.label = label
            self.note = note
        }
    }

    /// A list to choose one from. `empty` is the label of choosing nothing.
    public static func select(
        _ name: String, _ label: String, _ choices: [Choice], value: String = "", empty: String? = nil,
        hint: String? = nil, error: String? = nil
    ) -> HTML {
        frame(
            name, label, hint: hint, error: error,
            """
            <select class="input" id="\(name)" name="\(name)"\(described(name, hint: hint, error: error))>\
            \(empty.map { "<option value=\"\">\($0)</option>" as HTML })\
            \(choices.map { choice in
                """
                <option value="\(choice.value)"\(choice.value == value ? " selected" : nil)>\(choice.label)</option>
                """ as HTML
            })</select>
            """)
    }

    /// One of a few, each with a thumb's room.
    public static func picks(
        _ name: String, _ label: String, _ choices: [Choice], value: String = "", hint: String? = nil,
        error: String? = nil
    ) -> HTML {
        """
        <fieldset class="field" id="\(name)"\(described(name, hint: hint, error: error))><legend>\(label)</legend>\
        \(hint.map { "<p class=\"hint\" id=\"\(name)-hint\">\($0)</p>" as HTML })\
        \(error.map { "<p class=\"error\" id=\"\(name)-error\">\($0)</p>" as HTML })\
        <div class="picks">\(choices.map { choice in
            """
            <label class="pick"><input type="radio" name="\(name)" value="\(choice.value)"\
            \(choice.value == value ? " checked" : nil)>\(choice.label)\
            \(choice.note.map { "<small>\($0)</small>" as HTML })</label>
            """ as HTML
        })</div></fieldset>
        """
    }

    /// Files. With script they go up in pieces that survive a lost line; without it with the form.
    /// - Parameter held: what was chosen before and goes along without being chosen again.
    public static func file(
        _ name: String, _ label: String, hint: String? = nil, error: String? = nil, accept: String,
        isMany: Bool = true, held: HeldFiles? = nil
    ) -> HTML {
        frame(
            name, label, hint: hint, error: error,
            """
            <div class="file"><input type="file" id="\(name)" name="\(name)" accept="\(accept)"\
            \(isMany ? " multiple" : nil) data-tus="/api/v1/uploads" data-target="\(name)-upload" \
            data-max="\(FileLimits.standard.file)" data-say-sending="\(t("Đang gửi {name}: {n} %"))" \
            data-say-done="\(t("Đã gửi xong {name}"))" data-say-waiting="\(t("Mạng đang yếu, sẽ tự gửi tiếp…"))" \
            data-say-failed="\(t("Chưa gửi được {name}. Bấm Tiếp tục để gửi lại."))" \
            data-say-large="\(t("{name} nặng hơn 20 MB. Bạn chụp lại nhỏ hơn hoặc chọn tệp khác."))"\
            \(described(name, hint: hint, error: error))>\
            <input type="hidden" id="\(name)-upload" name="\(name)-upload" value="\(held?.value ?? "")">\
            \(held.flatMap(heldNames))\
            <progress max="100" value="0" hidden aria-label="\(t("Đã gửi"))"></progress>\
            <p class="small" data-say aria-live="polite"></p></div>
            """)
    }
}

extension Field {
    private static func heldNames(_ held: HeldFiles) -> HTML? {
        held.names.isEmpty
            ? nil
            : """
            <p class="small">\(t("Tệp đã chọn vẫn còn: {names}", ["names": held.names.joined(separator: ", ")]))</p>
            """
    }
}

/// A form with what each of ours carries: a token against forgery and a key that makes the second click harmless.
public enum Form {
    /// - Parameter attributes: further attributes with a blank before each, for example ` class="stack"`.
    public static func post(_ path: String, _ visit: Visit, attributes: HTML = "", _ content: HTML) -> HTML {
        """
        <form method="post" action="\(path)" novalidate\(attributes)>\(hidden(visit))\(content)</form>
        """
    }

    /// A form with files.
    public static func upload(_ path: String, _ visit: Visit, attributes: HTML = "", _ content: HTML) -> HTML {
        """
        <form method="post" action="\(path)" enctype="multipart/form-data" novalidate\(attributes)>\
        \(hidden(visit))\(content)</form>
        """
    }

    /// The key is kept when a form is drawn again with its errors: it is the same act still.
    private static func hidden(_ visit: Visit) -> HTML {
        """
        <input type="hidden" name="_csrf" value="\(visit.csrfToken)">\
        <input type="hidden" name="_key" value="\(ID<Form.Key>.new().description)">
        """
    }

    /// What a form's key is the id of.
    public enum Key {}

    /// The summary above a form: what is wrong, with links to the fields.
    public static func errors(_ problems: FieldProblems) -> HTML? {
        guard !problems.isEmpty else { return nil }
        return """
            <div class="errors" role="alert" tabindex="-1" aria-labelledby="errors-title">\
            <h2 id="errors-title">\(tn("Có {n} chỗ cần sửa", count: problems.all.count))</h2><ul>\
            \(problems.all.map { "<li><a href=\"#\($0.field)\">\($0.message)</a></li>" as HTML })</ul></div>
            """
    }
}
