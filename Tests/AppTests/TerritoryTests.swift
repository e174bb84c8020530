import HTTPTypes
import Kernel
import Store
import TestKit
import Testing
import Web

@testable import App

@Suite("The demo's territory") struct DemoTerritoryTests {
    private static let endOfJuly = Day(number: 19_204)  // 2022-07-31
    private static let after = Day(number: 20_271)  // 2025-07-02

    @Test(arguments: TestEngine.available) func theCountsOfBothDaysComeOut(_ engine: TestEngine) async throws {
        try await DemoHouse.open(engine) { house in
            try await house.database.read { db in
                let territory = TerritoryStore(db: db)
                let then = try territory.tree(asOf: Self.endOfJuly)
                #expect(then.count(.district) == 9)
                #expect(then.count(.commune) == 173)
                #expect(then.count(.village) == 1_356)
                let now = try territory.tree(asOf: Self.after)
                #expect(now.count(.district) == 0)
                #expect(now.count(.commune) == 99)
                #expect(now.count(.village) == 1_356)
                let villages = now.all.filter { $0.level == .village }
                #expect(villages.allSatisfy { $0.isGenerated && now.lineage(of: $0.id).count == 3 })
                #expect(then.all.allSatisfy { $0.isGenerated == ($0.level == .village) })
            }
        }
    }

    @Test(arguments: TestEngine.available) func startingAgainAddsNothing(_ engine: TestEngine) async throws {
        try await DemoHouse.open(engine) { house in
            let rows = { try await house.database.read { db in try Self.rows(db) } }
            let before = try await rows()
            _ = try await Opening(Settings(), over: house.database).migrate()
            #expect(try await ShippedTerritory.update(house.database) == 0)
            let after = try await rows()
            #expect(after == before)
        }
    }

