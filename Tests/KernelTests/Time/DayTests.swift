import Foundation
import Kernel
import Testing

@Suite("Days")
struct DayTests {
    @Test("every day from 1899 to 2101 follows the one before, by a count that knows only month lengths")
    func counts() throws {
        var day = try #require(Day(iso: "1899-01-01"))
        var weekday = 7  // a Sunday
        for year in 1899...2101 {
            let isLeap = year % 400 == 0 || (year % 4 == 0 && year % 100 != 0)
            for (index, length) in [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31].enumerated() {
                for dayOfMonth in 1...length {
                    let isRight =
                        day.parts == (year, index + 1, dayOfMonth) && day.weekday.rawValue == weekday
                        && Day(year: year, month: index + 1, day: dayOfMonth) == day
                    if !isRight { Issue.record("\(day) is not \(dayOfMonth)/\(index + 1)/\(year)") }
                    day = day + 1
                    weekday = weekday % 7 + 1
                }
                #expect(Day(year: year, month: index + 1, day: length + 1) == nil)
            }
        }
    }

    @Test(
        "known days",
        arguments: [
            ("1970-01-01", 0, Weekday.thursday), ("2000-02-29", 11_016, .tuesday), ("0001-01-01", -719_162, .monday),
            ("9999-12-31", 2_932_896, .friday), ("2022-07-25", 19_198, .monday),
        ])
    func known(iso: String, number: Int, weekday: Weekday) throws {
        let day = try #require(Day(iso: iso))
        #expect(day.number == number)
        #expect(day.weekday == weekday)
        #expect(day.iso == iso)
    }

    @Test(
        "text that is no ISO day",
        arguments: [
            "", "2022-7-25", "2022-02-30", "2022-13-01", "0000-01-01", "2022/07/25", "22022-07-5", " 2022-07-25",
            "２022-07-2",
        ])
    func notISO(text: String) {
        #expect(Day(iso: text) == nil)
    }

    @Test("round trips", arguments: SeededGenerator.seeds)
    func roundTrips(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<500 {
            let day = Day(number: Int.random(in: -719_162...2_932_896, using: &random))
            let days = Int.random(in: -1000...1000, using: &random)
            #expect(Day(iso: day.iso) == day, "seed \(seed)")
            #expect(try Day(typed: Format.day(day)) == day, "seed \(seed)")
            #expect(try JSONDecoder().decode([Day].self, from: JSONEncoder().encode([day])) == [day], "seed \(seed)")
            if (1...9998).contains(day.year), day.year > 3 { #expect((day + days) - day == days, "seed \(seed)") }
        }
    }

    @Test("arithmetic stops at the ends") func ends() {
        let last = Day(number: .max)
        let first = Day(number: .min)
        #expect(last.iso == "9999-12-31")
        #expect(first.iso == "0001-01-01")
        #expect(last + .max == last)
        #expect(last + .min == first)
        #expect(first - .max == first)
        #expect(first - .min == last)
        #expect(last.adding(months: .max) == last)
        #expect(first.adding(months: .min) == first)
    }

    @Test(
        "months on",
        arguments: [
            ("2022-01-31", 1, "2022-02-28"), ("2020-01-31", 1, "2020-02-29"), ("2022-03-31", -1, "2022-02-28"),
            ("2022-12-15", 1, "2023-01-15"), ("2022-01-15", -13, "2020-12-15"), ("2020-02-29", 12, "2021-02-28"),
        ])
    func months(from: String, months: Int, to: String) {
        #expect(Day(iso: from)?.adding(months: months).iso == to)
    }

    @Test(
        "ages",
        arguments: [
            ("2004-02-29", "2022-02-28", 17), ("2004-02-29", "2022-03-01", 18), ("2000-07-22", "2022-07-22", 22),
            ("2000-07-22", "2022-07-21", 21),
        ])
    func ages(birth: String, on: String, years: Int) throws {
        #expect(try #require(Day(iso: birth)).fullYears(until: #require(Day(iso: on))) == years)
    }

    @Test(
        "typed by people", arguments: ["1/2/2022", "01/02/2022", "1-2-2022", "01-02-2022", " 1.2.2022 ", "2022-02-01"])
    func typed(text: String) throws {
        #expect(try Day(typed: text).iso == "2022-02-01")
    }

    @Test(
        "what is wrong with a typed day",
        arguments: [
            ("", .notADay), ("  ", .notADay), ("hôm nay", .notADay), ("1/2", .notADay), ("1/2/", .notADay),
            ("1/2-2022", .notADay), ("1/2/3/2022", .notADay), ("001/2/2022", .notADay), ("1/2/02022", .notADay),
            ("-1/2/2022", .notADay), ("1/2/0000", .notADay), ("1/2/22", .shortYear), ("1/13/2022", .noSuchMonth(13)),
            ("1/0/2022", .noSuchMonth(0)), ("30/2/2022", .noSuchDay(30, month: 2, year: 2022, daysInMonth: 28)),
            ("30/2/2024", .noSuchDay(30, month: 2, year: 2024, daysInMonth: 29)),
            ("0/1/2022", .noSuchDay(0, month: 1, year: 2022, daysInMonth: 31)),
            ("31-04-2022", .noSuchDay(31, month: 4, year: 2022, daysInMonth: 30)),
        ] as [(String, TypedDayError)])
    func wrong(text: String, error: TypedDayError) {
        #expect(throws: error) { try Day(typed: text) }
        #expect(!error.message.isEmpty)
    }

    @Test("the message names the month") func message() {
        let error = TypedDayError.noSuchDay(30, month: 2, year: 2022, daysInMonth: 28)
        #expect(error.message == "Tháng 2/2022 chỉ có 28 ngày.")
    }
}

@Suite("Instants and clocks")
struct InstantTests {
    @Test("the day changes at midnight in Viet Nam") func midnight() throws {
        let day = try #require(Day(iso: "2022-07-25"))
        let start = Instant(day: day)
        #expect(start.rfc3339 == "2022-07-25T00:00:00+07:00")
        #expect(start == Instant(rfc3339: "2022-07-24T17:00:00Z"))
        #expect(start.day == day)
        #expect((start - .microseconds(1)).day == day - 1)
        #expect(Instant(day: day, hour: 23, minute: 59).minuteOfDay == 1439)
        #expect(Instant(day: day, hour: 24) == Instant(day: day + 1))
        #expect(Instant(day: try #require(Day(iso: "1950-03-01")), hour: 1).day.iso == "1950-03-01")
    }

