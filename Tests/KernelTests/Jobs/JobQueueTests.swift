import Store
import TestKit
import Testing

@testable import Kernel

@Suite struct JobQueueTests {
    static let now = Instant(microseconds: 1_758_700_000_000_000)

    @Test(arguments: [(1, 1.0), (2, 5), (3, 25), (4, 125), (5, 625), (6, 3125), (7, 3600), (50, 3600)])
    func delaysGrowToAnHour(attempts: Int, seconds: Double) {
        #expect(Backoff.seconds(afterAttempts: attempts, jitter: 0) == seconds)
        #expect(Backoff.seconds(afterAttempts: attempts, jitter: 1) <= seconds * 1.2 + 0.001)
    }

    @Test func slotsBeginAtRoundTimes() {
        let job = PeriodicJob("x", every: 60)
        #expect(job.slot(at: Instant(microseconds: 119_999_999)) == Instant(microseconds: 60_000_000))
        #expect(job.slot(at: Instant(microseconds: 120_000_000)) == Instant(microseconds: 120_000_000))
    }

    @Test(arguments: TestEngine.available)
    func aJobIsLeasedOnceAndInOrder(engine: TestEngine) async throws {
        try await withQueue(engine) { queue in
            try await queue.write { db in
                for name in ["b", "a", "later", "foreign"] {
                    try JobQueue(db: db).enqueue(
                        name == "foreign" ? "foreign" : "work", JobPayload(json: "{\"name\":\"\(name)\"}"),
                        at: Self.now,
                        runAt: Self.now + .seconds(["b": 2, "a": 1, "later": 60][name] ?? 0))
                }
            }
            let first = try await lease(queue, "n1", after: 10)
            #expect(try first.map { try $0.payload.decoded(as: [String: String].self)["name"] } == ["a", "b"])
            #expect(first.allSatisfy { $0.state == .running && $0.attempts == 1 && $0.leasedBy == "n1" })
            #expect(try await lease(queue, "n2", after: 10).isEmpty)
            try await queue.write { db in try JobQueue(db: db).complete(first[0], now: Self.now) }
            let done = try await queue.read { db in try JobQueue(db: db).list(.done) }
            #expect(done.map(\.id) == [first[0].id] && done[0].finishedAt == Self.now)
            #expect(try await queue.read { db in try JobQueue(db: db).backlog() } == [.waiting: 2, .running: 1])
        }
    }

    @Test(arguments: TestEngine.available)
    func anExpiredLeaseGoesToAnotherNode(engine: TestEngine) async throws {
        try await withQueue(engine) { queue in
            try await queue.write { db in try JobQueue(db: db).enqueue("work", at: Self.now) }
            let crashed = try #require(try await lease(queue, "n1", after: 0).first)
            #expect(try await lease(queue, "n2", after: 59).isEmpty)
            let taken = try #require(try await lease(queue, "n2", after: 61).first)
            #expect(taken.id == crashed.id && taken.attempts == 2 && taken.leasedBy == "n2")
            let (extended, completed) = try await queue.write { db in
                (
                    try JobQueue(db: db).extend(crashed, until: Self.now + .seconds(500)),
                    try JobQueue(db: db).complete(crashed, now: Self.now)
                )
            }
            #expect(!extended && !completed)
            #expect(try await queue.write { db in try JobQueue(db: db).complete(taken, now: Self.now) })
        }
    }

