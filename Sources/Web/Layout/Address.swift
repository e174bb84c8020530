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
        if text.utf8.allSatisfy({ unreserved[Int($0)] }) { return text }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(3 * text.utf8.count)
        for byte in text.utf8 {
            if unreserved[Int(byte)] {
                bytes.append(byte)
            } else {
                bytes.append(UInt8(ascii: "%"))
                bytes.append(digits[Int(byte >> 4)])
                bytes.append(digits[Int(byte & 15)])
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static let digits = Array("0123456789ABCDEF".utf8)

    /// A path of this house, as `?next=` may carry it; anything else, `//elsewhere` too, becomes `/`.
    public static func own(_ path: String) -> String {
        guard path.hasPrefix("/"), !path.hasPrefix("//"), !path.contains("\\"),
            path.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7f })
        else { return "/" }
        return path
    }

    /// By byte: what stays as it is.
    private static let unreserved: [Bool] = (0..<256).map { byte in
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/".utf8.contains(UInt8(byte))
    }
}

extension HTML.StringInterpolation {
    public mutating func appendInterpolation(_ address: Address) { appendInterpolation(address.text) }
}
