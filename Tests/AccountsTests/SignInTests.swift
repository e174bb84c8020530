import Accounts
import HTTPTypes
import Kernel
import Store
import TestKit
import Testing
import Web

@Suite("Signing in") struct SignInTests {
    @Test(arguments: TestEngine.available) func aRightPasswordOpensASession(_ engine: TestEngine) async throws {
        try await AccountsWorld.open(engine) { world in
            let citizen = world.visitor()
            let answer = try await citizen.signIn("citizen", World.password)
            #expect(answer.status == .seeOther)
            #expect(answer.location == "/")
            let cookie = try #require(answer.headers[.setCookie])
            #expect(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"))
            #expect(try await citizen.get("/account").words.contains("Hoàng Thị Mai"))
            #expect(try await world.visitor().signIn("CLERK", World.password).location == "/front")
            #expect(try await world.journal() == ["account.signedIn", "account.signedIn"])
        }
    }

    @Test(arguments: TestEngine.available) func aWrongOneSaysNoMoreThanThat(_ engine: TestEngine) async throws {
        try await AccountsWorld.open(engine) { world in
            let visitor = world.visitor()
            let wrong = try await visitor.signIn("clerk", "sai-mat-khau-roi")
            let unknown = try await visitor.signIn("khong-co-ai", "sai-mat-khau-roi")
            for answer in [wrong, unknown] {
                #expect(answer.status == .unprocessableContent)
                #expect(answer.words.contains("Tên đăng nhập hoặc mật khẩu không đúng"))
                #expect(!answer.text.contains("sai-mat-khau-roi"))
            }
            #expect(wrong.form?["login"] == "clerk")
            #expect(visitor.cookies.isEmpty)
            #expect(try await world.journal() == ["account.signInFailed", "account.signInFailed"])
        }
    }

    @Test(arguments: TestEngine.available) func whoFailsWaitsLongerEachTime(_ engine: TestEngine) async throws {
        try await AccountsWorld.open(engine) { world in
            for _ in 1...3 {
                let answer = try await world.visitor(after: 0).signIn("clerk", "sai-mat-khau-roi")
                #expect(answer.status == .unprocessableContent)
            }
            let waits = try await world.visitor(after: 0).signIn("clerk", World.password)
            #expect(waits.status == .tooManyRequests)
            #expect(waits.headers[HTTPField.Name("Retry-After")!] == "1")
            #expect(
                try await world.visitor(after: 2).signIn("clerk", "lai-sai-nua-roi").status == .unprocessableContent)
            let again = try await world.visitor(after: 2).signIn("clerk", World.password)
            #expect(again.status == .tooManyRequests)
            #expect(again.headers[HTTPField.Name("Retry-After")!] == "2")

            let owner = world.visitor(after: 10)
            #expect(try await owner.signIn("clerk", World.password).status == .seeOther)
            let told = try await owner.get("/account")
            #expect(told.words.contains("Có 4 lần nhập sai mật khẩu"))
        }
    }

    @Test(arguments: TestEngine.available) func nobodyIsSentElsewhere(_ engine: TestEngine) async throws {
        try await AccountsWorld.open(engine) { world in
            let home = try await world.visitor().signIn("clerk", World.password, at: "/sign-in?next=/account/notices")
            #expect(home.location == "/account/notices")
            let away = try await world.visitor().signIn(
                "citizen", World.password, at: "/sign-in?next=//ke-gian.example")
            #expect(away.location == "/")
            let citizen = try await world.signedIn("citizen")
            #expect(try await citizen.get("/sign-in?next=/account").location == "/account")
        }
    }

    @Test(arguments: TestEngine.available) func whatIsTypedIsShownAsText(_ engine: TestEngine) async throws {
        try await AccountsWorld.open(engine, demo: [DemoAccount(name: hostile, title: hostile)]) { world in
            let answer = try await world.visitor().signIn(hostile, "khong-quan-trong")
            #expect(answer.status == .unprocessableContent)
            #expect(!answer.text.contains("<script>alert"))
            #expect(answer.form?["login"] == hostile)
        }
    }

    @Test(arguments: TestEngine.available) func whatWasTypedOutlivesASession(_ engine: TestEngine) async throws {
        try await AccountsWorld.open(engine) { world in
            let path = "/admin/accounts/\(try world.account("citizen"))/name"
            let visitor = world.visitor()
            let ended = try await visitor.post(path, [("version", "1"), ("displayName", "Hoàng Thị Mai Anh")])
            #expect(ended.status == .unauthorized)
            let form = try #require(ended.form(to: "/sign-in"))
            let back = try await visitor.submit(form, [("login", "admin"), ("password", World.password)])
            #expect(back.status == .ok)
            let held = try #require(back.form(to: path))
            #expect(held["displayName"] == "Hoàng Thị Mai Anh")
            #expect(try await visitor.submit(held).status == .seeOther)
            let name = try await world.value(
                "SELECT display_name FROM kernel_account WHERE name = 'citizen'", as: String.self)
            #expect(name == "Hoàng Thị Mai Anh")
        }
    }

    @Test(arguments: TestEngine.available) func whoSignsOutIsOut(_ engine: TestEngine) async throws {
        try await AccountsWorld.open(engine) { world in
            let citizen = try await world.signedIn("citizen")
            let cookies = citizen.cookies
            let answer = try await citizen.send("/sign-out", on: "/sign-out")
            #expect(answer.location == "/")
            #expect(citizen.cookies.isEmpty)
            citizen.cookies = cookies
            #expect(try await citizen.get("/account").location == "/sign-in?next=/account")
            #expect(try await world.journal() == ["account.signedOut"])
        }
    }

    @Test(arguments: TestEngine.available) func programsGetAToken(_ engine: TestEngine) async throws {
        try await AccountsWorld.open(engine) { world in
            let program = world.visitor()
            let opened = try await program.postJSON(
                "/api/v1/sessions", #"{"name": "clerk", "password": "\#(World.password)"}"#)
            #expect(opened.status == .created)
            let token = try #require(opened["token"] as? String)
            let account = try await program.get("/account", headers: [.authorization: "Bearer \(token)"])
            #expect(account.words.contains("Đặng Thị Thảo"))

            let wrong = try await program.postJSON("/api/v1/sessions", #"{"name": "clerk", "password": "sai"}"#)
            #expect(wrong.status == .unprocessableContent)
            #expect(wrong.headers[.contentType]?.hasPrefix("application/problem+json") == true)
            let half = try await program.postJSON("/api/v1/sessions", #"{"name": "clerk"}"#)
            #expect(half.status == .unprocessableContent)
            #expect(half.text.contains("#/password"))
            #expect(try await program.postJSON("/api/v1/sessions", "{").status == .unprocessableContent)
        }
    }
}
