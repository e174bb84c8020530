import Kernel
import Web

/// A special day as an administrator typed it.
struct CalendarDraft {
    let day: Day
    let kind: CalendarEntry.Kind
    let name: String
    /// The decision or announcement that says so; may be empty.
    let source: String

    /// Characters.
    static let longestName = 120

    /// - Parameter day: the day that is being changed; `nil` to read it from the form.
    /// - Throws: `FieldProblems` with everything that is wrong.
    init(_ form: FormData, day known: Day? = nil, today: Day) throws {
        var problems = FieldProblems()
        let day = known ?? Self.day(form["day"], today: today, &problems)
        let kind = CalendarEntry.Kind(rawValue: form["kind"])
        if kind == nil { problems.add("kind", t("Hãy chọn loại ngày.")) }
        if let day, let kind, let wrong = Self.contradiction(of: kind, on: day) { problems.add("kind", wrong) }
        name = form["name"].split(whereSeparator: \.isWhitespace).joined(separator: " ")
        if name.isEmpty { problems.add("name", t("Hãy ghi tên ngày, ví dụ Quốc khánh.")) }
        source = form["source"]
        for (field, text) in [("name", name), ("source", source)] where text.count > Self.longestName {
            problems.add(field, tn("Viết ngắn lại, nhiều nhất {n} chữ.", count: Self.longestName))
        }
        guard problems.isEmpty, let day, let kind else { throw problems }
        self.day = day
        self.kind = kind
    }

    /// - Parameter earlier: what stood there, whose lunar date is still true.
    func entry(after earlier: CalendarEntry?) -> CalendarEntry {
        CalendarEntry(
            day: day, name: name, kind: kind, lunar: earlier?.lunar ?? "", status: .announced, source: source)
    }

    private static func day(_ text: String, today: Day, _ problems: inout FieldProblems) -> Day? {
        guard !text.isEmpty else {
            problems.add("day", t("Hãy ghi ngày, ví dụ 02/09/2022."))
            return nil
        }
        do {
            let day = try Day(typed: text)
            // A day typed into a far year would make the calendar claim to know all years between.
            let years = (today.year - 10)...(today.year + 5)
            if years.contains(day.year) { return day }
            problems.add(
                "day", t("Năm phải từ {first} đến {last}.", ["first": years.lowerBound, "last": years.upperBound]))
        } catch {
            problems.add("day", error.message)
        }
        return nil
    }

    /// Counting of terms would pass over such a day without a word.
    private static func contradiction(of kind: CalendarEntry.Kind, on day: Day) -> String? {
        switch kind {
        case .makeUpWorkday where !day.weekday.isWeekend:
            t("Ngày làm bù phải là thứ Bảy hoặc Chủ nhật; {day} vốn là ngày làm việc.", ["day": Format.longDay(day)])
        case .compensatory where day.weekday.isWeekend, .swapOff where day.weekday.isWeekend:
            t("{day} vốn là ngày nghỉ cuối tuần nên không cho nghỉ bù được.", ["day": Format.longDay(day)])
        default: nil
        }
    }
}
