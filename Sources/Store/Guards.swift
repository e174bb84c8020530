extension SQL {
    /// Refuses values that one engine would store and the other would not.
    /// - Throws: `StoreError.other` with code `22021` for a zero byte in text, `22003` for NaN and the infinities.
    package func validateValues() throws { try values.validate() }
}

extension [SQLValue] {
    func validate() throws {
        for value in self {
            switch value {
            case .text(let text) where text.holdsZeroByte:
                throw StoreError.other(code: "22021", message: "text holds a zero byte")
            case .real(let number) where !number.isFinite:
                throw StoreError.other(code: "22003", message: "\(number) is no number that can be stored")
            default:
                break
            }
        }
    }
}

extension String {
    /// Looked for in every text that is bound, so not byte by byte through the view where it lies in one piece.
    fileprivate var holdsZeroByte: Bool {
        utf8.withContiguousStorageIfAvailable { $0.contains(0) } ?? utf8.contains(0)
    }
}

/// What a transaction that can no longer succeed remembers.
///
/// On PostgreSQL a statement that fails ends its transaction. SQLite would go on; a closure that relied on that
/// would work on one engine only. So both remember the first error and throw it again.
package struct TransactionFate {
    package private(set) var error: StoreError?

    package init() {}

    package func check() throws {
        if let error { throw error }
    }

    /// Remembers the first error. `StoreError.decoding` is the reader's mistake, not the transaction's.
    package mutating func note(_ error: StoreError) -> StoreError {
        self.error = self.error ?? error
        return error
    }
}
