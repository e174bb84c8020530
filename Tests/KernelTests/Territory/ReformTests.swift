import Resources
import Store
import TestKit
import Testing

@testable import Kernel

/// The kernel's house with the shipped changes of 2024 and 2025.
private func withReformedHouse(
    _ engine: TestEngine, _ body: @escaping @Sendable (KernelHouse, TerritoryStore) throws -> Void
) async throws {
    try await withKernelHouse(engine) { house in
        let changes = try UnitChange.read(Shipped.data("seeds/unit-changes.csv"))
        #expect(try await house.load(changes) == 114)
        #expect(try await house.load(changes) == 0)
        try await house.database.read { db in try body(house, TerritoryStore(db: db)) }
    }
}

extension KernelHouse {
    fileprivate static let after = Day(number: 20_271)  // 2025-07-02
    fileprivate static let between = Day(number: 20_100)  // 2025-01-12

    fileprivate func load(_ changes: [UnitChange]) async throws -> Int {
        try await database.write { db in try TerritoryStore(db: db).load(changes, now: Self.morning) }
    }
}

@Suite("The reform of 2025") struct ReformTests {
    @Test(arguments: TestEngine.available) func eachDayHasItsTree(_ engine: TestEngine) async throws {
        try await withReformedHouse(engine) { _, territory in
            for (day, province, districts, communes) in [
                (KernelHouse.today, "Tỉnh Yên Bái", 9, 173), (KernelHouse.between, "Tỉnh Yên Bái", 9, 168),
                (KernelHouse.after, "Tỉnh Lào Cai", 0, 99), (KernelHouse.after + -1, "Tỉnh Lào Cai", 0, 99),
                (KernelHouse.after + -2, "Tỉnh Yên Bái", 9, 168),
            ] {
                let tree = try territory.tree(asOf: day)
                #expect(tree.count(.district) == districts)
                #expect(tree.count(.commune) == communes)
                #expect(tree.unit(code: "15")?.fullName == province)
                #expect(tree.all.allSatisfy { $0.level == .province || tree.lineage(of: $0.id).last?.code == "15" })
            }
        }
    }

    @Test(arguments: TestEngine.available) func eachCommuneSucceedsToTheOneOfTheList(
        _ engine: TestEngine
    ) async throws {
        var expected: [String: String] = [:]
        try CSV.records(Shipped.data("seeds/unit-mergers.csv"), columns: ["old_code", "new_code"]) { record in
            if record["old_province"] == "Tỉnh Yên Bái" { expected[record["old_code"]] = record["new_code"] }
        }
        #expect(expected.count == 173)
        try await withReformedHouse(engine) { [expected] house, territory in
            let (graph, tree) = (try territory.graph(), try territory.tree(asOf: KernelHouse.after))
            var reached: Set<String> = []
            for (old, new) in expected {
                let successors = graph.successors(of: try house.unit(old), on: KernelHouse.after)
                #expect(successors.compactMap { tree[$0]?.code } == [new])
                reached.insert(new)
            }
            #expect(reached.count == 51)
            let names = graph.events.filter { $0.kind == .establish }
            #expect(names.count == 48)
            #expect(tree.all.count(where: { $0.level == .commune && reached.contains($0.code) }) == 51)
            for code in ["132", "141"] {
                let district = try house.unit(code)
                #expect(graph.successors(of: district, on: KernelHouse.after).isEmpty)
            }
        }
    }

    @Test(arguments: TestEngine.available) func namesAndCodesAreThoseOfTheListOf2025(_ engine: TestEngine) async throws
    {
        let seeds = try UnitSeed.read(Shipped.data("seeds/units-2025.csv"))
        try await withReformedHouse(engine) { [seeds] _, territory in
            let tree = try territory.tree(asOf: KernelHouse.after)
            #expect(tree.all.count == seeds.count)
            for seed in seeds {
                let unit = tree.unit(code: seed.code)
                #expect(unit?.fullName == seed.fullName)
                #expect(unit?.type == seed.type)
                #expect(unit?.parentID.flatMap { tree[$0] }?.code == seed.parentCode)
            }
        }
    }

