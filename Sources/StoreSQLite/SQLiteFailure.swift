import GRDBSQLite
import Store

import struct GRDB.DatabaseError

/// SQLite's result codes in the words of the store.
enum SQLiteFailure {
    static func storeError(_ error: DatabaseError, path: String? = nil) -> StoreError {
        let message = error.message ?? "no message"
        return storeError(code: error.extendedResultCode.rawValue, message: path.map { "\($0): \(message)" } ?? message)
    }

    static func storeError(code: Int32, message: String) -> StoreError {
        switch code {
        case SQLITE_CONSTRAINT | (8 << 8), SQLITE_CONSTRAINT | (6 << 8), SQLITE_CONSTRAINT | (10 << 8):
            return .unique(subject(of: message))
        case SQLITE_CONSTRAINT | (3 << 8):
            return .foreignKey(subject(of: message))
        case SQLITE_CONSTRAINT | (5 << 8):
            return .notNull(subject(of: message))
        case SQLITE_CONSTRAINT | (1 << 8):
            return .check(subject(of: message))
        default:
            break
        }
        switch code & 0xff {
        case SQLITE_FULL: return .full
        case SQLITE_BUSY, SQLITE_LOCKED: return .busy
        case SQLITE_READONLY: return .readOnly
        case SQLITE_INTERRUPT: return .cancelled
        case SQLITE_CANTOPEN, SQLITE_IOERR, SQLITE_CORRUPT, SQLITE_NOTADB: return .unreachable(message)
        default: return .other(code: String(code), message: message)
        }
    }

    /// `UNIQUE constraint failed: person.email` → `person.email`; empty when SQLite does not say.
    private static func subject(of message: String) -> String {
        guard let colon = message.firstIndex(of: ":") else { return "" }
        return String(message[message.index(after: colon)...].drop { $0 == " " })
    }
}
