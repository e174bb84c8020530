import GRDBSQLite
import Store

import class GRDB.Statement

/// A compiled statement, and the row on which it stands.
final class SQLiteStatement: RowSource {
    private let compiled: GRDB.Statement
    private let pointer: OpaquePointer
    private unowned let connection: SQLiteConnection
    private(set) var isBusy = false
    let columnCount: Int

    init(_ compiled: GRDB.Statement, of connection: SQLiteConnection) {
        self.compiled = compiled
        self.connection = connection
        pointer = compiled.sqliteStatement
        columnCount = Int(sqlite3_column_count(pointer))
    }

    /// Binds, steps to the end, resets.
    func run(_ values: some Collection<SQLValue>, _ body: (Row) throws -> Void) throws {
        isBusy = true
        defer {
            sqlite3_reset(pointer)
            isBusy = false
        }
        try bind(values)
        let row = Row(source: self)
        while true {
            let code = sqlite3_step(pointer)
            guard code == SQLITE_ROW else {
                if code == SQLITE_DONE { return }
                throw connection.failure(code)
            }
            try body(row)
        }
    }

    private func bind(_ values: some Collection<SQLValue>) throws {
        guard Int(sqlite3_bind_parameter_count(pointer)) == values.count else {
            throw StoreError.other(code: "08P01", message: "the statement does not use each of its values")
        }
        for (index, value) in values.enumerated() {
            let code = bind(value, at: Int32(index + 1))
            guard code == SQLITE_OK else { throw connection.failure(code) }
        }
    }

    private func bind(_ value: SQLValue, at index: Int32) -> Int32 {
        // SQLite copies at once: the buffers of Swift do not outlive the call.
        let copies = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        switch value {
        case .null:
            return sqlite3_bind_null(pointer, index)
        case .integer(let number):
            return sqlite3_bind_int64(pointer, index, number)
        case .real(let number):
            return sqlite3_bind_double(pointer, index, number)
        case .bool(let flag):
            return sqlite3_bind_int64(pointer, index, flag ? 1 : 0)
        case .text(var text):
            return text.withUTF8 { utf8 in
                utf8.withMemoryRebound(to: CChar.self) { chars in
                    guard let start = chars.baseAddress else { return sqlite3_bind_text(pointer, index, "", 0, copies) }
                    return sqlite3_bind_text(pointer, index, start, Int32(chars.count), copies)
                }
            }
        case .bytes(let bytes):
            return bytes.withUnsafeBytes { raw in
                guard let start = raw.baseAddress, !raw.isEmpty else { return sqlite3_bind_zeroblob(pointer, index, 0) }
                return sqlite3_bind_blob64(pointer, index, start, UInt64(raw.count), copies)
            }
        }
    }

    // MARK: Reading the row

    func isNull(_ column: Int) -> Bool { type(column) == SQLITE_NULL }

    func integer(_ column: Int) throws -> Int64 {
        guard type(column) == SQLITE_INTEGER else { throw mismatch(column, "an integer") }
        return sqlite3_column_int64(pointer, Int32(column))
    }

    func real(_ column: Int) throws -> Double {
        let type = type(column)
        guard type == SQLITE_FLOAT || type == SQLITE_INTEGER else { throw mismatch(column, "a number") }
        return sqlite3_column_double(pointer, Int32(column))
    }

    func text(_ column: Int) throws -> String {
        let type = type(column)
        guard type != SQLITE_NULL, type != SQLITE_BLOB, let start = sqlite3_column_text(pointer, Int32(column)) else {
            throw mismatch(column, "text")
        }
        let count = Int(sqlite3_column_bytes(pointer, Int32(column)))
        return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    }

    func bytes(_ column: Int) throws -> [UInt8] {
        let type = type(column)
        guard type == SQLITE_BLOB || type == SQLITE_TEXT else { throw mismatch(column, "bytes") }
        // NULL stands for an empty value here.
        guard let start = sqlite3_column_blob(pointer, Int32(column)) else { return [] }
        return [UInt8](UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(pointer, Int32(column)))))
    }

    func bool(_ column: Int) throws -> Bool {
        guard type(column) == SQLITE_INTEGER else { throw mismatch(column, "true or false") }
        return sqlite3_column_int64(pointer, Int32(column)) != 0
    }

    private func type(_ column: Int) -> Int32 { sqlite3_column_type(pointer, Int32(column)) }

    private func mismatch(_ column: Int, _ wanted: String) -> StoreError {
        guard column < columnCount else { return .decoding("there is no column \(column)") }
        let name = sqlite3_column_name(pointer, Int32(column)).map { String(cString: $0) } ?? "?"
        return .decoding("column \(column) (\(name)) \(isNull(column) ? "is NULL and" : "is") not \(wanted)")
    }
}
