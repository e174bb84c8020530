import HTTPTypes
import Kernel
import Store
import TestKit
import Testing
import Web

@testable import Territory

@Suite("Planning a merger") struct PlanTests {
    static let head = [("title", "Nhập Vũ Linh và Bạch Hà"), ("day", "01/10/2022"), ("basis", "12/NQ-HĐND")]
    static let merger = [
        ("unit-1", "04765"), ("unit-2", "xa bach ha"), ("code", "04765"), ("type", "xã"), ("name", "Vũ Bạch"),
    ]

    /// A plan of the office with one merger in it.
    static func planned(_ world: World, by name: String = "office") async throws -> String {
        let office = try await world.signedIn(name)
        let added = try await office.send("/units/plans", on: "/units/plans/new", head)
        let path = try #require(added.location)
        let saved = try await office.send("\(path)/changes", on: "\(path)/changes/new?kind=merge", merger)
        #expect(saved.location == "\(path)?done=saved")
        return path
    }

    static func approved(_ path: String, by name: String, _ world: World) async throws -> HouseAnswer {
        try await world.signedIn(name).send("\(path)/approval", on: path, [("confirm", "1")])
    }

    @Test(arguments: TestEngine.available) func aPlanIsDrawnUpSeenAndPassed(_ engine: TestEngine) async throws {
        let work = OpenWork("test.letters", title: { "Thư chờ trả lời" }) { scope, db in
            try OpenWork.bounded("SELECT 1 FROM kernel_unit u WHERE \(scope.covers(unit: "u.id"))", db)
        }
        try await TerritoryWorld.open(engine, openWork: [work]) { world in
            let path = try await Self.planned(world)
            let office = try await world.signedIn("office")
            let seen = try await office.get(path)
            #expect(seen.words.contains("Nhập: Xã Vũ Linh, Xã Bạch Hà → 04765 Xã Vũ Bạch"))
            #expect(seen.words.contains("Đơn vị kết thúc 2") && seen.words.contains("Đơn vị bắt đầu 1"))
            #expect(seen.words.contains("Thôn, tổ dân phố sang đơn vị khác 2"))
            #expect(seen.words.contains("Thư chờ trả lời 4"))
            // Two clerks and the chair of Vũ Linh, one clerk of Bạch Hà.
            #expect(seen.words.contains("Vai trò cán bộ của đơn vị có đơn vị kế nhiệm 4"))
            #expect(seen.text.contains("<del>Xã Bạch Hà</del>") && seen.text.contains("<ins>Xã Vũ Bạch</ins>"))
            #expect(seen.form(to: "\(path)/approval") == nil)
            #expect(try await office.get("/units?day=02/10/2022&q=vu+bach").words.contains("Không có đơn vị nào khớp"))

            let passed = try await Self.approved(path, by: "leader", world)
            #expect(passed.location == "\(path)?done=scheduled")
            let visitor = world.visitor()
            #expect(try await visitor.get("/units?day=01/10/2022&q=vu+bach").text.contains("<b>Xã Vũ Bạch</b>"))
            #expect(try await visitor.get("/units?day=01/10/2022&q=bach+ha").words.contains("ngày này là Xã Vũ Bạch"))
            #expect(try await visitor.get("/units?day=30/09/2022&q=04765").text.contains("<b>Xã Vũ Linh</b>"))
            let later = try await office.get(path)
            #expect(later.words.contains("Đã duyệt, chờ ngày") && later.words.contains("Vũ Quang Minh"))
            #expect(later.words.contains("Khi duyệt, phương án đụng đến") && later.words.contains("Thư chờ trả lời 4"))
            let lines = try await world.journal()
            #expect(lines == ["plan.added", "plan.changed", "plan.scheduled"])
            let villages = try await world.values(
                "SELECT v.full_name FROM kernel_unit_version v WHERE v.valid_from = '2022-10-01' ORDER BY v.name_sort",
                as: String.self)
            #expect(villages == ["Thôn Ngòi Khang", "Xã Vũ Bạch", "Thôn Vũ Sơn"])
        }
    }

