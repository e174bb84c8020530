import Foundation
import Kernel
import Testing

@Suite("Vietnamese and English formats")
struct FormatTests {
    private let english = Catalogue(language: .en, [:])

    private func inEnglish(_ format: () -> String) -> String {
        Catalogue.$current.withValue(english, operation: format)
    }

    @Test(
        "numbers",
        arguments: [
            (0, "0", "0"), (7, "7", "7"), (999, "999", "999"), (1000, "1.000", "1,000"), (-1000, "-1.000", "-1,000"),
            (-999, "-999", "-999"), (1_234_567, "1.234.567", "1,234,567"),
            (.min, "-9.223.372.036.854.775.808", "-9,223,372,036,854,775,808"),
        ] as [(Int, String, String)])
    func numbers(number: Int, vi: String, en: String) {
        #expect(Format.number(number) == vi)
        #expect(inEnglish { Format.number(number) } == en)
        #expect(Format.money(number) == "\(vi) đ")
        #expect(inEnglish { Format.money(number) } == "\(en) đ")
    }

    @Test(
        "decimals",
        arguments: [
            (1234.56, 1, "1.234,6", "1,234.6"), (0.05, 2, "0,05", "0.05"), (-0.04, 1, "0,0", "0.0"),
            (-1.5, 0, "-2", "-2"), (12, 3, "12,000", "12.000"), (.nan, 1, "–", "–"), (.infinity, 1, "–", "–"),
            (1e300, 2, "–", "–"),
        ] as [(Double, Int, String, String)])
    func decimals(number: Double, places: Int, vi: String, en: String) {
        #expect(Format.decimal(number, places: places) == vi)
        #expect(inEnglish { Format.decimal(number, places: places) } == en)
    }

    @Test("shares") func percent() {
        #expect(Format.percent(0.125) == "12,5%")
        #expect(Format.percent(1, places: 0) == "100%")
        #expect(inEnglish { Format.percent(0.125) } == "12.5%")
    }

    @Test(
        "sizes",
        arguments: [
            (0, "0 B"), (1023, "1.023 B"), (1024, "1 KB"), (1536, "1,5 KB"), (1_258_291, "1,2 MB"),
            (20 << 20, "20 MB"), (1_048_575, "1 MB"), (5 << 30, "5 GB"), (3000 << 40, "3.000 TB"),
        ])
    func bytes(count: Int, expected: String) {
        #expect(Format.bytes(count) == expected)
    }

    @Test("sizes in English") func englishBytes() {
        #expect(inEnglish { Format.bytes(1_258_291) } == "1.2 MB")
    }

    @Test("days and times are Vietnamese in both languages") func days() throws {
        let day = try #require(Day(year: 2022, month: 7, day: 5))
        let instant = Instant(day: day, hour: 9, minute: 3)
        #expect(Format.day(day) == "05/07/2022")
        #expect(Format.time(instant) == "09:03")
        #expect(Format.dateTime(instant) == "05/07/2022 09:03")
        #expect(inEnglish { Format.dateTime(instant) } == "05/07/2022 09:03")
        #expect(Format.longDay(day) == "Thứ Ba, 05/07/2022")
        #expect(inEnglish { Format.longDay(day) } == "Tuesday, 05/07/2022")
    }

    @Test(
        "weekdays",
        arguments: zip(Weekday.allCases, ["Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật"]))
    func weekdays(weekday: Weekday, name: String) {
        #expect(Format.weekday(weekday) == name)
        #expect(Format.shortWeekday(weekday) == (weekday == .sunday ? "CN" : "T\(weekday.rawValue + 1)"))
        #expect(inEnglish { Format.weekday(weekday) }.hasPrefix(inEnglish { Format.shortWeekday(weekday) }))
    }

    @Test("another language writes numbers as Vietnamese does") func minorityLanguage() {
        let tay = Catalogue(language: Language(code: "tyz", name: "Tày"), [:])
        #expect(Catalogue.$current.withValue(tay) { Format.number(1234) } == "1.234")
    }
}
