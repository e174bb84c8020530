import Kernel
import Store
import Synchronization

/// One statement as a request sent it.
struct RecordedStatement: Sendable, Hashable {
    let text: String
    let values: [SQLValue]

    var isReading: Bool { text.hasPrefix("SELECT") }
}

struct RecordedTransaction: Sendable {
    let isWrite: Bool
    var statements: [RecordedStatement]
}

/// A database that notes what is asked of it, so that the floor always replays what the program sends today.
final class RecordingDatabase: Database {
    private let base: any Database
    private let noted = Mutex<[RecordedTransaction]>([])

    init(_ base: any Database) { self.base = base }

    var dialect: Dialect { base.dialect }

    /// What was noted since the last call.
    func take() -> [RecordedTransaction] {
        noted.withLock { all in
            defer { all = [] }
            return all
        }
    }

    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any Session) throws -> Value
    ) async throws -> Value {
        try await base.read { [self] db in try note(db, isWrite: false, body) }
    }

    @discardableResult
    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any Session) throws -> Value
    ) async throws -> Value {
        try await base.write { [self] db in try note(db, isWrite: true, body) }
    }

    func notices() -> AsyncStream<StoreNotice> { base.notices() }
    func status() async -> StoreStatus { await base.status() }
    func close() async { await base.close() }

    private func note<Value>(
        _ db: any Session, isWrite: Bool, _ body: (any Session) throws -> Value
    ) throws -> Value {
        let session = RecordingSession(db)
        let value = try body(session)
        noted.withLock { $0.append(RecordedTransaction(isWrite: isWrite, statements: session.statements)) }
        return value
    }
}

private final class RecordingSession: Session {
    private let base: any Session
    private(set) var statements: [RecordedStatement] = []

    init(_ base: any Session) { self.base = base }

    var dialect: Dialect { base.dialect }

    func forEach(_ sql: SQL, _ body: (Row) throws -> Void) throws {
        note(sql)
        try base.forEach(sql, body)
    }

    @discardableResult func run(_ sql: SQL) throws -> Int {
        note(sql)
        return try base.run(sql)
    }

    func enqueue(_ sql: SQL) throws {
        note(sql)
        try base.enqueue(sql)
    }

    func insert(_ rows: RowBatch) throws { try base.insert(rows) }

    func notify(_ topic: String, _ payload: String) throws { try base.notify(topic, payload) }

    private func note(_ sql: SQL) { statements.append(RecordedStatement(text: sql.text, values: sql.values)) }
}

/// What has to be new each time a recorded transaction runs again: the values that two recordings of the same act
/// do not share.
struct Freshness: Sendable {
    private let varying: Set<String>

    struct DifferentShape: Error {}

    init(_ first: [RecordedTransaction], _ second: [RecordedTransaction]) throws {
        guard first.count == second.count else { throw DifferentShape() }
        var varying: Set<String> = []
        for (one, other) in zip(first, second) {
            guard one.statements.map(\.text) == other.statements.map(\.text) else { throw DifferentShape() }
            for (left, right) in zip(one.statements, other.statements) {
                for case (.text(let value), .text(let new)) in zip(left.values, right.values) where value != new {
                    varying.insert(value)
                }
            }
        }
        // JSON needs no uniqueness, and would not be JSON any more.
        self.varying = varying.filter { !$0.hasPrefix("{") }
    }

    /// The statements with new values; equal ones stay equal, so that references hold.
    /// - Parameters:
    ///   - number: differs between all runs; stands at the end of texts that are no ids.
    ///   - given: replacements that the caller knows.
    func renewed(
        _ statements: [RecordedStatement], number: Int, given: [String: String] = [:]
    ) -> [RecordedStatement] {
        var renewals = given
        return statements.map { statement in
            RecordedStatement(
                text: statement.text,
                values: statement.values.map { value in
                    guard case .text(let text) = value, given[text] != nil || varying.contains(text) else {
                        return value
                    }
                    if let known = renewals[text] { return .text(known) }
                    let new = Self.new(text, number)
                    renewals[text] = new
                    return .text(new)
                })
        }
    }

    private static func new(_ text: String, _ number: Int) -> String {
        // As the program makes them: ids in the order of time, which indexes like.
        if ID<Never>(text) != nil { return ID<Never>.new().description }
        let digits = String(number)
        return text.prefix(max(0, text.count - digits.count)) + digits
    }
}
