/// A database behind either engine.
///
/// Transaction closures are synchronous and run on a thread that owns a connection, so that nothing can suspend
/// while rows are held. A `write` closure may run more than once (serialisation failure, deadlock, lost connection
/// before the commit), so it has no effect but SQL.
public protocol Database: Sendable {
    var dialect: Dialect { get }

    /// A read-only transaction on one snapshot.
    /// - Throws: `StoreError`, or what the closure throws.
    func read<Value: Sendable>(_ body: @escaping @Sendable (any Session) throws -> Value) async throws -> Value

    /// A read-write transaction. When it returns, its effects are durable.
    /// - Throws: `StoreError`, or what the closure throws; then nothing of it remains.
    @discardableResult
    func write<Value: Sendable>(_ body: @escaping @Sendable (any Session) throws -> Value) async throws -> Value

    /// What `Session.notify` sends, from every node, from now on. Ends when the database closes.
    func notices() -> AsyncStream<StoreNotice>

    /// Commits so far and the transactions that shared them, where writers wait for the disk together. `nil` where each
    /// transaction has a commit of its own.
    var sharedCommits: (commits: Int, transactions: Int)? { get }

    /// Asks the engine how it is; does not throw when it cannot be reached.
    func status() async -> StoreStatus

    /// Waits for running transactions and closes every connection.
    func close() async
}

extension Database {
    public var sharedCommits: (commits: Int, transactions: Int)? { nil }
}

public struct StoreNotice: Sendable, Equatable {
    public let topic: String
    public let payload: String

    public init(topic: String, payload: String) {
        self.topic = topic
        self.payload = payload
    }
}

public struct StoreStatus: Sendable {
    public var engine: String
    public var version: String
    public var isReachable: Bool
    /// Connections for reading and writing, opened at most.
    public var connections: Int
    /// Facts worth showing to an operator: `name: value`.
    public var notes: [(name: String, value: String)]

    public init(
        engine: String, version: String, isReachable: Bool, connections: Int, notes: [(name: String, value: String)]
    ) {
        self.engine = engine
        self.version = version
        self.isReachable = isReachable
        self.connections = connections
        self.notes = notes
    }
}

extension StoreNotice {
    /// Comes whenever the connection on which notices are heard is made, for the first time too: some may be missing,
    /// so copies are out of date.
    public static let gap = StoreNotice(topic: "store_gap", payload: "")
}
