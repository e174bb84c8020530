import Foundation
import HTTPTypes
import Kernel
import Store
import TestKit
import Testing
import Web

@testable import App

@Suite("The reform, played in the demo") struct ReformDemoTests {
    private static let after = Day(number: 20_271)  // 2025-07-02

    /// The same database served anew with another day.
    private static func province(_ house: DemoHouse, on day: Day?) async throws -> DemoHouse {
        var settings = house.province.settings
        settings.today = day
        let opening = Opening(settings, over: house.database)
        let province = try await opening.province(logger: house.province.house.logger, cost: .least)
        return DemoHouse(province: province, database: house.database, folder: house.folder)
    }

    private static func begin(_ house: DemoHouse, _ name: String) async throws -> (HouseClient, HouseAnswer) {
        let client = house.visitor()
        let answer = try await client.post("/sign-in", [("login", name), ("password", DemoHouse.password)])
        return (client, answer)
    }

    @Test(arguments: TestEngine.available) func peopleGoOnOrAreTold(_ engine: TestEngine) async throws {
        try await DemoHouse.open(engine) { before in
            let guest = before.visitor()
            #expect(try await guest.get("/").words.contains("Thác Bà Tỉnh Yên Bái"))
            let after = try await Self.province(before, on: Self.after)
            try await after.province.runner.runDue()
            #expect(try await after.visitor().get("/").words.contains("Thác Bà Tỉnh Lào Cai"))

            for name in ["clerk", "chair"] {
                let (client, answer) = try await Self.begin(after, name)
                #expect(answer.location == "/inbox")
                let page = try await client.get("/inbox")
                #expect(page.status == .ok)
                #expect(page.words.contains("Xã Thác Bà"))
            }
            let (office, _) = try await Self.begin(after, "office")
            #expect(try await office.get("/inbox").words.contains("Tỉnh Lào Cai"))
        }
    }

    @Test(arguments: TestEngine.available) func theDistrictsOfficerLearnsWhy(_ engine: TestEngine) async throws {
        try await DemoHouse.open(engine) { before in
            let after = try await Self.province(before, on: Self.after)
            let (client, answer) = try await Self.begin(after, "district")
            #expect(answer.location == "/account/roles")
            let page = try await client.get("/account/roles")
            for words in [
                "Bộ phận một cửa cấp huyện, Huyện Yên Bình", "203/2025/QH15", "01/07/2025", "30/06/2025",
                "Văn phòng UBND tỉnh",
            ] {
                #expect(page.words.contains(words), "\(words)")
            }
            // A page of officers does not open, and its refusal leads to the reason.
            let refused = try await client.get("/inbox")
            #expect(refused.status == .forbidden)
            #expect(refused.text.contains("href=\"/account/roles\""))
            // Until it was read, and no longer.
            let read = try await client.submit(try #require(page.form(to: "/account/notices/read")))
            #expect(read.location == "/")
            #expect(try await Self.begin(after, "district").1.location == "/")
            #expect(try await Self.begin(after, "citizen").1.location == "/")
        }
    }

    @Test(arguments: TestEngine.available) func theCalendarMayGoBack(_ engine: TestEngine) async throws {
        try await DemoHouse.open(engine) { before in
            let after = try await Self.province(before, on: Self.after)
            try await after.province.runner.runDue()
            let played = try await Self.counts(after)
            let back = try await Self.province(before, on: nil)
            try await back.province.runner.runDue()
            for (name, front) in [("clerk", "/inbox"), ("district", "/inbox"), ("citizen", "/")] {
                let (client, answer) = try await Self.begin(back, name)
                #expect(answer.location == front)
                #expect(try await client.get(front).status == .ok)
            }
            #expect(try await back.visitor().get("/").words.contains("Tỉnh Yên Bái"))
            // What was played stays, and is not played again.
            let again = try await Self.province(before, on: Self.after)
            try await again.province.runner.runDue()
            #expect(try await Self.counts(again) == played)
        }
    }

    private static func counts(_ house: DemoHouse) async throws -> [Int] {
        try await house.database.read { db in
            try db.rows(
                """
                SELECT COUNT(*) FROM kernel_grant UNION ALL SELECT COUNT(*) FROM kernel_unit_matter
                UNION ALL SELECT COUNT(*) FROM kernel_account_notice
                UNION ALL SELECT COUNT(*) FROM kernel_unit_event WHERE played_at IS NOT NULL
                """
            ) { try $0[0] }
        }
    }
}

@Suite("Dossiers that people hand on") struct HandOverTests {
    private static let after = Day(number: 20_271)  // 2025-07-02

