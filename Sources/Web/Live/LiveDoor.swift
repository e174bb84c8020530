import HTTPTypes
import Hummingbird
import Kernel
import NIOCore
import ServiceLifecycle

extension LiveHub {
    /// Heartbeats after which a page has to come back and show its session again: ten minutes.
    private static let longest = 30

    /// `GET /live?topic=inbox`: server-sent events for the pages of those who are signed in.
    /// - Parameter channels: the channels of a topic that this visitor may hear; empty for a topic that is not theirs.
    public func door(channels: @escaping @Sendable (Visit, String) -> [String]) -> Door {
        .stream(.get, "/live", .signedIn) { [self] visit, _, _ in
            var topics: [String: String] = [:]
            for topic in visit.query.all("topic").prefix(8) {
                for channel in channels(visit, topic) { topics[channel] = topic }
            }
            guard !topics.isEmpty else { throw NotFound() }
            let subscription = listen(account: "\(try visit.account().accountID)", channels: topics)
            return .stream(
                Self.body(subscription), type: "text/event-stream",
                headers: [.cacheControl: "no-store", .accelBuffering: "no"])
        }
    }

    private static func body(_ subscription: LiveSubscription) -> ResponseBody {
        ResponseBody { writer in
            try await writer.write(ByteBuffer(string: "retry: 3000\n\n"))
            // A server that stops waits for its connections: these would never end by themselves.
            try await withGracefulShutdownHandler {
                var beats = 0
                for await message in subscription.messages {
                    try await writer.write(ByteBuffer(string: text(of: message)))
                    if message == .heartbeat { beats += 1 }
                    if beats == longest { break }
                }
            } onGracefulShutdown: {
                subscription.end()
            }
            try await writer.finish(nil)
        }
    }

    static func text(of message: Message) -> String {
        switch message {
        case .heartbeat:
            return ": \n\n"
        case .event(let event):
            let lines = event.data.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            return "event: \(event.topic)\n" + lines.map { "data: \($0)\n" }.joined() + "\n"
        }
    }
}

extension HTTPField.Name {
    /// Tells a reverse proxy not to hold events back.
    static let accelBuffering = HTTPField.Name("X-Accel-Buffering")!
}
