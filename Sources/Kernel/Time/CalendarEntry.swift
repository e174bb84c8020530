public import Store

/// A day on which the administration's calendar differs from a plain week.
public struct CalendarEntry: Sendable, Hashable, Codable {
    public enum Kind: String, Sendable, Hashable, Codable, CaseIterable, SQLConvertible {
        case holiday
        /// Given for a holiday that fell on a weekend (nghỉ bù).
        case compensatory
        /// A working day given free, to be made up.
        case swapOff = "swap_off"
        /// A weekend day worked for a ``swapOff``.
        case makeUpWorkday = "makeup_workday"
    }

    public enum Status: String, Sendable, Hashable, Codable, CaseIterable, SQLConvertible {
        case announced
        /// Worked out from the lunar calendar before the state has announced it.
        case estimated
    }

    public let day: Day
    public let name: String
    public let kind: Kind
    /// The day in the lunar calendar as the source writes it, or empty.
    public let lunar: String
    public let status: Status
    public let source: String

    public var off: Bool { kind != .makeUpWorkday }

    public init(day: Day, name: String, kind: Kind, lunar: String = "", status: Status, source: String) {
        self.day = day
        self.name = name
        self.kind = kind
        self.lunar = lunar
        self.status = status
        self.source = source
    }

    /// Reads the shipped calendar (`seeds/holidays-vn.csv`: date, weekday, name, kind, lunar, off, status, source).
    /// - Throws: ``CSVError``, or ``CalendarFileError`` when a row contradicts itself.
    public static func read(_ bytes: some Collection<UInt8>) throws -> [CalendarEntry] {
        var entries: [CalendarEntry] = []
        var days: Set<Day> = []
        let columns = ["date", "weekday", "name", "kind", "lunar", "off", "status", "source"]
        try CSV.records(bytes, columns: columns) { record in
            let wrong = { (column: String) in
                CalendarFileError.wrong(line: record.line, column: column, value: record[column])
            }
            guard let day = Day(iso: record["date"]) else { throw wrong("date") }
            guard day.weekday.vietnameseShort == record["weekday"] else { throw wrong("weekday") }
            guard let kind = Kind(rawValue: record["kind"]) else { throw wrong("kind") }
            guard let status = Status(rawValue: record["status"]) else { throw wrong("status") }
            let entry = CalendarEntry(
                day: day, name: record["name"], kind: kind, lunar: record["lunar"], status: status,
                source: record["source"])
            guard record["off"] == (entry.off ? "1" : "0") else { throw wrong("off") }
            guard days.insert(day).inserted else { throw CalendarFileError.repeated(line: record.line, day: day) }
            entries.append(entry)
        }
        return entries
    }
}

/// What is wrong with a calendar file; lines from 1.
public enum CalendarFileError: Error, Hashable {
    case wrong(line: Int, column: String, value: String)
    case repeated(line: Int, day: Day)
}

extension WorkingCalendar {
    /// The calendar that these days make. A year with an estimated day counts as not announced, and so do those after it.
    public init(_ entries: some Collection<CalendarEntry>) {
        let covered = Self.wholeYears(of: entries.map(\.day))
        var announced = covered
        if let covered, let estimated = entries.lazy.filter({ $0.status == .estimated }).map(\.day.year).min() {
            let end = Day(year: estimated - 1, month: 12, day: 31)
            announced = end.flatMap { $0 < covered.lowerBound ? nil : covered.lowerBound...$0 }
        }
        self.init(
            offDays: Set(entries.lazy.filter(\.off).map(\.day)),
            makeUpDays: Set(entries.lazy.filter { !$0.off }.map(\.day)),
            covered: covered, announced: announced)
    }
}