    @Test(
        "reads RFC 3339",
        arguments: [
            ("1970-01-01T00:00:00Z", 0), ("1970-01-01t00:00:00z", 0), ("1970-01-01 07:00:00+07:00", 0),
            ("1970-01-01T00:00:00.5Z", 500_000), ("1970-01-01T00:00:00.1234567Z", 123_456),
            ("1969-12-31T23:59:59.999999Z", -1), ("1969-12-31T20:30:00-03:30", 0),
            ("2016-12-31T23:59:60Z", 1_483_228_800_000_000),
        ] as [(String, Int64)])
    func reads(text: String, microseconds: Int64) {
        #expect(Instant(rfc3339: text)?.microseconds == microseconds)
    }

    @Test(
        "refuses the rest",
        arguments: [
            "", "2022-07-25", "2022-07-25T10:00:00", "2022-07-25T24:00:00Z", "2022-07-25T10:60:00Z",
            "2022-02-30T10:00:00Z", "2022-07-25T10:00:00.Z", "2022-07-25T10:00:00+7:00", "2022-07-25T10:00:00+24:00",
            "2022-07-25T10:00:00Zx", "2022-07-25T1é:00:00Z", "2022-07-25X10:00:00Z",
        ])
    func refuses(text: String) {
        #expect(Instant(rfc3339: text) == nil)
    }

    @Test("round trips", arguments: SeededGenerator.seeds)
    func roundTrips(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<500 {
            let instant = Instant(
                microseconds: Int64.random(in: -62_135_000_000_000_000...253_402_000_000_000_000, using: &random))
            #expect(Instant(rfc3339: instant.rfc3339) == instant, "seed \(seed)")
            #expect(
                try JSONDecoder().decode([Instant].self, from: JSONEncoder().encode([instant])) == [instant],
                "seed \(seed)")
            let later = Instant(microseconds: Int64.random(in: 0...4_000_000_000_000_000, using: &random))
            #expect(instant + (later - instant) == later, "seed \(seed)")
            #expect(later - (later - instant) == instant, "seed \(seed)")
        }
    }

    @Test("arithmetic stops at the ends") func ends() {
        let end = Instant(microseconds: .max)
        #expect(end + .seconds(1) == end)
        #expect(Instant(microseconds: .min) - .seconds(1) == Instant(microseconds: .min))
        #expect(Instant(microseconds: 0) + .seconds(Int64.max) == end)
        #expect(Instant(microseconds: 10) + .nanoseconds(-1) == Instant(microseconds: 9))
        #expect(end.day == end.day)
    }

    @Test("now is what Foundation says") func now() {
        let difference = Double(Instant.now.microseconds) / 1e6 - Date().timeIntervalSince1970
        #expect(abs(difference) < 5)
    }

    @Test("the demo clock keeps the time of day and goes on") func demoClock() throws {
        let day = try #require(Day(iso: "2022-07-25"))
        let real = Instant(day: try #require(Day(iso: "2030-01-05")), hour: 23, minute: 50)
        let clock = Clock.starting(on: day, at: real)
        #expect(real + (try #require(clock.offset)) == Instant(day: day, hour: 23, minute: 50))
        let first = clock.now()
        #expect(clock.now() >= first)
        #expect(Clock.system.offset == .zero)
        #expect(Clock.fixed(Instant(day: day)).today == day)
        #expect(Clock.fixed(Instant(day: day)).offset == nil)
        #expect(Clock.shifted(by: .seconds(3600)).now() - Instant.now > .seconds(3000))
    }
}
