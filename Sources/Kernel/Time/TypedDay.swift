extension Day {
    /// Reads a day as people type it: `1/2/2022`, `01-02-2022`, `1.2.2022` (day first), or as browsers send it,
    /// `2022-02-01`.
    /// - Throws: ``TypedDayError`` that says what is wrong with it.
    public init(typed text: String) throws(TypedDayError) {
        let bytes = Array(text.utf8.drop { $0 == UInt8(ascii: " ") })
        let trimmed = bytes.prefix((bytes.lastIndex { $0 != UInt8(ascii: " ") } ?? -1) + 1)
        guard let separator = trimmed.first(where: { "/-.".utf8.contains($0) }) else { throw .notADay }
        let parts = trimmed.split(separator: separator, omittingEmptySubsequences: false)
        guard parts.count == 3, let first = decimalValue(of: parts[0]), let month = decimalValue(of: parts[1]),
            let third = decimalValue(of: parts[2]), parts[1].count <= 2
        else { throw .notADay }
        let isISO = separator == UInt8(ascii: "-") && parts[0].count == 4
        let (day, year) = isISO ? (third, first) : (first, third)
        let (dayDigits, yearDigits) = isISO ? (parts[2].count, parts[0].count) : (parts[0].count, parts[2].count)
        guard dayDigits <= 2 else { throw .notADay }
        if yearDigits == 2 { throw .shortYear }
        guard yearDigits == 4, year > 0 else { throw .notADay }
        guard (1...12).contains(month) else { throw .noSuchMonth(month) }
        let daysInMonth = Self.daysIn(month: month, of: year)
        guard let result = Day(year: year, month: month, day: day) else {
            throw .noSuchDay(day, month: month, year: year, daysInMonth: daysInMonth)
        }
        self = result
    }
}

/// What is wrong with a day that somebody typed.
public enum TypedDayError: Refusal, Hashable {
    case notADay
    /// A year of two digits: 22 may be 1922 or 2022.
    case shortYear
    case noSuchMonth(Int)
    case noSuchDay(Int, month: Int, year: Int, daysInMonth: Int)

    /// What to tell the person who typed it.
    public var message: String {
        switch self {
        case .notADay:
            t("Ngày viết theo mẫu ngày/tháng/năm, ví dụ 22/07/2022.")
        case .shortYear:
            t("Năm cần đủ bốn chữ số, ví dụ 2022.")
        case .noSuchMonth(let month):
            t("Không có tháng {month}. Tháng từ 1 đến 12.", ["month": month])
        case .noSuchDay(_, let month, let year, let days):
            t("Tháng {month}/{year} chỉ có {days} ngày.", ["month": month, "year": year, "days": days])
        }
    }
}