    @Test(
        arguments: TestEngine.available,
        [
            ("title", "", "Hãy đặt tên cho phương án."), ("basis", " ", "Hãy ghi căn cứ pháp lý"),
            ("day", "", "Hãy ghi ngày có hiệu lực."), ("day", "31/02/2023", "Tháng 2/2023 chỉ có 28 ngày."),
            ("day", "25/07/2022", "Ngày có hiệu lực phải sau hôm nay."),
        ])
    func theHeadSaysWhatIsWrong(
        _ engine: TestEngine, _ wrong: (field: String, value: String, message: String)
    ) async throws {
        try await TerritoryWorld.open(engine) { world in
            let fields = Self.head.map { $0.0 == wrong.field ? (wrong.field, wrong.value) : $0 }
            let answer = try await world.signedIn("office").send("/units/plans", on: "/units/plans/new", fields)
            #expect(answer.status == .unprocessableContent)
            #expect(answer.words.contains(wrong.message) && answer.text.contains("id=\"\(wrong.field)-error\""))
            let form = try #require(answer.form(to: "/units/plans"))
            for (name, value) in fields where name != wrong.field { #expect(form[name] == value) }
            #expect(try await world.journal().isEmpty)
        }
    }

    @Test(
        arguments: TestEngine.available,
        [
            ("unit-1", "", "unit-2", "Cần ít nhất hai đơn vị để nhập."),
            ("unit-2", "Xã Không Có", "unit-2", "Không có đơn vị “Xã Không Có”"),
            ("unit-2", "04765 Xã Vũ Linh", "unit-2", "có trong hai thay đổi"),
            ("unit-2", "04765-01", "unit-2", "Các đơn vị phải cùng một cấp."),
            ("code", "04768", "code", "Mã 04768 đã có đơn vị khác dùng"),
            ("code", "", "code", "Hãy ghi đủ mã, loại và tên"), ("name", "", "name", "Hãy ghi đủ mã, loại và tên"),
            ("parent", "04768", "parent", "phải ở cấp cao hơn"),
            ("parent", "99999", "parent", "Không có đơn vị mang mã 99999"),
        ])
    func aChangeSaysWhatIsWrong(
        _ engine: TestEngine, _ wrong: (field: String, value: String, at: String, message: String)
    ) async throws {
        try await TerritoryWorld.open(engine) { world in
            let office = try await world.signedIn("office")
            let path = try #require(try await office.send("/units/plans", on: "/units/plans/new", Self.head).location)
            let fields = Self.merger.filter { $0.0 != wrong.field } + [(wrong.field, wrong.value)]
            let answer = try await office.send("\(path)/changes", on: "\(path)/changes/new?kind=merge", fields)
            #expect(answer.status == .unprocessableContent)
            #expect(answer.words.contains(wrong.message) && answer.text.contains("id=\"\(wrong.at)-error\""))
            let form = try #require(answer.form(to: "\(path)/changes"))
            for (name, value) in fields { #expect(form[name] == value) }
            #expect(try await world.value("SELECT COUNT(*) FROM territory_plan_change") == 0)
        }
    }

    @Test(arguments: TestEngine.available) func otherKindsOfChangeStandBesideAMerger(_ engine: TestEngine) async throws
    {
        try await TerritoryWorld.open(engine) { world in
            let office = try await world.signedIn("office")
            let path = try #require(try await office.send("/units/plans", on: "/units/plans/new", Self.head).location)
            let add = { (kind: String, fields: [(String, String)]) in
                try await office.send("\(path)/changes", on: "\(path)/changes/new?kind=\(kind)", fields)
            }
            let same = try await add("rename", [("unit-1", "04762"), ("type", "xã"), ("name", "Bạch Hà")])
            #expect(same.words.contains("Tên mới giống tên đang có."))
            let renamed = try await add("rename", [("unit-1", "04762"), ("type", "phường"), ("name", "Bạch Hà")])
            let moved = try await add("transfer", [("unit-1", "04768-01"), ("parent", "04765")])
            #expect(moved.status == .seeOther && renamed.status == .seeOther)
            let parts = [
                ("unit-1", "04765"), ("code-1", "04765"), ("type-1", "xã"), ("name-1", "Vũ Thượng"),
                ("share-1", "60,5%"), ("code-2", "04766"), ("type-2", "xã"), ("name-2", "Vũ Hạ"), ("share-2", "39"),
            ]
            let uneven = try await add("split", parts)
            #expect(uneven.words.contains("phải cộng lại bằng 100%"))
            let split = try await add("split", parts.filter { $0.0 != "share-2" } + [("share-2", "39.5")])
            #expect(split.status == .seeOther)
            let page = try await office.get(path)
            #expect(page.words.contains("3 thay đổi") && page.words.contains("04766 Xã Vũ Hạ (39,5% dân số)"))
            // The villages of a commune that was split have nowhere to go until somebody says where.
            #expect(page.words.contains("Thôn Vũ Sơn chưa có đơn vị cấp trên mới"))
            let refused = try await Self.approved(path, by: "leader", world)
            #expect(refused.status == .unprocessableContent && refused.words.contains("chưa có đơn vị cấp trên mới"))
            #expect(try await add("transfer", [("unit-1", "04765-01"), ("parent", "04766")]).status == .seeOther)
            #expect(try await Self.approved(path, by: "leader", world).status == .seeOther)
            let share = try await world.value(
                "SELECT share FROM kernel_unit_succession WHERE share < 1000000 ORDER BY share LIMIT 1", as: Int.self)
            #expect(share == 395_000)
        }
    }

    @Test(arguments: TestEngine.available) func rowsAreAddedAndNothingTypedIsLost(_ engine: TestEngine) async throws {
        try await TerritoryWorld.open(engine) { world in
            let path = try await Self.planned(world)
            let office = try await world.signedIn("office")
            let answer = try await office.send(
                "\(path)/changes", on: "\(path)/changes/new?kind=merge",
                [("unit-4", hostile), ("name", "Vu\u{0303}"), ("more", "1")])
            #expect(answer.status == .ok && answer.text.contains("id=\"unit-7\""))
            let form = try #require(answer.form(to: "\(path)/changes"))
            #expect(form["unit-4"] == hostile && form["name"] == "Vũ")
            #expect(!answer.text.contains("<script>alert"))
        }
    }
}
