import Foundation
import Kernel

/// A JSON object that a program sent.
public struct JSONBody: Sendable {
    let bytes: [UInt8]

    public init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// - Throws: `FieldProblems` that names the member that is missing or of the wrong kind, `BadText` for a text with
    ///   U+0000, which no database of ours can hold.
    public func decode<Value: Decodable>(_ type: Value.Type = Value.self) throws -> Value {
        guard !holdsZero else { throw BadText() }
        do {
            return try JSONDecoder().decode(type, from: Data(bytes))
        } catch let error as DecodingError {
            throw FieldProblems([error.fieldProblem])
        }
    }

    /// Whether a string says `\u0000`; a raw zero is no JSON.
    private var holdsZero: Bool {
        var rest = bytes[...]
        while let backslash = rest.firstIndex(of: UInt8(ascii: "\\")) {
            rest = rest[(backslash + 1)...]
            if rest.starts(with: "u0000".utf8) { return true }
            rest = rest.dropFirst()
        }
        return false
    }

    static func encoded(_ value: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(value))
    }
}

extension DecodingError {
    fileprivate var fieldProblem: FieldProblem {
        switch self {
        case .keyNotFound(let key, let context):
            FieldProblem(context.path(with: key), t("Thiếu mục này."))
        case .valueNotFound(_, let context), .typeMismatch(_, let context):
            FieldProblem(context.path(), t("Mục này không đúng kiểu."))
        case .dataCorrupted(let context):
            FieldProblem(
                context.path(),
                context.codingPath.isEmpty ? t("Nội dung không phải JSON hợp lệ.") : t("Giá trị này không hợp lệ."))
        @unknown default:
            FieldProblem("", t("Nội dung không đọc được."))
        }
    }
}

extension DecodingError.Context {
    fileprivate func path(with key: (any CodingKey)? = nil) -> String {
        (codingPath + (key.map { [$0] } ?? [])).map { $0.intValue.map(String.init) ?? $0.stringValue }
            .joined(separator: "/")
    }
}
