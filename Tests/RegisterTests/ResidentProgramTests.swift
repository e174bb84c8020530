import HTTPTypes
import Kernel
import Store
import TestKit
import Testing
import Web

@testable import Register

@Suite("Sổ dân cư cho phần mềm") struct ResidentProgramTests {
    private func program(_ world: World, _ name: String) async throws -> HouseClient {
        let token = try await world.signedIn(name).cookies["session"] ?? ""
        return world.visitor([.authorization: "Bearer \(token)"])
    }

    @Test(arguments: TestEngine.available)
    func findsAndShowsWithAPurpose(_ engine: TestEngine) async throws {
        try await RegisterWorld.open(engine) { world in
            let person = try await world.resident(
                PersonFacts(fullName: "Lò Thị Ước", birth: .year(1952), sex: .female),
                numbers: [try Identifier(.personal, RegisterWorld.number)])
            let clerk = try await program(world, "clerk")
            #expect(try await clerk.get("/api/v1/residents?q=lo+uoc").status == .unprocessableContent)
            let found = try await clerk.get(
                "/api/v1/residents?q=lo+uoc&purpose=chi+tr%E1%BA%A3+tr%E1%BB%A3+c%E1%BA%A5p")
            let items = try #require(found["items"] as? [[String: Any]])
            #expect(items.count == 1)
            #expect(items[0]["id"] as? String == "\(person)")
            #expect(items[0]["number"] as? String == "•••••••••123")
            #expect(found["hasMore"] as? Bool == false)
            let record = try await clerk.get("/api/v1/residents/\(person)?purpose=chi+tra")
            #expect(record["birth"] as? String == "1952")
            #expect(!record.text.contains(RegisterWorld.number))
            #expect(try await world.reads(of: person).map(\.action) == ["resident.read", "resident.listed.read"])
            #expect(try await world.reads(of: person).last?.purpose == "chi trả trợ cấp")
            let stranger = try await program(world, "stranger")
            #expect(try await stranger.get("/api/v1/residents/\(person)?purpose=chi+tra").status == .notFound)
            let admin = try await program(world, "admin")
            #expect(try await admin.get("/api/v1/residents?q=lo&purpose=chi+tra").status == .forbidden)
            #expect(try await clerk.get("/api/v1/residents?purpose=chi+tra").status == .unprocessableContent)
            #expect(try await clerk.get("/api/v1/residents?q=%7C&purpose=chi+tra").status == .unprocessableContent)
        }
    }
}
