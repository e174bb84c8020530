/// What an engine may answer, in words common to both.
public enum StoreError: Error, Equatable, Sendable {
    /// The name of the violated constraint, or `table.column` where the engine gives no name.
    case unique(String)
    case foreignKey(String)
    case notNull(String)
    case check(String)
    /// Another transaction was faster; retried a few times before it reaches a caller.
    case serialization
    case busy
    /// No connection: the server is away or the file cannot be opened.
    case unreachable(String)
    /// The deadline passed while waiting for a connection or for a statement.
    case timedOut
    case cancelled
    /// The disk is full.
    case full
    case readOnly
    case decoding(String)
    case other(code: String, message: String)
}
