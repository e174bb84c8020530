import HTTPTypes
import Kernel
import Store
import TestKit
import Testing

@testable import Register

@Suite("Tỉnh biết gì về tôi") struct AboutMeTests {
    private static let hostile = "<script>alert('x')</script>\"; DROP TABLE kernel_person; --"

    /// Gives the citizen a number, a telephone, a home and a household.
    static func settle(_ world: World, address: String = "Số 5, xóm Đồng") async throws {
        let person = try world.person("citizen")
        let unit = try #require(world.units[World.vuLinh])
        let now = world.now
        let recording = Recording(by: "system", at: now, reason: "Nạp từ sổ giấy")
        try await world.database.write { db in
            _ = try IdentifierStore(db: db).give(
                try Identifier(.oldCard, "060123456"), to: person, within: .everything, recording: recording)
            try PhoneStore(db: db).give(
                try PhoneNumber("0912345678"), to: person, since: now.day, within: .everything, recording: recording)
            try ResidenceStore(db: db).settle(
                person, Residence(in: unit, address: address, since: now.day + -900), within: .everything,
                recording: recording)
            let households = HouseholdStore(db: db)
            let household = try households.insert(
                in: unit, address: address, on: now.day + -900, within: .everything, recording: recording)
            try households.join(
                household.id, person, as: .head, since: now.day + -900, within: .everything, recording: recording)
            try InclusionStore(db: db).note(
                .nearPoorHousehold, of: household.id, from: now.day + -100, source: "Quyết định 12/QĐ-UBND",
                within: InclusionScope(
                    SignedIn(
                        accountID: .new(), name: "x", displayName: "x", sessionID: .new(), csrfSecret: [],
                        seenAt: now, lifetimeSeconds: 1,
                        grants: [HeldRole(grantID: .new(), role: "all")], day: now.day),
                    in: Roles([Role("all", title: "x", reach: .everything, permissions: [.readInclusion])])),
                recording: recording)
        }
    }

