import HTTPTypes

/// The address exists, but not for this method (405).
struct MethodNotAllowed: Error {
    let allowed: [HTTPRequest.Method]

    /// For the `Allow` header.
    var list: String { allowed.map(\.rawValue).joined(separator: ", ") }
}
