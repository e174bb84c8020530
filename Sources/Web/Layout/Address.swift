import Foundation

/// An address of our own with its query, percent-encoded: escaping for HTML alone is not enough for free text.
public struct Address: Sendable, Hashable {
    public let text: String

    /// - Parameters:
    ///   - path: begins with `/`.
    ///   - query: in order; an empty or missing value is left out.
    public init(_ path: String, _ query: KeyValuePairs<String, String?>) {
        let pairs = query.compactMap { name, value -> String? in
            guard let value, !value.isEmpty else { return nil }
            return "\(Self.encoded(name))=\(Self.encoded(value))"
        }
        text = pairs.isEmpty ? path : "\(path)?\(pairs.joined(separator: "&"))"
    }

    /// - Parameter fields: a query as it was read.
    public init(_ path: String, fields: [(name: String, value: String)]) {
        let pairs = fields.map { "\(Self.encoded($0.name))=\(Self.encoded($0.value))" }
        text = pairs.isEmpty ? path : "\(path)?\(pairs.joined(separator: "&"))"
    }

    static func encoded(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: unreserved) ?? ""
    }

    /// A path of this house, as `?next=` may carry it; anything else, `//elsewhere` too, becomes `/`.
    public static func own(_ path: String) -> String {
        guard path.hasPrefix("/"), !path.hasPrefix("//"), !path.contains("\\"),
            path.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7f })
        else { return "/" }
        return path
    }

    private static let unreserved = CharacterSet(
        charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/")
}

extension HTML.StringInterpolation {
    public mutating func appendInterpolation(_ address: Address) { appendInterpolation(address.text) }
}
