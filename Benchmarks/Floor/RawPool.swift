import App
import NIOPosix
import Synchronization

/// A connection without any layer above it.
protocol RawConnection: AnyObject, Sendable {
    /// - Returns: how many bytes the rows have, so that reading them cannot be left out.
    func read(_ statements: [RecordedStatement]) throws -> Int
    /// One commit for all transactions of the group.
    func write(_ group: [[RecordedStatement]]) throws
}

extension DatabaseAddress {
    func rawConnection() throws -> any RawConnection {
        switch self {
        case .sqlite(let path): try RawSQLite(path: path)
        case .postgres(let text): try RawPostgres(text)
        }
    }

    /// As many connections as the program opens.
    var readers: Int {
        switch self {
        case .sqlite: 4
        case .postgres: 8
        }
    }
}

/// Connections on the thread pool that Hummingbird's users take for blocking work.
final class RawPool: Sendable {
    private let connections: Mutex<[any RawConnection]>
    private let threads: NIOThreadPool
    private let writer: RawWriter?

    init(_ address: DatabaseAddress) throws {
        connections = Mutex(try (0..<address.readers).map { _ in try address.rawConnection() })
        threads = NIOThreadPool(numberOfThreads: address.readers)
        threads.start()
        if case .sqlite = address { writer = RawWriter(try address.rawConnection()) } else { writer = nil }
    }

    func read(_ statements: [RecordedStatement]) async throws -> Int {
        try await threads.runIfActive { [self] in try with { try $0.read(statements) } }
    }

    func write(_ statements: [RecordedStatement]) async throws {
        if let writer { return try await writer.write(statements) }
        try await threads.runIfActive { [self] in try with { try $0.write([statements]) } }
    }

    private func with<Value>(_ body: (any RawConnection) throws -> Value) throws -> Value {
        // There are as many connections as threads, so there is always one.
        guard let connection = connections.withLock({ $0.popLast() }) else {
            throw RawFailure(message: "no connection")
        }
        defer { connections.withLock { $0.append(connection) } }
        return try body(connection)
    }
}

/// SQLite's one writer: whoever waits shares a commit.
final class RawWriter: Sendable {
    private typealias Waiting = (statements: [RecordedStatement], continuation: CheckedContinuation<Void, any Error>)
    private let waiting = Mutex<(all: [Waiting], isRunning: Bool)>(([], false))
    private let threads = NIOThreadPool(numberOfThreads: 1)
    private let connection: any RawConnection

    init(_ connection: any RawConnection) {
        self.connection = connection
        threads.start()
    }

    func write(_ statements: [RecordedStatement]) async throws {
        try await withCheckedThrowingContinuation { continuation in
            let starts = waiting.withLock { waiting in
                waiting.all.append((statements, continuation))
                defer { waiting.isRunning = true }
                return !waiting.isRunning
            }
            if starts { threads.submit { _ in self.drain() } }
        }
    }

    private func drain() {
        while true {
            let group = waiting.withLock { waiting in
                defer { waiting.all = [] }
                if waiting.all.isEmpty { waiting.isRunning = false }
                return waiting.all
            }
            if group.isEmpty { return }
            let outcome = Result { try connection.write(group.map(\.statements)) }
            for member in group { member.continuation.resume(with: outcome) }
        }
    }
}
