import Foundation
import HTTPTypes
import Kernel
import Store
import Web

extension AdministrationModule {
    var calendarDoors: [Door] {
        [
            .page("/admin/calendar", .needs(.manageCalendar), use: showYear),
            .act("/admin/calendar", .needs(.manageCalendar), use: addDay),
            .page("/admin/calendar/{day}", .needs(.manageCalendar), use: showDay),
            .act("/admin/calendar/{day}", .needs(.manageCalendar), use: changeDay),
            .act("/admin/calendar/{day}/removal", .needs(.manageCalendar), use: removeDay),
        ]
    }

    @Sendable func showYear(_ visit: Visit, _ db: any Session) throws -> Reply { try yearReply(visit, db) }

    @Sendable func addDay(_ visit: Visit, _ form: FormData, _ db: any Session) throws -> Reply {
        do {
            let draft = try CalendarDraft(form, today: visit.today)
            guard try WorkCalendarStore(db: db).entry(on: draft.day) == nil else {
                throw FieldProblems([
                    FieldProblem("day", t("Ngày này đã có trong lịch. Hãy mở ngày đó trong danh sách để sửa."))
                ])
            }
            return try put(draft, instead: nil, visit, db)
        } catch let problems as FieldProblems {
            return try yearReply(visit, db, typed: form, problems: problems)
        }
    }

    @Sendable func showDay(_ visit: Visit, _ db: any Session) throws -> Reply {
        .page(CalendarDayView(visit: visit, entry: try entry(visit, db)).page)
    }

    @Sendable func changeDay(_ visit: Visit, _ form: FormData, _ db: any Session) throws -> Reply {
        let entry = try entry(visit, db)
        try check(form, against: entry)
        do {
            return try put(try CalendarDraft(form, day: entry.day, today: visit.today), instead: entry, visit, db)
        } catch let problems as FieldProblems {
            return .page(
                CalendarDayView(visit: visit, entry: entry, typed: form, problems: problems).page,
                status: .unprocessableContent)
        }
    }

    @Sendable func removeDay(_ visit: Visit, _ form: FormData, _ db: any Session) throws -> Reply {
        let entry = try entry(visit, db)
        try check(form, against: entry)
        guard form["confirm"] == "1" else {
            let problems = FieldProblems([FieldProblem("confirm", t("Hãy đánh dấu vào ô để chắc chắn."))])
            return .page(
                CalendarDayView(visit: visit, entry: entry, problems: problems).page, status: .unprocessableContent)
        }
        try WorkCalendarStore(db: db).remove(entry.day)
        try Journal(db: db).write(
            visit.journalLine(
                "calendar.dayRemoved", subjectKind: "day", subjectID: entry.day.iso,
                body: try CalendarChange(before: entry, after: nil).json))
        return .redirect(to: "/admin/calendar?year=\(entry.day.year)&done=removed")
    }

    private func put(
        _ draft: CalendarDraft, instead earlier: CalendarEntry?, _ visit: Visit, _ db: any Session
    ) throws -> Reply {
        let entry = draft.entry(after: earlier)
        try WorkCalendarStore(db: db).put(entry)
        try Journal(db: db).write(
            visit.journalLine(
                earlier == nil ? "calendar.dayAdded" : "calendar.dayChanged", subjectKind: "day",
                subjectID: entry.day.iso, body: try CalendarChange(before: earlier, after: entry).json))
        return .redirect(to: "/admin/calendar?year=\(entry.day.year)&done=saved")
    }

    /// The special day of the address.
    private func entry(_ visit: Visit, _ db: any Session) throws -> CalendarEntry {
        guard let day = Day(iso: try visit.parameter("day", as: String.self)),
            let entry = try WorkCalendarStore(db: db).entry(on: day)
        else { throw NotFound() }
        return entry
    }

    /// Nobody overwrites what somebody else has just said of the day.
    private func check(_ form: FormData, against entry: CalendarEntry) throws {
        guard form["was"] == CalendarDayView.mark(of: entry) else { throw Stale() }
    }

    private func yearReply(
        _ visit: Visit, _ db: any Session, typed: FormData = FormData(), problems: FieldProblems = FieldProblems()
    ) throws -> Reply {
        let asked = visit.query.filled("year").flatMap { Int($0) } ?? (try? Day(typed: typed["day"]))?.year
        let year = asked.flatMap { (1901...9998).contains($0) ? $0 : nil } ?? visit.today.year
        let view = CalendarYearView(
            visit: visit, year: year, entries: try WorkCalendarStore(db: db).entries(year),
            calendar: calendar.current, typed: typed, problems: problems)
        return .page(view.page, status: problems.isEmpty ? .ok : .unprocessableContent)
    }
}

/// What the journal keeps of a change.
private struct CalendarChange: Encodable {
    let before: CalendarEntry?
    let after: CalendarEntry?

    var json: String {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            return String(decoding: try encoder.encode(self), as: UTF8.self)
        }
    }
}
