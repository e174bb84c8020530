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
        /// Whether a statement of the same snapshot brings all revisions together.
        let knowsTotal: Bool

        init(knowsTotal: Bool = false) { self.knowsTotal = knowsTotal }

        func look(_ key: String, _ database: any Database) async throws -> Int {
            try await database.read { [self] db in
                let total = knowsTotal ? try db.value("SELECT \(Revision.total)", as: Int.self) : nil
                return try kept.value(key, total: total, db) {
                    made.withLock { $0 += 1 }
                    return try Revision(db: db).number(of: "t")
                }
            }
        }
    }

    @Test(arguments: TestEngine.available, [false, true])
    func isMadeOnceUntilTheRevisionAdvances(engine: TestEngine, knowsTotal: Bool) async throws {
        try await withRevisions(engine) { database in
            let maker = Maker(knowsTotal: knowsTotal)
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

    @Test func anUnchangedTotalSparesTheQuestion() async throws {
        try await withRevisions(.sqlite) { database in
            let kept = Kept<String, Int>(topic: "t")
            var questions: [Int] = []
            for total in [0, 0, 1, 1] {
                let counter = StatementCounter()
                try await StatementCounter.$current.withValue(counter) {
                    _ = try await database.read { db in try kept.value("a", total: total, db) { 7 } }
                }
                questions.append(counter.texts.count { $0.hasPrefix("SELECT") })
            }
            #expect(questions == [1, 0, 1, 0])
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
