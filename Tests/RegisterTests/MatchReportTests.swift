import HTTPTypes
import Kernel
import Store
import TestKit
import Testing
import Web

@testable import Register

@Suite("Báo hồ sơ trùng") struct MatchReportTests {
    private let facts = PersonFacts(fullName: "Lò Thị Ước", birth: .year(1952), sex: .female)

    @Test func aRecordIsMeantByItsIDOrTheAddressOfItsPage() {
        let id = ID<Person>.new(at: World.morning)
        for text in [
            "\(id)", "  \(id) ", "\(id)".uppercased(), "https://house.example/residents/\(id)?done=moved#facts",
        ] {
            #expect(MatchReportStore.id(in: text) == id, "\(text)")
        }
        for text in ["", RegisterWorld.number, "Lò Thị Ước", hostile, "/residents/\("\(id)".dropLast())"] {
            #expect(MatchReportStore.id(in: text) == nil, "\(text)")
        }
    }

    @Test(arguments: TestEngine.available)
    func anOfficersDoubtGoesIntoTheQueueWithItsReason(_ engine: TestEngine) async throws {
        try await RegisterWorld.open(engine) { world in
            let number = try Identifier(.personal, RegisterWorld.number)
            let first = try await world.resident(facts)
            let second = try await world.resident(facts, numbers: [number])
            let clerk = try await world.officer("clerk")
            let path = "/residents/\(first)/duplicate"
            #expect(try await clerk.get("/residents/\(first)").text.contains("href=\"\(path)\""))
            let form = try #require(try await clerk.get(path).form(to: path))
            let values = [("other", RegisterWorld.number), ("reason", "cùng giấy khai sinh \(hostile)")]
            let done = try await clerk.submit(form, values)
            #expect(done.location == "/residents/\(first)?done=reported")
            // The second click queues nothing twice.
            #expect(try await clerk.submit(form, values).location == done.location)
            #expect(try await world.value("SELECT COUNT(*) FROM kernel_person_match", as: Int.self) == 1)
            for person in [first, second] {
                let lines = try await world.values(
                    """
                    SELECT record FROM kernel_journal WHERE subject_id = \("\(person)")
                        AND action = 'resident.duplicateReported'
                    """, as: String.self)
                #expect(lines.count == 1)
            }

            let office = try await world.officer("office", purpose: .duplicates)
            let list = try await office.get("/residents/duplicates")
            #expect(list.words.contains("cùng giấy khai sinh <script>") && !list.text.contains("<script>alert"))
            let match = try #require(
                try await world.value("SELECT id FROM kernel_person_match", as: ID<PersonMatch>.self))
            let pair = "/residents/duplicates/\(match)"
            let page = try await office.get(pair)
            #expect(page.words.contains("Đặng Thị Thảo báo") && page.words.contains("cùng giấy khai sinh"))
            let merge = try #require(page.form(to: "\(pair)/merge"))
            let merged = try await office.submit(merge, [("kept", "\(first)"), ("reason", "cùng giấy khai sinh")])
            #expect(merged.status == .seeOther)
            // What gave way is known by its number still.
            let late = try await clerk.submit(
                try #require(try await clerk.get(path).form(to: path)),
                [("other", RegisterWorld.number), ("reason", "x")])
            #expect(late.words.contains("đã được gộp vào hồ sơ này"))
        }
    }

    @Test(arguments: TestEngine.available)
    func whatIsWrongIsSaidAtItsFieldAndKept(_ engine: TestEngine) async throws {
        try await RegisterWorld.open(engine) { world in
            let number = try Identifier(.personal, RegisterWorld.number)
            let first = try await world.resident(facts, numbers: [number])
            let second = try await world.resident(facts)
            let elsewhere = try await world.resident(
                facts, in: World.bachHa, numbers: [try Identifier(.oldCard, "060123456")])
            let clerk = try await world.officer("clerk")
            let path = "/residents/\(first)/duplicate"
            let form = try #require(try await clerk.get(path).form(to: path))
            let unknown = "Không tìm thấy ai như vậy"
            let cases = [
                ("", "Bạn chưa ghi hồ sơ kia"), ("\(first)", "chính là hồ sơ này"),
                (RegisterWorld.number, "chính là hồ sơ này"), ("060123456", unknown), ("\(elsewhere)", unknown),
                ("\(ID<Person>.new())", unknown), ("Lò Thị Ước", unknown), (hostile, unknown),
            ]
            for (other, message) in cases {
                let answer = try await clerk.submit(form, [("other", other), ("reason", "cùng tên, cùng tuổi")])
                #expect(answer.status == .unprocessableContent, "\(other)")
                #expect(answer.words.contains(message), "\(other): \(message)")
                let again = try #require(answer.form(to: path))
                #expect(again["other"] == other && again["reason"] == "cùng tên, cùng tuổi", "\(other)")
            }
            let silent = try await clerk.submit(form, [("other", "\(second)")])
            #expect(silent.words.contains("Hãy ghi lý do") && silent.form(to: path)?["other"] == "\(second)")
            let long = try await clerk.submit(
                form, [("other", "\(second)"), ("reason", String(repeating: "a", count: 301))])
            #expect(long.words.contains("dài quá 300 chữ"))
            #expect(try await world.value("SELECT COUNT(*) FROM kernel_person_match", as: Int.self) == 0)

            let address = "http://localhost/residents/\(second)"
            #expect(try await clerk.submit(form, [("other", address), ("reason", "x")]).status == .seeOther)
            // From the other side it is the same pair.
            let back = "/residents/\(second)/duplicate"
            let colleague = try await world.officer("second")
            let known = try await colleague.submit(
                try #require(try await colleague.get(back).form(to: back)),
                [("other", RegisterWorld.number), ("reason", "x")])
            #expect(known.status == .unprocessableContent && known.words.contains("đã có trong danh sách chờ xem"))
        }
    }

    @Test func onlyTheOwnUnitsOfficersReport() async throws {
        try await RegisterWorld.open(.sqlite) { world in
            let path = "/residents/\(try world.person("citizen"))/duplicate"
            #expect(try await world.officer("stranger").get(path).status == .notFound)
            for name in ["chair", "office", "citizen"] {
                #expect(try await world.signedIn(name).get(path).status == .forbidden, "\(name)")
            }
            let clerk = try await world.officer("clerk")
            let form = try #require(try await clerk.get(path).form(to: path))
            let stranger = try await world.officer("stranger")
            let own = "/residents/\(try world.person("neighbour"))/duplicate"
            let token = try #require(try await stranger.get(own).form(to: own)?["_csrf"])
            let sent = try await stranger.post(
                form.action, [("_csrf", token), ("_key", "\(ID<Person>.new())"), ("other", "x"), ("reason", "x")])
            #expect(sent.status == .notFound)
        }
    }
}
