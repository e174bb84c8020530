import Dispatch
import Foundation
import Kernel
public import Logging
import Synchronization

/// Log lines as JSON, one object a line: `{"time":"…","level":"info","message":"…",…}`.
public struct JSONLog: LogHandler {
    public var logLevel: Logger.Level
    public var metadata: Logger.Metadata = [:]
    private let sink: LogSink

    /// - Parameter sink: standard error unless told otherwise.
    public init(level: Logger.Level = .info, sink: LogSink = .standardError) {
        logLevel = level
        self.sink = sink
    }

    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    public func log(event: LogEvent) {
        var line: [UInt8] = Array("{\"time\":\"".utf8)
        line.reserveCapacity(256)
        line += Instant.now.rfc3339.utf8
        line += "\",\"level\":\"\(event.level.rawValue)\",\"message\":".utf8
        line.appendJSON(event.message.description)
        for (key, value) in metadata where event.metadata?[key] == nil { line.appendMember(key, value) }
        for (key, value) in event.metadata ?? [:] { line.appendMember(key, value) }
        if let error = event.error { line.appendMember("error", .string(String(reflecting: error))) }
        line += "}\n".utf8
        sink.write(line, isUrgent: event.level >= .error)
    }
}

/// Where log lines go. They are gathered and written by a thread of their own, so that a request never waits for
/// a slow terminal or a full pipe.
public final class LogSink: Sendable {
    public static let standardError = LogSink(descriptor: 2)

    /// What may wait to be written; lines beyond it are dropped and counted.
    private static let most = 4 << 20

    private struct State {
        var waiting: [UInt8] = []
        var dropped = 0
    }

    private let descriptor: Int32
    private let state = Mutex(State())
    /// Held while writing, so that lines stay in order.
    private let writing = Mutex(())
    private let wake = DispatchSemaphore(value: 0)

    /// - Parameter descriptor: of an open file; it stays open.
    public init(descriptor: Int32) {
        self.descriptor = descriptor
        let thread = Thread { [self] in
            while true {
                wake.wait()
                // Under load a few lines share a wake-up and a write.
                usleep(2_000)
                flush()
            }
        }
        thread.name = "log"
        thread.start()
    }

    /// - Parameter isUrgent: is written before this returns: the process may be about to end.
    func write(_ line: [UInt8], isUrgent: Bool) {
        let wasEmpty = state.withLock { state in
            guard state.waiting.count + line.count <= Self.most else {
                state.dropped += 1
                return false
            }
            defer { state.waiting += line }
            return state.waiting.isEmpty
        }
        if isUrgent {
            flush()
        } else if wasEmpty {
            wake.signal()
        }
    }

    /// Writes everything that waits. Call it before the process ends.
    public func flush() {
        writing.withLock { _ in
            let (bytes, dropped) = state.withLock { state in
                defer { state = State() }
                return (state.waiting, state.dropped)
            }
            put(bytes)
            guard dropped > 0 else { return }
            put(Array("{\"level\":\"warning\",\"message\":\"log lines dropped\",\"count\":\(dropped)}\n".utf8))
        }
    }

    private func put(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            if written > 0 {
                rest = rest.dropFirst(written)
            } else if errno != EINTR {
                return
            }
        }
    }
}

extension [UInt8] {
    fileprivate mutating func appendMember(_ key: String, _ value: Logger.Metadata.Value) {
        append(UInt8(ascii: ","))
        appendJSON(key)
        append(UInt8(ascii: ":"))
        appendJSON(value)
    }

    private mutating func appendJSON(_ value: Logger.Metadata.Value) {
        switch value {
        case .string(let text): appendJSON(text)
        // The concrete type first: to ask for the protocol takes as long as the rest of the line.
        case .stringConvertible(let number as Int): self += String(number).utf8
        case .stringConvertible(let number as Int64): self += String(number).utf8
        case .stringConvertible(let number as any BinaryInteger): self += "\(number)".utf8
        case .stringConvertible(let value): appendJSON(value.description)
        case .array(let values):
            append(UInt8(ascii: "["))
            for (index, value) in values.enumerated() {
                if index > 0 { append(UInt8(ascii: ",")) }
                appendJSON(value)
            }
            append(UInt8(ascii: "]"))
        case .dictionary(let members):
            append(UInt8(ascii: "{"))
            for (index, member) in members.enumerated() {
                if index > 0 { append(UInt8(ascii: ",")) }
                appendJSON(member.key)
                append(UInt8(ascii: ":"))
                appendJSON(member.value)
            }
            append(UInt8(ascii: "}"))
        }
    }

    fileprivate mutating func appendJSON(_ text: String) {
        append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""): self += "\\\"".utf8
            case UInt8(ascii: "\\"): self += "\\\\".utf8
            case 10: self += "\\n".utf8
            case 0..<0x20: self += "\\u00\(byte < 16 ? "0" : "")\(String(byte, radix: 16))".utf8
            default: append(byte)
            }
        }
        append(UInt8(ascii: "\""))
    }
}
