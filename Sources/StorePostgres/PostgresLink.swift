import CLibPQ
import Foundation
import Store

struct PostgresSettings: Sendable {
    let connectionString: String
    let applicationName: String
    let statementLimit: Duration
    let lockLimit: Duration

    /// How long the client waits for an answer: the server ends the statement first, unless it is gone.
    var answerLimit: Duration { statementLimit + .seconds(5) }
}

/// Wakes a thread that waits for the server. The only part of a connection that other threads touch.
final class PostgresBell: Sendable {
    let readEnd: Int32
    private let writeEnd: Int32

    init() {
        var ends: [Int32] = [-1, -1]
        // Without descriptors a cancelled statement runs to its time limit; nothing else depends on the bell.
        _ = pipe(&ends)
        for end in ends { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
        readEnd = ends[0]
        writeEnd = ends[1]
    }

    deinit {
        close(readEnd)
        close(writeEnd)
    }

    func ring() {
        var byte: UInt8 = 1
        _ = write(writeEnd, &byte, 1)
    }

    func silence() {
        var bytes: (UInt64, UInt64) = (0, 0)
        while read(readEnd, &bytes, 16) > 0 {}
    }
}

/// libpq's connection, without waiting that has no end. Stays on the thread that made it.
final class PostgresLink {
    let bell = PostgresBell()
    private(set) var handle: OpaquePointer?
    private let settings: PostgresSettings

    init(_ settings: PostgresSettings) { self.settings = settings }

    deinit { close() }

    var isOpen: Bool { handle != nil }

    func close() {
        if let handle { PQfinish(handle) }
        handle = nil
    }

    var errorMessage: String { handle.flatMap { PQerrorMessage($0) }.map { String(cString: $0) } ?? "" }

    /// Connects, to the first host that has the wanted role.
    /// - Throws: `PostgresFailure`
    func connect() throws {
        close()
        // Later values win: what the connection string says stands before ours, except for the encoding.
        let parameters: [(String, String)] = [
            ("connect_timeout", "3"), ("fallback_application_name", settings.applicationName),
            ("keepalives_idle", "30"), ("tcp_user_timeout", "15000"), ("dbname", settings.connectionString),
            ("client_encoding", "UTF8"),
        ]
        let words = parameters.map { strdup($0.0) }
        let values = parameters.map { strdup($0.1) }
        defer { for text in words + values { free(text) } }
        handle = PQconnectdbParams(
            words.map { UnsafePointer($0) } + [nil], values.map { UnsafePointer($0) } + [nil], 1)
        guard let handle, PQstatus(handle) == CONNECTION_OK else {
            defer { close() }
            throw PostgresFailure.lost(errorMessage)
        }
        // Notices would be printed to the standard error otherwise.
        PQsetNoticeProcessor(handle, { _, _ in }, nil)
        PQsetnonblocking(handle, 1)
        try execute(sessionSettings)
    }

    private var sessionSettings: String {
        let limits: [(String, Duration)] = [
            ("statement_timeout", settings.statementLimit), ("lock_timeout", settings.lockLimit),
            ("idle_in_transaction_session_timeout", settings.statementLimit * 2),
        ]
        let settings = limits.map { name, limit in
            let milliseconds = max(Int64(limit / .milliseconds(1)), 1)
            return "SELECT set_config('\(name)', '\(milliseconds)', false) WHERE current_setting('\(name)') = '0'"
        }
        return (settings + ["SET bytea_output = 'hex'", "SET DateStyle = 'ISO'"]).joined(separator: "; ")
    }

    /// Runs fixed text outside the pipeline and forgets its rows.
    func execute(_ text: String) throws {
        guard let handle, PQsendQuery(handle, text) == 1 else { throw PostgresFailure.lost(errorMessage) }
        var failure: PostgresFailure?
        let deadline = ContinuousClock.now + settings.answerLimit
        while let result = try nextResult(until: deadline, whenRung: {}) {
            defer { PQclear(result) }
            if PQresultStatus(result) == PGRES_FATAL_ERROR { failure = failure ?? PostgresFailure.of(result) }
        }
        if let failure { throw failure }
    }

    /// Waits for the next result; `nil` stands for the end of a statement's results.
    func nextResult(until deadline: ContinuousClock.Instant, whenRung: () -> Void) throws -> OpaquePointer? {
        try flush(until: deadline)
        while let handle, PQisBusy(handle) == 1 {
            try wait(POLLIN, until: deadline, whenRung: whenRung)
            guard PQconsumeInput(handle) == 1 else { throw lost() }
        }
        guard let handle else { throw PostgresFailure.lost("") }
        return PQgetResult(handle)
    }

    /// Hands over to the kernel what has been queued.
    func flush(until deadline: ContinuousClock.Instant) throws {
        while let handle {
            let state = PQflush(handle)
            if state == 0 { return }
            guard state == 1 else { throw lost() }
            try wait(POLLIN | POLLOUT, until: deadline, whenRung: {})
            guard PQconsumeInput(handle) == 1 else { throw lost() }
        }
    }

    private func wait(_ events: Int32, until deadline: ContinuousClock.Instant, whenRung: () -> Void) throws {
        guard try waitForInput(events, for: deadline - .now, whenRung: whenRung) else {
            close()
            throw PostgresFailure.lost("the server did not answer in time")
        }
    }

    /// - Returns: whether something came, from the server or from the bell.
    func waitForInput(_ events: Int32 = POLLIN, for duration: Duration, whenRung: () -> Void) throws -> Bool {
        guard let handle else { throw PostgresFailure.lost("") }
        let milliseconds = Int32(clamping: max(Int64(duration / .milliseconds(1)), 0))
        var sockets = [
            pollfd(fd: PQsocket(handle), events: Int16(events), revents: 0),
            pollfd(fd: bell.readEnd, events: Int16(POLLIN), revents: 0),
        ]
        let count = poll(&sockets, 2, milliseconds)
        if count == 0 { return false }
        if sockets[1].revents != 0 {
            bell.silence()
            whenRung()
        }
        return true
    }

    /// Whether the server has closed an idle connection meanwhile. Asks the kernel only.
    func checkIdle() -> Bool {
        guard let handle else { return false }
        var socket = pollfd(fd: PQsocket(handle), events: Int16(POLLIN), revents: 0)
        guard poll(&socket, 1, 0) != 0 else { return true }
        return PQconsumeInput(handle) == 1 && PQstatus(handle) == CONNECTION_OK
    }

    /// Asks the server to give up the running statement.
    func cancel() {
        guard let handle, let request = PQgetCancel(handle) else { return }
        var message = [CChar](repeating: 0, count: 256)
        _ = PQcancel(request, &message, Int32(message.count))
        PQfreeCancel(request)
    }

    private func lost() -> PostgresFailure {
        let failure = PostgresFailure.lost(errorMessage)
        close()
        return failure
    }
}
