/// An address of our own with its query, percent-encoded: escaping for HTML alone is not enough for free text.
public struct Address: Sendable, Hashable {
    public let text: String

    /// - Parameters:
    ///   - path: begins with `/`.
    ///   - query: in order; an empty or missing value is left out.
    public init(_ path: String, _ query: KeyValuePairs<String, String?>) {
        var text = path
        var mark = "?"
        for case (let name, let value?) in query where !value.isEmpty {
            text.add(name, value, after: mark)
            mark = "&"
        }
        self.text = text
    }

    /// - Parameter fields: a query as it was read.
    public init(_ path: String, fields: [(name: String, value: String)]) {
        var text = path
        for (index, field) in fields.enumerated() { text.add(field.name, field.value, after: index == 0 ? "?" : "&") }
        self.text = text
    }

    static func encoded(_ text: String) -> String {
        let unreserved = unreserved
        if text.utf8.allSatisfy({ unreserved[Int($0)] }) { return text }
        return String(unsafeUninitializedCapacity: 3 * text.utf8.count) { bytes in
            var end = 0
            for byte in text.utf8 {
                if unreserved[Int(byte)] {
                    bytes[end] = byte
                    end += 1
                } else {
                    bytes[end] = UInt8(ascii: "%")
                    bytes[end + 1] = digit(byte >> 4)
                    bytes[end + 2] = digit(byte & 15)
                    end += 3
                }
            }
            return end
        }
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "A") + value - 10
    }

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

extension String {
    fileprivate mutating func add(_ name: String, _ value: String, after mark: String) {
        self += mark
        self += Address.encoded(name)
        self += "="
        self += Address.encoded(value)
    }
}

extension HTML.StringInterpolation {
    public mutating func appendInterpolation(_ address: Address) { appendInterpolation(address.text) }
}
