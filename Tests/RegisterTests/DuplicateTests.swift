import HTTPTypes
import Kernel
import Store
import TestKit
import Testing
import Web

@testable import Register

@Suite("Hồ sơ có thể trùng") struct DuplicateTests {
    /// Two records over one number; the second one's is disputed.
    private func pair(_ world: World) async throws -> (first: ID<Person>, second: ID<Person>, match: ID<PersonMatch>) {
        let number = try Identifier(.personal, RegisterWorld.number)
        let facts = PersonFacts(fullName: "Lò Thị Ước", birth: .year(1952), sex: .female)
        let first = try await world.resident(facts, numbers: [number], phone: "0912345678")
        let second = try await world.resident(facts, in: World.bachHa, numbers: [number])
        let match = try await world.value("SELECT id FROM kernel_person_match", as: ID<PersonMatch>.self)
        return (first, second, try #require(match))
    }

    @Test(arguments: TestEngine.available)
    func aMergeCanBeUndone(_ engine: TestEngine) async throws {
        try await RegisterWorld.open(engine) { world in
            let (first, second, match) = try await pair(world)
            let office = try await world.officer("office", purpose: .duplicates)
            let list = try await office.get("/residents/duplicates")
            #expect(list.words.contains("Lò Thị Ước – Lò Thị Ước"))
            #expect(list.words.contains("cùng số định danh cá nhân, cùng tên, cùng ngày sinh"))
            let path = "/residents/duplicates/\(match)"
            let page = try await office.get(path)
            #expect(page.text.contains("class=\"differs\""))
            #expect(page.words.contains("Nhiều thông tin hơn"))
            #expect(try await world.reads(of: second).map(\.action).contains("resident.compared.read"))
            let form = try #require(page.form(to: "\(path)/merge"))
            let none = try await office.submit(form, [("reason", "cùng thẻ căn cước")])
            #expect(none.words.contains("Bạn chưa chọn hồ sơ nào được giữ"))
            let silent = try await office.submit(form, [("kept", "\(first)")])
            #expect(silent.status == .unprocessableContent && silent.words.contains("Hãy ghi lý do"))
            let done = try await office.submit(form, [("kept", "\(first)"), ("reason", "cùng thẻ căn cước")])
            #expect(done.location == "/residents/\(first)?done=merged")
            // Two clicks at once, and somebody else's: the pair is settled already.
            let late = try #require(page.form(to: "\(path)/parting"))
            #expect(try await office.submit(late, [("distinct", "x")]).status == .conflict)

            let kept = try await office.get("/residents/\(first)")
            #expect(kept.words.contains("Hồ sơ đã gộp") && kept.words.contains("Theo hồ sơ đã gộp"))
            #expect(try await office.get("/residents/\(second)").status == .notFound)
            let undo = try #require(kept.text.firstMatch(of: #/href="(/residents/merges/[0-9a-f-]+)"/#)?.1)
            let question = try await office.get(String(undo))
            #expect(question.words.contains("Sẽ trở lại") && question.words.contains("Xã Bạch Hà"))
            let undone = try await office.submit(
                try #require(question.form(to: "\(undo)/undoing")), [("reason", "nhầm hai chị em")])
            #expect(undone.location == "/residents/\(second)?done=parted")
            #expect(try await office.get("/residents/\(second)").status == .ok)
            #expect(try await office.get("/residents/duplicates").words.contains("Lò Thị Ước – Lò Thị Ước"))
            for person in [first, second] {
                let actions = try await world.values(
                    """
                    SELECT action FROM kernel_journal WHERE subject_id = \("\(person)")
                        AND action IN ('resident.merged', 'resident.mergeUndone') ORDER BY at
                    """, as: String.self)
                #expect(actions == ["resident.merged", "resident.mergeUndone"])
            }
        }
    }

    @Test(arguments: TestEngine.available)
    func differentPeopleAreNotAskedAboutAgain(_ engine: TestEngine) async throws {
        try await RegisterWorld.open(engine) { world in
            let (_, second, match) = try await pair(world)
            let office = try await world.officer("office", purpose: .duplicates)
            let path = "/residents/duplicates/\(match)"
            let form = try #require(try await office.get(path).form(to: "\(path)/parting"))
            let short = try await office.submit(form)
            #expect(short.status == .unprocessableContent)
            #expect(try await office.submit(form, [("distinct", "hai chị em sinh đôi")]).status == .seeOther)
            #expect(try await office.get("/residents/duplicates").words.contains("Không có cặp nào chờ xem"))
            let recording = Recording(by: "system", at: world.now)
            let number = try Identifier(.personal, RegisterWorld.number)
            try await world.database.write { db in
                _ = try IdentifierStore(db: db).give(number, to: second, within: .everything, recording: recording)
            }
            #expect(try await office.get("/residents/duplicates").words.contains("Không có cặp nào chờ xem"))
        }
    }

    @Test func onlyWhoSettlesDuplicatesSeesThem() async throws {
        try await RegisterWorld.open(.sqlite) { world in
            let (_, _, match) = try await pair(world)
            for name in ["clerk", "chair", "citizen"] {
                let client = try await world.signedIn(name)
                #expect(try await client.get("/residents/duplicates").status == .forbidden)
                #expect(try await client.get("/residents/duplicates/\(match)").status == .forbidden)
                #expect(try await client.get("/residents/merges/\(match)").status == .forbidden)
            }
            let office = try await world.officer("office")
            #expect(try await office.get("/residents/duplicates/\(ID<PersonMatch>.new())").status == .notFound)
            #expect(try await office.get("/residents/merges/\(ID<PersonMerge>.new())").status == .notFound)
        }
    }
}
