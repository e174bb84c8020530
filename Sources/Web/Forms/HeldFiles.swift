public import Kernel
public import Store

/// Files of a form that could not be taken yet: they wait, and go along when the form is sent again.
public struct HeldFiles: Sendable {
    /// Names that the files had.
    public let names: [String]
    /// What stands in the hidden field beside the field for files.
    let value: String
    private let field: String

    /// - Parameter account: whoever sent the form; nobody else can use what waits here.
    public init(
        _ form: FormData, field: String, by account: ID<Account>, in db: any Session
    ) throws {
        let files = form.files.filter { $0.field == field }
        let ids = try files.map { try Uploads.hold($0.file, named: FileName($0.name), by: account, in: db) }
        names = files.map(\.name)
        value = ids.map(\.description).joined(separator: ",")
        self.field = field
    }

    /// For a form without a field for files.
    public var input: HTML? {
        names.isEmpty ? nil : "<input type=\"hidden\" name=\"\(field)-upload\" value=\"\(value)\">"
    }
}
