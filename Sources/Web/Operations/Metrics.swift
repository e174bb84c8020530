import Foundation
import Synchronization

/// Figures of the running server, read by `/metrics`.
public final class Metrics: Sendable {
    /// Upper bounds of the histogram's buckets in seconds; everything slower goes into the last, `+Inf`.
    static let bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

    private struct DoorFigures {
        /// Answers by the first digit of their status, 1 to 5.
        var statuses: [Int] = Array(repeating: 0, count: 6)
        var buckets: [Int] = Array(repeating: 0, count: Metrics.bounds.count + 1)
        var seconds = 0.0

        mutating func add(_ digit: Int, _ bucket: Int, _ time: Double) {
            statuses[digit] += 1
            buckets[bucket] += 1
            seconds += time
        }
    }

    private struct Gauge {
        let name: String
        let help: String
        let kind: String
        let read: @Sendable () async -> Double?
    }

    private let doors = Mutex<[String: DoorFigures]>([:])
    private let gauges = Mutex<[Gauge]>([])
    private let running = Atomic<Int>(0)
    private let started = Date()

    public init() {}

    /// Adds a request to the figures of its door: one short lock, no allocation once the door is known.
    public func record(door: String, status: Int, took: Duration) {
        let seconds = Double(took.components.seconds) + Double(took.components.attoseconds) * 1e-18
        let bucket = Self.bounds.firstIndex { seconds <= $0 } ?? Self.bounds.count
        let digit = (1...5).contains(status / 100) ? status / 100 : 0
        doors.withLock { $0[door, default: DoorFigures()].add(digit, bucket, seconds) }
    }

    func begin() { running.add(1, ordering: .relaxed) }
    func end() { running.subtract(1, ordering: .relaxed) }

    /// Requests that are being answered now.
    public var inFlight: Int { running.load(ordering: .relaxed) }

    /// A figure that is asked for when somebody looks: a queue's length, a pool's connections.
    /// - Parameter name: `thacba_…` with its base unit at the end; left out of the page while `read` gives `nil`.
    public func gauge(_ name: String, help: String, read: @escaping @Sendable () async -> Double?) {
        gauges.withLock { $0.append(Gauge(name: name, help: help, kind: "gauge", read: read)) }
    }

    /// A figure that only grows.
    public func counter(_ name: String, help: String, read: @escaping @Sendable () async -> Double?) {
        gauges.withLock { $0.append(Gauge(name: name, help: help, kind: "counter", read: read)) }
    }

    /// All figures in the text format of Prometheus, version 0.0.4.
    public func text() async -> String {
        var page = doorLines()
        page += Self.heading("thacba_requests_in_flight", "Requests that are being answered", "gauge")
        page += "thacba_requests_in_flight \(inFlight)\n"
        page += Self.heading("process_start_time_seconds", "When the server started, Unix time", "gauge")
        page += "process_start_time_seconds \(started.timeIntervalSince1970)\n"
        if let memory = Self.residentBytes {
            page += Self.heading("process_resident_memory_bytes", "Resident memory", "gauge")
            page += "process_resident_memory_bytes \(memory)\n"
        }
        for gauge in gauges.withLock({ $0 }) {
            guard let value = await gauge.read() else { continue }
            page += Self.heading(gauge.name, gauge.help, gauge.kind) + "\(gauge.name) \(Self.number(value))\n"
        }
        return page
    }

    private func doorLines() -> String {
        let all = doors.withLock { $0 }.sorted { $0.key < $1.key }
        var page = Self.heading("thacba_requests_total", "Requests answered, by door and class of status", "counter")
        for (door, figures) in all {
            for (digit, count) in figures.statuses.enumerated() where count > 0 {
                page += "thacba_requests_total{door=\"\(Self.escaped(door))\",status=\"\(digit)xx\"} \(count)\n"
            }
        }
        page += Self.heading("thacba_request_seconds", "Time from request to answer", "histogram")
        for (door, figures) in all {
            let label = "door=\"\(Self.escaped(door))\""
            var sum = 0
            for (index, count) in figures.buckets.enumerated() {
                sum += count
                let bound = index < Self.bounds.count ? Self.number(Self.bounds[index]) : "+Inf"
                page += "thacba_request_seconds_bucket{\(label),le=\"\(bound)\"} \(sum)\n"
            }
            page += "thacba_request_seconds_sum{\(label)} \(figures.seconds)\n"
            page += "thacba_request_seconds_count{\(label)} \(sum)\n"
        }
        return page
    }

    private static func heading(_ name: String, _ help: String, _ kind: String) -> String {
        "# HELP \(name) \(help)\n# TYPE \(name) \(kind)\n"
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }

    private static func number(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : String(value)
    }

    /// `nil` where there is no `/proc`.
    private static var residentBytes: Int? {
        guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else { return nil }
        let pages = text.split(separator: " ").dropFirst().first.flatMap { Int($0) }
        return pages.map { $0 * sysconf(Int32(_SC_PAGESIZE)) }
    }
}
