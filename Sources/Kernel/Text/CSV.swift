public import Foundation

/// Reading of CSV, streaming: one row at a time, whatever the size of the file.
public enum CSV {
    /// What stands between fields.
    public enum Separator: Sendable, Hashable {
        case comma, semicolon, tab
        /// The one of the three that the first line has most of: a spreadsheet set to Vietnamese writes semicolons.
        case guess

        var byte: UInt8? {
            switch self {
            case .comma: UInt8(ascii: ",")
            case .semicolon: UInt8(ascii: ";")
            case .tab: UInt8(ascii: "\t")
            case .guess: nil
            }
        }

        /// The byte of the one that the first line has most of.
        public static func guessed(from head: some Collection<UInt8>) -> UInt8 {
            let line = head.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
            var counts: [UInt8: Int] = [:]
            var isQuoted = false
            for byte in line {
                if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
                if !isQuoted { counts[byte, default: 0] += 1 }
            }
            let candidates = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")]
            return candidates.max { counts[$0, default: 0] < counts[$1, default: 0] } ?? candidates[0]
        }
    }

    /// Gives each row of the bytes to `body`.
    /// - Throws: ``CSVError`` with the line, or what `body` throws.
    public static func rows(
        _ bytes: some Collection<UInt8>, separator: Separator = .comma, _ body: (CSVRow) throws -> Void
    ) throws {
        try reading(separator, body) { reader in
            if try bytes.withContiguousStorageIfAvailable(reader.feed) == nil {
                try Array(bytes).withUnsafeBufferPointer(reader.feed)
            }
        }
    }

    /// Gives each row of a file to `body`; the file is read in pieces.
    /// - Throws: a Cocoa error when the file cannot be read, ``CSVError`` with the line, or what `body` throws.
    public static func rows(
        of file: URL, separator: Separator = .comma, _ body: (CSVRow) throws -> Void
    ) throws {
        let handle = try FileHandle(forReadingFrom: file)
        defer { try? handle.close() }
        try reading(separator, body) { reader in
            while let piece = try handle.read(upToCount: 1 << 16), !piece.isEmpty {
                try [UInt8](piece).withUnsafeBufferPointer(reader.feed)
            }
        }
    }

    /// Gives each row after the first to `body`, its fields by the names in the first row.
    /// - Parameter columns: names that must be there; others may be.
    /// - Throws: as ``rows(_:separator:_:)``; also when a column is missing or named twice, or a row has more or fewer
    ///   fields than the first.
    public static func records(
        _ bytes: some Collection<UInt8>, columns: [String], separator: Separator = .comma,
        _ body: (CSVRecord) throws -> Void
    ) throws {
        var table = CSVTable(columns: columns)
        try rows(bytes, separator: separator) { try table.take($0, body) }
        try table.finish()
    }

    /// As ``records(_:columns:separator:_:)``, from a file that is read in pieces.
    public static func records(
        of file: URL, columns: [String], separator: Separator = .comma, _ body: (CSVRecord) throws -> Void
    ) throws {
        var table = CSVTable(columns: columns)
        try rows(of: file, separator: separator) { try table.take($0, body) }
        try table.finish()
    }

    private static func reading(
        _ separator: Separator, _ body: (CSVRow) throws -> Void, _ feed: (CSVReader) throws -> Void
    ) throws {
        try withoutActuallyEscaping(body) { body in
            let reader = CSVReader(separator: separator, onRow: body)
            try feed(reader)
            try reader.finish()
        }
    }
}

/// One row. Lines count from 1; a row with line ends in its fields has the number of its first line.
public struct CSVRow: Sendable, Hashable {
    public let line: Int
    public let fields: [String]
}

/// One row under a header.
public struct CSVRecord: Sendable {
    public let line: Int
    public let fields: [String]
    let places: [String: Int]

    /// The field in the column of that name; empty when the file has no such column.
    public subscript(column: String) -> String { places[column].map { fields[$0] } ?? "" }
}

/// Why a CSV file was not read to its end. Lines count from 1.
public enum CSVError: Refusal, Hashable {
    case notText(line: Int, reason: ReceivedTextError)
    /// A quote where none may be.
    case malformed(line: Int)
    /// A quote opened in the row that begins on this line and never closed.
    case unclosedQuote(line: Int)
    case fieldTooLong(line: Int)
    case outOfMemory(line: Int)
    /// Columns that the first row lacks.
    case missingColumns([String])
    case repeatedColumn(String)
    case fieldCount(line: Int, expected: Int, found: Int)

    /// What to tell the person who gave the file.
    public var message: String {
        switch self {
        case .notText(let line, _):
            t("Dòng {line}: chữ không phải UTF-8. Hãy lưu lại tệp với bảng mã UTF-8.", ["line": line])
        case .malformed(let line):
            t("Dòng {line}: dấu ngoặc kép đặt sai chỗ.", ["line": line])
        case .unclosedQuote(let line):
            t("Dòng {line}: dấu ngoặc kép mở ra mà không đóng lại.", ["line": line])
        case .fieldTooLong(let line), .outOfMemory(let line):
            t("Dòng {line}: một ô quá dài, có lẽ thiếu dấu ngoặc kép đóng.", ["line": line])
        case .missingColumns(let names):
            t("Tệp thiếu cột: {names}.", ["names": names.joined(separator: ", ")])
        case .repeatedColumn(let name):
            t("Tệp có hai cột cùng tên: {name}.", ["name": name])
        case .fieldCount(let line, let expected, let found):
            t(
                "Dòng {line}: có {found} ô, trong khi dòng đầu có {expected} ô.",
                ["line": line, "found": found, "expected": expected])
        }
    }
}

/// Remembers the header and makes records of the other rows.
private struct CSVTable {
    let columns: [String]
    var places: [String: Int]?

    init(columns: [String]) { self.columns = columns }

    mutating func take(_ row: CSVRow, _ body: (CSVRecord) throws -> Void) throws {
        guard let places else {
            return self.places = try header(row)
        }
        guard row.fields.count == places.count else {
            throw CSVError.fieldCount(line: row.line, expected: places.count, found: row.fields.count)
        }
        try body(CSVRecord(line: row.line, fields: row.fields, places: places))
    }

    /// An empty file lacks every column.
    func finish() throws {
        if places == nil, !columns.isEmpty { throw CSVError.missingColumns(columns) }
    }

    private func header(_ row: CSVRow) throws -> [String: Int] {
        var places: [String: Int] = [:]
        for (place, name) in row.fields.enumerated() {
            if places.updateValue(place, forKey: name) != nil { throw CSVError.repeatedColumn(name) }
        }
        let missing = columns.filter { places[$0] == nil }
        if !missing.isEmpty { throw CSVError.missingColumns(missing) }
        return places
    }
}
