import Store
import Synchronization
import TestKit
import Testing

@testable import Kernel

@Suite struct KeptTests {
    private func withRevisions(_ engine: TestEngine, _ body: (any Database) async throws -> Void) async throws {
        try await withDatabase(engine) { database in
            _ = try await Migrator(RevisionSchema.migrations).run(on: database)
            try await body(database)
        }
    }

    /// What is kept, and how often it had to be made.
    private final class Maker: Sendable {
        let kept = Kept<String, Int>(topic: "t", limit: 2)
        let made = Mutex(0)

        func look(_ key: String, _ database: any Database) async throws -> Int {
            try await database.read { [self] db in
                try kept.value(key, db) {
                    made.withLock { $0 += 1 }
                    return try Revision(db: db).number(of: "t")
                }
            }
        }
    }

    @Test(arguments: TestEngine.available)
    func isMadeOnceUntilTheRevisionAdvances(engine: TestEngine) async throws {
        try await withRevisions(engine) { database in
            let maker = Maker()
            #expect(try await maker.look("a", database) == 0)
            #expect(try await maker.look("a", database) == 0)
            #expect(maker.made.withLock { $0 } == 1)
            try await database.write { db in try Revision(db: db).advance("t") }
            #expect(try await maker.look("a", database) == 1)
            try await database.write { db in try Revision(db: db).advance("another") }
            #expect(try await maker.look("a", database) == 1)
            #expect(maker.made.withLock { $0 } == 2)
        }
    }

    @Test(arguments: TestEngine.available)
    func whatIsRolledBackChangesNothing(engine: TestEngine) async throws {
        try await withRevisions(engine) { database in
            let maker = Maker()
            _ = try await maker.look("a", database)
            await #expect(throws: NotFound.self) {
                try await database.write { db in
                    try Revision(db: db).advance("t")
                    throw NotFound()
                }
            }
            #expect(try await maker.look("a", database) == 0)
            #expect(maker.made.withLock { $0 } == 1)
        }
    }

    @Test func keepsNoMoreThanItsLimit() async throws {
        try await withRevisions(.sqlite) { database in
            let maker = Maker()
            for key in ["a", "b", "c", "c"] { _ = try await maker.look(key, database) }
            #expect(maker.made.withLock { $0 } == 3)
            _ = try await maker.look("a", database)
            #expect(maker.made.withLock { $0 } == 4)
        }
    }
}
