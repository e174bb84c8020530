import HTTPTypes
import Kernel
import Store
import TestKit
import Testing
import Web

@testable import Register

@Suite("Ghi sổ dân cư") struct UpkeepTests {
    private func newborn(_ name: String = "Đào Văn Bé") -> [(String, String)] {
        [
            ("kind", "birth"), ("fullName", name), ("birth", "20/07/2022"), ("sex", "male"), ("since", "20/07/2022"),
            ("reason", "giấy khai sinh số 12"), ("address", "Ngõ 3"),
        ]
    }

    @Test(arguments: TestEngine.available)
    func aChildWithoutANumberIsAskedAboutAndWritten(_ engine: TestEngine) async throws {
        try await RegisterWorld.open(engine) { world in
            let clerk = try await world.officer("clerk", purpose: .upkeep)
            let form = try #require(try await clerk.get("/residents/new").form(to: "/residents/new"))
            let check = try await clerk.submit(form, newborn())
            #expect(check.status == .ok)
            #expect(check.words.contains("Trẻ em chưa có số định danh"))
            #expect(try await world.value("SELECT COUNT(*) FROM kernel_person", as: Int.self) == 8)
            let confirm = try #require(check.form(to: "/residents/new"))
            let done = try await clerk.submit(confirm)
            #expect(done.location?.hasSuffix("?done=added") == true)
            // The second click writes nobody twice.
            #expect(try await clerk.submit(confirm).location == done.location)
            #expect(try await world.value("SELECT COUNT(*) FROM kernel_person", as: Int.self) == 9)
            let page = try await clerk.follow(done)
            #expect(page.words.contains("Đào Văn Bé") && page.words.contains("giấy khai sinh số 12"))
            #expect(try await world.journal().contains("resident.born"))
        }
    }

    @Test(arguments: TestEngine.available)
    func whatIsWrongIsSaidAtItsField(_ engine: TestEngine) async throws {
        try await RegisterWorld.open(engine) { world in
            let clerk = try await world.officer("clerk", purpose: .upkeep)
            let form = try #require(try await clerk.get("/residents/new").form(to: "/residents/new"))
            let cases: [(String, String, String)] = [
                ("fullName", "", "Hãy nhập họ và tên"), ("birth", "26/07/2022", "Ngày sinh ở sau hôm nay"),
                ("birth", "", "Bạn chưa ghi ngày"), ("birth", "31/02/2022", "chỉ có 28 ngày"),
                ("sex", "x", "Bạn chưa chọn giới tính"), ("number", "123", "12 chữ số"),
                ("number", "015190000123", "Số này của người sinh năm 1990"),
                ("since", "26/07/2022", "ở sau hôm nay"), ("since", "01/01/2022", "trước ngày sinh"),
                ("village", "\(ID<AdminUnit>.new())", "không thuộc xã"), ("phone", "12", "bắt đầu bằng 0"),
                ("reason", "", "Bạn chưa ghi căn cứ"), ("kind", "", "Bạn chưa chọn loại"),
                ("commune", "\(try #require(world.units[World.bachHa]))", "Hãy chọn xã"),
                ("fullName", String(repeating: "a", count: 201), "dài quá 200"),
            ]
            for (field, value, message) in cases {
                let values = newborn().filter { $0.0 != field } + [(field, value)]
                let answer = try await clerk.submit(form, values)
                #expect(answer.status == .unprocessableContent, "\(field) \(value)")
                #expect(answer.words.contains(message), "\(message): \(answer.words.prefix(300))")
            }
            let old =
                newborn().filter { !["birth", "since"].contains($0.0) }
                + [("birth", "1898"), ("since", "01/01/2020")]
            let check = try await clerk.submit(form, old)
            #expect(check.words.contains("Sinh trước năm 1900"))
        }
    }

