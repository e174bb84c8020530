import Kernel
import Store
import TestKit
import Testing

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
