import HTTPTypes
import Kernel
import Store
import TestKit
import Testing
import Web

@testable import Register

@Suite("Người làm thay, ghi tại quầy") struct MandateTests {
    private let child = PersonFacts(
        fullName: "Đào Văn Bé", birth: Day(year: 2015, month: 3, day: 1).map(BirthDate.day), sex: .male)

    private func holder(_ world: World) async throws -> ID<Person> {
        try await world.resident(
            PersonFacts(fullName: "Lò Thị Ước", birth: .year(1952), sex: .female), in: World.bachHa,
            numbers: [try Identifier(.personal, RegisterWorld.number)])
    }

    private let named = [("holderName", "lò thị  ước"), ("holderNumber", "015 152 000 123")]

    private func with(_ base: [(String, String)], _ changed: [(String, String)]) -> [(String, String)] {
        base.filter { field in !changed.contains { $0.0 == field.0 } } + changed
    }

    @Test(arguments: TestEngine.available)
    func aGuardianActsForAChildUntilItIsGrown(_ engine: TestEngine) async throws {
        try await RegisterWorld.open(engine) { world in
            let (person, guardian) = (try await world.resident(child), try await holder(world))
            let clerk = try await world.officer("clerk")
            let path = "/residents/\(person)/mandates"
            #expect(try await clerk.get("/residents/\(person)").text.contains("href=\"\(path)/new\""))
            let form = try #require(try await clerk.get("\(path)/new").form(to: path))
            let values = named + [("kind", "guardian"), ("paper", "giấy khai sinh số 12 \(hostile)")]
            let done = try await clerk.submit(form, values)
            #expect(done.location == "/residents/\(person)?done=mandate")
            #expect(try await clerk.submit(form, values).location == done.location)
            let mandates = try await world.database.read { db in
                try MandateStore(db: db).mandates(for: person, within: .everything)
            }
            let mandate = try #require(mandates.first)
            #expect(mandates.count == 1 && mandate.holderID == guardian && mandate.kind == .guardian)
            #expect(mandate.validFrom == world.now.day && mandate.validTo == Day(year: 2033, month: 3, day: 1))
            let record = try await clerk.follow(done)
            #expect(record.words.contains("Lò Thị Ước thay mặt theo pháp luật. Đang có hiệu lực"))

            let end = "\(path)/\(mandate.id)"
            #expect(record.text.contains("href=\"\(end)\""))
            let page = try await clerk.get(end)
            #expect(page.words.contains("giấy khai sinh số 12") && !page.text.contains("<script>alert"))
            let revocation = try #require(page.form(to: "\(end)/revocation"))
            let silent = try await clerk.submit(revocation)
            #expect(silent.status == .unprocessableContent && silent.words.contains("chưa ghi vì sao"))
            let ended = try await clerk.submit(revocation, [("reason", "quyết định thay người giám hộ số 4")])
            #expect(ended.location == "/residents/\(person)?done=mandateEnded")
            let late = try await world.officer("second")
            let token = try #require(try await late.get("\(path)/new").form(to: path)?["_csrf"])
            let stale = try await late.post(
                "\(end)/revocation", [("_csrf", token), ("_key", "\(ID<Person>.new())"), ("reason", "x")])
            #expect(stale.status == .conflict)
            #expect(try await clerk.follow(ended).words.contains("Đã thu hồi"))
            for somebody in [person, guardian] {
                let actions = try await world.values(
                    """
                    SELECT action FROM kernel_journal WHERE subject_id = \("\(somebody)")
                        AND action IN ('mandate.given', 'mandate.revoked') ORDER BY at
                    """, as: String.self)
                #expect(actions == ["mandate.given", "mandate.revoked"])
            }
        }
    }