    @Test(arguments: TestEngine.available) func theOfficeChoosesAndTheDeskFindsIt(_ engine: TestEngine) async throws {
        try await DemoHouse.open(engine, today: Self.after) { house in
            let code = "04765-250630-0001"
            let matter = try await Self.leave(code, in: house)
            let office = try await house.signedIn("office")
            let path = "/units/decisions/\(matter)"
            let page = try await office.get(path)
            #expect(page.words.contains(code))
            let target = try await house.database.read { db in
                try #require(try TerritoryStore(db: db).find(code: "04717", asOf: Self.after)).id
            }
            let form = try #require(page.form(to: "\(path)/settlement"))
            let sent = try await office.submit(form, [("unit", "\(target)"), ("confirm", "1")])
            #expect(sent.location == "/units/decisions?done=settled")
            let clerk = try await house.signedIn("clerk")
            #expect(try await clerk.get("/inbox").text.contains(code))
            let dossier = try await clerk.get("/inbox/\(code)")
            #expect(dossier.words.contains("Cấp có thẩm quyền đã quyết định như vậy"))
            // The same unit again is no decision.
            let undo = try #require(try await office.get(path).form(to: "\(path)/reopening"))
            _ = try await office.submit(undo)
            let again = try #require(try await office.get(path).form(to: "\(path)/settlement"))
            let refused = try await office.submit(again, [("unit", "\(target)"), ("confirm", "1")])
            #expect(refused.status == .unprocessableContent)
            #expect(refused.words.contains("đang ở đơn vị này rồi"))
        }
    }

    /// A dossier at a commune that is gone, which no rule could move.
    private static func leave(_ code: String, in house: DemoHouse) async throws -> String {
        try await house.database.write { db in
            let procedure: String? = try db.value("SELECT id FROM procedures_procedure ORDER BY id LIMIT 1")
            let unit = try #require(try TerritoryStore(db: db).find(code: "04765", asOf: after + -10)).id
            let person: String? = try db.value("SELECT person_id FROM kernel_account WHERE name = 'citizen'")
            let id = ID<AdminUnit>.new().description
            try db.run(
                """
                INSERT INTO procedures_dossier (id, code, procedure_id, procedure_code, procedure_name, field, unit_id,
                    unit_name, person_id, applicant_name, applicant_search, applicant_sort, state, submitted_at,
                    due_sort, channel, version)
                VALUES (\(id), \(code), \(procedure), '1', 'Khai sinh', 'Hộ tịch', \(unit), 'Xã Vũ Linh', \(person),
                    'Hoàng Thị Mai', 'hoang thi mai', 'mai', 'submitted', \(Instant(day: after + -2, hour: 9)),
                    '9999-99-99', 'online', 1)
                """)
            let end = try #require(try TerritoryStore(db: db).end(of: unit, by: after))
            let draft = UnitMatter.Draft(.dossier, .severalSuccessors, end, subjectID: id, label: code)
            try UnitMatterStore(db: db).raise([draft], now: .now)
            let matter: String? = try db.value("SELECT id FROM kernel_unit_matter WHERE subject_id = \(id)")
            return try #require(matter)
        }
    }
}
