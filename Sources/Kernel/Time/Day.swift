public import Store

/// A civil date (Gregorian), without a time or a zone: dates of birth, deadlines, validity.
///
/// Kept as days since 1970-01-01; years 1–9999. Arithmetic that would leave that range stops at its end.
public struct Day: Sendable, Hashable, Comparable {
    /// Days since 1970-01-01.
    public let number: Int

    static let first = Day(unchecked: -719_162)
    static let last = Day(unchecked: 2_932_896)

    private init(unchecked number: Int) { self.number = number }

    /// - Parameter number: days since 1970-01-01; taken to the nearest day of the years 1–9999.
    public init(number: Int) {
        self.init(unchecked: min(max(number, Self.first.number), Self.last.number))
    }

    /// Nil when there is no such day.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month),
            (1...Self.daysIn(month: month, of: year)).contains(day)
        else { return nil }
        self.init(unchecked: Self.number(year: year, month: month, day: day))
    }

    /// Reads `2022-07-22`, exactly so.
    public init?(iso text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
            let year = decimalValue(of: bytes[0..<4]), let month = decimalValue(of: bytes[5..<7]),
            let day = decimalValue(of: bytes[8..<10])
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// `2022-07-22`
    public var iso: String {
        let (year, month, day) = parts
        return String(unsafeUninitializedCapacity: 10) { out in
            out.put(year, digits: 4, at: 0)
            out[4] = UInt8(ascii: "-")
            out.put(month, digits: 2, at: 5)
            out[7] = UInt8(ascii: "-")
            out.put(day, digits: 2, at: 8)
            return 10
        }
    }

    /// Year, month 1–12 and day of the month 1–31.
    public var parts: (year: Int, month: Int, day: Int) {
        // Howard Hinnant, "chrono-compatible low-level date algorithms": years begin in March, eras have 400 of them.
        let shifted = number + 719_468
        let era = floorDivided(shifted, 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }

    public var year: Int { parts.year }
    public var month: Int { parts.month }
    /// Day of the month.
    public var day: Int { parts.day }

    public var weekday: Weekday {
        // 1970-01-01 was a Thursday.
        Weekday(number: number - floorDivided(number + 3, 7) * 7 + 3)
    }

    public static func daysIn(month: Int, of year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// The same day some months on, or the last day of that month if it is shorter.
    public func adding(months: Int) -> Day {
        let (year, month, day) = parts
        let total = year * 12 + month - 1 + min(max(months, -120_000), 120_000)
        let newYear = floorDivided(total, 12)
        guard newYear >= 1 else { return .first }
        guard newYear <= 9999 else { return .last }
        let newMonth = total - newYear * 12 + 1
        let newDay = min(day, Self.daysIn(month: newMonth, of: newYear))
        return Day(unchecked: Self.number(year: newYear, month: newMonth, day: newDay))
    }

    /// Full years from this day to another, as ages are counted; a birthday on 29 February comes on 1 March.
    public func fullYears(until other: Day) -> Int {
        let (year, month, day) = parts
        let (otherYear, otherMonth, otherDay) = other.parts
        return otherYear - year - ((otherMonth, otherDay) < (month, day) ? 1 : 0)
    }

    public static func + (day: Day, days: Int) -> Day {
        let (sum, overflow) = day.number.addingReportingOverflow(days)
        return Day(number: overflow ? (days < 0 ? .min : .max) : sum)
    }

    public static func - (day: Day, days: Int) -> Day {
        let (difference, overflow) = day.number.subtractingReportingOverflow(days)
        return Day(number: overflow ? (days < 0 ? .max : .min) : difference)
    }

    /// Days from the right one to the left one.
    public static func - (left: Day, right: Day) -> Int { left.number - right.number }

    public static func < (left: Day, right: Day) -> Bool { left.number < right.number }

    private static func number(year: Int, month: Int, day: Int) -> Int {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = floorDivided(shiftedYear, 400)
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}

extension Day: CustomStringConvertible, Codable, SQLConvertible {
    public var description: String { iso }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let day = Day(iso: text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "\(text) is no day")
        }
        self = day
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(iso)
    }

    public var sqlValue: SQLValue { .text(iso) }

    public static func decode(_ row: Row, _ column: Int) throws -> Day {
        let text = try String.decode(row, column)
        guard let day = Day(iso: text) else { throw StoreError.decoding("\(text) is no day") }
        return day
    }
}

/// Days of the week, counted as ISO 8601 does.
public enum Weekday: Int, Sendable, Hashable, CaseIterable {
    case monday = 1, tuesday, wednesday, thursday, friday, saturday, sunday

    public var isWeekend: Bool { self == .saturday || self == .sunday }

    /// `T2` … `T7`, `CN`
    public var vietnameseShort: String { self == .sunday ? "CN" : "T\(rawValue + 1)" }

    /// - Parameter number: 0 is Monday, 6 Sunday.
    fileprivate init(number: Int) {
        self = Self.allCases[number]
    }
}

func floorDivided(_ number: Int, _ divisor: Int) -> Int {
    let (quotient, remainder) = number.quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? quotient - 1 : quotient
}

/// The value of ASCII digits, nil for anything else.
func decimalValue(of digits: some Collection<UInt8>) -> Int? {
    guard !digits.isEmpty, digits.count <= 18 else { return nil }
    var value = 0
    for digit in digits {
        guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
        value = value * 10 + Int(digit - UInt8(ascii: "0"))
    }
    return value
}
