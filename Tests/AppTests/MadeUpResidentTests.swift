import Foundation
import Kernel
import Resources
import Store
import TestKit
import Testing

@testable import App

@Suite("Made-up residents") struct MadeUpResidentTests {
    private static func generator(_ count: Int, seed: UInt64 = 2022) throws -> ResidentGenerator {
        ResidentGenerator(
            words: try ResidentWords(
                names: Shipped.data("seeds/resident-names.csv"), districts: Shipped.data("seeds/resident-districts.csv")
            ),
            units: try ShippedTerritory.demoUnits(), count: count, seed: seed, today: try #require(Demo.firstDay),
            home: (DemoAccounts.commune, "Đào"))
    }

    private static func households(_ count: Int, seed: UInt64 = 2022) async throws -> [MadeUpHousehold] {
        var all: [MadeUpHousehold] = []
        try await generator(count, seed: seed).forEach { all.append($0) }
        return all
    }

    @Test func aSeedMakesTheSamePeople() async throws {
        let (one, same, other) = (
            try await Self.households(3_000), try await Self.households(3_000),
            try await Self.households(3_000, seed: 7)
        )
        #expect(one == same && one != other)
        #expect(one.reduce(0) { $0 + $1.members.count } == 3_000)
        #expect(try await Self.households(0).isEmpty)
    }

    @Test func theyAreAsAProvinceIs() async throws {
        let households = try await Self.households(30_000)
        let today = try #require(Demo.firstDay)
        let people = households.flatMap(\.members)
        // A little fewer than 3.9: in a small village the last household takes what is left.
        #expect((3.4...4.1).contains(Double(people.count) / Double(households.count)))
        #expect(households.allSatisfy { (1...9).contains($0.members.count) })
        #expect(households.allSatisfy { $0.members.count { $0.relation == .head } == 1 })
        let ages = people.compactMap { $0.facts.birth?.age(on: today) }
        func share(_ ages: Range<Int>, _ all: [Int]) -> Double {
            Double(all.count { ages.contains($0) }) / Double(all.count)
        }
        #expect((0.23...0.31).contains(share(0..<15, ages)))
        #expect((0.05...0.10).contains(share(65..<120, ages)))
        let women = people.count { $0.facts.sex == .female }
        #expect((0.46...0.54).contains(Double(women) / Double(people.count)))
        // Every village has somebody, and so has every people of the seed.
        #expect(Set(households.map(\.villageCode)).count == DemoVillages.count)
        #expect(Set(people.compactMap { $0.facts.ethnicGroup?.rawValue }).count == 11)
        let mong = households.filter { $0.communeCode == "04480" }.flatMap(\.members)
        #expect(people.contains { $0.facts.language?.rawValue == "hmn" } || !mong.isEmpty)
        let poor = Double(households.count { $0.circumstance == .poorHousehold }) / Double(households.count)
        #expect((0.10...0.25).contains(poor))
        let awaited = households.filter { $0.communeCode == DemoAccounts.commune }
            .filter { $0.members.first?.facts.fullName.hasPrefix("Đào ") == true }
        #expect(awaited.count >= 3)
    }

    @Test func numbersFollowTheRulesAndAreGivenOnce() async throws {
        let people = try await Self.households(20_000).flatMap(\.members)
        let today = try #require(Demo.firstDay)
        var seen: Set<Identifier> = []
        for person in people {
            for identifier in person.identifiers {
                #expect(seen.insert(identifier).inserted)
                if identifier.kind == .personal {
                    try PersonalNumber(identifier.number).check(birth: person.facts.birth, sex: person.facts.sex)
                }
            }
            // No network has telephones that begin so.
            #expect(person.phone?.digits.hasPrefix("051") != false)
        }
        let children = people.filter { ($0.facts.birth?.age(on: today) ?? 0) < 14 }
        let unnumbered = children.count { !$0.identifiers.contains { $0.kind == .personal } }
        #expect((0.2...0.4).contains(Double(unnumbered) / Double(children.count)))
        #expect(people.contains { $0.identifiers.contains { $0.kind == .oldCard } })
        #expect(children.allSatisfy { $0.identifiers.allSatisfy { $0.kind != .oldCard } && $0.phone == nil })
        // The last serial number is as good as the first.
        for serial in [0, 1, 849_999] {
            var random = SplitMix(state: 1)
            #expect(MadeUpNumbers(serial: serial, seed: .max).personal(birth: 2010, sex: .female, &random).count == 1)
        }
    }

    @Test(arguments: TestEngine.available)
    func theDemoHasThemInItsRegister(_ engine: TestEngine) async throws {
        try await withDatabase(engine) { database in
            _ = try await Migrator(Province.migrations).run(on: database)
            try await Demo(database: database, cost: .least, residents: 1_500).fill()
            // Those whom the demo's accounts play are there beside them.
            let played: SQL = "SELECT person_id FROM kernel_account WHERE person_id IS NOT NULL"
            let counts = try await database.read { db in
                (
                    residents: try db.value("SELECT COUNT(*) FROM kernel_resident WHERE resident_id NOT IN (\(played))")
                        ?? 0,
                    homes: try db.value(
                        "SELECT COUNT(*) FROM kernel_residence WHERE until IS NULL AND person_id NOT IN (\(played))")
                        ?? 0,
                    heads: try db.value("SELECT COUNT(*) FROM kernel_household_member WHERE relation = 'head'") ?? 0,
                    households: try db.value("SELECT COUNT(*) FROM kernel_household") ?? 0,
                    disputed: try db.value(
                        "SELECT COUNT(*) FROM kernel_person_identifier WHERE standing <> 'held'") ?? 0
                )
            }
            #expect(counts.residents == 1_500 && counts.homes == 1_500)
            #expect(counts.heads == counts.households && counts.households > 300 && counts.disputed == 0)
            let found = try await database.read { db in
                try PersonSearch(db: db).find(PersonQuery("dao"), within: .everything)
            }
            #expect(!found.people.isEmpty)
        }
    }
}
