/// A value as both engines know it.
public enum SQLValue: Sendable, Hashable {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)
    case bytes([UInt8])
    case bool(Bool)
}

/// What may be interpolated into `SQL`: it becomes a bound parameter, never text of the statement.
public protocol SQLEncodable {
    var sqlValue: SQLValue { get }
}

/// What a column can be read as.
public protocol SQLDecodable {
    /// - Throws: `StoreError.decoding` when the column holds something else.
    static func decode(_ row: Row, _ column: Int) throws -> Self
}

public typealias SQLConvertible = SQLEncodable & SQLDecodable

extension String: SQLConvertible {
    public var sqlValue: SQLValue { .text(self) }
    public static func decode(_ row: Row, _ column: Int) throws -> String { try row.source.text(column) }
}

extension Int64: SQLConvertible {
    public var sqlValue: SQLValue { .integer(self) }
    public static func decode(_ row: Row, _ column: Int) throws -> Int64 { try row.source.integer(column) }
}

extension Int: SQLConvertible {
    public var sqlValue: SQLValue { .integer(Int64(self)) }
    public static func decode(_ row: Row, _ column: Int) throws -> Int { Int(try row.source.integer(column)) }
}

extension Double: SQLConvertible {
    public var sqlValue: SQLValue { .real(self) }
    public static func decode(_ row: Row, _ column: Int) throws -> Double { try row.source.real(column) }
}

extension Bool: SQLConvertible {
    public var sqlValue: SQLValue { .bool(self) }
    public static func decode(_ row: Row, _ column: Int) throws -> Bool { try row.source.bool(column) }
}

extension [UInt8]: SQLConvertible {
    public var sqlValue: SQLValue { .bytes(self) }
    public static func decode(_ row: Row, _ column: Int) throws -> [UInt8] { try row.source.bytes(column) }
}

extension Optional: SQLEncodable where Wrapped: SQLEncodable {
    public var sqlValue: SQLValue { self?.sqlValue ?? .null }
}

extension Optional: SQLDecodable where Wrapped: SQLDecodable {
    public static func decode(_ row: Row, _ column: Int) throws -> Wrapped? {
        row.source.isNull(column) ? nil : try Wrapped.decode(row, column)
    }
}

extension SQLEncodable where Self: RawRepresentable, RawValue: SQLEncodable {
    public var sqlValue: SQLValue { rawValue.sqlValue }
}

extension SQLDecodable where Self: RawRepresentable, RawValue: SQLDecodable {
    public static func decode(_ row: Row, _ column: Int) throws -> Self {
        let raw = try RawValue.decode(row, column)
        guard let value = Self(rawValue: raw) else {
            throw StoreError.decoding("\(raw) is no \(Self.self)")
        }
        return value
    }
}
