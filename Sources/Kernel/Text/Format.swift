/// How days, times, money and numbers are written for people, in the language in force.
///
/// Days and times are Vietnamese in every language (`22/07/2022`, `14:30` at UTC+7), because that is what papers here
/// carry. Numbers group by `.` and have a decimal comma; in English the two change places.
public enum Format {
    /// `22/07/2022`
    public static func day(_ day: Day) -> String {
        String(unsafeUninitializedCapacity: 10) { put(day, in: $0) }
    }

    /// `14:30` at UTC+7
    public static func time(_ instant: Instant) -> String {
        String(unsafeUninitializedCapacity: 5) { put(instant, in: $0, at: 0) }
    }

    /// `22/07/2022 14:30` at UTC+7
    public static func dateTime(_ instant: Instant) -> String {
        String(unsafeUninitializedCapacity: 16) { out in
            out[put(instant.day, in: out)] = UInt8(ascii: " ")
            return 11 + put(instant, in: out, at: 11)
        }
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
        grouped(UInt64(number.magnitude), isNegative: number < 0)
    }

    /// `1.234,5`, in English `1,234.5`; rounded half away from zero.
    /// - Parameter places: digits after the comma, 0–9.
    public static func decimal(_ number: Double, places: Int) -> String {
        let places = min(max(places, 0), 9)
        let power = (0..<places).reduce(1.0) { result, _ in result * 10 }
        let scaled = (number.magnitude * power).rounded()
        guard let whole = UInt64(exactly: scaled) else { return "–" }
        let (units, fraction) = whole.quotientAndRemainder(dividingBy: UInt64(power))
        let text = grouped(units, isNegative: number < 0 && whole > 0)
        return places == 0 ? text : text + (isEnglish ? "." : ",") + padded(Int(fraction), places)
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

    private static var isEnglish: Bool { Catalogue.current?.isEnglish ?? false }

    private static func grouped(_ number: UInt64, isNegative: Bool) -> String {
        let separator = isEnglish ? UInt8(ascii: ",") : UInt8(ascii: ".")
        var (digits, limit) = (1, number / 10)
        while limit > 0 { (digits, limit) = (digits + 1, limit / 10) }
        let length = digits + (digits - 1) / 3 + (isNegative ? 1 : 0)
        return String(unsafeUninitializedCapacity: length) { out in
            if isNegative { out[0] = UInt8(ascii: "-") }
            var (place, rest) = (length, number)
            for index in 0..<digits {
                if index > 0, index % 3 == 0 {
                    place -= 1
                    out[place] = separator
                }
                place -= 1
                out[place] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
                rest /= 10
            }
            return length
        }
    }

    private static func put(_ day: Day, in out: UnsafeMutableBufferPointer<UInt8>) -> Int {
        let (year, month, dayOfMonth) = day.parts
        out.put(dayOfMonth, digits: 2, at: 0)
        out[2] = UInt8(ascii: "/")
        out.put(month, digits: 2, at: 3)
        out[5] = UInt8(ascii: "/")
        out.put(year, digits: 4, at: 6)
        return 10
    }

    private static func put(_ instant: Instant, in out: UnsafeMutableBufferPointer<UInt8>, at place: Int) -> Int {
        let minutes = instant.minuteOfDay
        out.put(minutes / 60, digits: 2, at: place)
        out[place + 2] = UInt8(ascii: ":")
        out.put(minutes % 60, digits: 2, at: place + 3)
        return 5
    }

    private static let vietnameseWeekdays = [
        "Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật",
    ]
    private static let englishWeekdays = [
        "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
    ]
}
