import GRDBSQLite
import Store

struct RawFailure: Error {
    let message: String
}

/// sqlite3 itself: no layer above it but a table of prepared statements.
///
/// `@unchecked`: whoever took it out of its pool uses it alone.
final class RawSQLite: RawConnection, @unchecked Sendable {
    private var handle: OpaquePointer?
    private var statements: [String: OpaquePointer] = [:]

    init(path: String) throws {
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX
        guard sqlite3_open_v2(path, &handle, flags, nil) == SQLITE_OK else { throw failure }
        for setting in [
            "busy_timeout = 5000", "journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON",
            "cache_size = -32000", "temp_store = MEMORY", "wal_autocheckpoint = 4000",
        ] {
            guard sqlite3_exec(handle, "PRAGMA \(setting)", nil, nil, nil) == SQLITE_OK else { throw failure }
        }
    }

    deinit {
        for statement in statements.values { sqlite3_finalize(statement) }
        sqlite3_close_v2(handle)
    }

    func read(_ statements: [RecordedStatement]) throws -> Int {
        try run("BEGIN", [])
        var bytes = 0
        for statement in statements { bytes += try run(statement.text, statement.values) }
        try run("COMMIT", [])
        return bytes
    }

    func write(_ group: [[RecordedStatement]]) throws {
        try run("BEGIN IMMEDIATE", [])
        for statements in group {
            for statement in statements { try run(statement.text, statement.values) }
        }
        try run("COMMIT", [])
    }

    /// - Returns: how many bytes its rows have.
    @discardableResult private func run(_ text: String, _ values: [SQLValue]) throws -> Int {
        let statement = try prepared(text)
        for (index, value) in values.enumerated() { bind(value, to: statement, at: Int32(index + 1)) }
        let columns = sqlite3_column_count(statement)
        var bytes = 0
        while true {
            let code = sqlite3_step(statement)
            guard code == SQLITE_ROW else {
                sqlite3_reset(statement)
                guard code == SQLITE_DONE else { throw failure }
                return bytes
            }
            for column in 0..<columns where sqlite3_column_text(statement, column) != nil {
                bytes += Int(sqlite3_column_bytes(statement, column))
            }
        }
    }

    private func prepared(_ text: String) throws -> OpaquePointer {
        if let found = statements[text] { return found }
        var statement: OpaquePointer?
        guard sqlite3_prepare_v2(handle, Placeholders.questionMarks(text), -1, &statement, nil) == SQLITE_OK,
            let statement
        else { throw failure }
        statements[text] = statement
        return statement
    }

    private func bind(_ value: SQLValue, to statement: OpaquePointer, at index: Int32) {
        let copies = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        switch value {
        case .null: sqlite3_bind_null(statement, index)
        case .integer(let number): sqlite3_bind_int64(statement, index, number)
        case .real(let number): sqlite3_bind_double(statement, index, number)
        case .bool(let flag): sqlite3_bind_int64(statement, index, flag ? 1 : 0)
        case .text(let text): sqlite3_bind_text(statement, index, text, -1, copies)
        case .bytes(let bytes): sqlite3_bind_blob(statement, index, bytes, Int32(bytes.count), copies)
        }
    }

    private var failure: RawFailure {
        RawFailure(message: handle.map { String(cString: sqlite3_errmsg($0)) } ?? "no connection")
    }
}
