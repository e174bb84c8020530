import HTTPTypes
import Kernel
import Store
import TestKit
import Testing
import Web

@Suite("Giving roles") struct GrantTests {
    @Test(arguments: TestEngine.available) func aRoleIsGivenForAnInterval(_ engine: TestEngine) async throws {
        try await AccountsWorld.open(engine) { world in
            let path = "/admin/accounts/\(try world.account("neighbour"))"
            let unit = try #require(world.units[World.vuLinh])
            let admin = try await world.signedIn("admin")
            let given = try await admin.send(
                "\(path)/grants", on: path,
                [("role", "clerk"), ("unit", unit.description), ("from", "1/8/2022"), ("until", "31/08/2022")])
            #expect(given.location == "\(path)?done=saved")
            let page = try await admin.get(path)
            #expect(page.words.contains("Công chức một cửa cấp xã Xã Vũ Linh 01/08/2022 31/08/2022"))
            let end = try await world.value(
                "SELECT valid_to FROM kernel_grant WHERE valid_from = '2022-08-01'", as: String.self)
            #expect(end == "2022-09-01")
            #expect(try await admin.get("/admin/grants").words.contains("Bàn Văn Páo"))

            let ending = try #require(page.forms.first { $0.action.hasPrefix("/admin/grants/") })
            #expect(try await admin.submit(ending).location == "\(path)?done=saved")
            #expect(Set(try await world.journal()) == ["access.granted", "access.revoked"])
        }
    }

    @Test(
        arguments: TestEngine.available,
        [
            ("from", "31/02/2022", "Tháng 2/2022 chỉ có 28 ngày.", "from"),
            ("from", "25/07/22", "Năm cần đủ bốn chữ số", "from"),
            ("until", "25/07/2021", "Ngày kết thúc phải sau ngày bắt đầu.", "until"),
            ("unit", "", "Vai trò này cần một đơn vị.", "unit"),
            ("role", "khong-co", "Không có vai trò này.", "role"),
            ("role", hostile, "Không có vai trò này.", "role"),
        ])
    func whatIsWrongStandsBesideItsField(
        _ engine: TestEngine, _ wrong: (field: String, value: String, message: String, beside: String)
    ) async throws {
        try await AccountsWorld.open(engine) { world in
            let path = "/admin/accounts/\(try world.account("neighbour"))"
            let unit = try #require(world.units[World.vuLinh]).description
            let admin = try await world.signedIn("admin")
            var fields = [("role", "clerk"), ("unit", unit), ("from", "25/07/2022"), ("until", "25/08/2022")]
            fields = fields.map { $0.0 == wrong.field ? (wrong.field, wrong.value) : $0 }
            let answer = try await admin.send("\(path)/grants", on: path, fields)
            #expect(answer.status == .unprocessableContent)
            #expect(answer.words.contains(wrong.message))
            #expect(answer.text.contains("id=\"\(wrong.beside)-error\""))
            #expect(!answer.text.contains("<script>alert"))
            let form = try #require(answer.form(to: "\(path)/grants"))
            for (name, value) in fields where name == "from" || name == "until" { #expect(form[name] == value) }
            #expect(try await world.value("SELECT COUNT(*) FROM kernel_grant WHERE granted_by IS NOT NULL") == 0)
        }
    }

    @Test(arguments: TestEngine.available) func nobodyGivesToHimselfOrTakesHisLast(_ engine: TestEngine) async throws {
        try await AccountsWorld.open(engine) { world in
            let path = "/admin/accounts/\(try world.account("admin"))"
            let admin = try await world.signedIn("admin")
            let given = try await admin.send("\(path)/grants", on: path, [("role", "auditor"), ("unit", "")])
            #expect(given.status == .unprocessableContent)
            #expect(given.words.contains("Bạn không thể tự cấp vai trò cho mình."))
            let page = try await admin.get(path)
            let ending = try #require(page.forms.first { $0.action.hasPrefix("/admin/grants/") })
            let taken = try await admin.submit(ending)
            #expect(taken.status == .unprocessableContent)
            #expect(taken.words.contains("quyền quản trị cuối cùng"))
        }
    }

    @Test(arguments: TestEngine.available) func aRoleHoldsFromTheNextPageOn(_ engine: TestEngine) async throws {
        try await AccountsWorld.open(engine) { world in
            let clerk = try await world.signedIn("clerk")
            #expect(try await clerk.get("/admin/accounts").status == .forbidden)
            let path = "/admin/accounts/\(try world.account("clerk"))"
            let admin = try await world.signedIn("admin")
            let given = try await admin.send("\(path)/grants", on: path, [("role", "admin"), ("unit", "")])
            #expect(given.status == .seeOther)
            #expect(try await clerk.get("/admin/accounts").status == .ok)
        }
    }
}
