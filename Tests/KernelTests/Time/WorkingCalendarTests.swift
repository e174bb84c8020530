import Foundation
import Kernel
import Resources
import Testing

@Suite("The working calendar, with the shipped holidays of 2021 to 2027")
struct WorkingCalendarTests {
    let entries: [CalendarEntry]
    let calendar: WorkingCalendar

    init() throws {
        entries = try CalendarEntry.read(Shipped.data("seeds/holidays-vn.csv"))
        calendar = WorkingCalendar(entries)
    }

    private func day(_ iso: String) throws -> Day { try #require(Day(iso: iso)) }

    @Test("the file is read whole") func reads() {
        #expect(entries.count == 107)
        #expect(
            Dictionary(grouping: entries, by: \.kind).mapValues(\.count) == [
                .holiday: 88, .compensatory: 11, .swapOff: 4, .makeUpWorkday: 4,
            ])
        #expect(Set(entries.map(\.day.year)) == Set(2021...2027))
        #expect(entries.count { $0.status == .estimated } == 15)
    }

    @Test("what the data covers, and what of it is announced") func covers() throws {
        #expect(calendar.covered == (try day("2021-01-01")...day("2027-12-31")))
        #expect(calendar.announced == (try day("2021-01-01")...day("2026-12-31")))
        #expect(calendar.covers(try day("2027-12-31")))
        #expect(!calendar.covers(try day("2028-01-01")))
        #expect(WorkingCalendar.weekendsOnly.covered == nil)
    }

    @Test(
        "days off and days worked",
        arguments: [
            ("2021-05-03", false), ("2021-09-03", false), ("2022-01-03", false), ("2022-04-11", false),
            ("2022-05-02", false), ("2022-05-03", false), ("2022-05-04", true), ("2023-05-02", false),
            ("2023-05-03", false), ("2023-09-04", false), ("2024-04-29", false), ("2024-05-04", true),
            ("2025-04-26", true), ("2025-05-02", false), ("2026-01-02", false), ("2026-01-10", true),
            ("2026-08-22", true), ("2026-08-31", false), ("2027-05-03", false), ("2022-07-25", true),
            ("2022-07-23", false), ("2022-07-24", false), ("2028-01-01", false), ("2028-01-03", true),
        ])
    func isWorking(iso: String, expected: Bool) throws {
        #expect(calendar.isWorking(try day(iso)) == expected)
    }

    @Test(
        "terms",
        arguments: [
            // Tết 2022: 31 January to 4 February are off.
            ("2022-01-28", 1, "2022-02-07"), ("2022-01-26", 5, "2022-02-09"), ("2022-01-27", 10, "2022-02-17"),
            // received on a day off: the term begins with the first working day
            ("2022-02-01", 1, "2022-02-07"), ("2022-07-23", 3, "2022-07-27"),
            // nghỉ bù of 30 April and 1 May 2022
            ("2022-04-29", 1, "2022-05-04"), ("2022-04-08", 3, "2022-04-14"),
            // a swapped Monday and its make-up Saturday
            ("2024-04-26", 1, "2024-05-02"), ("2024-05-02", 2, "2024-05-04"), ("2024-05-03", 2, "2024-05-06"),
            ("2025-04-25", 1, "2025-04-26"), ("2026-01-09", 1, "2026-01-10"),
            ("2022-07-25", 0, "2022-07-25"), ("2022-07-25", -3, "2022-07-25"), ("2022-07-25", 15, "2022-08-15"),
        ])
    func terms(from: String, n: Int, to: String) throws {
        #expect(calendar.day(n, after: try day(from)).iso == to)
    }

