import Store
import TestKit
import Testing

@testable import Kernel

@Suite struct WorkCalendarStoreTests {
    static let newYear = entry("2022-01-01", "Tết Dương lịch", .holiday)
    static let given = entry("2022-01-03", "Tết Dương lịch (nghỉ bù)", .compensatory)
    static let madeUp = entry("2023-02-04", "Làm bù", .makeUpWorkday)

    private static func entry(_ day: String, _ name: String, _ kind: CalendarEntry.Kind) -> CalendarEntry {
        CalendarEntry(day: Day(iso: day) ?? Day(number: 0), name: name, kind: kind, status: .announced, source: "test")
    }

    private func withCalendar(_ engine: TestEngine, _ body: (any Database) async throws -> Void) async throws {
        try await withDatabase(engine) { database in
            _ = try await Migrator(WorkCalendarSchema.migrations).run(on: database)
            try await database.write { db in
                try WorkCalendarStore(db: db).seed([Self.newYear, Self.given, Self.madeUp])
            }
            try await body(database)
        }
    }

    @Test(arguments: TestEngine.available)
    func seedingKeepsWhatAnAdministratorHasSet(engine: TestEngine) async throws {
        try await withCalendar(engine) { database in
            let renamed = Self.entry("2022-01-03", "Nghỉ bù", .compensatory)
            try await database.write { db in
                try WorkCalendarStore(db: db).put(renamed)
                try WorkCalendarStore(db: db).seed([Self.newYear, Self.given, Self.madeUp])
            }
            let (year, years) = try await database.read { db in
                (try WorkCalendarStore(db: db).entries(2022), try WorkCalendarStore(db: db).years())
            }
            #expect(year == [Self.newYear, renamed])
            #expect(years == [2022, 2023])
        }
    }

    @Test(arguments: TestEngine.available)
    func aRemovedDayIsPlainAgain(engine: TestEngine) async throws {
        try await withCalendar(engine) { database in
            try await database.write { db in try WorkCalendarStore(db: db).remove(Self.given.day) }
            #expect(
                try await database.read { db in try WorkCalendarStore(db: db).calendar().isWorking(Self.given.day) })
            await #expect(throws: NotFound.self) {
                try await database.write { db in try WorkCalendarStore(db: db).remove(Self.given.day) }
            }
        }
    }

    @Test(arguments: TestEngine.available)
    func theCacheFollowsChanges(engine: TestEngine) async throws {
        try await withCalendar(engine) { database in
            let cache = CalendarCache(database: database)
            #expect(cache.current.isWorking(Self.given.day))
            let task = Task { await cache.run() }
            try await eventually { !cache.current.isWorking(Self.given.day) }
            #expect(cache.current.isWorking(Self.madeUp.day))
            try await database.write { db in try WorkCalendarStore(db: db).remove(Self.given.day) }
            try await eventually { cache.current.isWorking(Self.given.day) }
            task.cancel()
        }
    }
}
