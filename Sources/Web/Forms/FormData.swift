import Foundation
public import Kernel

/// Fields as they were typed: NFC, in order, a name may stand several times.
public struct FormData: Sendable, Equatable {
    public private(set) var fields: [(name: String, value: String)]
    public internal(set) var files: [FormFile] = []
    /// Files that were not taken, each under the name of its field.
    public internal(set) var fileProblems: [FieldProblem] = []

    public init(_ fields: [(name: String, value: String)] = []) { self.fields = fields }

    public static func == (one: FormData, other: FormData) -> Bool {
        one.fields.elementsEqual(other.fields) { $0 == $1 } && one.files == other.files
            && one.fileProblems == other.fileProblems
    }

    /// Reads `a=1&b=2` as browsers send it.
    /// - Throws: `BadText` when it is no UTF-8 after decoding, or holds a NUL.
    public init(urlEncoded text: some StringProtocol) throws {
        fields = []
        for pair in text.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            append(try Self.decoded(parts[0]), try parts.count > 1 ? Self.decoded(parts[1]) : "")
        }
    }

    public mutating func append(_ name: String, _ value: String) { fields.append((name, value)) }

    /// What was typed, without blanks around it; empty when the field is missing.
    public subscript(_ name: String) -> String {
        fields.first { $0.name == name }?.value.trimmed ?? ""
    }

    /// What was typed to the letter, for passwords.
    public func exact(_ name: String) -> String { fields.first { $0.name == name }?.value ?? "" }

    public func all(_ name: String) -> [String] { fields.filter { $0.name == name }.map(\.value) }

    /// The field, or `nil` when nothing was typed.
    public func filled(_ name: String) -> String? {
        let value = self[name]
        return value.isEmpty ? nil : value
    }

    /// The fields that people typed, without those of the form itself (`_csrf`, `_key`).
    public var typed: [(name: String, value: String)] { fields.filter { !$0.name.hasPrefix("_") } }

    /// `nil` when a password came with it: such a form is typed again, never drawn back.
    var withoutSecrets: FormData? {
        fields.contains { $0.name.hasPrefix("password") && !$0.value.isEmpty } ? nil : self
    }

    static func decoded(_ text: some StringProtocol) throws -> String {
        guard text.utf8.contains(where: { $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: "+") }) else {
            return try cleaned(text.utf8)
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "+"):
                bytes.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                guard let high = rest.popFirst()?.hexDigit, let low = rest.popFirst()?.hexDigit else { throw BadText() }
                bytes.append(high << 4 | low)
            default:
                bytes.append(byte)
            }
        }
        return try cleaned(bytes)
    }

    /// Text at the border: valid UTF-8, no NUL, NFC.
    static func cleaned(_ bytes: some Collection<UInt8>) throws -> String {
        guard let text = String(validating: bytes, as: UTF8.self), !text.utf8.contains(0) else { throw BadText() }
        return text.nfc
    }
}

/// A file that came with a form and lies in the vault.
public struct FormFile: Sendable, Equatable {
    public let field: String
    public let name: String
    public let file: StoredFile

    public init(field: String, name: String, file: StoredFile) {
        self.field = field
        self.name = name
        self.file = file
    }
}

/// Bytes that are no text.
public struct BadText: Error, Sendable {}

extension String {
    /// Without blanks around it. Most texts have none, and Foundation's look at each costs more than the form.
    fileprivate var trimmed: String {
        let mayBeBlank = { (byte: UInt8?) in byte.map { $0 <= 0x20 || $0 >= 0x7F } ?? false }
        guard mayBeBlank(utf8.first) || mayBeBlank(utf8.last) else { return self }
        return trimmingCharacters(in: .whitespacesAndNewlines)
    }
}

extension UInt8 {
    fileprivate var hexDigit: UInt8? {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
