/// Which days the administration works: Monday to Friday without holidays, and make-up days at weekends.
///
/// Terms are counted in working days that begin after the day of receipt (Civil Code 2015, articles 147 and 148: the
/// first day is not counted; a term that would end on a day off ends on the next working day).
public struct WorkingCalendar: Sendable {
    /// The days that announced or estimated data speaks of, whole years; nil without data. Beyond them only weekends
    /// are known, so a term that ends there should be shown with a warning.
    public let covered: ClosedRange<Day>?
    /// The part of ``covered`` that the state has announced; the rest is estimated from the lunar calendar.
    public let announced: ClosedRange<Day>?

    /// Days off that would otherwise be worked.
    private let offDays: [Day]
    /// Weekend days that are worked.
    private let makeUpDays: [Day]

    /// - Parameters:
    ///   - offDays: holidays and days given for them, on whatever day of the week.
    ///   - makeUpDays: days that are worked although they fall on a weekend or a holiday; they go before `offDays`.
    ///   - covered: nil takes the whole years of the days given.
    ///   - announced: nil takes `covered`.
    public init(
        offDays: Set<Day>, makeUpDays: Set<Day>, covered: ClosedRange<Day>? = nil, announced: ClosedRange<Day>? = nil
    ) {
        self.offDays = offDays.subtracting(makeUpDays).filter { !$0.weekday.isWeekend }.sorted()
        self.makeUpDays = makeUpDays.filter(\.weekday.isWeekend).sorted()
        self.covered = covered ?? Self.wholeYears(of: offDays.union(makeUpDays))
        self.announced = announced ?? self.covered
    }

    /// Weekends only.
    public static let weekendsOnly = WorkingCalendar(offDays: [], makeUpDays: [])

    public func isWorking(_ day: Day) -> Bool {
        day.weekday.isWeekend ? makeUpDays.holds(day) : !offDays.holds(day)
    }

    /// Whether the data speaks of that day.
    public func covers(_ day: Day) -> Bool { covered?.contains(day) ?? false }

    /// The n-th working day after a day: `day(1, after: friday)` is the next Monday, if that is worked.
    ///
    /// 0 and less give the day itself.
    public func day(_ n: Int, after start: Day) -> Day {
        var day = start
        var left = n
        while left > 0, day < .last {
            day = day + 1
            if isWorking(day) { left -= 1 }
        }
        return day
    }

    /// How many working days there are from one day through another, both included; 0 when they stand the other way.
    public func workingDays(from start: Day, through end: Day) -> Int {
        guard start <= end else { return 0 }
        let weekdays = Self.weekdays(before: end + 1) - Self.weekdays(before: start)
        return weekdays - offDays.count(from: start, through: end) + makeUpDays.count(from: start, through: end)
    }

    /// Mondays to Fridays since Monday 1970-01-05, negative before it.
    private static func weekdays(before day: Day) -> Int {
        let days = day.number - 4
        let weeks = floorDivided(days, 7)
        return weeks * 5 + min(days - weeks * 7, 5)
    }

    static func wholeYears(of days: some Collection<Day>) -> ClosedRange<Day>? {
        guard let first = days.min(), let last = days.max(),
            let start = Day(year: first.year, month: 1, day: 1), let end = Day(year: last.year, month: 12, day: 31)
        else { return nil }
        return start...end
    }
}

extension [Day] {
    /// The place of the first day that is not before the given one, in a sorted list.
    private func place(of day: Day) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if self[middle] < day { low = middle + 1 } else { high = middle }
        }
        return low
    }

    fileprivate func holds(_ day: Day) -> Bool {
        let place = place(of: day)
        return place < count && self[place] == day
    }

    fileprivate func count(from start: Day, through end: Day) -> Int {
        place(of: end + 1) - place(of: start)
    }
}