    @Test(arguments: TestEngine.available) func aReusedCodeMeansSomethingOnlyWithADay(_ engine: TestEngine) async throws
    {
        try await withReformedHouse(engine) { house, territory in
            func name(_ code: String, _ day: Day) throws -> String? {
                try territory.find(code: code, asOf: day)?.fullName
            }
            #expect(try name("04264", KernelHouse.today) == "Phường Nguyễn Phúc")
            #expect(try name("04264", KernelHouse.between) == "Phường Hồng Hà")
            #expect(try name("04264", KernelHouse.after) == nil)
            #expect(try name("04267", KernelHouse.today) == "Phường Hồng Hà")
            #expect(try name("04267", KernelHouse.between) == nil)
            #expect(try name("04510", KernelHouse.today) == "Xã Việt Thành")
            #expect(try name("04510", KernelHouse.between) == "Xã Thành Thịnh")
            #expect(try name("15", KernelHouse.today) == "Tỉnh Yên Bái")
            #expect(try name("15", KernelHouse.after) == "Tỉnh Lào Cai")
            let bearers = try territory.bearers(ofCode: "04264", asOf: KernelHouse.after)
            #expect(bearers.map(\.unit.fullName) == ["Phường Nguyễn Phúc", "Phường Hồng Hà"])
            #expect(bearers.map { $0.became.map(\.fullName) } == [["Phường Yên Bái"], ["Phường Yên Bái"]])
            // Hồng Hà was taken into nothing new in 2024: the same unit goes on under another code.
            let hongHa = try house.unit("04267")
            #expect(try territory.find(code: "04264", asOf: KernelHouse.between)?.id == hongHa)
            let versions = try territory.versions(of: hongHa)
            #expect(versions.map(\.code) == ["04267", "04264"])
            #expect(versions.last?.validTo == KernelHouse.after + -1)
        }
    }

    @Test(arguments: TestEngine.available) func anOldAddressIsFound(_ engine: TestEngine) async throws {
        try await withReformedHouse(engine) { _, territory in
            let found = try territory.search(everNamed: "dao thinh tran yen", asOf: KernelHouse.after)
            #expect(found.map(\.unit.addressName) == ["Xã Đào Thịnh, huyện Trấn Yên"])
            #expect(found.first?.became.map(\.addressName) == ["Xã Trấn Yên, tỉnh Lào Cai"])
            #expect(found.first?.unit.validFrom == KernelHouse.reform2020)
            let other = try territory.search(everNamed: "xã Hát Lừu", asOf: KernelHouse.after)
            #expect(other.map(\.unit.fullName) == ["Xã Hát Lìu"])
            #expect(try territory.search(everNamed: "thanh thinh tran yen", asOf: KernelHouse.today).isEmpty)
            let moved = try territory.search(everNamed: "phong du thuong", asOf: KernelHouse.after)
            #expect(
                moved.map(\.unit.addressName).sorted()
                    == ["Xã Phong Dụ Thượng, huyện Văn Yên", "Xã Phong Dụ Thượng, tỉnh Lào Cai"])
            #expect(try territory.search(everNamed: " ", asOf: KernelHouse.after).isEmpty)
        }
    }

    @Test(arguments: TestEngine.available) func figuresOf2022AddUpInBothTrees(_ engine: TestEngine) async throws {
        try await withReformedHouse(engine) { house, territory in
            let then = try territory.tree(asOf: KernelHouse.today)
            let now = try territory.tree(asOf: KernelHouse.after)
            let communes = then.all.filter { $0.level == .commune }.map(\.id)
            let figures = Dictionary(uniqueKeysWithValues: communes.map { ($0, 10) })
            let old = then.rolledUp(figures)
            let (district, province) = (try house.district, try house.unit("15"))
            #expect(old.totals[district] == 240)
            #expect(old.totals[province] == 1_730)
            let rebased = try territory.graph().rebased(figures, recorded: KernelHouse.today, onto: KernelHouse.after)
            #expect(rebased.figures.count == 51)
            #expect(rebased.notApportioned.isEmpty)
            let new = now.rolledUp(rebased.figures)
            let laoCai = try #require(now.unit(code: "15"))
            #expect(new.totals[laoCai.id] == 1_730)
            #expect(new.outside.isEmpty)
            #expect(now.rolledUp(figures).outside.count == 173 - 6)
        }
    }

    @Test(arguments: TestEngine.available) func nothingIsChangedBeforeWhatIsKnown(_ engine: TestEngine) async throws {
        try await withKernelHouse(engine) { house in
            let changes = try UnitChange.read(Shipped.data("seeds/unit-changes.csv"))
            _ = try await house.load(changes)
            let early = UnitChange(
                origin: "test", day: KernelHouse.between, kind: .abolish, legalBasis: "1/NQ",
                lines: [UnitChange.Line(from: "04765", to: nil)], outcomes: [])
            await #expect(throws: UnitReformRefusal.tooEarly(last: KernelHouse.after + -1)) {
                _ = try await house.load([early])
            }
        }
    }
}

