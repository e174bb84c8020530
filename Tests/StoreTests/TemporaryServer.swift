import Foundation
import Store
import Synchronization

/// A PostgreSQL of one test's own, which may be killed.
struct TemporaryServer {
    let uri: String
    private static let script = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Scripts/postgres-temp")

    init() throws { uri = try Self.output(["start"]) }

    func run(_ command: String) throws { _ = try Self.output([command, uri]) }

    func stop() { _ = try? Self.output(["stop", uri]) }

    /// By `popen`: Foundation's `Process` takes a program as running for as long as a daemon that it started.
    private static func output(_ arguments: [String]) throws -> String {
        let command = ([script.path] + arguments).map { "'\($0)'" }.joined(separator: " ")
        guard let pipe = popen(command, "r") else { throw StoreError.other(code: "popen", message: command) }
        var output: [UInt8] = []
        var byte = fgetc(pipe)
        while byte != EOF {
            output.append(UInt8(truncatingIfNeeded: byte))
            byte = fgetc(pipe)
        }
        guard pclose(pipe) == 0 else { throw StoreError.other(code: "postgres-temp", message: command) }
        return String(decoding: output, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }
}

/// Takes connections into its backlog and never says a word.
final class SilentServer {
    let port: Int
    private let socket: Int32

    init() throws {
        socket = Foundation.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let socket = socket
        let isReady = withUnsafeMutableBytes(of: &address) { raw in
            let pointer = raw.baseAddress?.assumingMemoryBound(to: sockaddr.self)
            return bind(socket, pointer, length) == 0 && listen(socket, 16) == 0
                && pointer.map { getsockname(socket, $0, &length) } == 0
        }
        port = Int(UInt16(bigEndian: address.sin_port))
        guard isReady else { throw StoreError.other(code: "\(errno)", message: "no socket") }
    }

    deinit { close(socket) }
}

final class Tally: Sendable {
    private let number = Mutex(0)

    var count: Int { number.withLock { $0 } }

    @discardableResult func add() -> Int {
        number.withLock { number in
            number += 1
            return number
        }
    }
}

/// What became of writes, by many tasks.
final class WriteLog: Sendable {
    private let state = Mutex((acknowledged: [String](), kinds: Set<String>()))

    var acknowledged: [String] { state.withLock { $0.acknowledged } }
    var kinds: Set<String> { state.withLock { $0.kinds } }

    func note(_ id: String, _ error: StoreError?) {
        state.withLock { state in
            if let error { state.kinds.insert(error.kind) } else { state.acknowledged.append(id) }
        }
    }
}

/// Asks again and again until it is so, for ten seconds at most.
func until(_ condition: () async throws -> Bool) async throws {
    let end = ContinuousClock.now + .seconds(10)
    while ContinuousClock.now < end {
        if try await condition() { return }
        try await Task.sleep(for: .milliseconds(20))
    }
    throw StoreError.timedOut
}
