public import Store

/// The SHA-256 of a file, by which it is stored: 64 lower-case hexadecimal digits.
public struct ContentHash: Sendable, Hashable, CustomStringConvertible {
    public let hex: String

    /// `nil` when it is no such hash, so that a value from outside cannot name another path.
    public init?(hex: String) {
        guard hex.utf8.count == 64, hex.utf8.allSatisfy({ Self.digits.contains($0) }) else { return nil }
        self.hex = hex
    }

    init(_ digest: [UInt8]) { hex = Hex.text(digest) }

    public var description: String { hex }

    private static let digits = Set("0123456789abcdef".utf8)
}

extension ContentHash: SQLConvertible, Codable {
    public var sqlValue: SQLValue { .text(hex) }

    public static func decode(_ row: Row, _ column: Int) throws -> ContentHash {
        let text: String = try row[column]
        guard let hash = ContentHash(hex: text) else { throw StoreError.decoding("\(text) is no SHA-256") }
        return hash
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let hash = ContentHash(hex: try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "no SHA-256")
        }
        self = hash
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(hex)
    }
}
