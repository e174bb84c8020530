import CLibPQ
import Store

/// Why a statement or a connection failed, with what decides about trying again.
struct PostgresFailure: Error {
    let error: StoreError
    /// Five characters; empty when the server said nothing.
    let sqlState: String
    /// The connection is of no more use.
    var isConnectionLost = false
    /// The commit was under way and the server has not said how it ended.
    var isOutcomeUnknown = false

    /// Another transaction was in the way: the same closure may well succeed now.
    var isSerialization: Bool { sqlState == "40001" || sqlState == "40P01" }

    /// The server's plan or name of a prepared statement is out of date (DDL, failover).
    var isStalePlan: Bool {
        switch error {
        case .other("26000", _): true
        case .other("0A000", let message): message.contains("cached plan")
        default: false
        }
    }

    static func lost(_ message: String) -> PostgresFailure {
        let text = message.split(whereSeparator: \.isNewline).joined(separator: " ")
        return PostgresFailure(
            error: .unreachable(text.isEmpty ? "the connection to PostgreSQL is lost" : text), sqlState: "",
            isConnectionLost: true)
    }

    /// - Parameter result: one that is not a success.
    static func of(_ result: OpaquePointer) -> PostgresFailure {
        func field(_ code: Character) -> String {
            PQresultErrorField(result, Int32(code.asciiValue ?? 0)).map { String(cString: $0) } ?? ""
        }
        let state = field("C")
        // What a connection that breaks leaves behind has no code of the server.
        guard !state.isEmpty else {
            return .lost(PQresultErrorMessage(result).map { String(cString: $0) } ?? "")
        }
        let error = storeError(
            state, message: field("M"), table: field("t"), column: field("c"), constraint: field("n"))
        return PostgresFailure(error: error, sqlState: state, isConnectionLost: endsConnection(state))
    }

    private static func endsConnection(_ state: String) -> Bool {
        state.hasPrefix("08") || state.hasPrefix("57P") || state == "25P03"
    }

    private static func storeError(
        _ state: String, message: String, table: String, column: String, constraint: String
    ) -> StoreError {
        switch state {
        case "23505": .unique(constraint)
        case "23503": .foreignKey(constraint)
        case "23502": .notNull(table.isEmpty ? column : "\(table).\(column)")
        case "23514": .check(constraint)
        case "40001", "40P01": .serialization
        case "55P03": .busy
        case "53100": .full
        case "25006": .readOnly
        case "57014", "25P03": .timedOut
        case "53300": .unreachable(message)
        default: endsConnection(state) ? .unreachable(message) : .other(code: state, message: message)
        }
    }
}
