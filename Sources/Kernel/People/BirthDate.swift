public import Store

/// When somebody was born, as far as the papers tell: many old people know the year alone.
///
/// Kept as `1952-03-01` or `1952`; both compare as text in the order of time.
public enum BirthDate: Sendable, Hashable {
    case day(Day)
    case year(Int)

    /// The first year that is believed without a further look: nobody born earlier is alive, but papers of the dead
    /// and of claims are kept too.
    public static let firstYear = 1800

    public var year: Int {
        switch self {
        case .day(let day): day.year
        case .year(let year): year
        }
    }

    /// Reads a day as people type it, or a year alone.
    /// - Throws: ``TypedDayError``, ``BirthRefusal``.
    public init(typed text: String, today: Day) throws {
        let bytes = Array(text.utf8.filter { $0 != UInt8(ascii: " ") })
        if bytes.count == 4, let year = decimalValue(of: bytes) {
            self = .year(year)
        } else {
            self = .day(try Day(typed: text))
        }
        guard year >= Self.firstYear else { throw BirthRefusal.tooLongAgo }
        guard earliest <= today else { throw BirthRefusal.inTheFuture }
    }

    /// The first day on which it may have been.
    public var earliest: Day {
        switch self {
        case .day(let day): day
        case .year(let year): Day(year: year, month: 1, day: 1) ?? Day(number: 0)
        }
    }

    /// The last day on which it may have been.
    public var latest: Day {
        switch self {
        case .day(let day): day
        case .year(let year): Day(year: year, month: 12, day: 31) ?? Day(number: 0)
        }
    }

    /// Full years on a day; of two possible ages the younger one, so that nobody is granted what needs the older.
    public func age(on day: Day) -> Int { max(0, latest.fullYears(until: day)) }

    /// Whether both may be the same birth.
    public func mayBe(_ other: BirthDate) -> Bool { earliest <= other.latest && other.earliest <= latest }
}

extension BirthDate: SQLConvertible {
    public var sqlValue: SQLValue {
        switch self {
        case .day(let day): .text(day.iso)
        case .year(let year): .text(padded(year, 4))
        }
    }

    public static func decode(_ row: Row, _ column: Int) throws -> BirthDate {
        let text = try String.decode(row, column)
        if let day = Day(iso: text) { return .day(day) }
        guard text.utf8.count == 4, let year = decimalValue(of: text.utf8) else {
            throw StoreError.decoding("\(text) is no birth date")
        }
        return .year(year)
    }
}

public enum BirthRefusal: Refusal, Hashable {
    case inTheFuture, tooLongAgo

    public var message: String {
        switch self {
        case .inTheFuture: t("Ngày sinh ở sau hôm nay. Hãy xem lại năm sinh.")
        case .tooLongAgo: t("Năm sinh trước năm {year}. Hãy xem lại năm sinh.", ["year": BirthDate.firstYear])
        }
    }
}
