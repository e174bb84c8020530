import Logging
import Store
import Synchronization
import TestKit
import Testing

@testable import Kernel

@Suite struct JobRunnerTests {
    private func runner(
        _ database: any Database, _ node: String, subscriptions: [String: [String]] = [:],
        periodic: [PeriodicJob] = [], lease: Duration = .seconds(60), handlers: [String: JobHandler]
    ) -> JobRunner {
        var settings = JobRunner.Settings()
        settings.poll = .milliseconds(20)
        settings.lease = lease
        return JobRunner(
            database: database, node: node, clock: .system, handlers: handlers, subscriptions: subscriptions,
            periodic: periodic, settings: settings, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    @Test(arguments: TestEngine.available)
    func twoRunnersNeverRunAJobTwiceAndLeaveNone(engine: TestEngine) async throws {
        try await withQueue(engine) { database in
            try await database.write { db in
                for number in 0..<60 {
                    try JobQueue(db: db).enqueue(
                        "work", try JobPayload(["number": number]), at: .now, wakesRunners: false)
                }
            }
            let seen = Mutex<[Int]>([])
            let work: JobHandler = { _, payload in
                let number = try payload.decoded(as: [String: Int].self)["number"] ?? -1
                seen.withLock { $0.append(number) }
                try await Task.sleep(for: .milliseconds(3))
            }
            let runners = ["n1", "n2"].map { node in
                Task { await runner(database, node, handlers: ["work": work]).run() }
            }
            try await eventually { try await database.read { db in try JobQueue(db: db).backlog() }.isEmpty }
            for runner in runners { runner.cancel() }
            for runner in runners { await runner.value }
            #expect(seen.withLock { $0.sorted() } == Array(0..<60))
        }
    }

    @Test(arguments: TestEngine.available)
    func messagesOfTheOutboxBecomeJobsOfTheirSubscribers(engine: TestEngine) async throws {
        try await withQueue(engine) { database in
            try await database.write { db in
                try Outbox(db: db).publish(
                    topic: "dossier.sent", payload: JobPayload(json: "{\"code\":\"H1\"}"), at: .now)
                try Outbox(db: db).publish(topic: "nobody.cares", payload: .empty, at: .now)
            }
            let seen = Mutex<[String]>([])
            let note: JobHandler = { context, payload in
                let code = try payload.decoded(as: [String: String].self)["code"] ?? ""
                seen.withLock { $0.append("\(context.job.kind) \(code)") }
            }
            let runner = runner(
                database, "n1", subscriptions: ["dossier.sent": ["count", "notify"]],
                handlers: ["count": note, "notify": note])
            #expect(try await runner.runDue() == 2)
            #expect(seen.withLock { $0.sorted() } == ["count H1", "notify H1"])
            #expect(try await database.read { db in try !Outbox(db: db).hasWaiting() })
        }
    }

    @Test(arguments: TestEngine.available)
    func announcersSpeakOnceForARelayAndOnlyOfTheirTopic(engine: TestEngine) async throws {
        try await withQueue(engine) { database in
            try await database.write { db in
                for code in ["H1", "H2"] {
                    try Outbox(db: db).publish(
                        topic: "dossier.sent", payload: JobPayload(json: "{\"code\":\"\(code)\"}"), at: .now)
                }
                try Outbox(db: db).publish(topic: "nobody.cares", payload: .empty, at: .now)
            }
            let heard = Mutex<[[String]]>([])
            let relayed = try await database.write { db in
                try Outbox(db: db).relay(
                    to: [:],
                    announcers: [
                        "dossier.sent": { payloads, _ in
                            let codes = try payloads.map { try $0.decoded(as: [String: String].self)["code"] ?? "" }
                            heard.withLock { $0.append(codes) }
                        }
                    ], limit: 10, now: .now)
            }
            #expect(relayed == 3)
            #expect(heard.withLock { $0 } == [["H1", "H2"]])
        }
    }

    @Test(arguments: TestEngine.available)
    func stoppingLetsTheCurrentJobEnd(engine: TestEngine) async throws {
        try await withQueue(engine) { database in
            try await database.write { db in try JobQueue(db: db).enqueue("slow", at: .now) }
            let begun = Mutex(false)
            let slow: JobHandler = { _, _ in
                begun.withLock { $0 = true }
                try await Task.sleep(for: .milliseconds(200))
            }
            let task = Task { await runner(database, "n1", handlers: ["slow": slow]).run() }
            try await eventually { begun.withLock { $0 } }
            task.cancel()
            await task.value
            #expect(try await database.read { db in try JobQueue(db: db).list(.done) }.count == 1)
        }
    }

    @Test(arguments: TestEngine.available)
    func aLongJobKeepsItsLeaseAndAFailedOneComesBack(engine: TestEngine) async throws {
        try await withQueue(engine) { database in
            try await database.write { db in
                try JobQueue(db: db).enqueue("long", at: .now)
                try JobQueue(db: db).enqueue("flaky", at: .now, maxAttempts: 1)
            }
            let runs = Mutex(0)
            let long: JobHandler = { _, _ in
                runs.withLock { $0 += 1 }
                try await Task.sleep(for: .seconds(5))
            }
            let flaky: JobHandler = { _, _ in throw NotFound() }
            let runners = ["n1", "n2"].map { node in
                Task {
                    await runner(
                        database, node, lease: .seconds(3), handlers: ["long": long, "flaky": flaky]
                    ).run()
                }
            }
            try await eventually { try await database.read { db in try JobQueue(db: db).list(.done) }.count == 1 }
            for runner in runners { runner.cancel() }
            for runner in runners { await runner.value }
            #expect(runs.withLock { $0 } == 1)
            let dead = try await database.read { db in try JobQueue(db: db).list(.dead) }
            #expect(dead.map(\.kind) == ["flaky"] && dead[0].lastError?.contains("NotFound") == true)
        }
    }

    @Test(arguments: TestEngine.available)
    func periodicJobsRunAndANoticeWakes(engine: TestEngine) async throws {
        try await withQueue(engine) { database in
            let seen = Mutex<[String]>([])
            let note: JobHandler = { context, _ in seen.withLock { $0.append(context.job.kind) } }
            let runner = runner(
                database, "n1", periodic: [PeriodicJob("tick", every: 86_400)], handlers: ["tick": note, "now": note])
            let task = Task { await runner.run() }
            try await eventually { seen.withLock { $0 } == ["tick"] }
            try await database.write { db in try JobQueue(db: db).enqueue("now", at: .now) }
            try await eventually { seen.withLock { $0 } == ["tick", "now"] }
            task.cancel()
            await task.value
        }
    }
}

/// Waits until something holds, ten seconds at most.
func eventually(_ holds: () async throws -> Bool) async throws {
    for _ in 0..<1000 {
        if try await holds() { return }
        try await Task.sleep(for: .milliseconds(10))
    }
    Issue.record("it has not come to hold")
}
