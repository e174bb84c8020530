import Kernel
import Store
import TestKit
import Testing

@Suite("People taken in by the thousand") struct PersonIntakeTests {
    private static func person(
        _ name: String, _ commune: ID<AdminUnit>, numbers: [Identifier] = [], disputed: [Identifier: ID<Person>] = [:],
        household: (id: ID<Household>, relation: HouseholdRelation)? = nil
    ) throws -> NewPerson {
        NewPerson(
            id: .new(at: KernelHouse.morning), facts: PersonFacts(fullName: name, birth: .year(1990), sex: .female),
            identifiers: numbers, disputed: disputed, phone: try PhoneNumber("0510000001"),
            home: Residence(in: commune, address: "Xóm Trên", since: KernelHouse.today + -100), household: household)
    }

    @Test(arguments: TestEngine.available)
    func theyAreAsIfTakenInOneByOne(_ engine: TestEngine) async throws {
        try await RegisterHouse.open(engine) { register in
            let commune = try register.unit(RegisterHouse.vuLinh)
            let number = try Identifier(.personal, "015190000123")
            var intake = PersonIntake(recording: RegisterHouse.recording)
            let household = NewHousehold(
                id: .new(at: KernelHouse.morning), in: commune, formedOn: KernelHouse.today + -100,
                circumstances: [.poorHousehold, .disability], source: "QĐ 12")
            intake.add(household)
            let hoa = try Self.person("Đào  Thị Hoa", commune, numbers: [number], household: (household.id, .head))
            try intake.add(hoa, on: KernelHouse.today)
            try intake.add(
                try Self.person("Đào Văn An", commune, household: (household.id, .child)), on: KernelHouse.today)
            let taken = intake
            try await register.write { db throws in try taken.write(to: db, within: register.clerk) }
            for text in ["dao thi hoa", "hoa", "dsao thi hoa", "015190000123"] {
                let found = try await register.read { db in
                    try PersonSearch(db: db).find(PersonQuery(text), within: register.clerk)
                }
                #expect(found.people.contains { $0.id == hoa.id && $0.fullName == "Đào Thị Hoa" }, "\(text)")
            }
            try await register.read { db throws in
                let members = try HouseholdStore(db: db).members(of: household.id, within: register.clerk)
                #expect(members.map(\.relation) == [.head, .child])
                #expect(try PhoneStore(db: db).phones(of: hoa.id, within: register.clerk) == ["0510000001"])
                let facts = try InclusionStore(db: db).facts(
                    of: hoa.id, on: KernelHouse.today, within: register.inclusion)
                // What is told of people is none of a household's circumstances.
                #expect(facts.map(\.fact) == [.poorHousehold])
                let versions = try PersonStore(db: db).versions(of: hoa.id, within: register.clerk)
                #expect(versions.map(\.recording) == [RegisterHouse.recording])
                #expect(try ResidenceStore(db: db).residences(of: hoa.id, within: register.clerk).count == 1)
            }
            // The same number again is refused by the register itself, and nothing of the batch remains.
            var second = PersonIntake(recording: RegisterHouse.recording)
            try second.add(try Self.person("Bàn Thị Mùi", commune, numbers: [number]), on: KernelHouse.today)
            let refused = second
            await #expect(throws: StoreError.self) {
                try await register.write { db in try refused.write(to: db, within: register.clerk) }
            }
            // As a disputed one it goes in, and the two are in the queue.
            var third = PersonIntake(recording: RegisterHouse.recording)
            try third.add(
                try Self.person("Bàn Thị Mùi", commune, numbers: [number], disputed: [number: hoa.id]),
                on: KernelHouse.today)
            let disputed = third
            try await register.write { db throws in try disputed.write(to: db, within: register.clerk) }
            let matches = try await register.read { db in try MatchStore(db: db).open(within: register.clerk) }
            #expect(matches.map(\.identifier) == [number])
        }
    }

    @Test(arguments: TestEngine.available)
    func nobodyIsWrittenIntoAnotherCommune(_ engine: TestEngine) async throws {
        try await RegisterHouse.open(engine) { register in
            var intake = PersonIntake(recording: RegisterHouse.recording)
            for code in [RegisterHouse.vuLinh, RegisterHouse.bachHa] {
                try intake.add(try Self.person("Đào Thị Hoa", try register.unit(code)), on: KernelHouse.today)
            }
            let taken = intake
            await #expect(throws: NotFound.self) {
                try await register.write { db in try taken.write(to: db, within: register.clerk) }
            }
            #expect(throws: PersonRefusal.nameMissing) {
                try intake.add(
                    NewPerson(id: .new(), facts: PersonFacts(fullName: "  ")), on: KernelHouse.today)
            }
        }
    }

    @Test(arguments: TestEngine.available)
    func whoIsKnownIsToldForManyAtOnce(_ engine: TestEngine) async throws {
        try await RegisterHouse.open(engine) { register in
            let numbers = try (100..<230).map { try Identifier(.personal, "015190000\($0)") }
            let hoa = try await register.person(
                PersonFacts(fullName: "Đào Thị Hoa", birth: .year(1990), sex: .female), numbers: [numbers[7]])
            let other = try await register.person(PersonFacts(fullName: "ĐÀO THI HOÀ", birth: .year(1952)))
            let commune = try register.unit(RegisterHouse.vuLinh)
            try await register.read { db throws in
                let known = KnownPeople(db: db)
                #expect(try known.holders(of: []).isEmpty && known.namesakes(of: []).isEmpty)
                let holders = try known.holders(of: numbers)
                #expect(holders.count == 1 && holders[numbers[7]]?.id == hoa.id)
                let place = NamePlace("đào thị hoa", in: commune)
                let elsewhere = NamePlace("Đào Thị Hoa", in: try register.unit(RegisterHouse.bachHa))
                let namesakes = try known.namesakes(of: [place, elsewhere])
                #expect(Set(namesakes[place]?.map(\.id) ?? []) == [hoa.id, other.id] && namesakes[elsewhere] == nil)
                #expect(namesakes[place]?.first { $0.id == hoa.id }?.hasPersonalNumber == true)
                #expect(namesakes[place]?.first { $0.id == other.id }?.hasPersonalNumber == false)
            }
        }
    }
}

