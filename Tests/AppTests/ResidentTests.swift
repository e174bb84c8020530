import HTTPTypes
import Kernel
import Store
import TestKit
import Testing
import Web

@testable import App

@Suite("Sổ dân cư trong cả nhà") struct ResidentTests {
    /// The look of an officer is on the person's own page as soon as the officer's page has come.
    @Test(arguments: TestEngine.available)
    func theCitizenSeesTheClerksLookAtOnce(_ engine: TestEngine) async throws {
        try await DemoHouse.open(engine) { house in
            let clerk = try await house.signedIn("clerk")
            let citizen = try await house.signedIn("citizen")
            let purpose = try #require(
                try await clerk.get("/residents?q=hoagn+thi+mai").form(to: "/residents/purpose"))
            let found = try await clerk.follow(try await clerk.submit(purpose, [("purpose", "counter")]))
            #expect(found.words.contains("Hoàng Thị Mai") && found.words.contains("tên khác một chữ"))
            let own = try await citizen.follow(try await citizen.get("/about-me/reads"))
            #expect(own.words.contains("Xã Vũ Linh"))
            #expect(own.words.contains("giải quyết việc của người dân tại quầy"))
            let record = try #require(found.text.firstMatch(of: #/href="(/residents/[0-9a-f]{8}-[0-9a-f-]+)"/#)?.1)
            #expect(try await clerk.get(String(record)).status == .ok)
            let after = try await citizen.follow(try await citizen.get("/about-me/reads"))
            #expect(after.words.contains("Mở hồ sơ trong sổ dân cư"))
            // In English the purpose is in English.
            let english = try await citizen.get("/language?to=en&back=/about-me/reads")
            let page = try await citizen.follow(english)
            #expect(page.words.contains("serving somebody at the counter"))
        }
    }

    @Test func everyDoorOfTheRegisterIsShutForThoseWithoutItsPermission() async throws {
        try await DemoHouse.open(.sqlite) { house in
            for name in ["citizen", "helper", "district", "leader", "auditor", "admin"] {
                let client = try await house.signedIn(name)
                for path in ["/residents", "/residents/new", "/residents/corrections", "/residents/duplicates"] {
                    #expect(try await client.get(path).status == .forbidden, "\(name) \(path)")
                }
            }
            for (name, path) in [("clerk", "/residents/duplicates"), ("office", "/residents/new")] {
                let client = try await house.signedIn(name)
                #expect(try await client.get(path).status == .forbidden, "\(name) \(path)")
            }
        }
    }
}
