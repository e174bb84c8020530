/// A form that could not be taken yet, carried along while the visitor signs in.
public struct HeldForm: Sendable {
    public let path: String
    public let form: FormData

    public init(path: String, form: FormData) {
        self.path = path
        self.form = form
    }

    /// The held form in what came with the sign-in; `nil` when it carries none.
    public init?(in form: FormData) {
        guard let path = form.filled("held") else { return nil }
        self.path = Address.own(path)
        self.form = FormData(
            form.fields.compactMap { field in
                field.name.hasPrefix("held.") ? (String(field.name.dropFirst(5)), field.value) : nil
            })
    }

    /// Hidden inputs that carry it.
    public var fields: HTML {
        let carried = form.typed.map {
            "<input type=\"hidden\" name=\"held.\($0.name)\" value=\"\($0.value)\">" as HTML
        }
        return "<input type=\"hidden\" name=\"held\" value=\"\(path)\">\(carried)"
    }

    /// The fields as they were, to be sent to their own address.
    public var originalFields: HTML {
        "\(form.typed.map { "<input type=\"hidden\" name=\"\($0.name)\" value=\"\($0.value)\">" as HTML })"
    }
}