    @Test(arguments: TestEngine.available)
    func whoIsLikelyHereAlreadyIsShownAndQueued(_ engine: TestEngine) async throws {
        try await RegisterWorld.open(engine) { world in
            let known = try await world.resident(PersonFacts(fullName: "Đào Văn Bé", birth: .year(2022), sex: .male))
            let clerk = try await world.officer("clerk", purpose: .upkeep)
            let form = try #require(try await clerk.get("/residents/new").form(to: "/residents/new"))
            let check = try await clerk.submit(form, newborn("đào văn  bé"))
            #expect(check.words.contains("Có thể đã có trong sổ"))
            #expect(check.text.contains("/residents/\(known)\""))
            #expect(try await world.reads(of: known).map(\.action) == ["resident.listed.read"])
            _ = try await clerk.submit(try #require(check.form(to: "/residents/new")))
            #expect(try await world.value("SELECT COUNT(*) FROM kernel_person_match", as: Int.self) == 1)
        }
    }

    @Test(arguments: TestEngine.available)
    func aNumberThatIsKnownMovesThePersonOrIsDisputed(_ engine: TestEngine) async throws {
        try await RegisterWorld.open(engine) { world in
            let number = try Identifier(.personal, RegisterWorld.number)
            let person = try await world.resident(
                PersonFacts(fullName: "Lò Thị Ước", birth: .year(1952), sex: .female), in: World.bachHa,
                numbers: [number])
            let clerk = try await world.officer("clerk", purpose: .upkeep)
            let form = try #require(try await clerk.get("/residents/new").form(to: "/residents/new"))
            let arrival: [(String, String)] = [
                ("kind", "arrival"), ("fullName", "Lò Thị Ước"), ("birth", "1/3/1952"), ("sex", "female"),
                ("since", "20/07/2022"), ("reason", "phiếu báo số 5"), ("number", RegisterWorld.number),
            ]
            // Another name over the same number is a mistake, or two people with one number.
            let other = arrival.map { $0.0 == "fullName" ? ("fullName", "Giàng Thị Mỷ") : $0 }
            let wrong = try await clerk.submit(form, other)
            #expect(wrong.status == .unprocessableContent)
            #expect(wrong.words.contains("khác tên hoặc khác năm sinh"))
            #expect(!wrong.words.contains("Lò Thị Ước"))
            let sure = try await clerk.submit(form, other + [("disputed", "1")])
            #expect(sure.words.contains("Số này đang là của người khác"))
            _ = try await clerk.submit(try #require(sure.form(to: "/residents/new")))
            #expect(try await world.value("SELECT COUNT(*) FROM kernel_person_match", as: Int.self) == 1)

            let check = try await clerk.submit(form, arrival)
            #expect(check.words.contains("đang ở nơi khác"))
            #expect(try await world.reads(of: person).map(\.action) == ["resident.listed.read"])
            let done = try await clerk.submit(try #require(check.form(to: "/residents/new")))
            #expect(done.location == "/residents/\(person)?done=moved")
            #expect(try await clerk.get("/residents/\(person)").status == .ok)
            #expect(try await world.officer("stranger").get("/residents/\(person)").status == .notFound)
            let again = try await clerk.submit(form, arrival)
            #expect(again.words.contains("đã có trong sổ của xã"))
        }
    }

    @Test(arguments: TestEngine.available)
    func peopleMoveWithinTheCommuneAndLeave(_ engine: TestEngine) async throws {
        try await RegisterWorld.open(engine) { world in
            let person = try world.person("citizen")
            let clerk = try await world.officer("clerk", purpose: .upkeep)
            let path = "/residents/\(person)/home"
            let form = try #require(try await clerk.get(path).form(to: path))
            for (values, message) in [
                ([("since", "26/07/2022"), ("reason", "x")], "ở sau hôm nay"),
                ([("since", "01/01/2000"), ("reason", "x")], "Nơi ở trước bắt đầu từ"),
                ([("since", "20/07/2022")], "Bạn chưa ghi căn cứ"),
            ] {
                let answer = try await clerk.submit(form, values)
                #expect(answer.status == .unprocessableContent)
                #expect(answer.words.contains(message), "\(message)")
            }
            let moved = try await clerk.submit(
                form, [("since", "20/07/2022"), ("reason", "phiếu số 5"), ("address", "Ngõ 9")])
            #expect(moved.location == "/residents/\(person)?done=moved")
            #expect(try await clerk.follow(moved).words.contains("Ngõ 9, Xã Vũ Linh"))
            let departure = try #require(try await clerk.get(path).form(to: "/residents/\(person)/departure"))
            let early = try await clerk.submit(departure, [("day", "20/07/2022"), ("ground", "giấy chuyển")])
            #expect(early.words.contains("Ngày phải sau 20/07/2022"))
            let gone = try await clerk.submit(departure, [("day", "25/07/2022"), ("ground", "giấy chuyển")])
            #expect(gone.location == "/residents?done=left")
            #expect(try await clerk.get("/residents/\(person)").status == .notFound)
            // The province's office still finds them by name.
            let office = try await world.officer("office")
            #expect(try await office.get("/residents?q=dao+thi+hoa").text.contains("/residents/\(person)\""))
            #expect(Set(try await world.journal()).isSuperset(of: ["resident.moved", "resident.left"]))
        }
    }

    @Test(arguments: TestEngine.available)
    func aHouseholdIsFoundedJoinedAndHeadedAnew(_ engine: TestEngine) async throws {
        try await RegisterWorld.open(engine) { world in
            let head = try world.person("citizen")
            let child = try await world.resident(PersonFacts(fullName: "Đào Văn Bé", birth: .year(2015)))
            let clerk = try await world.officer("clerk", purpose: .upkeep)
            func form(_ person: ID<Person>) async throws -> PageForm {
                let page = try await clerk.get("/residents/\(person)/household")
                return try #require(page.form(to: "/residents/\(person)/household"))
            }
            #expect(try await clerk.submit(try await form(head)).status == .unprocessableContent)
            let lonely = try await clerk.submit(
                try await form(child), [("way", "join"), ("who", "dao thi hoa"), ("relation", "child")])
            #expect(lonely.words.contains("chưa ở hộ nào"))
            #expect(try await clerk.submit(try await form(head), [("way", "new")]).status == .seeOther)
            let joined = try await clerk.submit(
                try await form(child), [("way", "join"), ("who", "dao thi hoa"), ("relation", "child")])
            #expect(joined.location == "/residents/\(child)?done=household")
            let link = try #require(
                try await clerk.get("/residents/\(child)").text.firstMatch(of: #/href="(/households/[0-9a-f-]+)"/#)?.1)
            let path = String(link)
            let page = try await clerk.get(path)
            #expect(page.words.contains("Hộ của Đào Thị Hoa"))
            _ = try await clerk.submit(
                try #require(page.form(to: "\(path)/relation")), [("person", "\(child)"), ("relation", "head")])
            #expect(try await clerk.get(path).words.contains("Hộ của Đào Văn Bé"))
            // Whoever came today cannot have left today.
            let leaving = try #require(try await clerk.get(path).form(to: "\(path)/leaving"))
            let early = try await clerk.submit(leaving, [("person", "\(child)"), ("day", "25/07/2022")])
            #expect(early.words.contains("Ngày phải sau 25/07/2022"))
            #expect(try await world.officer("stranger").get(path).status == .notFound)
            #expect(try await world.signedIn("chair").get(path).status == .forbidden)
            let stranger = try await clerk.submit(
                try #require(try await clerk.get(path).form(to: "\(path)/members")),
                [("who", "Đào Văn Páo"), ("relation", "other")])
            #expect(stranger.words.contains("Không tìm thấy ai như vậy"))
        }
    }

    @Test func aHouseholdOfSixtyIsLookedAtTwice() async throws {
        try await RegisterWorld.open(.sqlite) { world in
            let commune = try #require(world.units[World.vuLinh])
            var people: [ID<Person>] = []
            for number in 1...61 {
                people.append(try await world.resident(PersonFacts(fullName: "Giàng A Số \(number)")))
            }
            let (all, now) = (people, world.now)
            let household = try await world.database.write { db in
                let recording = Recording(by: "system", at: now)
                let store = HouseholdStore(db: db)
                let household = try store.insert(
                    in: commune, address: "", on: now.day + -10, within: .everything, recording: recording)
                for person in all.dropLast() {
                    try store.join(
                        household.id, person, as: .other, since: now.day + -10, within: .everything,
                        recording: recording)
                }
                return household.id
            }
            let clerk = try await world.officer("clerk", purpose: .upkeep)
            let path = "/households/\(household)"
            let form = try #require(try await clerk.get(path).form(to: "\(path)/members"))
            let values = [("who", "giang a so 61"), ("relation", "head"), ("since", "25/07/2022")]
            let asked = try await clerk.submit(form, values)
            #expect(asked.status == .unprocessableContent)
            #expect(asked.words.contains("Hộ đã có 60 người"))
            #expect(try await clerk.submit(form, values + [("large", "1")]).status == .seeOther)
            #expect(try await clerk.get(path).words.contains("Hộ của Giàng A Số 61"))
        }
    }

    @Test(arguments: TestEngine.available)
    func aNumberOfSomebodyElseIsAskedAbout(_ engine: TestEngine) async throws {
        try await RegisterWorld.open(engine) { world in
            let number = try Identifier(.oldCard, "060123456")
            try await world.resident(PersonFacts(fullName: "Lò Thị Ước"), in: World.bachHa, numbers: [number])
            let person = try world.person("citizen")
            let clerk = try await world.officer("clerk", purpose: .upkeep)
            let path = "/residents/\(person)/numbers"
            let form = try #require(try await clerk.get("\(path)/new").form(to: path))
            #expect(try await clerk.submit(form).words.contains("Bạn chưa chọn loại"))
            let taken = try await clerk.submit(form, [("kind", "oldCard"), ("number", "060123456")])
            #expect(taken.words.contains("Số này đang là của người khác"))
            #expect(!taken.words.contains("Lò Thị Ước"))
            let sure = try await clerk.submit(
                try #require(taken.form(to: path)), [("kind", "oldCard"), ("disputed", "1")])
            #expect(sure.status == .seeOther)
            #expect(try await clerk.get("/residents/\(person)").words.contains("Trùng với người khác"))
            #expect(try await world.value("SELECT COUNT(*) FROM kernel_person_match", as: Int.self) == 1)
        }
    }
}
