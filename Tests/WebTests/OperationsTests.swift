import Foundation
import HTTPTypes
import Kernel
import Logging
import Store
import TestKit
import Testing

@testable import Web

@Suite struct OperationsTests {
    private static let behindProxy = House.Settings(node: "test", isBehindProxy: true)

    private static func from(_ address: String, _ token: String? = nil) -> HTTPFields {
        var headers: HTTPFields = [.forwardedFor: "10.0.0.1, \(address)"]
        if let token { headers[.authorization] = "Bearer \(token)" }
        return headers
    }

    @Test func figuresAreForThisMachineOrForATokensBearer() async throws {
        let answers = { (token: String?, visitors: [HTTPFields]) in
            try await TestHouse.open(
                settings: Self.behindProxy,
                doors: { _, database in
                    OperationsDoors.all(database: database, metrics: Metrics(), metricsToken: token) { [] }
                }
            ) { house in
                var answers: [HouseAnswer] = []
                for visitor in visitors { answers.append(try await house.visitor(visitor).get("/metrics")) }
                return answers
            }
        }
        let local = try await answers(
            nil, ["127.0.0.1", "::1", "::ffff:127.0.0.1", "203.0.113.9", "::ffff:10.0.0.1", ""].map { Self.from($0) })
        #expect(local.map(\.status.code) == [200, 200, 200, 403, 403, 403])
        #expect(!local[3].text.contains("thacba_"))
        let token = "0123456789abcdef"
        let told = try await answers(
            token,
            [
                Self.from("203.0.113.9", token), Self.from("203.0.113.9", token + "0"), Self.from("127.0.0.1"),
                [.forwardedFor: "203.0.113.9", .cookie: "session=\(token)"],
            ])
        #expect(told.map(\.status.code) == [200, 401, 401, 401])
        #expect(told[1].headers[.wwwAuthenticate] == "Bearer")
    }

    @Test func theServerTellsHowItIs() async throws {
        let metrics = Metrics()
        metrics.gauge("thacba_jobs_waiting", help: "Jobs that wait") { 3 }
        metrics.gauge("thacba_unknown", help: "Left out") { nil }
        try await TestHouse.open(
            settings: Self.behindProxy,
            doors: { _, database in
                OperationsDoors.all(database: database, metrics: metrics) {
                    try await Migrator(KernelModule.migrations).pending(on: database)
                }
            }
        ) { house in
            #expect(try await house.visitor().get("/healthz").text == "ok\n")
            #expect(try await house.visitor().get("/readyz").text == "ready\n")
            metrics.record(door: "GET /a \"b\"", status: 204, took: .milliseconds(3))
            metrics.record(door: "GET /a \"b\"", status: 500, took: .seconds(60))
            let text = try await house.visitor(Self.from("127.0.0.1")).get("/metrics").text
            #expect(text.contains("thacba_requests_total{door=\"GET /a \\\"b\\\"\",status=\"2xx\"} 1\n"))
            #expect(text.contains("thacba_request_seconds_bucket{door=\"GET /a \\\"b\\\"\",le=\"0.005\"} 1\n"))
            #expect(text.contains("thacba_request_seconds_bucket{door=\"GET /a \\\"b\\\"\",le=\"+Inf\"} 2\n"))
            #expect(text.contains("thacba_jobs_waiting 3\n"))
            #expect(!text.contains("thacba_unknown"))
            for line in text.split(separator: "\n") where !line.hasPrefix("#") {
                #expect(line.wholeMatch(of: #/[a-z_]+(\{.*\})? [-+.0-9eInf]+/#) != nil, "\(line)")
            }
        }
    }

    @Test func aServerThatCannotWorkSaysWhy() async throws {
        struct Away: Error {}
        for (steps, word) in [(["a-001"] as [String]?, "a-001"), (nil, "cannot be reached")] {
            try await TestHouse.open(doors: { _, database in
                OperationsDoors.all(database: database, metrics: Metrics()) {
                    guard let steps else { throw Away() }
                    return steps
                }
            }) { house in
                let answer = try await house.visitor().get("/readyz")
                #expect(answer.status == .serviceUnavailable)
                #expect(answer.text.contains(word))
            }
        }
    }

    @Test func logLinesAreJSON() throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "thacba-\(UUID().uuidString).log")
        #expect(FileManager.default.createFile(atPath: file.path, contents: nil))
        defer { try? FileManager.default.removeItem(at: file) }
        let handle = try FileHandle(forWritingTo: file)
        let sink = LogSink(descriptor: handle.fileDescriptor)
        var logger = Logger(label: "x") { _ in JSONLog(level: .info, sink: sink) }
        logger[metadataKey: "node"] = "một"
        logger.debug("not shown")
        logger.info("a \"quoted\"\nline\u{1}", metadata: ["n": "\(5)", "count": .stringConvertible(7), "node": "hai"])
        logger.error("urgent", metadata: ["all": ["a", ["b": "c"]]])
        sink.flush()
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
        let objects = try lines.map {
            try #require(JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
        }
        #expect(objects.count == 2)
        #expect(objects[0]["message"] as? String == "a \"quoted\"\nline\u{1}")
        #expect(objects[0]["count"] as? Int == 7)
        #expect(objects[0]["node"] as? String == "hai")
        #expect(objects[1]["level"] as? String == "error")
        #expect((objects[1]["time"] as? String).flatMap(Instant.init(rfc3339:)) != nil)
    }

    @Test func nothingIsLostWhenManyWriteAtOnce() async throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "thacba-\(UUID().uuidString).log")
        #expect(FileManager.default.createFile(atPath: file.path, contents: nil))
        defer { try? FileManager.default.removeItem(at: file) }
        let handle = try FileHandle(forWritingTo: file)
        let sink = LogSink(descriptor: handle.fileDescriptor)
        let logger = Logger(label: "x") { _ in JSONLog(level: .info, sink: sink) }
        await withTaskGroup { group in
            for _ in 0..<16 { group.addTask { for _ in 0..<200 { logger.info("line") } } }
        }
        sink.flush()
        #expect(try String(contentsOf: file, encoding: .utf8).split(separator: "\n").count == 3_200)
    }
}
