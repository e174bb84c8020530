public import Store
import Synchronization

/// Something that pages want to hear of while they stand open.
struct LiveEvent: Sendable, Equatable {
    /// What the page asked for: `inbox`.
    let topic: String
    let data: String
}

/// Carries what happened, on whichever node, to the pages that stand open on this one.
public final class LiveHub: Sendable {
    /// The topic of the database's notices that carry it.
    static let notice = "live"
    static let mostPerAccount = 10
    /// What a page that does not read may leave unread before it is cut off; it comes back by itself.
    static let buffer = 64

    enum Message: Sendable, Equatable {
        case event(LiveEvent)
        case heartbeat
    }

    private struct Listener {
        let account: String
        /// Channel to the topic that asked for it.
        let channels: [String: String]
        let feed: AsyncStream<Message>.Continuation
    }

    private struct State {
        var listeners: [Int: Listener] = [:]
        var next = 0
        var isClosed = false
    }

    private let database: any Database
    private let state = Mutex(State())

    public init(database: any Database) { self.database = database }

    /// Tells a channel, once the transaction is committed: `LiveHub.tell("inbox/\(unit)", in: db)`.
    /// - Parameters:
    ///   - channel: without blanks.
    ///   - data: no personal data; a page that wants more asks for it.
    public static func tell(_ channel: String, _ data: String = "", in db: any Session) throws {
        try db.notify(notice, "\(channel) \(data)")
    }

    /// Passes notices on until the database closes or the task is cancelled. Pages that are open then are ended.
    public func run() async {
        await withTaskGroup { group in
            group.addTask { [self] in
                for await notice in database.notices() where notice.topic == Self.notice { pass(notice.payload) }
            }
            group.addTask { [self] in
                while (try? await _Concurrency.Task.sleep(for: .seconds(20))) != nil { beat() }
            }
            await group.next()
            group.cancelAll()
        }
        close()
    }

    /// Ends every open page.
    public func close() {
        let all = state.withLock { state in
            state.isClosed = true
            defer { state.listeners = [:] }
            return Array(state.listeners.values)
        }
        for listener in all { listener.feed.finish() }
    }

    /// How many pages are listening.
    public var count: Int { state.withLock { $0.listeners.count } }

    /// A page that was left is noticed only at the next heartbeat. So the newest page is always let in, and the
    /// account's oldest makes room.
    func listen(account: String, channels: [String: String]) -> LiveSubscription {
        let (stream, feed) = AsyncStream.makeStream(of: Message.self, bufferingPolicy: .bufferingOldest(Self.buffer))
        let (number, left) = state.withLock { state -> (Int, [Listener]) in
            state.next += 1
            if state.isClosed {
                feed.finish()
                return (state.next, [])
            }
            let mine = state.listeners.filter { $0.value.account == account }.keys.sorted()
            let left = mine.dropLast(Self.mostPerAccount - 1).compactMap { state.listeners.removeValue(forKey: $0) }
            state.listeners[state.next] = Listener(account: account, channels: channels, feed: feed)
            return (state.next, left)
        }
        for listener in left { listener.feed.finish() }
        return LiveSubscription(hub: self, number: number, messages: stream)
    }

    func forget(_ number: Int) {
        state.withLock { $0.listeners.removeValue(forKey: number) }?.feed.finish()
    }

    func pass(_ payload: String) {
        let parts = payload.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
        let channel = String(parts.first ?? "")
        let data = parts.count > 1 ? String(parts[1]) : ""
        send { listener in
            listener.channels[channel].map { .event(LiveEvent(topic: $0, data: data)) }
        }
    }

    func beat() { send { _ in .heartbeat } }

    private func send(_ message: (Listener) -> Message?) {
        let listeners = state.withLock { $0.listeners }
        for (number, listener) in listeners {
            guard let message = message(listener) else { continue }
            if case .dropped = listener.feed.yield(message) { forget(number) }
        }
    }
}

/// A page that listens. Its place is free again when it is let go.
final class LiveSubscription: Sendable {
    let messages: AsyncStream<LiveHub.Message>
    private let hub: LiveHub
    private let number: Int

    init(hub: LiveHub, number: Int, messages: AsyncStream<LiveHub.Message>) {
        self.hub = hub
        self.number = number
        self.messages = messages
    }

    deinit { hub.forget(number) }

    func end() { hub.forget(number) }
}
