import CLibPQ
import Foundation
import Store

/// Parameters as PostgreSQL reads them from text; their types follow from the statement.
struct PostgresParameters {
    /// All values one after the other, each with a zero byte behind it.
    private var buffer: [UInt8] = []
    /// Where each value begins; negative for NULL.
    private var offsets: [Int] = []

    init(_ values: [SQLValue]) {
        offsets.reserveCapacity(values.count)
        for value in values { append(value) }
    }

    private mutating func append(_ value: SQLValue) {
        offsets.append(value == .null ? -1 : buffer.count)
        switch value {
        case .null: return
        case .integer(let number): buffer += String(number).utf8
        case .real(let number): buffer += String(number).utf8
        case .text(let text): buffer += text.utf8
        case .bool(let flag): buffer.append(UInt8(ascii: flag ? "t" : "f"))
        case .bytes(let bytes): appendHex(bytes)
        }
        buffer.append(0)
    }

    private mutating func appendHex(_ bytes: [UInt8]) {
        buffer.reserveCapacity(buffer.count + 2 * bytes.count + 3)
        buffer += [UInt8(ascii: "\\"), UInt8(ascii: "x")]
        func digit(_ value: UInt8) -> UInt8 { value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10 }
        for byte in bytes {
            buffer.append(digit(byte >> 4))
            buffer.append(digit(byte & 15))
        }
    }

    func withPointers<Result>(_ body: (Int32, UnsafePointer<UnsafePointer<CChar>?>?) -> Result) -> Result {
        buffer.withUnsafeBytes { raw in
            let start = raw.bindMemory(to: CChar.self).baseAddress
            let pointers = offsets.map { offset in offset < 0 ? nil : start.map { $0 + offset } }
            return pointers.withUnsafeBufferPointer { body(Int32($0.count), $0.baseAddress) }
        }
    }
}

/// The rows of a result, one at a time.
final class PostgresRows: RowSource {
    private let result: OpaquePointer
    private var row: Int32 = 0
    let columnCount: Int
    private static let bytesType: Oid = 17

    init(_ result: OpaquePointer) {
        self.result = result
        columnCount = Int(PQnfields(result))
    }

    func forEach(_ body: (Row) throws -> Void) throws {
        let view = Row(source: self)
        for number in 0..<PQntuples(result) {
            row = number
            try body(view)
        }
    }

    func isNull(_ column: Int) -> Bool { PQgetisnull(result, row, Int32(column)) == 1 }

    func integer(_ column: Int) throws -> Int64 {
        let text = try value(column)
        var number: Int64 = 0
        let isNegative = text.first == UInt8(ascii: "-")
        let digits = isNegative ? text.dropFirst() : text[...]
        guard !digits.isEmpty else { throw mismatch(column, "an integer") }
        for byte in digits {
            let (product, isTooBig) = number.multipliedReportingOverflow(by: 10)
            let digit = Int64(byte) - 48
            let (sum, overflows) = product.addingReportingOverflow(isNegative ? -digit : digit)
            guard (0...9).contains(digit), !isTooBig, !overflows else { throw mismatch(column, "an integer") }
            number = sum
        }
        return number
    }

    func real(_ column: Int) throws -> Double {
        let text = try value(column)
        guard let number = Double(String(decoding: text, as: UTF8.self)) else { throw mismatch(column, "a number") }
        return number
    }

    func text(_ column: Int) throws -> String {
        let text = try value(column)
        guard PQftype(result, Int32(column)) != Self.bytesType else { throw mismatch(column, "text") }
        return String(decoding: text, as: UTF8.self)
    }

    func bytes(_ column: Int) throws -> [UInt8] {
        let text = try value(column)
        guard PQftype(result, Int32(column)) == Self.bytesType else { return Array(text) }
        guard text.starts(with: [UInt8(ascii: "\\"), UInt8(ascii: "x")]), text.count % 2 == 0 else {
            throw mismatch(column, "bytes")
        }
        func nibble(_ digit: UInt8) -> UInt8 { digit <= UInt8(ascii: "9") ? digit & 15 : (digit & 15) + 9 }
        return [UInt8](unsafeUninitializedCapacity: text.count / 2 - 1) { bytes, count in
            for index in 0..<text.count / 2 - 1 {
                bytes[index] = nibble(text[2 * index + 2]) << 4 | nibble(text[2 * index + 3])
            }
            count = text.count / 2 - 1
        }
    }

    func bool(_ column: Int) throws -> Bool {
        let text = try value(column)
        switch text.first {
        case UInt8(ascii: "t") where text.count == 1: return true
        case UInt8(ascii: "f") where text.count == 1: return false
        default: throw mismatch(column, "true or false")
        }
    }

    private func value(_ column: Int) throws -> UnsafeBufferPointer<UInt8> {
        guard column < columnCount, !isNull(column), let start = PQgetvalue(result, row, Int32(column)) else {
            throw mismatch(column, "a value")
        }
        let count = Int(PQgetlength(result, row, Int32(column)))
        let bytes = UnsafeRawPointer(start).assumingMemoryBound(to: UInt8.self)
        return UnsafeBufferPointer(start: bytes, count: count)
    }

    private func mismatch(_ column: Int, _ wanted: String) -> StoreError {
        guard column < columnCount else { return .decoding("there is no column \(column)") }
        let name = PQfname(result, Int32(column)).map { String(cString: $0) } ?? "?"
        return .decoding("column \(column) (\(name)) \(isNull(column) ? "is NULL and" : "is") not \(wanted)")
    }
}
