import Store
import TestKit
import Testing

@testable import Kernel

@Suite struct IdempotencyStoreTests {
    static let now = Instant(microseconds: 1_658_700_000_000_000)
    static let reply = SavedReply(
        requestHash: "h1", status: 303, location: "/dossiers/H1", contentType: "text/html", body: [0, 1, 0xff])

    private func withStore(_ engine: TestEngine, _ body: (any Database) async throws -> Void) async throws {
        try await withDatabase(engine) { database in
            _ = try await Migrator(IdempotencySchema.migrations).run(on: database)
            try await body(database)
        }
    }

    private func save(_ database: any Database, _ key: String, _ account: String) async throws {
        try await database.write { db in
            try IdempotencyStore(db: db).save(
                Self.reply, key: key, account: account, door: "POST /d", expires: Self.now + .seconds(10))
        }
    }

    @Test(arguments: TestEngine.available)
    func theAnswerIsFoundByItsOwnerAtItsDoor(engine: TestEngine) async throws {
        try await withStore(engine) { database in
            try await save(database, "k", "a1")
            try await save(database, "k", "a2")
            let (same, otherDoor, otherAccount) = try await database.read { db in
                let store = IdempotencyStore(db: db)
                return (
                    try store.find(key: "k", account: "a1", door: "POST /d"),
                    try store.find(key: "k", account: "a1", door: "POST /e"),
                    try store.find(key: "k", account: "a3", door: "POST /d")
                )
            }
            #expect(same == Self.reply)
            #expect(otherDoor == nil && otherAccount == nil)
        }
    }

    @Test(arguments: TestEngine.available)
    func theSecondOfTwoEqualRequestsLeavesNothing(engine: TestEngine) async throws {
        try await withStore(engine) { database in
            try await save(database, "k", "a1")
            await #expect {
                try await save(database, "k", "a1")
            } throws: { error in
                if case StoreError.unique = error { true } else { false }
            }
        }
    }

    @Test(arguments: TestEngine.available)
    func expiredAnswersAreDiscarded(engine: TestEngine) async throws {
        try await withStore(engine) { database in
            try await save(database, "k", "a1")
            let discard = { @Sendable (seconds: Int) in
                try await database.write { db in
                    try IdempotencyStore(db: db).discardExpired(now: Self.now + .seconds(seconds))
                }
            }
            #expect(try await discard(10) == 0)
            #expect(try await discard(11) == 1)
        }
    }
}
