import Synchronization

/// Hands notices to everyone who listens in this program.
package final class NoticeHub: Sendable {
    private struct State {
        var listeners: [Int: AsyncStream<StoreNotice>.Continuation] = [:]
        var nextNumber = 0
        var isClosed = false
    }

    private let state = Mutex(State())

    package init() {}

    /// A listener that lags more than 256 notices behind loses the oldest.
    package func listen() -> AsyncStream<StoreNotice> {
        let (stream, continuation) = AsyncStream.makeStream(
            of: StoreNotice.self, bufferingPolicy: .bufferingNewest(256))
        let number = state.withLock { state -> Int? in
            if state.isClosed { return nil }
            state.nextNumber += 1
            state.listeners[state.nextNumber] = continuation
            return state.nextNumber
        }
        guard let number else {
            continuation.finish()
            return stream
        }
        continuation.onTermination = { [weak self] _ in
            self?.state.withLock { _ = $0.listeners.removeValue(forKey: number) }
        }
        return stream
    }

    package func send(_ notices: [StoreNotice]) {
        guard !notices.isEmpty else { return }
        let listeners = state.withLock { Array($0.listeners.values) }
        for listener in listeners {
            for notice in notices { listener.yield(notice) }
        }
    }

    package func close() {
        let listeners = state.withLock { state in
            state.isClosed = true
            defer { state.listeners = [:] }
            return Array(state.listeners.values)
        }
        for listener in listeners { listener.finish() }
    }
}

extension StoreNotice {
    /// - Throws: `StoreError.other` with code `notice` when PostgreSQL could not carry it.
    package func validate() throws {
        let isName = topic.utf8.allSatisfy {
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == UInt8(ascii: "_")
        }
        guard isName, (1...63).contains(topic.utf8.count) else {
            throw StoreError.other(code: "notice", message: "\(topic) is no topic of a notice")
        }
        guard payload.utf8.count <= Self.longestPayload, !payload.utf8.contains(0) else {
            throw StoreError.other(code: "notice", message: "the payload of a notice is too long or holds a zero byte")
        }
    }

    /// PostgreSQL carries 7,999 bytes; the topic travels with the payload.
    package static var longestPayload: Int { 7_900 }
}
