import Store
import TestKit
import Testing

@testable import Kernel

@Suite("The register") struct RegisterTests {
    private let recording = RegisterHouse.recording
    private let today = KernelHouse.today

    @Test(arguments: TestEngine.available)
    func everyVersionOfThePersonIsKept(_ engine: TestEngine) async throws {
        try await RegisterHouse.open(engine) { register in
            let (clerk, neighbour) = (register.clerk, register.neighbour)
            let person = try await register.person(
                PersonFacts(fullName: "Đào Thị Hoa", birth: .year(1952), sex: .female))
            let day = try #require(Day(iso: "1952-03-01"))
            var facts = PersonFacts(fullName: "Đào Thị Hòa", birth: .day(day), sex: .female)
            facts.ethnicGroup = EthnicCode(rawValue: "02")
            facts.language = SpokenLanguage(rawValue: "tyz")
            let wanted = facts
            try await register.write { db throws in
                let people = PersonStore(db: db)
                #expect(throws: NotFound.self) {
                    try people.correct(person.id, version: 1, to: wanted, within: neighbour, recording: recording)
                }
                #expect(throws: PersonRefusal.reasonMissing) {
                    try people.correct(
                        person.id, version: 1, to: wanted, within: clerk,
                        recording: Recording(by: "thao", at: KernelHouse.morning))
                }
                #expect(
                    try people.correct(person.id, version: 1, to: wanted, within: clerk, recording: recording).version
                        == 2)
                #expect(throws: Stale.self) {
                    try people.correct(person.id, version: 1, to: wanted, within: clerk, recording: recording)
                }
            }
            try await register.read { db throws in
                let people = PersonStore(db: db)
                let versions = try people.versions(of: person.id, within: clerk)
                #expect(versions.map(\.version) == [2, 1])
                #expect(versions.map(\.facts.birth) == [.day(day), .year(1952)])
                #expect(versions[0].facts == wanted)
                #expect(versions[0].recording == recording)
                #expect(versions[0].replacedAt == nil && versions[1].replacedAt == recording.at)
                #expect(try people.versions(of: person.id, within: neighbour).isEmpty)
                #expect(try people.versions(of: person.id, within: .person(person.id)).count == 2)
                #expect(
                    try PersonSearch(db: db).find(PersonQuery("hoa"), within: clerk).people.map(\.id) == [person.id])
            }
        }
    }

    @Test(arguments: TestEngine.available)
    func whoeverMovesIsSeenWhereTheyLive(_ engine: TestEngine) async throws {
        try await RegisterHouse.open(engine) { register in
            let (clerk, neighbour) = (register.clerk, register.neighbour)
            let (number, other) = (try Identifier(.oldCard, "060123456"), try Identifier(.oldCard, "060123457"))
            let person = try await register.person(PersonFacts(fullName: "Lò Văn Inh"), numbers: [number])
            let (bachHa, district) = (try register.unit(RegisterHouse.bachHa), try register.house.district)
            try await register.write { db throws in
                let homes = ResidenceStore(db: db)
                let move = Residence(in: bachHa, address: "Ngõ 3", since: today)
                #expect(throws: NotFound.self) {
                    try homes.settle(person.id, move, within: clerk, recording: recording)
                }
                #expect(throws: ResidenceRefusal.noCommune) {
                    try homes.settle(
                        person.id, Residence(in: district, since: today), within: .everything, recording: recording)
                }
                #expect(throws: ResidenceRefusal.beforeTheLast(today + -4000)) {
                    try homes.settle(
                        person.id, Residence(in: bachHa, since: today + -5000), showing: number, within: neighbour,
                        recording: recording)
                }
                // Nobody is drawn in who has not come: whoever lives elsewhere shows a number that is theirs.
                for shown in [nil, other] {
                    #expect(throws: NotFound.self) {
                        try homes.settle(person.id, move, showing: shown, within: neighbour, recording: recording)
                    }
                }
                try homes.settle(person.id, move, showing: number, within: neighbour, recording: recording)
                #expect(try homes.residences(of: person.id, within: neighbour).map(\.until) == [nil, today])
                #expect(try homes.residences(of: person.id, within: clerk).isEmpty)
                #expect(try PersonStore(db: db).find(person.id, within: clerk) == nil)
                #expect(try PersonSearch(db: db).find(PersonQuery("lo inh"), within: clerk).people.isEmpty)
                #expect(try PersonSearch(db: db).find(PersonQuery("lo inh"), within: neighbour).people.count == 1)
                #expect(throws: NotFound.self) {
                    try homes.leave(person.id, .permanent, on: today + 1, within: clerk)
                }
                try homes.leave(person.id, .permanent, on: today + 1, within: neighbour)
                #expect(try PersonStore(db: db).find(person.id, within: neighbour) == nil)
            }
        }
    }

    @Test(arguments: TestEngine.available)
    func aHouseholdOfSixtyHasOneHead(_ engine: TestEngine) async throws {
        try await RegisterHouse.open(engine) { register in
            let (clerk, neighbour) = (register.clerk, register.neighbour)
            let commune = try register.unit(RegisterHouse.vuLinh)
            var people: [Person] = []
            for number in 1...60 {
                people.append(try await register.person(PersonFacts(fullName: "Giàng A \(number)")))
            }
            let all = people
            try await register.write { db throws in
                let households = HouseholdStore(db: db)
                let household = try households.insert(
                    in: commune, address: "Bản Mù", on: today, within: clerk, recording: recording)
                for (place, person) in all.enumerated() {
                    try households.join(
                        household.id, person.id, as: place == 7 ? .head : .other, since: today, within: clerk,
                        recording: recording)
                }
                let members = try households.members(of: household.id, within: clerk)
                #expect(members.count == 60)
                #expect(members[0].personID == all[7].id)
                #expect(try households.members(of: household.id, within: neighbour).isEmpty)
                #expect(throws: HouseholdRefusal.alreadyMember) {
                    try households.join(
                        household.id, all[0].id, as: .child, since: today, within: clerk, recording: recording)
                }
                try households.leave(household.id, all[0].id, on: today + 1, within: clerk)
                #expect(throws: HouseholdRefusal.alreadyHasHead) {
                    try households.join(
                        household.id, all[0].id, as: .head, since: today + 2, within: clerk, recording: recording)
                }
                #expect(throws: NotFound.self) {
                    try households.leave(household.id, all[1].id, on: today + 1, within: neighbour)
                }
                #expect(try households.memberships(of: all[0].id, within: clerk).map(\.until) == [today + 1])
            }
        }
    }

    @Test(arguments: TestEngine.available)
    func organisationsHaveTheirTaxCodeAlone(_ engine: TestEngine) async throws {
        try await RegisterHouse.open(engine) { register in
            let (clerk, neighbour) = (register.clerk, register.neighbour)
            let commune = try register.unit(RegisterHouse.vuLinh)
            let person = try await register.person(PersonFacts(fullName: "Triệu Văn Sơn"))
            let code = try TaxCode("5200000006")
            try await register.write { db throws in
                let organisations = OrganisationStore(db: db)
                let made = try organisations.insert(
                    name: " Hợp tác xã  chè ", kind: .cooperative, taxCode: code, in: commune, since: today,
                    within: clerk, recording: recording)
                #expect(made.name == "Hợp tác xã chè")
                #expect(throws: OrganisationRefusal.taxCodeTaken) {
                    try organisations.insert(
                        name: "Khác", kind: .enterprise, taxCode: code, in: commune, since: today, within: clerk,
                        recording: recording)
                }
                try organisations.join(
                    made.id, person.id, as: "Giám đốc", since: today, within: clerk, recording: recording)
                #expect(try organisations.members(of: made.id, within: clerk).map(\.position) == ["Giám đốc"])
                #expect(try organisations.find(made.id, within: neighbour) == nil)
                #expect(try organisations.find(made.id, within: clerk) == made)
                #expect(throws: NotFound.self) {
                    try organisations.insert(
                        name: "Khác", kind: .enterprise, in: commune, since: today, within: neighbour,
                        recording: recording)
                }
            }
        }
    }
}