@Suite("The index of people") struct PersonIndexTests {
    @Test(arguments: TestEngine.available)
    func whatIsLostIsMadeAnew(_ engine: TestEngine) async throws {
        try await RegisterHouse.open(engine) { register in
            let hoa = try await register.person(PersonFacts(fullName: "Đào Thị Hoa"))
            try await register.person(PersonFacts(fullName: "Bàn Văn Páo"), in: RegisterHouse.bachHa)
            let gone = try await register.person(PersonFacts(fullName: "Đào Thị Lan"))
            try await register.write { db throws in
                try ResidenceStore(db: db).leave(
                    gone.id, .permanent, on: KernelHouse.today, within: register.clerk)
            }
            let before = try await register.read { db in
                try db.rows("SELECT resident_id, commune_id, name_key, name_back FROM kernel_resident ORDER BY 1") {
                    [try $0[0] as String, try $0[1], try $0[2], try $0[3]]
                }
            }
            try await register.write { db throws in
                try db.run("UPDATE kernel_resident SET name_key = 'x', name_back = 'x'")
                try db.run("UPDATE kernel_person SET name_search = '', name_sort = ''")
                try db.run("DELETE FROM kernel_syllable_stem")
                try db.run("DELETE FROM kernel_syllable")
            }
            #expect(try await PersonIndex(database: register.house.database).rebuild() >= 3)
            let after = try await register.read { db in
                try db.rows("SELECT resident_id, commune_id, name_key, name_back FROM kernel_resident ORDER BY 1") {
                    [try $0[0] as String, try $0[1], try $0[2], try $0[3]]
                }
            }
            #expect(before == after && before.count == 2)
            let mended = try await register.read { db in
                try PersonSearch(db: db).find(PersonQuery("dsao thi hoa"), within: register.clerk)
            }
            #expect(mended.people.map(\.id) == [hoa.id] && mended.isMended)
        }
    }
}