@Suite("Scopes on both sides of the reform") struct ReformScopeTests {
    @Test(arguments: TestEngine.available) func aScopeIsThatOfItsDay(_ engine: TestEngine) async throws {
        try await withReformedHouse(engine) { house, territory in
            let (before, after) = (KernelHouse.today, KernelHouse.after)
            func covers(_ root: ID<AdminUnit>, _ unit: ID<AdminUnit>, on day: Day) throws -> Bool {
                try territory.covers(unit, .subtrees(UnitRoots([root], on: day)))
            }
            let (commune, district, province) = (try house.commune, try house.district, try house.unit("15"))
            let successor = try #require(try territory.graph().successors(of: commune, on: after).first)
            let laoCai = try #require(try territory.find(code: "15", asOf: after)).id
            #expect(try covers(commune, commune, on: before))
            #expect(try covers(district, commune, on: before))
            #expect(try covers(province, commune, on: before))
            #expect(try !covers(successor, commune, on: before))
            #expect(try !covers(laoCai, commune, on: before))
            // What was filed at the old commune is in the hands of the new one and of the new province.
            #expect(try covers(successor, commune, on: after))
            #expect(try covers(successor, successor, on: after))
            #expect(try covers(laoCai, commune, on: after))
            #expect(try covers(laoCai, district, on: after))
            #expect(try !covers(successor, district, on: after))
            #expect(try !covers(commune, commune, on: after))
            #expect(try !covers(district, commune, on: after))
            #expect(try !covers(province, commune, on: after))
            let neighbour = try house.unit("04255")
            #expect(try !covers(successor, neighbour, on: after))
            #expect(try territory.communes(asOf: after, under: laoCai).count == 99)
            #expect(try territory.communes(asOf: before, under: district).count == 24)
        }
    }

    @Test(arguments: TestEngine.available) func aRoleEndsWithItsUnitByDate(_ engine: TestEngine) async throws {
        try await withKernelHouse(engine) { house in
            _ = try await house.load(try UnitChange.read(Shipped.data("seeds/unit-changes.csv")))
            let (account, second) = (try await house.account("thao"), try await house.account("duc"))
            try await house.grant("clerk", to: account, at: house.commune)
            try await house.grant("clerk", to: second, at: house.unit("04423"))
            let (token, otherToken) = (try await house.open(account), try await house.open(second))
            let (before, after) = (KernelHouse.today, KernelHouse.after)
            let roles = KernelHouse.roles
            let (commune, staying) = (try house.commune, try house.unit("04423"))
            let then = try #require(try await house.find(token, on: before))
            let now = try #require(try await house.find(token, on: after))
            let other = try #require(try await house.find(otherToken, on: after))
            #expect(then.scope(for: .work, in: roles) == .subtrees(UnitRoots([commune], on: before)))
            #expect(now.scope(for: .work, in: roles) == .nothing)
            #expect(other.scope(for: .work, in: roles) == .subtrees(UnitRoots([staying], on: after)))
        }
    }
}
