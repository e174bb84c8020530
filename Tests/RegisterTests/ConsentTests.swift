import HTTPTypes
import Kernel
import Store
import TestKit
import Testing

@testable import Register

@Suite("Đồng ý cho làm thay") struct ConsentTests {
    private static let root = "/about-me/consents"

    /// The neighbour has a telephone by which they are found.
    private static func open(_ engine: TestEngine, _ body: (World) async throws -> Void) async throws {
        try await AboutMeWorld.open(engine) { world in
            let neighbour = try world.person("neighbour")
            let now = world.now
            try await world.database.write { db in
                try PhoneStore(db: db).give(
                    try PhoneNumber("0987654321"), to: neighbour, since: now.day, within: .everything,
                    recording: Recording(by: "system", at: now))
            }
            try await AboutMeTests.settle(world)
            try await body(world)
        }
    }

    private static func typed(_ more: [(String, String)] = []) -> [(String, String)] {
        let usual = [
            ("name", "bàn văn páo"), ("number", "0987 654 321"), ("kind", "proxy"), ("until", "31/12/2022"),
        ]
        return usual.filter { one in !more.contains { $0.0 == one.0 } } + more
    }

    /// Goes through both pages.
    private static func give(_ client: HouseClient, _ acts: [String] = ["see", "correct", "question"]) async throws
        -> HouseAnswer
    {
        let checked = try await client.send(
            "\(root)/check", on: "\(root)/new", typed(acts.map { ("acts", $0) }))
        return try await client.submit(try #require(checked.form(to: root)))
    }

    @Test(arguments: TestEngine.available) func theWordsComeBeforeTheYes(_ engine: TestEngine) async throws {
        try await Self.open(engine) { world in
            let citizen = try await world.signedIn("citizen")
            let checked = try await citizen.send(
                "\(Self.root)/check", on: "\(Self.root)/new", Self.typed([("acts", "see"), ("acts", "correct")]))
            #expect(checked.words.contains("Tôi, Hoàng Thị Mai, đồng ý để Bàn Văn Páo làm thay tôi"))
            #expect(checked.words.contains("đến hết 31/12/2022"))
            #expect(try await world.value("SELECT COUNT(*) FROM kernel_person_mandate", as: Int.self) == 0)
            let form = try #require(checked.form(to: Self.root))
            #expect(try await citizen.submit(form).location == "\(Self.root)?done=given")
            #expect(try await citizen.submit(form).location == "\(Self.root)?done=given")
            #expect(try await world.value("SELECT COUNT(*) FROM kernel_person_mandate", as: Int.self) == 1)
            #expect(try await world.journal().filter { $0 != ConsentSearch.found } == ["mandate.given"])
            #expect(try await citizen.get(Self.root).words.contains("Bàn Văn Páo"))
        }
    }

    static let mistakes: [([(String, String)], String)] = [
        ([("number", "0900000000"), ("acts", "see")], "Không tìm thấy người có đúng tên và số này"),
        ([("name", "Bàn Văn Khác"), ("acts", "see")], "Không tìm thấy người có đúng tên và số này"),
        (
            [("name", "Hoàng Thị Mai"), ("number", "060123456"), ("acts", "see")],
            "Không ai cần được ủy quyền cho chính mình"
        ),
        ([("until", "01/01/2022"), ("acts", "see")], "Ngày này đã qua"),
        ([("until", "01/01/2030"), ("acts", "see")], "dài nhất một năm"),
        ([("until", "mai"), ("acts", "see")], "Ngày viết theo mẫu"),
        ([("kind", "guardian"), ("acts", "see")], "Việc giám hộ do cơ quan quyết định"),
        ([("kind", "helper"), ("acts", "correct")], "Người giúp chỉ xem và đọc"),
        ([("acts", "")], "Hãy chọn ít nhất một việc"),
        ([("name", ""), ("acts", "see")], "Hãy nhập họ tên người làm thay"),
        ([("name", "<script>alert(1)</script>"), ("acts", "see")], "Không tìm thấy người"),
    ]

    @Test(arguments: mistakes)
    func mistakesAreToldBesideTheirFields(_ more: [(String, String)], _ message: String) async throws {
        try await Self.open(.sqlite) { world in
            let citizen = try await world.signedIn("citizen")
            let answer = try await citizen.send("\(Self.root)/check", on: "\(Self.root)/new", Self.typed(more))
            #expect(answer.status == .unprocessableContent)
            #expect(answer.words.contains(message))
            #expect(!answer.text.contains("<script>alert"))
        }
    }

    @Test(arguments: TestEngine.available) func lookingForSomebodyIsCountedAndSeen(_ engine: TestEngine) async throws {
        try await Self.open(engine) { world in
            let citizen = try await world.signedIn("citizen")
            let found = try await citizen.send(
                "\(Self.root)/check", on: "\(Self.root)/new", Self.typed([("acts", "see")]))
            #expect(found.status == .ok)
            let neighbour = try await world.signedIn("neighbour")
            #expect(try await neighbour.get("/about-me/reads").words.contains("Tìm bạn bằng họ tên và số"))
            let wrong = Self.typed([("number", "0900000000"), ("acts", "see")])
            for _ in 1..<ConsentSearch.mostADay {
                let answer = try await citizen.send("\(Self.root)/check", on: "\(Self.root)/new", wrong)
                #expect(answer.status == .unprocessableContent)
            }
            // Now right or wrong is no longer told, and what was typed stays.
            for typed in [wrong, Self.typed([("acts", "see")])] {
                let answer = try await citizen.send("\(Self.root)/check", on: "\(Self.root)/new", typed)
                #expect(answer.status == .tooManyRequests)
                #expect(answer.words.contains("Hôm nay bạn đã tìm nhiều lần"))
                #expect(answer.text.contains("bàn văn páo"))
            }
            let lines = try await world.journal().filter { $0.hasPrefix("consent.") }
            #expect(lines.count == ConsentSearch.mostADay)
        }
    }

    @Test(arguments: TestEngine.available) func theHolderSeesAndIsSeen(_ engine: TestEngine) async throws {
        try await Self.open(engine) { world in
            let citizen = try await world.signedIn("citizen")
            _ = try await Self.give(citizen)
            let id = try #require(try await world.value("SELECT id FROM kernel_person_mandate", as: String.self))
            let base = "/about-me/for/\(id)"
            let neighbour = try await world.signedIn("neighbour")
            #expect(try await neighbour.get("/about-me").text.contains(base))
            let page = try await neighbour.get(base)
            #expect(page.words.contains("Tỉnh biết gì về Hoàng Thị Mai"))
            #expect(page.words.contains("Bạn đang xem và làm thay Hoàng Thị Mai"))
            #expect(page.form(to: "\(base)/download") == nil)
            #expect(try await neighbour.get("\(base)/download").status == .notFound)
            let seen = try await citizen.get("/about-me/reads")
            #expect(seen.words.contains("Người làm thay bạn"))
            #expect(seen.words.contains("làm thay theo sự đồng ý"))
            let behalf = try await world.values(
                "SELECT DISTINCT on_behalf_of FROM kernel_journal WHERE action = 'aboutMe.read'", as: String?.self)
            let citizenID = try world.person("citizen")
            #expect(behalf == ["\(citizenID)"])
            // Nobody else comes in by the same address, the person neither.
            for name in ["stranger", "citizen"] {
                #expect(try await (try await world.signedIn(name)).get(base).status == .notFound)
            }
        }
    }

    @Test(arguments: TestEngine.available) func revokingEndsItAtOnce(_ engine: TestEngine) async throws {
        try await Self.open(engine) { world in
            let citizen = try await world.signedIn("citizen")
            _ = try await Self.give(citizen)
            let id = try #require(try await world.value("SELECT id FROM kernel_person_mandate", as: String.self))
            let neighbour = try await world.signedIn("neighbour")
            #expect(try await neighbour.get("/about-me/for/\(id)").status == .ok)
            let form = try #require(try await citizen.get(Self.root).form(to: "\(Self.root)/\(id)/revocation"))
            let token = try await neighbour.token()
            #expect(try await neighbour.post(form.action, [("_csrf", token)]).status == .notFound)
            #expect(try await citizen.submit(form).location == "\(Self.root)?done=revoked")
            #expect(try await citizen.submit(form).location == "\(Self.root)?done=revoked")
            #expect(try await neighbour.get("/about-me/for/\(id)").status == .notFound)
            #expect(try await neighbour.get("/about-me/for/\(id)/reads").status == .notFound)
            #expect(try await citizen.get(Self.root).words.contains("Thôi cho phép"))
            let notices = try await world.values(
                "SELECT kind FROM kernel_account_notice ORDER BY at, id", as: String.self)
            #expect(notices == ["mandate.given", "mandate.revoked"])
            #expect(try await world.journal().filter { $0 == "mandate.revoked" }.count == 1)
        }
    }

    @Test(arguments: TestEngine.available) func whoHelpsDecidesNothing(_ engine: TestEngine) async throws {
        try await Self.open(engine) { world in
            let citizen = try await world.signedIn("citizen")
            _ = try await Self.give(citizen, ["see"])
            let id = try #require(try await world.value("SELECT id FROM kernel_person_mandate", as: String.self))
            let line = try await world.look(by: "clerk")
            let neighbour = try await world.signedIn("neighbour")
            let base = "/about-me/for/\(id)"
            #expect(try await neighbour.get("\(base)/reads/\(line)").form(to: "\(base)/reads/\(line)/question") == nil)
            #expect(try await neighbour.get("\(base)/corrections/new").status == .notFound)
            let token = try await neighbour.token()
            let asked = try await neighbour.post("\(base)/reads/\(line)/question", [("_csrf", token)])
            #expect(asked.status == .notFound)
        }
    }

    @Test(arguments: TestEngine.available) func aGuardianHasThePageOfTheWard(_ engine: TestEngine) async throws {
        try await Self.open(engine) { world in
            let (ward, guardian) = (try world.person("citizen"), try world.person("neighbour"))
            let now = world.now
            let mandate = Mandate(
                id: .new(at: now), personID: ward, holderID: guardian, kind: .guardian, purpose: "Chăm sóc",
                consent: "Quyết định 5/QĐ-UBND", validFrom: now.day, validTo: nil)
            try await world.database.write { db in
                try MandateStore(db: db).give(
                    mandate, within: .everything, recording: Recording(by: "system", at: now))
            }
            let base = "/about-me/for/\(mandate.id)"
            let client = try await world.signedIn("neighbour")
            #expect(try await client.get("\(base)/corrections/new").status == .ok)
            let copy = try await client.send(
                "\(base)/download", on: "\(base)/download", [("password", World.password), ("form", "json")])
            #expect(copy["fullName"] as? String == "Hoàng Thị Mai")
            #expect(try await world.journal().contains("aboutMe.downloaded.read"))
            // The ward cannot put the guardian out: a decision did it.
            let own = try await world.signedIn("citizen")
            #expect(try await own.get(Self.root).form(to: "\(Self.root)/\(mandate.id)/revocation") == nil)
        }
    }

    @Test(arguments: TestEngine.available) func aProxyAsksForACorrection(_ engine: TestEngine) async throws {
        try await Self.open(engine) { world in
            let citizen = try await world.signedIn("citizen")
            _ = try await Self.give(citizen)
            let id = try #require(try await world.value("SELECT id FROM kernel_person_mandate", as: String.self))
            let base = "/about-me/for/\(id)/corrections"
            let neighbour = try await world.signedIn("neighbour")
            let asked = try await neighbour.send(
                base, on: "\(base)/new?field=birth", [("wanted", "05/07/1985"), ("ground", "Giấy khai sinh ghi vậy")])
            #expect(asked.status == .seeOther)
            let behalf = try await world.values(
                "SELECT on_behalf_of FROM kernel_journal WHERE action = 'mandate.used'", as: String?.self)
            let citizenID = try world.person("citizen")
            #expect(behalf == ["\(citizenID)"])
            #expect(try await citizen.get("/about-me/corrections").words.contains("Ngày sinh"))
        }
    }
}
