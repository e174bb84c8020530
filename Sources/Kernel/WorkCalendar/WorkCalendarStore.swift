public import Store

/// The administration's calendar as it stands in the database, where an administrator may correct it.
public struct WorkCalendarStore {
    /// Notices on it refresh the calendars that nodes hold in memory.
    public static let topic = "calendar"

    public let db: any Session

    public init(db: any Session) { self.db = db }

    /// The days of a year in order.
    public func entries(_ year: Int) throws -> [CalendarEntry] {
        try entries(where: "day >= \("\(padded(year, 4))-01-01") AND day <= \("\(padded(year, 4))-12-31")")
    }

    public func entry(on day: Day) throws -> CalendarEntry? { try entries(where: "day = \(day)").first }

    /// Years of which the calendar knows something, in order.
    public func years() throws -> [Int] {
        try db.rows("SELECT DISTINCT substr(day, 1, 4) FROM kernel_calendar_day ORDER BY 1") { row in
            let year: String = try row[0]
            guard let number = Int(year) else { throw StoreError.decoding("\(year) is no year") }
            return number
        }
    }

    /// The calendar for counting terms.
    public func calendar() throws -> WorkingCalendar { WorkingCalendar(try entries(where: "TRUE")) }

    /// Sets what a day is. The caller journals it.
    public func put(_ entry: CalendarEntry) throws {
        try insert(
            [entry],
            onConflict: """
                UPDATE SET name = excluded.name, kind = excluded.kind, lunar = excluded.lunar, off = excluded.off,
                    status = excluded.status, source = excluded.source
                """)
        try db.notify(Self.topic, entry.day.iso)
    }

    /// Makes a day plain again. The caller journals it.
    /// - Throws: `NotFound` when nothing is said of it.
    public func remove(_ day: Day) throws {
        guard try db.run("DELETE FROM kernel_calendar_day WHERE day = \(day)") == 1 else { throw NotFound() }
        try db.notify(Self.topic, day.iso)
    }

    /// Adds the shipped days that are not there yet; what an administrator has set stays.
    public func seed(_ entries: [CalendarEntry]) throws {
        for start in stride(from: 0, to: entries.count, by: 50) {
            try insert(Array(entries[start..<min(start + 50, entries.count)]), onConflict: "NOTHING")
        }
        try db.notify(Self.topic, "")
    }

    private func insert(_ entries: [CalendarEntry], onConflict action: SQL) throws {
        let rows: [SQL] = entries.map { entry in
            """
            (\(entry.day), \(entry.name), \(entry.kind), \(entry.lunar), \(entry.off), \(entry.status),
            \(entry.source))
            """
        }
        try db.enqueue(
            """
            INSERT INTO kernel_calendar_day (day, name, kind, lunar, off, status, source)
            VALUES \(SQL.joined(rows, by: ", ")) ON CONFLICT (day) DO \(action)
            """)
    }

    private func entries(where condition: SQL) throws -> [CalendarEntry] {
        try db.rows(
            """
            SELECT day, name, kind, lunar, status, source FROM kernel_calendar_day
            WHERE \(condition) ORDER BY day
            """
        ) { row in
            CalendarEntry(
                day: try row[0], name: try row[1], kind: try row[2], lunar: try row[3], status: try row[4],
                source: try row[5])
        }
    }
}
