import HTTPTypes
import Kernel
import Store
import TestKit
import Testing
import Web

@Suite("The language of an account") struct LanguageTests {
    private static let languages = Languages([.en: Catalogue(language: .en, ["Tài khoản của tôi": "My account"])])

    /// A browser of a house that speaks English too.
    private static func browser(of world: World, _ token: String? = nil) -> HouseClient {
        let old = world.house
        let house = House(
            database: world.database, roles: old.roles, clock: old.clock, languages: languages, assets: old.assets,
            files: old.files, shell: old.shell, metrics: old.metrics, logger: old.logger, settings: old.settings)
        let client = HouseClient(house: house, doors: world.doors + languages.doors(database: world.database))
        if let token { client.cookies = ["session": token] }
        return client
    }

    private static func language(of name: String, in world: World) async throws -> String? {
        try await world.value("SELECT language FROM kernel_account WHERE name = \(name)")
    }

    @Test(arguments: TestEngine.available) func followsItToAnotherDevice(_ engine: TestEngine) async throws {
        try await AccountsWorld.open(engine) { world in
            let desk = Self.browser(of: world)
            _ = try await desk.signIn("clerk", World.password)
            #expect(desk.cookies["lang"] == nil)
            #expect(try await Self.language(of: "clerk", in: world) == "")
            #expect(try await desk.get("/language?to=en&back=/account").location == "/account")
            #expect(try await Self.language(of: "clerk", in: world) == "en")

            let phone = Self.browser(of: world)
            phone.cookies["lang"] = "vi"
            _ = try await phone.signIn("clerk", World.password)
            #expect(phone.cookies["lang"] == "en")
            #expect(try await phone.get("/account").text.contains("<html lang=\"en\">"))
            _ = try await phone.get("/language?to=vi")
            #expect(try await Self.language(of: "clerk", in: world) == "vi")

            let neighbour = Self.browser(of: world)
            neighbour.cookies["lang"] = "en"
            _ = try await neighbour.signIn("citizen", World.password)
            #expect(neighbour.cookies["lang"] == "en", "whoever has not chosen keeps what the browser shows")
        }
    }

    @Test func isNotChangedByOthers() async throws {
        try await AccountsWorld.open(.sqlite) { world in
            let browser = Self.browser(of: world, try await world.signedIn("clerk").cookies["session"])
            let foreign = HTTPField.Name("Sec-Fetch-Site")!
            _ = try await browser.get("/language?to=en", headers: [foreign: "cross-site"])
            _ = try await browser.send(.head, "/language?to=en")
            _ = try await browser.get("/language?to=xx")
            _ = try await Self.browser(of: world).get("/language?to=en")
            #expect(try await Self.language(of: "clerk", in: world) == "")
        }
    }
}
