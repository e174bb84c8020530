import HTTPTypes
import Kernel
import Store
import TestKit
import Testing
import Web

@testable import Administration

@Suite("The working calendar") struct CalendarTests {
    private static func day(_ iso: String) throws -> Day { try #require(Day(iso: iso)) }

    @Test(arguments: TestEngine.available) func aYearShowsItsSpecialDays(_ engine: TestEngine) async throws {
        try await AdministrationWorld.open(engine) { world in
            let admin = try await world.signedIn("admin")
            let page = try await admin.get("/admin/calendar?year=2022")
            #expect(page.text.matches(of: #/<table class="month">/#).count == 12)
            #expect(page.text.matches(of: #/<td data-s="off"[^>]*><a href="/admin/calendar/2022-09-02">2/#).count == 1)
            #expect(page.words.contains("nghỉ lễ: Quốc khánh"))
            #expect(page.text.matches(of: #/aria-current="date"><span>25/#).count == 1)
            #expect(try await admin.get("/admin/calendar").words.contains("Lịch làm việc năm 2022"))
            #expect(try await admin.get("/admin/calendar?year=abc").words.contains("Lịch làm việc năm 2022"))
            let far = try await admin.get("/admin/calendar?year=1999")
            #expect(far.words.contains("Chưa có lịch nghỉ của năm này"))
        }
    }

    @Test func monthsBeginOnTheirWeekday() throws {
        for (month, blanks, weeks) in [(2, 1, 5), (8, 0, 5), (5, 6, 6), (10, 5, 6)] {
            let places = CalendarMonth(year: 2022, month: month, entries: [:], today: try Self.day("2022-01-01")).weeks
            #expect(places.count == weeks)
            #expect(places.allSatisfy { $0.count == 7 })
            #expect(places[0].prefix { $0 == nil }.count == blanks)
            #expect(places.joined().compactMap(\.self).count == Day.daysIn(month: month, of: 2022))
            #expect(places.joined().compactMap(\.self).first?.day == 1)
        }
    }

    @Test(arguments: TestEngine.available) func anAddedDayMovesTheCalendarOfEveryNode(_ engine: TestEngine) async throws
    {
        let free = try Self.day("2022-08-10")
        try await AdministrationWorld.open(engine) { world in
            let node = CalendarCache(database: world.database)
            let running = Task { await node.run() }
            defer { running.cancel() }
            while !node.current.covers(free) { try await Task.sleep(for: .milliseconds(5)) }
            #expect(node.current.isWorking(free))

            let admin = try await world.signedIn("admin")
            let added = try await admin.send(
                "/admin/calendar", on: "/admin/calendar?year=2022",
                [
                    ("day", "10/8/2022"), ("kind", "compensatory"), ("name", "  Nghỉ bù   \(hostile)"),
                    ("source", "Số 12"),
                ])
            #expect(added.location == "/admin/calendar?year=2022&done=saved")
            for _ in 0..<1_000 where node.current.isWorking(free) { try await Task.sleep(for: .milliseconds(5)) }
            #expect(!node.current.isWorking(free))

            let page = try await admin.follow(added)
            #expect(page.words.contains("Nghỉ bù \(hostile)") && !page.text.contains("<script>alert"))
            #expect(page.words.contains("Từ giờ các hạn mới được tính theo lịch này."))
            #expect(try await world.journal() == ["calendar.dayAdded"])
            let body = try await world.value("SELECT body FROM kernel_journal", as: String.self)
            #expect(body?.contains("2022-08-10") == true)
        }
    }

    @Test(
        arguments: TestEngine.available,
        [
            ("day", "31/02/2022", "Tháng 2/2022 chỉ có 28 ngày."),
            ("day", "", "Hãy ghi ngày"),
            ("day", "10/08/2202", "Năm phải từ 2012 đến 2027."),
            ("day", "02/09/2022", "Ngày này đã có trong lịch."),
            ("kind", "", "Hãy chọn loại ngày."),
            ("kind", "makeup_workday", "Ngày làm bù phải là thứ Bảy hoặc Chủ nhật"),
            ("name", " ", "Hãy ghi tên ngày"),
            ("name", String(repeating: "lễ ", count: 60), "Viết ngắn lại"),
        ])
    func whatIsWrongStandsBesideItsField(
        _ engine: TestEngine, _ wrong: (field: String, value: String, message: String)
    ) async throws {
        try await AdministrationWorld.open(engine) { world in
            let fields = [("day", "10/08/2022"), ("kind", "holiday"), ("name", "Ngày hội"), ("source", "Số 7")]
                .map { $0.0 == wrong.field ? (wrong.field, wrong.value) : $0 }
            let admin = try await world.signedIn("admin")
            let answer = try await admin.send("/admin/calendar", on: "/admin/calendar", fields)
            #expect(answer.status == .unprocessableContent)
            #expect(answer.words.contains(wrong.message))
            #expect(answer.text.contains("id=\"\(wrong.field)-error\""))
            #expect(answer.text.contains("<title>Lỗi: "))
            let form = try #require(answer.form(to: "/admin/calendar"))
            for (name, value) in fields where name == "day" || name == "source" { #expect(form[name] == value) }
            #expect(try await world.journal().isEmpty)
        }
    }

    @Test(arguments: TestEngine.available) func aDayIsChangedByOneAtATime(_ engine: TestEngine) async throws {
        try await AdministrationWorld.open(engine) { world in
            let path = "/admin/calendar/2022-09-02"
            let admin = try await world.signedIn("admin")
            let first = try #require(try await admin.get(path).form(to: path))
            let second = try #require(try await admin.get(path).form(to: path))
            #expect(first["kind"] == "holiday")
            let wrong = try await admin.submit(first, [("kind", "makeup_workday")])
            #expect(wrong.status == .unprocessableContent)
            #expect(try await admin.submit(first, [("_key", "k2"), ("name", "Tết Độc lập")]).status == .seeOther)
            #expect(try await admin.get(path).words.contains("Tết Độc lập"))
            #expect(try await admin.submit(second, [("name", "Ngày khác")]).status == .conflict)
            #expect(try await world.journal() == ["calendar.dayChanged"])
            #expect(try await admin.get("/admin/calendar/2022-09-14").status == .notFound)
            #expect(try await admin.get("/admin/calendar/hom-nay").status == .notFound)
        }
    }

    @Test(arguments: TestEngine.available) func aDayIsRemovedOnceConfirmed(_ engine: TestEngine) async throws {
        try await AdministrationWorld.open(engine) { world in
            let path = "/admin/calendar/2022-09-02"
            let admin = try await world.signedIn("admin")
            let unsure = try await admin.send("\(path)/removal", on: path)
            #expect(unsure.status == .unprocessableContent)
            #expect(unsure.words.contains("Hãy đánh dấu vào ô để chắc chắn."))
            let removed = try await admin.send("\(path)/removal", on: path, [("confirm", "1")])
            #expect(removed.location == "/admin/calendar?year=2022&done=removed")
            #expect(try await admin.get(path).status == .notFound)
            #expect(try await world.journal() == ["calendar.dayRemoved"])
        }
    }
}