    @Test(arguments: TestEngine.available)
    func aProxyHasAPaperWorkAndAnEndAndBothAreTold(_ engine: TestEngine) async throws {
        try await RegisterWorld.open(engine) { world in
            let person = try world.person("citizen")
            let holder = try await holder(world)
            let clerk = try await world.officer("clerk")
            let path = "/residents/\(person)/mandates"
            let form = try #require(try await clerk.get("\(path)/new").form(to: path))
            let proxy =
                named + [
                    ("kind", "proxy"), ("work", "see"), ("work", "correct"), ("paper", "giấy ủy quyền viết tay"),
                    ("signed", "20/07/2022"), ("since", "21/07/2022"), ("until", "31/12/2022"),
                ]
            let cases: [([(String, String)], String)] = [
                ([("kind", "")], "Bạn chưa chọn loại"), ([("paper", "")], "Hãy ghi lại lời đồng ý"),
                ([("work", "")], "được làm thay việc gì"), ([("until", "")], "Hãy ghi ngày hết hiệu lực"),
                ([("until", "24/07/2022")], "Ngày này đã qua"), ([("signed", "")], "Bạn chưa ghi ngày"),
                ([("signed", "26/07/2022")], "ở sau hôm nay"), ([("signed", "22/07/2022")], "trước ngày ký"),
                ([("since", "mai")], "mẫu ngày/tháng/năm"), ([("kind", "helper")], "chỉ xem và đọc"),
                ([("holderName", "Lò Thị Út")], "không có ai đúng số và họ tên"),
                ([("holderNumber", "015152000124")], "không có ai đúng số và họ tên"),
                ([("holderNumber", hostile)], "không có ai đúng số và họ tên"),
                ([("holderName", "")], "chưa ghi họ tên và số"),
                ([("paper", String(repeating: "a", count: 301))], "dài quá 300 chữ"),
            ]
            for (changed, message) in cases {
                let answer = try await clerk.submit(form, with(proxy, changed))
                #expect(answer.status == .unprocessableContent, "\(changed)")
                #expect(answer.words.contains(message), "\(message): \(answer.words.prefix(300))")
                let again = try #require(answer.form(to: path))
                let typed = with(proxy, changed).first { $0.0 == "holderNumber" }?.1
                #expect(again["holderNumber"] == typed, "\(message)")
            }
            #expect(try await world.value("SELECT COUNT(*) FROM kernel_person_mandate", as: Int.self) == 0)
            #expect(try await clerk.submit(form, proxy).status == .seeOther)
            let mandate = try await world.database.read { db in
                try MandateStore(db: db).mandates(for: person, within: .everything).first
            }
            #expect(mandate?.purpose == "xem thông tin; xin sửa thông tin")
            #expect(mandate?.consent == "giấy ủy quyền viết tay, ký ngày 20/07/2022")
            #expect(mandate?.validTo == Day(year: 2023, month: 1, day: 1))
            let notices = try await world.value(
                "SELECT COUNT(*) FROM kernel_account_notice WHERE account_id = \(world.accounts["citizen"])",
                as: Int.self)
            #expect(notices == 1)
            let unfinished = try await clerk.submit(
                try #require(try await clerk.get("\(path)/new").form(to: path)), with(proxy, [("paper", "")]))
            #expect(unfinished.status == .unprocessableContent)
            let seen = try await world.value(
                """
                SELECT COUNT(*) FROM kernel_journal
                WHERE action = 'resident.listed.read' AND subject_id = \("\(holder)")
                """, as: Int.self)
            #expect(seen ?? 0 > 0)
            let twice = try await clerk.submit(
                try #require(try await clerk.get("\(path)/new").form(to: path)), proxy)
            #expect(twice.words.contains("còn hiệu lực"))
        }
    }

    @Test(arguments: TestEngine.available)
    func nobodyActsForThemselvesAndNoChildGuards(_ engine: TestEngine) async throws {
        try await RegisterWorld.open(engine) { world in
            let person = try await world.resident(child, numbers: [try Identifier(.personal, "015215000123")])
            let brother = try await world.resident(
                PersonFacts(fullName: "Đào Văn Anh", birth: .year(2010)),
                numbers: [try Identifier(.oldCard, "060123456")])
            let (clerkPerson, now) = (try world.person("clerk"), world.now)
            try await world.database.write { db in
                _ = try IdentifierStore(db: db).give(
                    try Identifier(.oldCard, "060999999"), to: clerkPerson, within: .everything,
                    recording: Recording(by: "system", at: now))
            }
            let clerk = try await world.officer("clerk")
            let path = "/residents/\(person)/mandates"
            let form = try #require(try await clerk.get("\(path)/new").form(to: path))
            for (name, number, message) in [
                ("Đào Văn Bé", "015215000123", "cho chính mình"), ("Đào Văn Anh", "060123456", "phải đủ 18 tuổi"),
                ("Đặng Thị Thảo", "060999999", "nhờ công chức khác"),
            ] {
                let answer = try await clerk.submit(
                    form, [("holderName", name), ("holderNumber", number), ("kind", "guardian"), ("paper", "x")])
                #expect(answer.status == .unprocessableContent && answer.words.contains(message), "\(message)")
            }
            #expect(brother != person)
            #expect(try await world.value("SELECT COUNT(*) FROM kernel_person_mandate", as: Int.self) == 0)
        }
    }

    @Test func whoIsGrownHasAGuardianUntilADecisionEndsIt() throws {
        let today = World.morning.day
        let form = FormData([("kind", "guardian"), ("paper", "quyết định số 3"), ("since", "20/07/2022")])
        #expect(try MandateDraft(form, birth: .year(1980), today: today).until == nil)
        #expect(try MandateDraft(form, birth: nil, today: today).until == nil)
        // Of the days on which a child may have been born the last one counts.
        let young = try MandateDraft(form, birth: .year(2010), today: today)
        #expect(young.until == Day(year: 2028, month: 12, day: 31))
        let helper = FormData([
            ("kind", "helper"), ("work", "see"), ("paper", "giấy viết tay"), ("signed", "20/07/2022"),
            ("since", "20/07/2022"), ("until", "25/07/2022"),
        ])
        #expect(try MandateDraft(helper, birth: nil, today: today).until == today + 1)
    }

    @Test func onlyTheOwnUnitsOfficersWriteMandates() async throws {
        try await RegisterWorld.open(.sqlite) { world in
            let path = "/residents/\(try world.person("citizen"))/mandates"
            #expect(try await world.officer("stranger").get("\(path)/new").status == .notFound)
            for name in ["chair", "office", "citizen"] {
                let client = try await world.signedIn(name)
                #expect(try await client.get("\(path)/new").status == .forbidden, "\(name)")
                #expect(try await client.get("\(path)/\(ID<Mandate>.new())").status == .forbidden, "\(name)")
            }
            let clerk = try await world.officer("clerk")
            #expect(try await clerk.get("\(path)/\(ID<Mandate>.new())").status == .notFound)
        }
    }
}
