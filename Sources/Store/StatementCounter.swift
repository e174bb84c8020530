import Synchronization

/// Counts the statements that run while it is the current one, transaction control included.
///
/// Tests hold requests to a number: what is cheap on SQLite costs a round trip on PostgreSQL.
public final class StatementCounter: Sendable {
    @TaskLocal public static var current: StatementCounter?

    private let statements = Mutex<[String]>([])

    public init() {}

    public var count: Int { statements.withLock { $0.count } }

    /// The statements in the order in which they ran.
    public var texts: [String] { statements.withLock { $0 } }

    package func add(_ text: String) { statements.withLock { $0.append(text) } }
}