    @Test(arguments: TestEngine.available) func everythingStandsInOnePlace(_ engine: TestEngine) async throws {
        try await AboutMeWorld.open(engine) { world in
            try await Self.settle(world)
            let citizen = try await world.signedIn("citizen")
            let page = try await citizen.get("/about-me")
            #expect(page.status == .ok)
            for words in [
                "Hoàng Thị Mai", "Số chứng minh nhân dân cũ", "••••••456", "Số 5, xóm Đồng, Xã Vũ Linh", "Chủ hộ",
                "Hộ cận nghèo", "Quyết định 12/QĐ-UBND", "Chưa ai xem", "Tổ chức có tôi",
            ] { #expect(page.words.contains(words), "\(words)") }
            // A person's own look is nobody's reading.
            #expect(try await world.journal().isEmpty)
            let other = try await (try await world.signedIn("neighbour")).get("/about-me")
            #expect(!other.words.contains("Hoàng Thị Mai") && !other.words.contains("xóm Đồng"))
        }
    }

    @Test(arguments: TestEngine.available) func textOfOthersComesOutAsText(_ engine: TestEngine) async throws {
        try await AboutMeWorld.open(engine) { world in
            try await Self.settle(world, address: Self.hostile)
            try await world.look(by: "clerk", purpose: Self.hostile)
            let citizen = try await world.signedIn("citizen")
            for path in ["/about-me", "/about-me/reads"] {
                let page = try await citizen.get(path)
                #expect(page.words.contains("DROP TABLE"))
                #expect(!page.text.contains("<script>alert"))
            }
        }
    }

    @Test(arguments: TestEngine.available) func strangersAreAskedToSignIn(_ engine: TestEngine) async throws {
        try await AboutMeWorld.open(engine) { world in
            for path in ["/about-me", "/about-me/reads", "/about-me/consents", "/about-me/download"] {
                let answer = try await world.visitor().get(path)
                #expect(answer.location == "/sign-in?next=\(path)")
            }
        }
    }

    @Test(arguments: TestEngine.available) func citizensSeeWhichOfficeReadAndWhy(_ engine: TestEngine) async throws {
        try await AboutMeWorld.open(engine) { world in
            try await world.look(by: "clerk")
            try await world.look(by: "stranger", in: World.bachHa, after: 86_400, purpose: "tra cứu hộ")
            try await world.look(by: "admin", in: nil, after: 90_000, purpose: "kiểm tra")
            let citizen = try await world.signedIn("citizen")
            let page = try await citizen.get("/about-me/reads")
            #expect(page.words.contains("Công chức một cửa cấp xã, Xã Vũ Linh"))
            #expect(page.words.contains("Mở hồ sơ trong sổ dân cư: để nhận hồ sơ khai sinh"))
            #expect(page.words.contains("04765-220725-0001"))
            #expect(!page.text.contains("Đặng Thị Thảo"))
            let bachHa = try #require(world.units[World.bachHa])
            let narrowed: [(String, [String], [String])] = [
                ("office=\(bachHa)", ["tra cứu hộ"], ["khai sinh", "kiểm tra"]),
                ("office=-", ["kiểm tra"], ["khai sinh", "tra cứu hộ"]),
                ("from=26/07/2022", ["tra cứu hộ", "kiểm tra"], ["khai sinh"]),
                ("until=25/07/2022", ["khai sinh"], ["tra cứu hộ", "kiểm tra"]),
                ("office=khong-co", ["Không có lần xem nào khớp"], ["khai sinh"]),
            ]
            for (query, seen, unseen) in narrowed {
                let list = try await citizen.get("/about-me/reads?\(query)")
                let timeline = list.words.replacing("để nhận hồ sơ khai sinh, ví dụ", with: "")
                for words in seen { #expect(timeline.contains(words), "\(query): \(words)") }
                for words in unseen { #expect(!timeline.contains(words), "\(query): \(words)") }
            }
            let wrong = try await citizen.get("/about-me/reads?from=32/13/2022")
            #expect(wrong.status == .unprocessableContent)
            #expect(wrong.words.contains("Không có tháng 13"))
            #expect(try await citizen.get("/account/reads").location == "/about-me/reads")
        }
    }

    @Test(arguments: TestEngine.available) func theListGoesOnPageByPage(_ engine: TestEngine) async throws {
        try await AboutMeWorld.open(engine) { world in
            for number in 0..<5 { try await world.look(by: "clerk", after: number, purpose: "lần \(number)") }
            let citizen = try await world.signedIn("citizen")
            var path: String? = "/about-me/reads?limit=2"
            var seen: [String] = []
            while let next = path, seen.count < 9 {
                let page = try await citizen.get(next)
                seen += page.words.matches(of: #/lần (\d)\b/#).map { String($0.1) }
                let link = page.text.split(separator: "rel=\"next\" href=\"").dropFirst().first
                path = link.map { String($0.prefix { $0 != "\"" }).replacing("&amp;", with: "&") + "&limit=2" }
            }
            // Ids of tests that run side by side come from one clock, so the order is not looked at here.
            #expect(seen.sorted() == ["0", "1", "2", "3", "4"])
        }
    }

    @Test(arguments: TestEngine.available) func aReadingOfSomebodyElseIsNotThere(_ engine: TestEngine) async throws {
        try await AboutMeWorld.open(engine) { world in
            let line = try await world.look(by: "clerk")
            let neighbour = try await world.signedIn("neighbour")
            let token = try await neighbour.token()
            #expect(try await neighbour.get("/about-me/reads/\(line)").status == .notFound)
            #expect(try await neighbour.get("/about-me/reads/\(line)/proof").status == .notFound)
            for act in ["question", "rating", "question/withdrawal"] {
                let answer = try await neighbour.post(
                    "/about-me/reads/\(line)/\(act)", [("_csrf", token), ("rating", "fine")])
                #expect(answer.status == .notFound, "\(act)")
            }
            for path in ["khong-co", "\(ID<JournalLine>.new())"] {
                #expect(try await neighbour.get("/about-me/reads/\(path)").status == .notFound)
            }
            #expect(try await world.value("SELECT COUNT(*) FROM register_read_question", as: Int.self) == 0)
        }
    }

    @Test(arguments: TestEngine.available) func theDownloadTakesThePassword(_ engine: TestEngine) async throws {
        try await AboutMeWorld.open(engine) { world in
            try await Self.settle(world)
            try await world.look(by: "clerk")
            let citizen = try await world.signedIn("citizen")
            let wrong = try await citizen.send(
                "/about-me/download", on: "/about-me/download", [("password", "sai"), ("form", "json")])
            #expect(wrong.status == .unprocessableContent)
            #expect(wrong.words.contains("Mật khẩu cũ không đúng") || wrong.words.contains("Mật khẩu"))
            #expect(!wrong.text.contains("060123456"))
            #expect(try await world.journal() == ["resident.read"])

            let password = ("password", World.password)
            let json = try await citizen.send(
                "/about-me/download", on: "/about-me/download", [password, ("form", "json")])
            #expect(json.headers[.contentType] == "application/json")
            #expect(json["form"] as? String == "thacba-about-me-1")
            let parts = try #require(json["holdings"] as? [[String: Any]])
            #expect(parts.contains { $0["name"] as? String == "register-homes" })
            #expect((json["reads"] as? [[String: Any]])?.first?["purpose"] as? String == "để nhận hồ sơ khai sinh")
            #expect(json.text.contains("060123456"))
            let csv = try await citizen.send(
                "/about-me/download", on: "/about-me/download", [password, ("form", "csv")])
            #expect(csv.text.contains("060123456") && csv.text.contains("Ai đã xem"))
            let page = try await citizen.send(
                "/about-me/download", on: "/about-me/download", [password, ("form", "page")])
            #expect(page.status == .ok && page.words.contains("060123456"))
            #expect(try await world.journal().filter { $0 == "aboutMe.downloaded" }.count == 3)
        }
    }

    @Test(arguments: TestEngine.available) func anAccountOfNobodyIsTold(_ engine: TestEngine) async throws {
        try await AboutMeWorld.open(engine) { world in
            let account = try #require(world.accounts["second"])
            try await world.database.write { db in
                _ = try db.run("UPDATE kernel_account SET person_id = NULL WHERE id = \(account)")
            }
            let page = try await (try await world.signedIn("second")).get("/about-me")
            #expect(page.status == .ok)
            #expect(page.words.contains("Tài khoản chưa gắn với ai trong sổ dân cư"))
        }
    }
}