    @Test(arguments: TestEngine.available) func anOlderDatabaseLearnsOfTheReform(_ engine: TestEngine) async throws {
        try await withDatabase(engine) { database in
            _ = try await Migrator(Province.migrations).run(on: database)
            #expect(try await ShippedTerritory.update(database) == 0)
            let (units, day) = (try ShippedTerritory.units(), try #require(ShippedTerritory.firstDay))
            _ = try await database.write { db in try TerritoryStore(db: db).insert(units, from: day, now: .now) }
            // Two servers that start at once.
            async let one = ShippedTerritory.update(database)
            async let other = ShippedTerritory.update(database)
            let added = try await [one, other]
            #expect(added.sorted() == [0, 114])
        }
    }

    @Test(arguments: TestEngine.available) func anotherTreeIsLeftAlone(_ engine: TestEngine) async throws {
        try await withDatabase(engine) { database in
            _ = try await Migrator(Province.migrations).run(on: database)
            let units = try ShippedTerritory.units().filter { $0.code != "04765" }
            let day = try #require(ShippedTerritory.firstDay)
            _ = try await database.write { db in try TerritoryStore(db: db).insert(units, from: day, now: .now) }
            #expect(try await ShippedTerritory.update(database) == 0)
        }
    }

    private static func rows(_ db: any Session) throws -> [Int] {
        try db.rows(
            """
            SELECT COUNT(*) FROM kernel_unit UNION ALL SELECT COUNT(*) FROM kernel_unit_version
            UNION ALL SELECT COUNT(*) FROM kernel_unit_event UNION ALL SELECT COUNT(*) FROM kernel_unit_cover
            """
        ) { try $0[0] }
    }
}

@Suite("Pages of the shipped units") struct ShippedUnitPageTests {
    @Test(arguments: TestEngine.available) func theDayDecidesWhatThePageCounts(_ engine: TestEngine) async throws {
        try await DemoHouse.open(engine) { house in
            let visitor = house.visitor()
            let then = try await visitor.get("/units?day=31/07/2022").words
            for words in [
                "9 đơn vị cấp huyện", "173 đơn vị cấp xã", "150 xã, 13 phường, 10 thị trấn", "1.356 thôn, tổ dân phố",
                "Thuộc Tỉnh Yên Bái",
            ] { #expect(then.contains(words), "\(words)") }
            let now = try await visitor.get("/units?day=02/07/2025").words
            #expect(now.contains("99 đơn vị cấp xã") && now.contains("89 xã, 10 phường"))
            #expect(now.contains("1.356 thôn, tổ dân phố") && !now.contains("đơn vị cấp huyện"))
            #expect(now.contains("Thuộc Tỉnh Lào Cai"))
        }
    }

    @Test(
        arguments: TestEngine.available,
        [
            ("04264", "30/11/2024", "Phường Nguyễn Phúc"), ("04264", "01/12/2024", "Phường Hồng Hà"),
            ("04510", "31/07/2022", "Xã Việt Thành"), ("04510", "01/12/2024", "Xã Thành Thịnh"),
            ("15", "30/06/2025", "Tỉnh Yên Bái"),
            ("15", "01/07/2025", "Tỉnh Lào Cai"),
        ])
    func usedCodesBelongToTheBearerOfTheDay(
        _ engine: TestEngine, _ case: (code: String, day: String, bearer: String)
    ) async throws {
        try await DemoHouse.open(engine) { house in
            let code = `case`.code
            let words = try await house.visitor().get("/units?q=\(code)&day=\(`case`.day)").words
            let bearer = words.split(separator: "Đơn vị mang mã \(code) ngày này", maxSplits: 1).last
            let first = bearer?.split(separator: "1 đơn vị trong trang này", maxSplits: 1).first
            #expect(first?.contains(`case`.bearer) == true)
        }
    }

    @Test(arguments: TestEngine.available) func aUnitOf2025TellsWhatItCameFrom(_ engine: TestEngine) async throws {
        try await DemoHouse.open(engine) { house in
            let visitor = house.visitor()
            let list = try await visitor.get("/units?q=04252&day=02/07/2025").text
            let link = try #require(list.firstMatch(of: #/href="(/units/[0-9a-f-]{36}[^"]*)"><b>Phường Yên Bái/#)?.1)
            let page = try await visitor.get(String(link).replacing("&amp;", with: "&"))
            #expect(page.words.contains("So với ngày 01/02/2020"))
            #expect(page.words.contains("Phường Minh Tân") && page.words.contains("1673/NQ-UBTVQH15"))
            let top = try await visitor.get("/units?q=15&day=02/07/2025").text
            let province = try #require(top.firstMatch(of: #/href="(/units/[0-9a-f-]{36}[^"]*)"><b>Tỉnh Lào Cai/#)?.1)
            let whole = try await visitor.get(String(province).replacing("&amp;", with: "&")).words
            #expect(whole.contains("173 đơn vị cấp xã") && whole.contains("1.356 thôn, tổ dân phố"))
            #expect(whole.contains("99 đơn vị trực thuộc"))
        }
    }

    @Test(arguments: TestEngine.available) func aMergerOfCommunesOf2025IsPassed(_ engine: TestEngine) async throws {
        try await DemoHouse.open(engine) { house in
            let office = try await house.signedIn("office")
            let send = { (client: HouseClient, action: String, page: String, fields: [(String, String)]) in
                let form = try #require(try await client.get(page).form(to: action))
                return try await client.submit(form, fields)
            }
            let early = try await send(
                office, "/units/plans", "/units/plans/new",
                [("title", "Nhập"), ("day", "01/01/2025"), ("basis", "1/NQ")])
            #expect(early.words.contains("Đã có thay đổi có hiệu lực từ 01/07/2025."))
            let path = try #require(
                try await send(
                    office, "/units/plans", "/units/plans/new",
                    [("title", "Nhập"), ("day", "01/01/2026"), ("basis", "1/NQ")]
                ).location)
            let change = try await send(
                office, "\(path)/changes", "\(path)/changes/new?kind=merge",
                [
                    ("unit-1", "04252"), ("unit-2", "04279 Phường Văn Phú"), ("code", "04252"), ("type", "phường"),
                    ("name", "Yên Bái mới"),
                ])
            #expect(change.status == .seeOther)
            let leader = try await house.signedIn("leader")
            #expect(try await leader.get(path).words.contains("Hồ sơ đang giải quyết 0"))
            let passed = try await send(leader, "\(path)/approval", path, [("confirm", "1")])
            #expect(passed.status == .seeOther)
            let later = try await house.visitor().get("/units?q=van+phu&day=01/01/2026").words
            #expect(later.contains("ngày này là Phường Yên Bái mới, tỉnh Lào Cai"))
            #expect(try await house.visitor().get("/units?day=01/01/2026").words.contains("98 đơn vị cấp xã"))
        }
    }
}

@Suite("Villages of the demo") struct DemoVillageTests {
    @Test func theyFollowFromTheSeed() throws {
        let first = try ShippedTerritory.demoUnits(seed: 7)
        let same = try ShippedTerritory.demoUnits(seed: 7)
        let other = try ShippedTerritory.demoUnits(seed: 8)
        #expect(first == same)
        #expect(first != other)
    }

    @Test func eachCommuneHasSomeAndNoneIsNamedTwice() throws {
        let villages = try ShippedTerritory.demoUnits().filter { $0.level == .village }
        #expect(villages.count == 1_356)
        #expect(Set(villages.map(\.code)).count == 1_356)
        let groups = Dictionary(grouping: villages, by: \.parentCode)
        #expect(groups.count == 173)
        for (_, villages) in groups {
            #expect((4...13).contains(villages.count))
            #expect(Set(villages.map(\.fullName)).count == villages.count)
        }
        #expect(villages.allSatisfy { $0.isGenerated })
        #expect(villages.contains { $0.fullName == "Thôn 1" })
        #expect(villages.contains { $0.fullName.hasPrefix("Thôn Ngòi ") })
        #expect(villages.contains { $0.fullName.hasPrefix("Bản ") })
        #expect(villages.contains { $0.fullName == "Tổ dân phố số 1" })
    }
}
