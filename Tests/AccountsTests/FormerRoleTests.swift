import Accounts
import HTTPTypes
import Kernel
import Store
import TestKit
import Testing
import Web

@Suite("Officers whose unit has ended") struct FormerRolePageTests {
    /// The commune of the clerk and the chair is no more from today on.
    private static func open(_ engine: TestEngine, _ body: (World) async throws -> Void) async throws {
        try await AccountsWorld.open(engine) { world in
            let now = world.now
            let change = UnitChange(
                origin: "test", day: now.day, kind: .abolish, legalBasis: "12/NQ-UBTVQH15",
                lines: [.init(from: World.vuLinh, to: nil)], outcomes: [])
            try await world.database.write { db in try TerritoryStore(db: db).load([change], now: now) }
            try await body(world)
        }
    }

    private static func play(_ world: World) async throws {
        try await UnitChangePlay(roles: AccountsWorld.roles).run(
            on: world.database, clock: world.clock, node: "test")
    }

    @Test(arguments: TestEngine.available) func areToldUntilTheyHaveRead(_ engine: TestEngine) async throws {
        try await Self.open(engine) { world in
            // By date, before the day was played too.
            #expect(try await world.visitor().signIn("clerk", World.password).location == "/account/roles")
            try await Self.play(world)
            let clerk = world.visitor()
            #expect(try await clerk.signIn("clerk", World.password).location == "/account/roles")
            let page = try await clerk.get("/account/roles")
            for words in ["Công chức một cửa cấp xã, Xã Vũ Linh", "12/NQ-UBTVQH15", "25/07/2022", "24/07/2022"] {
                #expect(page.words.contains(words), "\(words)")
            }
            #expect(try await clerk.get("/account").words.contains("Xã Vũ Linh kết thúc từ 25/07/2022"))
            let form = try #require(page.form(to: "/account/notices/read"))
            #expect(try await clerk.submit(form).location == "/")
            #expect(try await clerk.get("/sign-in").location == "/")
            #expect(try await world.visitor().signIn("clerk", World.password).location == "/")
        }
    }

    @Test(arguments: TestEngine.available) func goOnToWhereTheyWanted(_ engine: TestEngine) async throws {
        try await Self.open(engine) { world in
            try await Self.play(world)
            let clerk = world.visitor()
            let answer = try await clerk.post(
                "/sign-in", [("login", "clerk"), ("password", World.password), ("next", "/account/reads")])
            let place = try #require(answer.location)
            let form = try #require(try await clerk.get(place).form(to: "/account/notices/read"))
            #expect(form["back"] == "/account/reads")
            let elsewhere = try await clerk.get("/account/roles?next=https://example.com/")
            #expect(elsewhere.form(to: "/account/notices/read")?["back"] == "/")
        }
    }

    @Test(arguments: TestEngine.available) func othersAreNotBothered(_ engine: TestEngine) async throws {
        try await Self.open(engine) { world in
            try await Self.play(world)
            #expect(try await world.visitor().signIn("citizen", World.password).location == "/")
            #expect(try await world.visitor().signIn("stranger", World.password).location == "/front")
            let citizen = try await world.signedIn("citizen")
            let page = try await citizen.get("/account/roles")
            #expect(page.status == .ok && !page.words.contains("Đã kết thúc cùng đơn vị"))
            #expect(try await world.visitor().get("/account/roles").status == .seeOther)
            // The list of roles says where one was, not that it was everywhere.
            let account = try #require(world.accounts["clerk"])
            let list = try await world.signedIn("admin").get("/admin/accounts/\(account)")
            #expect(list.words.contains("Xã Vũ Linh"))
        }
    }
}
