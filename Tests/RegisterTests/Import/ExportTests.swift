import Foundation
import HTTPTypes
import Kernel
import Store
import TestKit
import Testing
import Web

@testable import Register

@Suite("Lists of residents leave") struct ExportTests {
    private static func people(_ world: World) async throws {
        let office = try await world.signedIn("admin")
        let place = try await world.send(
            office,
            """
            \(World.heads)
            Đào Thị Hoa,01/03/1952,Nữ,Kinh,015152000001,0510000001,Vũ Linh,,=1+1
            Bàn Văn Páo,02/09/1990,Nam,Dao,015090000002,,Vũ Linh,,
            Triệu Mùi Nái,1948,Nữ,Dao,,,Bạch Hà,,
            """)
        try await world.check(office, place)
        try await world.carryOut(office, place)
    }

    private static func rows(_ answer: HouseAnswer) throws -> [[String]] {
        var rows: [[String]] = []
        try CSV.rows(answer.bytes) { rows.append($0.fields) }
        return rows
    }

    @Test(arguments: TestEngine.available)
    func everybodyOnTheListSeesItAndWhy(_ engine: TestEngine) async throws {
        try await ImportWorld.open(engine) { world in
            try await Self.people(world)
            let clerk = try await world.signedIn("clerk")
            let page = try await clerk.get("/residents/export")
            let form = try #require(page.form(to: "/residents/export"))
            let without = try await clerk.submit(form)
            #expect(without.status == .unprocessableContent && without.words.contains("Bạn chưa ghi lý do"))
            #expect(try await world.value("SELECT COUNT(*) FROM kernel_journal WHERE action = 'resident.read'") == 0)
            let list = try await clerk.submit(form, [("reason", "mừng thọ theo kế hoạch 5")])
            #expect(list.status == .ok && list.headers[.contentDisposition]?.contains("danh-sach-04765-") == true)
            let rows = try Self.rows(list)
            #expect(rows.map { $0[0] } == ["Họ và tên", "Đào Thị Hoa", "Bàn Văn Páo"])
            #expect(rows[1] == ["Đào Thị Hoa", "01/03/1952", "Nữ", "Kinh", "", "'=1+1", "Thường trú"])
            #expect(!list.text.contains("015152000001"))
            let reads = try await world.values(
                "SELECT purpose FROM kernel_journal WHERE action = 'resident.read'", as: String.self)
            #expect(reads == Array(repeating: "xuất danh sách người dân: mừng thọ theo kế hoạch 5", count: 2))
            let hoa = try #require(
                try await world.value("SELECT id FROM kernel_person WHERE born = '1952-03-01'", as: String.self))
            let seen = try await world.database.read { db in try Journal(db: db).reads(of: hoa) }
            #expect(seen.count == 1 && seen[0].purpose?.hasSuffix("kế hoạch 5") == true)
        }
    }

    @Test(arguments: TestEngine.available)
    func filtersAndBounds(_ engine: TestEngine) async throws {
        try await ImportWorld.open(engine) { world in
            try await Self.people(world)
            let clerk = try await world.signedIn("clerk")
            let form = try #require(try await clerk.get("/residents/export").form(to: "/residents/export"))
            let old = try await clerk.submit(
                form, [("reason", "mừng thọ"), ("youngest", "60"), ("sex", "female"), ("numbers", "1")])
            let rows = try Self.rows(old)
            #expect(rows.count == 2 && rows[1].suffix(2) == ["015152000001", "0510000001"])
            #expect(try await world.value("SELECT COUNT(*) FROM kernel_journal WHERE action = 'resident.read'") == 1)
            let wrong = try await clerk.submit(form, [("reason", "mừng thọ"), ("oldest", "già")])
            #expect(wrong.status == .unprocessableContent && wrong.text.contains("id=\"oldest-error\""))
            // The neighbour's commune is not there; a commune that nobody chose is asked for.
            let other = try #require(world.units[World.bachHa])
            #expect(
                try await clerk.submit(form, [("reason", "mừng thọ"), ("commune", "\(other)")]).status == .notFound)
            let office = try await world.signedIn("admin")
            let choice = try #require(try await office.get("/residents/export").form(to: "/residents/export"))
            #expect(try await office.submit(choice, [("reason", "mừng thọ")]).status == .unprocessableContent)
            #expect(try await world.signedIn("chair").get("/residents/export").status == .forbidden)
        }
    }
}
