import HTTPTypes
import Kernel
import Store
import TestKit
import Testing
import Web

@testable import Territory

/// The small world on the day on which its district ended: the officer of the district is without a role.
private enum MatterWorld {
    static let roles = Roles([
        Role("citizen", title: "Người dân", reach: .person, permissions: []),
        Role("clerk", title: "Một cửa", reach: .unit, permissions: []),
        Role("chair", title: "Chủ tịch", reach: .unit, permissions: [], isSingleHolder: true),
        Role("district", title: "Một cửa huyện", reach: .unit, permissions: []),
        Role("office", title: "Văn phòng", reach: .unit, permissions: [.settleUnits]),
    ])

    static let cast = [
        WorldPerson("office", "Trần Thu Hà", role: "office", unit: "15"),
        WorldPerson("neighbour", "Lò Văn Inh", role: "office", unit: World.bachHa),
        WorldPerson("clerk", "Đặng Thị Thảo", role: "clerk", unit: World.vuLinh),
        WorldPerson("chair", "Triệu Văn Sơn", role: "chair", unit: World.vuLinh),
        WorldPerson("district", "Phạm Minh Đức", role: "district", unit: "141"),
        WorldPerson("head", "Bàn Văn Páo", role: "chair", unit: "141"),
    ]

    /// - Parameter end: of the district officer's role, as it was given.
    static func open(_ engine: TestEngine, end: Day? = nil, _ body: (World) async throws -> Void) async throws {
        try await World.open(
            engine, roles: roles, cast: cast,
            modules: { parts in
                [TerritoryModule(database: parts.database, openWork: [], roles: parts.roles)]
            }
        ) { world in
            let now = world.now
            let change = UnitChange(
                origin: "test", day: now.day, kind: .abolish, legalBasis: "203/2025/QH15",
                lines: [.init(from: "141", to: nil)], outcomes: [])
            let officer = try #require(world.accounts["district"])
            try await world.database.write { db in
                try db.run("UPDATE kernel_grant SET valid_to = \(end) WHERE account_id = \(officer)")
                try TerritoryStore(db: db).load([change], now: now)
            }
            try await UnitChangePlay(roles: roles).run(on: world.database, clock: world.clock, node: "test")
            try await body(world)
        }
    }
}

extension World {
    fileprivate func matter(of name: String) async throws -> String {
        let account = try #require(accounts[name])
        let id: String? = try await value(
            """
            SELECT m.id FROM kernel_unit_matter m JOIN kernel_grant g ON g.id = m.subject_id
            WHERE g.account_id = \(account)
            """)
        return "/units/decisions/\(try #require(id))"
    }

