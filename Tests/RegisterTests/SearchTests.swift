import HTTPTypes
import Kernel
import Store
import TestKit
import Testing
import Web

@testable import Register

@Suite("Tra cứu người dân") struct SearchTests {
    @Test(arguments: TestEngine.available)
    func aNameWithASlipIsFoundInTheOwnCommuneAndThePersonSeesIt(_ engine: TestEngine) async throws {
        try await RegisterWorld.open(engine) { world in
            let clerk = try await world.officer("clerk")
            let page = try await clerk.get("/residents?q=dsao")
            #expect(page.status == .ok)
            #expect(page.words.contains("Đào Thị Hoa"))
            #expect(page.words.contains("Thôn Ngòi Tu, Xã Vũ Linh"))
            #expect(page.words.contains("tên khác một chữ"))
            #expect(!page.words.contains("Đào Văn Páo"))
            let lines = try await world.reads(of: try world.person("citizen"))
            #expect(lines.map(\.action) == ["resident.listed.read"])
            #expect(lines[0].purpose == "giải quyết việc của người dân tại quầy")
            #expect(lines[0].actingUnit == world.units[World.vuLinh]?.description)
            #expect(try await world.reads(of: try world.person("neighbour")).isEmpty)
        }
    }

    @Test(arguments: TestEngine.available)
    func nothingOpensBeforeThePurposeIsGiven(_ engine: TestEngine) async throws {
        try await RegisterWorld.open(engine) { world in
            let citizen = try world.person("citizen")
            let clerk = try await world.signedIn("clerk")
            for path in ["/residents?q=dao", "/residents/\(citizen)"] {
                let page = try await clerk.get(path)
                #expect(page.form(to: "/residents/purpose") != nil)
                #expect(!page.words.contains("Đào Thị Hoa"))
            }
            #expect(try await world.reads(of: citizen).isEmpty)
            let form = try #require(try await clerk.get("/residents?q=dao").form(to: "/residents/purpose"))
            // Nothing is chosen beforehand.
            #expect(form["purpose"] == nil)
            let none = try await clerk.submit(form)
            #expect(none.status == .unprocessableContent)
            #expect(none.words.contains("Bạn chưa chọn mục đích"))
            let short = try await clerk.submit(form, [("purpose", "other"), ("words", "x")])
            #expect(short.status == .unprocessableContent)
            let typed = try await clerk.submit(form, [("purpose", "other"), ("words", "lập danh sách cử tri tổ 3")])
            #expect(typed.location == "/residents?q=dao")
            #expect(try await clerk.get("/residents?q=dao").words.contains("lập danh sách cử tri tổ 3"))
            #expect(try await world.reads(of: citizen).map(\.purpose) == ["lập danh sách cử tri tổ 3"])
            // Another session says it anew.
            #expect(try await world.signedIn("clerk").get("/residents?q=dao").form(to: "/residents/purpose") != nil)
        }
    }

    @Test(arguments: TestEngine.available)
    func numbersTelephonesAndCardsAreUnderstood(_ engine: TestEngine) async throws {
        try await RegisterWorld.open(engine) { world in
            let birth = try #require(Day(iso: "1952-03-01"))
            let person = try await world.resident(
                PersonFacts(fullName: "Lò Thị Ước", birth: .day(birth), sex: .female),
                numbers: [
                    try Identifier(.personal, "015152000123"), try Identifier(.oldCard, "060123456"),
                    try Identifier(.healthInsurance, "HN2151512345678"),
                    try Identifier(.socialInsurance, "1512345678"),
                ], phone: "0912345678")
            let clerk = try await world.officer("clerk")
            let stranger = try await world.officer("stranger")
            let card = "015152000123|060123456|Lò Thị Ước|01031952|Nữ|Thôn Ngòi Tu|01072021"
            for text in ["015 152 000 123", "060123456", "HN2151512345678", "1512345678", "0912.345.678", card] {
                let address = Address("/residents", ["q": text]).text
                let page = try await clerk.get(address)
                #expect(page.text.contains("/residents/\(person)\""), "\(text)")
                // Covered in lists, whatever was typed.
                #expect(page.words.contains("•••••••••123"), "\(text)")
                #expect(!(try await stranger.get(address)).text.contains("/residents/\(person)\""), "\(text)")
            }
            #expect(try await clerk.get(Address("/residents", ["q": card]).text).words.contains("Thẻ ghi: Lò Thị Ước"))
            for (broken, word) in [("1|2|3", "Mã"), ("015152000123|x|y|z|a|b|c", "không đọc")] {
                let page = try await clerk.get(Address("/residents", ["q": broken]).text)
                #expect(page.status == .unprocessableContent, "\(broken) \(word)")
            }
        }
    }

    @Test(arguments: TestEngine.available)
    func filtersNarrowAndMoreIsSaidWithoutACount(_ engine: TestEngine) async throws {
        try await RegisterWorld.open(engine) { world in
            for number in 0..<60 {
                try await world.resident(
                    PersonFacts(fullName: "Bàn Văn An", birth: .year(1950 + number), sex: .male))
            }
            let clerk = try await world.officer("clerk")
            let many = try await clerk.get("/residents?q=ban+van+an")
            #expect(many.words.contains("Còn người khác nữa"))
            #expect(!many.words.contains(" 60 "))
            #expect(many.text.matches(of: #/<td class="full">/#).count == 50)
            let one = try await clerk.get("/residents?q=ban+van+an&born=1960")
            #expect(one.text.matches(of: #/<td class="full">/#).count == 1)
            #expect(try await clerk.get("/residents?q=ban+van+an&sex=female").words.contains("Không tìm thấy ai"))
            #expect(try await clerk.get("/residents?q=ban&born=abc").status == .unprocessableContent)
            let village = try await world.villageID()
            let lived = try await clerk.get("/residents?village=\(village)")
            #expect(lived.words.contains("Đào Thị Hoa") && !lived.words.contains("Bàn Văn An"))
        }
    }

    @Test(arguments: TestEngine.available)
    func aSearchThatFindsNobodyIsRecordedWithoutTheName(_ engine: TestEngine) async throws {
        try await RegisterWorld.open(engine) { world in
            let clerk = try await world.officer("clerk")
            for text in ["khong co ai", hostile, "%", "Đào Văn Páo"] {
                let page = try await clerk.get(Address("/residents", ["q": text]).text)
                #expect(page.status == .ok)
                #expect(page.words.contains("Không tìm thấy ai trong phạm vi"))
                #expect(!page.text.contains("<script>alert"))
            }
            let lines = try await world.values(
                "SELECT subject_id FROM kernel_journal WHERE action = 'resident.searched'", as: String.self)
            #expect(lines.count == 4)
            #expect(lines.allSatisfy { $0.count == 32 })
            let kept = try await world.values("SELECT body FROM kernel_journal", as: String.self)
            #expect(!kept.contains { $0.contains("khong") })
            #expect(try await clerk.get("/residents?q=%FF%FE").status != .internalServerError)
        }
    }

    @Test func whoMayNotReadDoesNot() async throws {
        try await RegisterWorld.open(.sqlite) { world in
            for name in ["citizen", "admin"] {
                let client = try await world.signedIn(name)
                #expect(try await client.get("/residents").status == .forbidden)
                #expect(try await client.get("/residents/purpose").status == .forbidden)
            }
            let answer = try await world.visitor().get("/residents")
            #expect(answer.location?.hasPrefix("/sign-in") == true)
        }
    }
}
