import HTTPTypes
import Kernel
import Store
import TestKit
import Testing
import Web

@Suite("Upkeep of accounts") struct UpkeepTests {
    @Test(arguments: TestEngine.available) func onlyAdministratorsComeIn(_ engine: TestEngine) async throws {
        try await AccountsWorld.open(engine) { world in
            let account = "/admin/accounts/\(try world.account("citizen"))"
            let (admin, clerk) = (try await world.signedIn("admin"), try await world.signedIn("clerk"))
            for path in ["/admin/accounts", "/admin/accounts/new", account, "/admin/grants"] {
                #expect(try await admin.get(path).status == .ok)
                #expect(try await clerk.get(path).status == .forbidden)
                #expect(try await world.visitor().get(path).location == "/sign-in?next=\(path)")
            }
            #expect(try await admin.get("/admin/accounts/\(ID<Account>.new())").status == .notFound)
            #expect(try await admin.get("/admin/accounts/khong-phai-ma").status == .notFound)
        }
    }

    /// Who administers the province and helps at a desk too does not rename accounts in the desk's name.
    @Test(arguments: TestEngine.available) func theOfficeIsThatOfTheRoleThatAllowsIt(_ engine: TestEngine) async throws
    {
        try await AccountsWorld.open(engine) { world in
            let draft = GrantDraft(
                accountID: try #require(world.accounts["admin"]), role: "clerk", unitID: world.units[World.vuLinh],
                validFrom: world.now.day + -1)
            try await world.database.write { db in
                _ = try GrantStore(db: db, roles: world.house.roles)
                    .grant(draft, by: nil, within: .everything, now: world.now)
            }
            let page = "/admin/accounts/\(try world.account("citizen"))"
            _ = try await world.signedIn("admin").send("\(page)/name", on: page, [("displayName", "Hoàng Mai")])
            #expect(try await world.journal() == ["account.renamed"])
            #expect(
                try await world.value("SELECT COUNT(*) FROM kernel_journal WHERE acting_unit IS NULL", as: Int.self)
                    == 1)
        }
    }

    @Test(arguments: TestEngine.available) func accountsAreFoundWithoutMarks(_ engine: TestEngine) async throws {
        try await AccountsWorld.open(engine) { world in
            let admin = try await world.signedIn("admin")
            let found = try await admin.get("/admin/accounts?q=dang+thao").words
            #expect(found.contains("Đặng Thị Thảo") && !found.contains("Hoàng Thị Mai"))
            #expect(try await admin.get("/admin/accounts?q=zzz").words.contains("Không có tài khoản nào khớp"))
        }
    }

    @Test(arguments: TestEngine.available) func aNewAccountGetsAPasswordThatIsShownOnce(_ engine: TestEngine)
        async throws
    {
        try await AccountsWorld.open(engine) { world in
            let admin = try await world.signedIn("admin")
            let added = try await admin.send(
                "/admin/accounts", on: "/admin/accounts/new", [("displayName", hostile), ("name", "hoa.ban")])
            #expect(added.status == .created)
            #expect(!added.text.contains("<script>alert"))
            let match = try #require(added.text.firstMatch(of: #/Mật khẩu</dt><dd class="code">([^<]+)</dd>/#))
            let owner = world.visitor()
            #expect(try await owner.signIn("hoa.ban", String(match.1)).status == .seeOther)
            #expect(try await owner.get("/account").words.contains("Mật khẩu của bạn do quản trị viên đặt."))
            let list = try await admin.get("/admin/accounts")
            #expect(list.words.contains(hostile) && !list.text.contains("<script>alert"))
            #expect(try await world.journal().contains("account.added"))
        }
    }

    @Test(
        arguments: TestEngine.available,
        [
            ("CLERK", "Lò Thị Én", "đã có người dùng", "name"),
            ("a b", "Lò Thị Én", "Tên đăng nhập gồm 3 đến 64", "name"),
            ("hoa.ban", " ", "Hãy nhập", "displayName"),
        ])
    func aWrongAccountIsTypedOnce(
        _ engine: TestEngine, _ wrong: (name: String, displayName: String, message: String, field: String)
    ) async throws {
        try await AccountsWorld.open(engine) { world in
            let admin = try await world.signedIn("admin")
            let answer = try await admin.send(
                "/admin/accounts", on: "/admin/accounts/new",
                [("displayName", wrong.displayName), ("name", wrong.name)])
            #expect(answer.status == .unprocessableContent)
            #expect(answer.words.contains(wrong.message))
            #expect(answer.text.contains("id=\"\(wrong.field)-error\""))
            #expect(answer.form(to: "/admin/accounts")?["name"] == wrong.name)
            #expect(try await world.value("SELECT COUNT(*) FROM kernel_account") == world.accounts.count)
        }
    }

    @Test(arguments: TestEngine.available) func theLaterOfTwoEditorsIsTold(_ engine: TestEngine) async throws {
        try await AccountsWorld.open(engine) { world in
            let path = "/admin/accounts/\(try world.account("citizen"))"
            let admin = try await world.signedIn("admin")
            let form = try #require(try await admin.get(path).form(to: "\(path)/name"))
            let again = try #require(try await admin.get(path).form(to: "\(path)/name"))
            #expect(try await admin.submit(form, [("displayName", "Hoàng Mai")]).location == "\(path)?done=saved")
            let late = try await admin.submit(again, [("displayName", "Hoàng Thị Mai Lan")])
            #expect(late.status == .conflict)
            #expect(late.text.contains("Hoàng Thị Mai Lan"))
            #expect(try await admin.get(path).words.contains("Hoàng Mai"))
        }
    }

    @Test(arguments: TestEngine.available) func anAccountIsLockedByNamingIt(_ engine: TestEngine) async throws {
        try await AccountsWorld.open(engine) { world in
            let path = "/admin/accounts/\(try world.account("clerk"))"
            let (admin, clerk) = (try await world.signedIn("admin"), try await world.signedIn("clerk"))
            let wrong = try await admin.send("\(path)/state", on: path, [("confirm", "citizen")])
            #expect(wrong.status == .unprocessableContent)
            #expect(wrong.words.contains("Bạn gõ clerk để khoá tài khoản này."))
            #expect(try await clerk.get("/account").status == .ok)

            #expect(try await admin.send("\(path)/state", on: path, [("confirm", "clerk")]).status == .seeOther)
            #expect(try await clerk.get("/account").status == .seeOther)
            #expect(try await world.visitor().signIn("clerk", World.password).words.contains("đã bị khoá"))
            #expect(try await admin.send("\(path)/state", on: path).status == .seeOther)
            #expect(try await world.visitor().signIn("clerk", World.password).status == .seeOther)

            let own = "/admin/accounts/\(try world.account("admin"))"
            let himself = try await admin.send("\(own)/state", on: own, [("confirm", "admin")])
            #expect(himself.status == .unprocessableContent)
            #expect(himself.words.contains("Bạn không thể tự khoá tài khoản của mình."))
        }
    }

    @Test(arguments: TestEngine.available) func aForgottenPasswordIsMadeAnew(_ engine: TestEngine) async throws {
        try await AccountsWorld.open(engine) { world in
            let path = "/admin/accounts/\(try world.account("clerk"))"
            let (admin, clerk) = (try await world.signedIn("admin"), try await world.signedIn("clerk"))
            let made = try await admin.send("\(path)/password", on: path)
            let match = try #require(made.text.firstMatch(of: #/Mật khẩu</dt><dd class="code">([^<]+)</dd>/#))
            #expect(try await clerk.get("/account").status == .seeOther)
            #expect(try await world.visitor().signIn("clerk", String(match.1)).status == .seeOther)
            #expect(try await world.journal().contains("account.passwordReset"))
        }
    }
}