    /// Opens a matter and sends its form.
    fileprivate func settle(
        _ client: HouseClient, _ path: String, _ values: [(String, String)]
    ) async throws -> HouseAnswer {
        let page = try await client.get(path)
        return try await client.submit(try #require(page.form(to: "\(path)/settlement")), values)
    }

    fileprivate func open() async throws -> Int {
        try await value("SELECT COUNT(*) FROM kernel_unit_matter WHERE settled_at IS NULL") ?? -1
    }

    fileprivate func held(by name: String) async throws -> [String] {
        let (account, today) = (try #require(accounts[name]), now.day)
        return try await values(
            """
            SELECT v.full_name FROM kernel_grant g JOIN kernel_unit_version v ON v.unit_id = g.unit_id
            WHERE g.account_id = \(account) AND \(TerritoryStore.valid("g", on: today))
                AND \(TerritoryStore.valid("v", on: today))
            """)
    }
}

@Suite("What people must decide") struct MatterTests {
    @Test(arguments: TestEngine.available) func theListShowsWhatEndedAndWhy(_ engine: TestEngine) async throws {
        try await MatterWorld.open(engine) { world in
            let office = try await world.signedIn("office")
            let page = try await office.get("/units/decisions")
            for words in ["Một cửa huyện", "Phạm Minh Đức", "Huyện Yên Bình", "203/2025/QH15", "25/07/2022"] {
                #expect(page.words.contains(words), "\(words)")
            }
            #expect(page.words.contains("Chờ quyết định 2"))
            let narrowed = try await office.get("/units/decisions?kind=dossier")
            #expect(narrowed.words.contains("Không có việc nào chờ quyết định"))
            #expect(try await office.get("/units/decisions?state=settled").words.contains("Chưa có việc nào"))
            #expect(try await office.get("/units/decisions?kind=%27%3Cb%3E&limit=1").text.contains("rel=\"next\""))
            let table = try await office.get("/units/decisions.csv")
            #expect(table.text.contains("Phạm Minh Đức"))
            #expect(try await world.journal().contains("matter.exported"))
        }
    }

    @Test(arguments: TestEngine.available) func aPageAfterTheOther(_ engine: TestEngine) async throws {
        try await MatterWorld.open(engine) { world in
            let office = try await world.signedIn("office")
            let first = try await office.get("/units/decisions?limit=1")
            let link = try #require(first.text.firstMatch(of: #/href="([^"]*after=[^"]*)"/#)?.1)
            let next = try await office.get(String(link).replacing("&amp;", with: "&"))
            #expect(first.words.contains("Phạm Minh Đức") != first.words.contains("Bàn Văn Páo"))
            #expect(next.words.contains("Phạm Minh Đức") != first.words.contains("Phạm Minh Đức"))
        }
    }

    @Test(arguments: TestEngine.available) func aRoleIsGivenElsewhereAndTakenBack(_ engine: TestEngine) async throws {
        try await MatterWorld.open(engine) { world in
            let office = try await world.signedIn("office")
            let path = try await world.matter(of: "district")
            let unit = "\(try #require(world.units[World.vuLinh]))"
            let form = try #require(try await office.get(path).form(to: "\(path)/settlement"))
            let values = [("choice", "give"), ("unit", unit), ("note", "QĐ 12"), ("confirm", "1")]
            let sent = try await office.submit(form, values)
            #expect(sent.location == "/units/decisions?done=settled")
            // The second click of the same form.
            #expect(try await office.submit(form, values).location == sent.location)
            #expect(try await world.held(by: "district") == ["Xã Vũ Linh"])
            #expect(try await world.open() == 1)
            #expect(try await world.journal().filter { $0 == "matter.settled" }.count == 1)
            let settled = try await office.get("/units/decisions?state=settled")
            #expect(settled.words.contains("Đã giao tiếp: Xã Vũ Linh"))
            let page = try await office.get(path)
            #expect(page.words.contains("QĐ 12") && page.words.contains("Trần Thu Hà"))
            let undo = try #require(page.form(to: "\(path)/reopening"))
            #expect(try await office.submit(undo).location == "/units/decisions?done=reopened")
            #expect(try await world.held(by: "district") == [])
            #expect(try await world.open() == 2)
            // And decided anew.
            let again = try await world.settle(office, path, [("choice", "end"), ("confirm", "1")])
            #expect(again.location == "/units/decisions?done=settled")
            #expect(try await world.held(by: "district") == [])
        }
    }

    @Test(arguments: TestEngine.available) func aRoleGoesOnNoLongerThanItWasGiven(_ engine: TestEngine) async throws {
        let end = try #require(Day(iso: "2022-09-01"))
        try await MatterWorld.open(engine, end: end) { world in
            let office = try await world.signedIn("office")
            let path = try await world.matter(of: "district")
            #expect(try await office.get(path).words.contains("Vai trò được giao đến hết 31/08/2022"))
            let unit = "\(try #require(world.units[World.vuLinh]))"
            let values = [("choice", "give"), ("unit", unit), ("confirm", "1")]
            #expect(try await world.settle(office, path, values).location == "/units/decisions?done=settled")
            let ends = try await world.values(
                "SELECT valid_to FROM kernel_grant WHERE succeeds_id IS NOT NULL", as: Day?.self)
            #expect(ends == [end])
            #expect(try await world.held(by: "district") == ["Xã Vũ Linh"])
        }
    }

    @Test(arguments: TestEngine.available) func whoseRoleEndsIsToldSo(_ engine: TestEngine) async throws {
        try await MatterWorld.open(engine) { world in
            let office = try await world.signedIn("office")
            let path = try await world.matter(of: "district")
            _ = try await world.settle(office, path, [("choice", "end"), ("confirm", "1")])
            let officer = try #require(world.accounts["district"])
            let told = try await world.database.read { db in
                try AccountNoticeStore(db: db).latest(.roleNotContinued, of: officer)
            }
            #expect(try #require(told).message.contains("Huyện Yên Bình"))
        }
    }

    @Test(arguments: TestEngine.available) func aSecondHeadIsRefused(_ engine: TestEngine) async throws {
        try await MatterWorld.open(engine) { world in
            let office = try await world.signedIn("office")
            let path = try await world.matter(of: "head")
            let refused = try await world.settle(
                office, path,
                [("choice", "give"), ("unit", "\(world.units[World.vuLinh] ?? .new())"), ("confirm", "1")])
            #expect(refused.status == .unprocessableContent)
            #expect(refused.words.contains("Triệu Văn Sơn đang giữ vai trò này"))
            let given = try await world.settle(
                office, path,
                [("choice", "give"), ("unit", "\(world.units[World.bachHa] ?? .new())"), ("confirm", "1")])
            #expect(given.location == "/units/decisions?done=settled")
            #expect(try await world.held(by: "head") == ["Xã Bạch Hà"])
        }
    }

    @Test(arguments: TestEngine.available) func whatIsMissingIsSaidAtItsField(_ engine: TestEngine) async throws {
        try await MatterWorld.open(engine) { world in
            let office = try await world.signedIn("office")
            let path = try await world.matter(of: "district")
            let empty = try await world.settle(office, path, [])
            #expect(empty.status == .unprocessableContent)
            #expect(empty.text.contains("id=\"choice-error\"") && empty.text.contains("id=\"confirm-error\""))
            let words = "<script>' OR 1=1 --"
            let wrong = try await world.settle(
                office, path, [("choice", "give"), ("unit", words), ("note", words), ("confirm", "1")])
            #expect(wrong.status == .unprocessableContent)
            #expect(wrong.text.contains("id=\"unit-error\""))
            #expect(wrong.text.contains("&lt;script&gt;") && !wrong.text.contains("<script>'"))
            let ended = try await world.settle(
                office, path,
                [("choice", "give"), ("unit", "\(world.units["141"] ?? .new())"), ("confirm", "1")])
            #expect(ended.text.contains("id=\"unit-error\""))
            let long = String(repeating: "ă", count: 301)
            let tooLong = try await world.settle(office, path, [("choice", "end"), ("note", long), ("confirm", "1")])
            #expect(tooLong.text.contains("id=\"note-error\""))
            let hand = try await world.settle(office, path, [("choice", "hand"), ("confirm", "1")])
            #expect(hand.text.contains("id=\"choice-error\""))
            #expect(try await world.open() == 2)
        }
    }

    @Test(arguments: TestEngine.available) func whoComesSecondSeesSo(_ engine: TestEngine) async throws {
        try await MatterWorld.open(engine) { world in
            let office = try await world.signedIn("office")
            let path = try await world.matter(of: "district")
            let form = try #require(try await office.get(path).form(to: "\(path)/settlement"))
            _ = try await world.settle(office, path, [("choice", "end"), ("confirm", "1")])
            let late = try await office.submit(form, [("choice", "end"), ("confirm", "1")])
            #expect(late.status == .conflict)
        }
    }

    @Test(arguments: TestEngine.available) func othersDoNotSeeIt(_ engine: TestEngine) async throws {
        try await MatterWorld.open(engine) { world in
            let path = try await world.matter(of: "district")
            let neighbour = try await world.signedIn("neighbour")
            #expect(!(try await neighbour.get("/units/decisions")).words.contains("Phạm Minh Đức"))
            #expect(try await neighbour.get(path).status == .notFound)
            #expect(try await neighbour.post("\(path)/settlement", []).status != .seeOther)
            let clerk = try await world.signedIn("clerk")
            for place in ["/units/decisions", path, "/units/decisions.csv"] {
                #expect(try await clerk.get(place).status == .forbidden)
            }
            #expect(try await world.visitor().get(path).status == .seeOther)
            #expect(try await world.open() == 2)
        }
    }
}
