import HTTPTypes
import Kernel
import Store
import TestKit
import Testing
import Web

@Suite("One's own account") struct OwnAccountTests {
    @Test(arguments: TestEngine.available) func strangersAreAskedToSignIn(_ engine: TestEngine) async throws {
        try await AccountsWorld.open(engine) { world in
            for path in ["/account", "/account/password", "/account/sessions", "/account/notices"] {
                let answer = try await world.visitor().get(path)
                #expect(answer.status == .seeOther)
                #expect(answer.location == "/sign-in?next=\(path)")
            }
        }
    }

    @Test(arguments: TestEngine.available) func otherMachinesCanBeSignedOut(_ engine: TestEngine) async throws {
        try await AccountsWorld.open(engine) { world in
            let here = try await world.signedIn("clerk")
            let (lost, old) = (try await world.signedIn("clerk"), try await world.signedIn("clerk"))
            let page = try await here.get("/account/sessions")
            let ends = page.forms.filter { $0.action.hasSuffix("/end") && !$0.action.contains("others") }
            #expect(ends.count == 2)
            #expect(page.words.contains("Máy này"))

            #expect(try await here.submit(ends[0]).location == "/account/sessions?done=ended")
            var open = 0
            for machine in [lost, old] where try await machine.get("/account").status == .ok { open += 1 }
            #expect(open == 1)
            #expect(try await here.send("/account/sessions/others/end", on: "/account/sessions").status == .seeOther)
            for machine in [lost, old] { #expect(try await machine.get("/account").status == .seeOther) }
            #expect(try await here.get("/account").status == .ok)
            #expect(Set(try await world.journal()) == ["account.sessionEnded", "account.otherSessionsEnded"])
        }
    }

    @Test(arguments: TestEngine.available) func nobodyEndsTheSessionOfAnother(_ engine: TestEngine) async throws {
        try await AccountsWorld.open(engine) { world in
            let (clerk, citizen) = (try await world.signedIn("clerk"), try await world.signedIn("citizen"))
            _ = try await world.signedIn("clerk")
            let form = try #require(
                try await clerk.get("/account/sessions").forms.first { $0.action.hasSuffix("/end") })
            let token = try #require(try await citizen.get("/sign-out").form(to: "/sign-out")?["_csrf"])
            #expect(try await citizen.post(form.action, [("_csrf", token)]).status == .notFound)
            #expect(try await citizen.post(form.action, []).status == .forbidden)
            #expect(try await clerk.get("/account/sessions").forms.filter { $0.action == form.action }.count == 1)
        }
    }

    @Test(arguments: TestEngine.available) func aPasswordIsChangedByItsOwner(_ engine: TestEngine) async throws {
        let new = "con-thuyen-tren-ho"
        try await AccountsWorld.open(engine) { world in
            let (owner, other) = (try await world.signedIn("clerk"), try await world.signedIn("clerk"))
            let attempts: [(String, String, String, String)] = [
                ("", new, new, "Bạn chưa nhập mật khẩu đang dùng."),
                ("sai-mat-khau-cu", new, new, "Mật khẩu cũ không đúng."),
                (World.password, new, "khac-mat-khau", "Mật khẩu mới ở hai ô chưa giống nhau."),
                (World.password, "ngan", "ngan", "Mật khẩu cần ít nhất 10 ký tự."),
                (World.password, World.password, World.password, "Mật khẩu mới phải khác mật khẩu cũ."),
            ]
            for (old, wish, again, message) in attempts {
                let answer = try await owner.send(
                    "/account/password", on: "/account/password",
                    [("password-old", old), ("password-new", wish), ("password-again", again)])
                #expect(answer.status == .unprocessableContent)
                #expect(answer.words.contains(message))
                #expect(!answer.text.contains(wish))
            }
            let changed = try await owner.send(
                "/account/password", on: "/account/password",
                [("password-old", World.password), ("password-new", new), ("password-again", new)])
            #expect(changed.location == "/account?done=password")
            #expect(try await owner.get("/account").words.contains("Mật khẩu của bạn vừa được đổi"))
            #expect(try await other.get("/account").status == .seeOther)
            #expect(try await world.visitor().signIn("clerk", World.password).status == .unprocessableContent)
            #expect(try await world.visitor().signIn("clerk", new).status == .seeOther)
        }
    }

    @Test(arguments: TestEngine.available) func noticesAreReadAndMarked(_ engine: TestEngine) async throws {
        try await AccountsWorld.open(engine) { world in
            let account = try #require(world.accounts["citizen"])
            let now = world.now
            try await world.database.write { db in
                try AccountNoticeStore(db: db).insert(.newAddress, .init(address: hostile), to: account, now: now)
            }
            let citizen = try await world.signedIn("citizen")
            let page = try await citizen.get("/account/notices")
            #expect(page.words.contains(hostile))
            #expect(!page.text.contains("<script>alert"))
            #expect(try await citizen.send("/account/notices/read", on: "/account/notices").status == .seeOther)
            #expect(try await citizen.get("/account/notices").form(to: "/account/notices/read") == nil)
        }
    }
}