    @Test(arguments: TestEngine.available)
    func failuresRestAndEndAmongTheDead(engine: TestEngine) async throws {
        try await withQueue(engine) { queue in
            try await queue.write { db in try JobQueue(db: db).enqueue("work", at: Self.now, maxAttempts: 2) }
            let first = try #require(try await lease(queue, "n1", after: 0).first)
            try await queue.write { db in
                try JobQueue(db: db).fail(first, error: "no paper", now: Self.now, jitter: 0)
            }
            #expect(try await lease(queue, "n1", after: 0).isEmpty)
            let second = try #require(try await lease(queue, "n1", after: 1).first)
            #expect(second.lastError == "no paper")
            try await queue.write { db in
                try JobQueue(db: db).fail(second, error: "no ink", now: Self.now, jitter: 0)
            }
            let dead = try await queue.read { db in try JobQueue(db: db).list(.dead) }
            #expect(dead.map(\.lastError) == ["no ink"])

            try await queue.write { db in try JobQueue(db: db).retry(first.id, now: Self.now) }
            #expect(try await lease(queue, "n1", after: 1).first?.attempts == 1)
            await #expect(throws: NotFound.self) {
                try await queue.write { db in try JobQueue(db: db).discard(first.id) }
            }
        }
    }

    @Test(arguments: TestEngine.available)
    func whatTakesItsNodeDownIsNotTriedForEver(engine: TestEngine) async throws {
        try await withQueue(engine) { queue in
            try await queue.write { db in try JobQueue(db: db).enqueue("work", at: Self.now, maxAttempts: 2) }
            #expect(try await lease(queue, "n1", after: 0).count == 1)
            #expect(try await lease(queue, "n1", after: 100).count == 1)
            #expect(try await lease(queue, "n1", after: 200).isEmpty)
            let dead = try await queue.read { db in try JobQueue(db: db).list(.dead) }
            #expect(dead.count == 1 && dead[0].lastError != nil)
            try await queue.write { db in try JobQueue(db: db).discard(dead[0].id) }
            #expect(try await queue.read { db in try JobQueue(db: db).backlog() }.isEmpty)
        }
    }

    @Test(arguments: TestEngine.available)
    func aKeyWaitsOnceAndRunsOnceAtATime(engine: TestEngine) async throws {
        try await withQueue(engine) { queue in
            let add = { @Sendable in
                try await queue.write { db in try JobQueue(db: db).enqueue("work", at: Self.now, dedupeKey: "k") }
            }
            try await add()
            try await add()
            let first = try await lease(queue, "n1", after: 0)
            #expect(first.count == 1)
            try await add()
            #expect(try await lease(queue, "n2", after: 0).isEmpty)
            // What failed does not wait twice: the newer one does the work.
            try await queue.write { db in try JobQueue(db: db).fail(first[0], error: "x", now: Self.now) }
            #expect(try await lease(queue, "n2", after: 0).count == 1)
            #expect(try await queue.read { db in try JobQueue(db: db).list(.done) }.map(\.id) == [first[0].id])
        }
    }

    @Test(arguments: TestEngine.available)
    func aPeriodicRunIsAddedOnceWhateverTheNodes(engine: TestEngine) async throws {
        try await withQueue(engine) { queue in
            for _ in 0..<2 {
                try await queue.write { db in
                    try JobQueue(db: db).enqueuePeriodic("work", slot: Self.now, now: Self.now)
                }
            }
            let first = try await lease(queue, "n1", after: 0)
            #expect(first.count == 1)
            try await queue.write { db in
                try JobQueue(db: db).complete(first[0], now: Self.now)
                try JobQueue(db: db).enqueuePeriodic("work", slot: Self.now, now: Self.now)
            }
            #expect(try await lease(queue, "n2", after: 0).isEmpty)
        }
    }

    @Test(arguments: TestEngine.available)
    func listsGoByPages(engine: TestEngine) async throws {
        try await withQueue(engine) { queue in
            try await queue.write { db in
                for second in 0..<5 { try JobQueue(db: db).enqueue("work", at: Self.now + .seconds(second)) }
            }
            let pages = try await queue.read { db in
                let first = try JobQueue(db: db).list(.waiting, limit: 3)
                return (first, try JobQueue(db: db).list(.waiting, before: first.last?.id, limit: 3))
            }
            #expect(pages.0.count == 3 && pages.1.count == 2)
            let all = pages.0 + pages.1
            #expect(all.map(\.createdAt) == all.map(\.createdAt).sorted(by: >))
        }
    }
}

func withQueue(_ engine: TestEngine, _ body: (any Database) async throws -> Void) async throws {
    try await withDatabase(engine, connections: 4) { database in
        _ = try await Migrator(JobsSchema.migrations).run(on: database)
        try await body(database)
    }
}

private func lease(_ queue: any Database, _ node: String, after seconds: Int) async throws -> [QueuedJob] {
    let now = JobQueueTests.now + .seconds(seconds)
    return try await queue.write { db in
        try JobQueue(db: db).lease(10, kinds: ["work"], by: node, now: now, until: now + .seconds(60))
    }
}