    /// Working days a year worked out from the file by hand of other means: no ``Day``, no ``WorkingCalendar``.
    @Test("agrees with an independent count over every year", arguments: 2021...2027)
    func agreesByYear(year: Int) throws {
        let worked = try IndependentCalendar().worked(in: year)
        #expect(calendar.workingDays(from: try day("\(year)-01-01"), through: try day("\(year)-12-31")) == worked.count)
        for month in 1...12 {
            let prefix = "\(year)-\(month < 10 ? "0" : "")\(month)"
            let start = try day("\(prefix)-01")
            let end = start.adding(months: 1) - 1
            #expect(
                calendar.workingDays(from: start, through: end) == worked.count { $0.hasPrefix(prefix) }, "\(prefix)")
        }
    }

    @Test("agrees with an independent count over random spans", arguments: SeededGenerator.seeds)
    func agreesOverSpans(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let worked = try (2020...2029).flatMap { try IndependentCalendar().worked(in: $0) }
        let origin = try day("2021-01-01")
        for _ in 0..<50 {
            let start = origin + Int.random(in: 0..<2500, using: &random)
            let end = start + Int.random(in: -5..<90, using: &random)
            let expected = worked.count { $0 >= start.iso && $0 <= end.iso }
            #expect(calendar.workingDays(from: start, through: end) == expected, "seed \(seed) \(start) \(end)")
            let n = Int.random(in: 1..<60, using: &random)
            let deadline = worked.filter { $0 > start.iso }[n - 1]
            #expect(calendar.day(n, after: start).iso == deadline, "seed \(seed) \(start) \(n)")
            #expect(calendar.workingDays(from: start + 1, through: calendar.day(n, after: start)) == n, "seed \(seed)")
        }
    }

    @Test("spans before 1970 and the other way round") func spans() throws {
        let weekends = WorkingCalendar.weekendsOnly
        #expect(weekends.workingDays(from: try day("1900-01-01"), through: try day("1900-01-31")) == 23)
        #expect(weekends.workingDays(from: try day("2022-07-25"), through: try day("2022-07-24")) == 0)
        #expect(weekends.workingDays(from: try day("2022-07-23"), through: try day("2022-07-24")) == 0)
        #expect(weekends.day(3, after: try day("9999-12-30")).iso == "9999-12-31")
    }

    @Test("a make-up day goes before a day off") func makeUpFirst() throws {
        let saturday = try day("2022-07-23")
        let monday = try day("2022-07-25")
        let calendar = WorkingCalendar(offDays: [saturday, monday], makeUpDays: [saturday, monday])
        #expect(calendar.isWorking(saturday))
        #expect(calendar.isWorking(monday))
    }

    @Test(
        "a file that contradicts itself is refused",
        arguments: [
            ("2022-13-01,T2,x,holiday,,1,announced,s", "date"), ("2022-07-25,T3,x,holiday,,1,announced,s", "weekday"),
            ("2022-07-25,T2,x,feast,,1,announced,s", "kind"), ("2022-07-25,T2,x,holiday,,0,announced,s", "off"),
            ("2022-07-25,T2,x,makeup_workday,,1,announced,s", "off"), ("2022-07-25,T2,x,holiday,,1,guess,s", "status"),
        ])
    func contradictions(row: String, column: String) throws {
        let error = try #require(throws: CalendarFileError.self) {
            try CalendarEntry.read(Array("date,weekday,name,kind,lunar,off,status,source\n\(row)\n".utf8))
        }
        guard case .wrong(2, column, _) = error else { throw error }
    }

    @Test("a day given twice is refused") func repeated() throws {
        let row = "2022-07-25,T2,x,holiday,,1,announced,s\n"
        let monday = try day("2022-07-25")
        #expect(throws: CalendarFileError.repeated(line: 3, day: monday)) {
            try CalendarEntry.read(Array("date,weekday,name,kind,lunar,off,status,source\n\(row)\(row)".utf8))
        }
    }
}

/// Reads the file by splitting lines and asks Foundation for the weekdays.
private struct IndependentCalendar {
    private let off: Set<String>
    private let makeUp: Set<String>

    init() throws {
        let lines = String(decoding: try Shipped.data("seeds/holidays-vn.csv"), as: UTF8.self).split(separator: "\n")
        let days = Dictionary(grouping: lines.dropFirst()) { $0.contains(",makeup_workday,") }
            .mapValues { Set($0.map { String($0.prefix(10)) }) }
        off = days[false] ?? []
        makeUp = days[true] ?? []
    }

    /// The ISO days of a year that are worked.
    func worked(in year: Int) throws -> [String] {
        var gregorian = Foundation.Calendar(identifier: .gregorian)
        gregorian.timeZone = try #require(TimeZone(secondsFromGMT: 0))
        let start = try #require(gregorian.date(from: DateComponents(year: year, month: 1, day: 1)))
        let end = try #require(gregorian.date(from: DateComponents(year: year + 1, month: 1, day: 1)))
        return stride(from: start, to: end, by: 86_400).compactMap { date in
            let parts = gregorian.dateComponents([.year, .month, .day, .weekday], from: date)
            guard let month = parts.month, let day = parts.day, let weekday = parts.weekday else { return nil }
            let iso = "\(year)-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)"
            if makeUp.contains(iso) { return iso }
            return off.contains(iso) || weekday == 1 || weekday == 7 ? nil : iso
        }
    }
}
