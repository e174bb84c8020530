import Kernel
import Web

/// One month of the year's page, Monday first.
struct CalendarMonth {
    let year: Int
    let month: Int
    let entries: [Day: CalendarEntry]
    let today: Day

    var html: HTML {
        """
        <table class="month"><caption>\(t("Tháng {month}", ["month": month]))</caption><thead><tr>\
        \(Weekday.allCases.map { weekday in
            "<th scope=\"col\"><abbr title=\"\(Format.weekday(weekday))\">\(Format.shortWeekday(weekday))</abbr></th>"
        })</tr></thead>
        <tbody>\(weeks.map { week in "<tr>\(week.map(cell))</tr>\n" })</tbody></table>
        """
    }

    /// Seven places a week; `nil` for those that belong to the months beside.
    var weeks: [[Day?]] {
        guard let first = Day(year: year, month: month, day: 1) else { return [] }
        var places: [Day?] = Array(repeating: nil, count: first.weekday.rawValue - 1)
        places += (0..<Day.daysIn(month: month, of: year)).map { first + $0 }
        places += Array(repeating: nil, count: (7 - places.count % 7) % 7)
        return stride(from: 0, to: places.count, by: 7).map { Array(places[$0..<($0 + 7)]) }
    }

    private func cell(_ day: Day?) -> HTML {
        guard let day else { return "<td></td>" }
        let isToday: HTML? = day == today ? " aria-current=\"date\"" : nil
        let todayWord: HTML? = day == today ? ", \(t("hôm nay"))" : nil
        if let entry = entries[day] {
            return """
                <td data-s="\(CalendarWords.cell(entry.kind))"\(isToday)><a href="/admin/calendar/\(day.iso)">\(day.day)\
                <span class="sr">, \(CalendarWords.kind(entry.kind)): \(entry.name)\(todayWord)</span></a></td>
                """
        }
        let rest: HTML? = day.weekday.isWeekend ? " data-s=\"rest\"" : nil
        let word: HTML? = todayWord.map { "<span class=\"sr\">\($0)</span>" }
        return "<td\(rest)\(isToday)><span>\(day.day)\(word)</span></td>"
    }
}
