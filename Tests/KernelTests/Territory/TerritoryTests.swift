import Resources
import Store
import TestKit
import Testing

@testable import Kernel

@Suite("Units of the state's list") struct UnitSeedTests {
    @Test func theListOf2022IsWhole() throws {
        let seeds = try UnitSeed.read(Shipped.data("seeds/units-2022.csv"))
        #expect(seeds.count(where: { $0.level == .province }) == 1)
        #expect(seeds.count(where: { $0.level == .district }) == 9)
        #expect(seeds.count(where: { $0.level == .commune }) == 173)
    }

    @Test func communesStandHigherIn2025() throws {
        let seeds = try UnitSeed.read(Shipped.data("seeds/units-2025.csv"))
        #expect(seeds.count(where: { $0.level == .commune }) == 99)
        #expect(seeds.count(where: { $0.level == .district }) == 0)
    }

    @Test(arguments: [
        ("15,9,tỉnh,Yên Bái,Tỉnh Yên Bái,", UnitSeedError.wrong(line: 2, column: "level")),
        ("15,1,tỉnh,,Tỉnh Yên Bái,", .wrong(line: 2, column: "name")),
        (",1,tỉnh,Yên Bái,Tỉnh Yên Bái,", .wrong(line: 2, column: "code")),
    ])
    func aWrongRowIsNamed(_ row: String, _ error: UnitSeedError) {
        let text = "code,level,type,name,full_name,parent_code\n\(row)\n"
        #expect(throws: error) { try UnitSeed.read(text.utf8) }
    }
}

@Suite("Territory") struct TerritoryTests {
    @Test(arguments: TestEngine.available) func unitsAreFoundAsOfADay(_ engine: TestEngine) async throws {
        try await withKernelHouse(engine) { house in
            let commune = try house.commune
            try await house.database.read { db throws in
                let territory = TerritoryStore(db: db)
                let unit = try #require(try territory.find(code: "04765", asOf: KernelHouse.today))
                #expect(unit.id == commune)
                #expect(unit.addressName == "Xã Vũ Linh, huyện Yên Bình")
                #expect(unit.validFrom == KernelHouse.reform2020)
                #expect(try territory.find(commune, asOf: KernelHouse.today) == unit)
                #expect(try territory.find(commune, asOf: KernelHouse.reform2020 + -1) == nil)
                #expect(try territory.find(code: "99999", asOf: KernelHouse.today) == nil)
            }
        }
    }

    @Test(arguments: TestEngine.available) func theTreeIsWalked(_ engine: TestEngine) async throws {
        try await withKernelHouse(engine) { house in
            let (commune, district) = (try house.commune, try house.district)
            try await house.database.read { db throws in
                let territory = TerritoryStore(db: db)
                let today = KernelHouse.today
                #expect(try territory.communes(asOf: today).count == 173)
                #expect(try territory.communes(asOf: today, under: district).count == 24)
                #expect(try territory.children(of: district, asOf: today).count == 24)
                #expect(try territory.communes(asOf: KernelHouse.reform2020 + -1).isEmpty)
                let path = try territory.path(to: commune, asOf: today)
                #expect(path.map(\.fullName) == ["Tỉnh Yên Bái", "Huyện Yên Bình", "Xã Vũ Linh"])
                let names = try territory.children(of: district, asOf: today).map(\.name)
                #expect(names == names.sorted { SortKey.text($0) < SortKey.text($1) })
            }
        }
    }

    @Test(arguments: TestEngine.available) func searchFoldsAndTellsNamesakesApart(_ engine: TestEngine) async throws {
        try await withKernelHouse(engine) { house in
            try await house.database.read { db throws in
                let territory = TerritoryStore(db: db)
                let today = KernelHouse.today
                let found = try territory.search("  vũ LINH yen binh", asOf: today)
                #expect(found.map(\.addressName) == ["Xã Vũ Linh, huyện Yên Bình"])
                let namesakes = try territory.search("xã Tân Thịnh", level: .commune, asOf: today)
                #expect(Set(namesakes.map(\.addressName)).count == 2)
                #expect(try territory.search("%", asOf: today).isEmpty)
                #expect(try territory.search("' OR 1=1 --", asOf: today).isEmpty)
                #expect(try territory.search("yên bái", level: .province, asOf: today).count == 1)
            }
        }
    }

    @Test(arguments: TestEngine.available) func aTreeIsPlantedInFewStatements(_ engine: TestEngine) async throws {
        try await withDatabase(engine) { database in
            _ = try await Migrator(KernelModule.migrations).run(on: database)
            let seeds = try UnitSeed.read(Shipped.data("seeds/units-2022.csv"))
            let counter = StatementCounter()
            try await StatementCounter.$current.withValue(counter) {
                _ = try await database.write { db in
                    try TerritoryStore(db: db).insert(seeds, from: KernelHouse.today, now: KernelHouse.morning)
                }
            }
            #expect(counter.count <= 8)
            let covers = try await database.read { db in
                try db.value("SELECT COUNT(*) FROM kernel_unit_cover", as: Int.self)
            }
            #expect(covers == 1 + 9 * 2 + 173 * 3)
        }
    }

    @Test(arguments: TestEngine.available) func aTreeThatIsNoneIsRefused(_ engine: TestEngine) async throws {
        func commune(_ code: String, under parent: String?) -> UnitSeed {
            UnitSeed(code: code, level: .commune, type: "xã", name: code, fullName: "Xã \(code)", parentCode: parent)
        }
        let trees: [([UnitSeed], UnitSeedError)] = [
            ([commune("1", under: "2"), commune("2", under: "1")], .circle(code: "1")),
            ([commune("1", under: nil), commune("1", under: nil)], .doubleCode),
            ([commune("1", under: "7")], .unknownParent(code: "1")),
        ]
        try await withDatabase(engine) { database in
            _ = try await Migrator(KernelModule.migrations).run(on: database)
            for (seeds, error) in trees {
                await #expect(throws: error) {
                    try await database.write { db in
                        try TerritoryStore(db: db).insert(seeds, from: KernelHouse.today, now: KernelHouse.morning)
                    }
                }
            }
            #expect(try await database.read { db in try TerritoryStore(db: db).isEmpty() })
        }
    }

    @Test(arguments: TestEngine.available) func aCodeIsBorneByOneUnitAtATime(_ engine: TestEngine) async throws {
        try await withKernelHouse(engine) { house in
            let twin = UnitSeed(
                code: "04765", level: .commune, type: "xã", name: "Khác", fullName: "Xã Khác", parentCode: nil)
            await #expect(throws: StoreError.self) {
                try await house.database.write { db throws in
                    try TerritoryStore(db: db).insert([twin], from: KernelHouse.today, now: KernelHouse.morning)
                }
            }
        }
    }
}
