/// How days, times, money and numbers are written for people, in the language in force.
///
/// Days and times are Vietnamese in every language (`22/07/2022`, `14:30` at UTC+7), because that is what papers here
/// carry. Numbers group by `.` and have a decimal comma; in English the two change places.
public enum Format {
    /// `22/07/2022`
    public static func day(_ day: Day) -> String {
        let (year, month, dayOfMonth) = day.parts
        return "\(padded(dayOfMonth, 2))/\(padded(month, 2))/\(padded(year, 4))"
    }

    /// `14:30` at UTC+7
    public static func time(_ instant: Instant) -> String {
        let minutes = instant.minuteOfDay
        return "\(padded(minutes / 60, 2)):\(padded(minutes % 60, 2))"
    }

    /// `22/07/2022 14:30` at UTC+7
    public static func dateTime(_ instant: Instant) -> String {
        "\(day(instant.day)) \(time(instant))"
    }

    /// `Thứ Hai, 25/07/2022`
    public static func longDay(_ day: Day) -> String {
        "\(weekday(day.weekday)), \(Self.day(day))"
    }

    /// `Thứ Hai` … `Chủ Nhật`, in English `Monday` …
    public static func weekday(_ weekday: Weekday) -> String {
        (isEnglish ? englishWeekdays : vietnameseWeekdays)[weekday.rawValue - 1]
    }

    /// `T2` … `CN`, in English `Mon` …, for the heads of calendars.
    public static func shortWeekday(_ weekday: Weekday) -> String {
        if isEnglish { return String(self.weekday(weekday).prefix(3)) }
        return weekday.vietnameseShort
    }

    /// `1.234.567`, in English `1,234,567`
    public static func number(_ number: Int) -> String {
        grouped(String(number.magnitude), isNegative: number < 0)
    }

    /// `1.234,5`, in English `1,234.5`; rounded half away from zero.
    /// - Parameter places: digits after the comma, 0–9.
    public static func decimal(_ number: Double, places: Int) -> String {
        let places = min(max(places, 0), 9)
        let power = (0..<places).reduce(1.0) { result, _ in result * 10 }
        let scaled = (number.magnitude * power).rounded()
        guard let whole = UInt64(exactly: scaled) else { return "–" }
        let digits = String(whole)
        let padded = String(repeating: "0", count: max(0, places + 1 - digits.utf8.count)) + digits
        let text = grouped(String(padded.dropLast(places)), isNegative: number < 0 && whole > 0)
        return places == 0 ? text : text + (isEnglish ? "." : ",") + padded.suffix(places)
    }

    /// `12,5%` for 0.125
    public static func percent(_ share: Double, places: Int = 1) -> String {
        decimal(share * 100, places: places) + "%"
    }

    /// `50.000 đ`
    public static func money(_ dong: Int) -> String {
        "\(number(dong)) đ"
    }

    /// `1,2 MB`: steps of 1,024 as file managers show them, one decimal from a kilobyte on.
    public static func bytes(_ count: Int) -> String {
        guard count.magnitude >= 1024 else { return "\(number(count)) B" }
        var value = Double(count) / 1024
        var units = ["KB", "MB", "GB", "TB"][...]
        while value.magnitude >= 1023.95, units.count > 1 {
            value /= 1024
            units.removeFirst()
        }
        let text = decimal(value, places: 1)
        let zero = isEnglish ? ".0" : ",0"
        return "\(text.hasSuffix(zero) ? String(text.dropLast(2)) : text) \(units[units.startIndex])"
    }

    private static var isEnglish: Bool { Language.current == .en }

    private static func grouped(_ digits: String, isNegative: Bool) -> String {
        var text = isNegative ? "-" : ""
        let separator: Character = isEnglish ? "," : "."
        let count = digits.utf8.count
        for (index, digit) in digits.enumerated() {
            if index > 0, (count - index) % 3 == 0 { text.append(separator) }
            text.append(digit)
        }
        return text
    }

    private static let vietnameseWeekdays = [
        "Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật",
    ]
    private static let englishWeekdays = [
        "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
    ]
}

/// A number with leading zeros.
func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
}
