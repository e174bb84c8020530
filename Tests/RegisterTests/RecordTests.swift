import HTTPTypes
import Kernel
import Store
import TestKit
import Testing
import Web

@testable import Register

@Suite("Hồ sơ người dân") struct RecordTests {
    @Test(arguments: TestEngine.available)
    func theRecordShowsWhatIsKnownAndEachLookIsJournaled(_ engine: TestEngine) async throws {
        try await RegisterWorld.open(engine) { world in
            let person = try await world.resident(
                PersonFacts(
                    fullName: "Lò Thị Ước", birth: .year(1952), sex: .female, ethnicGroup: .init(rawValue: "02")),
                numbers: [try Identifier(.personal, RegisterWorld.number)], phone: "0912345678")
            let citizen = try world.person("citizen")
            let (now, commune) = (world.now, try #require(world.units[World.vuLinh]))
            try await world.database.write { db in
                let recording = Recording(by: "system", at: now)
                let households = HouseholdStore(db: db)
                let household = try households.insert(
                    in: commune, address: "Nhà 3", on: now.day + -10, within: .everything, recording: recording)
                for (id, relation) in [(person, HouseholdRelation.head), (citizen, .child)] {
                    try households.join(
                        household.id, id, as: relation, since: now.day + -10, within: .everything,
                        recording: recording)
                }
            }
            let clerk = try await world.officer("clerk")
            let page = try await clerk.get("/residents/\(person)")
            for words in ["Lò Thị Ước", "1952", "Nữ", "Tày", "0912345678", "•••••••••123", "Xã Vũ Linh", "Chủ hộ"] {
                #expect(page.words.contains(words), "\(words)")
            }
            #expect(!page.text.contains(RegisterWorld.number))
            #expect(try await world.reads(of: person).map(\.action) == ["resident.read"])
            // Whoever lives with them is named on the page, and sees that.
            #expect(try await world.reads(of: citizen).map(\.action) == ["resident.listed.read"])

            let link = try #require(page.text.firstMatch(of: #/href="(/residents/[0-9a-f-]+/numbers/[0-9a-f-]+)"/#)?.1)
            let shown = try await clerk.get(String(link))
            #expect(shown.text.contains(RegisterWorld.number))
            #expect(try await world.reads(of: person).first?.action == "resident.number.read")
        }
    }

    @Test(arguments: TestEngine.available)
    func theNeighboursCommuneFindsNoRecord(_ engine: TestEngine) async throws {
        try await RegisterWorld.open(engine) { world in
            let person = try world.person("citizen")
            let stranger = try await world.officer("stranger")
            #expect(try await stranger.get("/residents/\(person)").status == .notFound)
            #expect(try await stranger.get("/residents/\(ID<Person>.new())").status == .notFound)
            #expect(try await stranger.get("/residents/quatsch").status == .notFound)
            #expect(try await world.signedIn("admin").get("/residents/\(person)").status == .forbidden)
            #expect(try await world.reads(of: person).isEmpty)
            // The officer's own record lies elsewhere and is none of the desk's.
            let own = try world.person("stranger")
            #expect(try await stranger.get("/residents/\(own)").status == .notFound)
        }
    }

    @Test func circumstancesAreForThoseWhoMaySeeThem() async throws {
        try await RegisterWorld.open(.sqlite) { world in
            let person = try world.person("citizen")
            let (now, clerkAccount) = (world.now, try #require(world.accounts["clerk"]))
            try await world.database.write { db in
                try db.run(
                    """
                    INSERT INTO kernel_inclusion_fact (id, person_id, fact, valid_from, source, recorded_at, recorded_by)
                    VALUES (\(ID<DatedInclusionFact>.new()), \(person), 'readsLittle', \(now.day + -5),
                        \("Trưởng thôn đến xem"), \(now), \("\(clerkAccount)"))
                    """)
            }
            #expect(try await world.officer("clerk").get("/residents/\(person)").words.contains("Ít biết chữ"))
            let chair = try await world.officer("chair").get("/residents/\(person)")
            #expect(chair.status == .ok)
            #expect(!chair.words.contains("Ít biết chữ") && !chair.words.contains("Hoàn cảnh"))
            #expect(chair.form(to: "/residents/\(person)/corrections") == nil)
        }
    }

    @Test(arguments: TestEngine.available)
    func everyVersionStandsWithWhoAndWhy(_ engine: TestEngine) async throws {
        try await RegisterWorld.open(engine) { world in
            let person = try world.person("citizen")
            let recording = Recording(
                by: "\(try #require(world.accounts["clerk"]))", at: world.now, reason: "theo giấy khai sinh \(hostile)")
            try await world.database.write { db in
                _ = try PersonStore(db: db).correct(
                    person, version: 1, to: PersonFacts(fullName: "Đào Thị Hòa"), within: .everything,
                    recording: recording)
            }
            let page = try await world.officer("clerk").get("/residents/\(person)")
            #expect(page.words.contains("Sửa lần 1"))
            #expect(page.words.contains("Đặng Thị Thảo: theo giấy khai sinh"))
            #expect(page.text.contains("<del>Đào Thị Hoa</del>") && page.text.contains("<ins>Đào Thị Hòa</ins>"))
            #expect(!page.text.contains("<script>alert"))
        }
    }
}
