import Foundation
import HTTPTypes
import Kernel
import Store
import TestKit
import Testing
import Web

@testable import Register

@Suite("Lists of people come in") struct ImportTests {
    private static let list = """
        \(World.heads)
        Đào Thị Hoa,01/03/1952,Nữ,Kinh,015152000001,0510000001,04765,,Xóm Trên
        Bàn Văn Páo,2/9/1990,nam,Dao,015090000002,,Vũ Linh,,
        Triệu Mùi Nái,1948,Nữ,9,,,xã vũ linh,,
        Lò Văn Inh,31/02/2001,Nam,Thái,,,Vũ Linh,,
        ,1990,Nam,Kinh,,,Vũ Linh,,
        Nguyễn Văn An,1990,Nam,Kinh,015190000003,,Vũ Linh,,
        Hoàng Thị Mai,1990,Nữ,Atlantis,,,Vũ Linh,,
        Hoàng Thị Lan,1990,Nữ,Tày,,,Vũ Xa,,
        Hoàng Thị Lan,1990,Nữ
        Đào Thị Hoa,01/03/1952,Nữ,Kinh,015152000001,,04765,,
        Đào thị HOA,1952,Nữ,Kinh,,,04765,,
        """

    @Test(arguments: TestEngine.available)
    func aListIsCheckedThenWritten(_ engine: TestEngine) async throws {
        try await ImportWorld.open(engine) { world in
            let office = try await world.signedIn("admin")
            let place = try await world.send(office, Self.list)
            let checked = try await world.check(office, place)
            let expected = ImportCounts(added: 3, matched: 1, doubtful: 1, refused: 6)
            var known = try await world.imported(place)
            #expect(known.state == .checked && known.checked == expected, "\(checked.words)")
            #expect(try await world.value("SELECT COUNT(*) FROM kernel_resident", as: Int.self) == 0)
            let reasons = try await world.problems(place)
            #expect(
                reasons.map { String($0.prefix(while: { $0 != " " })) } == ["5!", "6!", "7!", "8!", "9!", "10!", "12?"])
            #expect(reasons[0].contains("Tháng 2/2001 chỉ có 28 ngày"))
            #expect(reasons[2].contains("Chữ số thứ tư"))
            let done = try await world.carryOut(office, place)
            known = try await world.imported(place)
            #expect(known.state == .done && known.counts == expected, "\(done.words)")
            // What was told before is what has happened.
            #expect(try await world.problems(place) == reasons)
            let residents = try await world.values(
                """
                SELECT p.full_name FROM kernel_person p JOIN kernel_resident r ON r.resident_id = p.id
                ORDER BY p.name_sort, p.id
                """, as: String.self)
            // Two are told apart by their numbers alone.
            #expect(residents.prefix(2).sorted() == ["Đào Thị Hoa", "Đào thị HOA"].sorted())
            #expect(residents.dropFirst(2) == ["Triệu Mùi Nái", "Bàn Văn Páo"])
            let found = try await world.database.read { db in
                try PersonSearch(db: db).find(PersonQuery("dao thi hoa"), within: .everything).people
            }
            #expect(found.count == 2)
            #expect(try await world.value("SELECT COUNT(*) FROM kernel_person_match", as: Int.self) == 1)
            let lines = try await world.journal().filter { $0.hasPrefix("import.") }
            #expect(lines == ["import.uploaded", "import.checked", "import.begun", "import.written"])
            let body = try #require(
                try await world.value(
                    "SELECT body FROM kernel_journal WHERE action = 'import.written'", as: String.self))
            #expect(body.contains("\"from\":2,\"to\":12") && body.contains("\"sha256\":\""))
        }
    }

    @Test(arguments: TestEngine.available)
    func theSameListAgainAddsNobody(_ engine: TestEngine) async throws {
        try await ImportWorld.open(engine) { world in
            let office = try await world.signedIn("admin")
            let list = """
                \(World.heads)
                Đào Thị Hoa,01/03/1952,Nữ,Kinh,015152000001,,04765,,
                Bàn Văn Páo,1990,,,015090000002,,Vũ Linh,,
                """
            let first = try await world.send(office, list)
            try await world.check(office, first)
            try await world.carryOut(office, first)
            // More is known now; what was there stays.
            let second = try await world.send(
                office,
                """
                \(World.heads)
                ĐÀO THỊ HOA,1952,Nữ,Tày,015152000001,0510000001,04765,,
                Bàn Văn Páo,02/09/1990,Nam,Dao,015090000002,,Bạch Hà,,
                """)
            try await world.check(office, second)
            try await world.carryOut(office, second)
            #expect(try await world.imported(second).counts == ImportCounts(matched: 2))
            #expect(
                try await world.values("SELECT full_name FROM kernel_person WHERE ethnic_code IS NOT NULL ORDER BY 1")
                    == ["Bàn Văn Páo", "Đào Thị Hoa"])
            #expect(try await world.value("SELECT COUNT(*) FROM kernel_person WHERE ethnic_code = '01'") == 1)
            #expect(try await world.value("SELECT COUNT(*) FROM kernel_person_phone") == 1)
            #expect(try await world.value("SELECT COUNT(*) FROM kernel_residence") == 2)
        }
    }

    @Test(arguments: TestEngine.available)
    func aWorkerThatDiesLeavesNoLineOutAndRepeatsNone(_ engine: TestEngine) async throws {
        try await ImportWorld.open(engine) { world in
            let office = try await world.signedIn("admin")
            let count = ImportRunner.batchSize * 2 + 345
            let rows = (0..<count).map { "Người Thứ \($0),1990,Nữ,Kinh,015190\(String(100_000 + $0)),,04765,," }
            let place = try await world.send(office, ([World.heads] + rows).joined(separator: "\n"))
            try await world.check(office, place)
            let page = try await office.get(place)
            _ = try await office.submit(try #require(page.form(to: "\(place)/run")))
            let known = try await world.imported(place)
            let runner = ImportRunner(
                database: world.database, files: world.house.files, groups: try ImportWorld.groups(),
                catalogue: { _ in nil }, clock: world.clock, node: "test")
            // As after a crash between two batches: no time is left once the first one is written.
            #expect(try await runner.run(known.id, for: .zero) == false)
            for _ in 0..<3 where try await world.imported(place).done < count {
                #expect(try await runner.run(known.id, for: .nanoseconds(1)) == false)
                if try await world.imported(place).done > 0 { break }
            }
            // Two workers at once: each batch is written by one of them.
            async let one = runner.run(known.id)
            async let other = runner.run(known.id)
            _ = try await (one, other)
            let done = try await world.imported(place)
            #expect(done.state == .done && done.counts == ImportCounts(added: count))
            #expect(try await world.value("SELECT COUNT(*) FROM kernel_resident") == count)
            #expect(try await world.value("SELECT COUNT(*) FROM kernel_person_match", as: Int.self) == 0)
            let batches = try await world.values(
                "SELECT body FROM kernel_journal WHERE action = 'import.written' ORDER BY id", as: String.self)
            #expect(batches.count == 3 && Set(batches).count == 3)
        }
    }

    @Test(arguments: TestEngine.available)
    func stoppingKeepsWhatIsWritten(_ engine: TestEngine) async throws {
        try await ImportWorld.open(engine) { world in
            let office = try await world.signedIn("admin")
            let place = try await world.send(office, Self.list)
            let page = try await world.check(office, place)
            let form = try #require(page.form(to: "\(place)/cancellation"))
            _ = try await office.submit(form)
            _ = try await office.submit(form)
            #expect(try await world.imported(place).state == .cancelled)
            let run = try #require(page.form(to: "\(place)/run"))
            #expect(try await office.submit(run).status == .seeOther)
            try await world.runJobs()
            #expect(try await world.imported(place).state == .cancelled)
            #expect(try await world.value("SELECT COUNT(*) FROM kernel_resident", as: Int.self) == 0)
        }
    }

    @Test(arguments: TestEngine.available)
    func somebodyOfOneCommuneWritesIntoNoOther(_ engine: TestEngine) async throws {
        try await ImportWorld.open(engine) { world in
            let clerk = try await world.signedIn("clerk")
            let list = """
                \(World.heads)
                Đào Thị Hoa,1952,Nữ,Kinh,,,Vũ Linh,,
                Bàn Văn Páo,1990,Nam,Dao,,,Bạch Hà,,
                """
            let place = try await world.send(clerk, list)
            try await world.check(clerk, place)
            try await world.carryOut(clerk, place)
            #expect(try await world.problems(place) == ["3! “Xã Bạch Hà” không thuộc địa bàn của bạn."])
            #expect(try await world.imported(place).counts == ImportCounts(added: 1, refused: 1))
            // Nobody else sees it, and whoever may not bring lists in does not come in at all.
            #expect(try await world.signedIn("stranger").get(place).status == .notFound)
            #expect(try await world.signedIn("stranger").get("\(place)/problems.csv").status == .notFound)
            #expect(try await world.signedIn("chair").get("/residents/import").status == .forbidden)
            #expect(try await world.visitor().get("/residents/import").status != .ok)
        }
    }

    @Test(arguments: TestEngine.available)
    func theLinesToMendComeBackWithTheirReasons(_ engine: TestEngine) async throws {
        try await ImportWorld.open(engine) { world in
            let office = try await world.signedIn("admin")
            let place = try await world.send(
                office,
                """
                \(World.heads),Ghi chú
                Đào Thị Hoa,1952,Nữ,Kinh,,,Vũ Linh,,,ổn
                =HYPERLINK("x"),1990,Nam,Kinh,,,Vũ Linh,,,a
                @SUM(1),1890,Nam,Kinh,015190000001,,Vũ Linh,,,"b, c"
                <script>alert(1)</script>,hôm qua,Nam,Kinh,,,Vũ Linh,,,
                """)
            let page = try await world.check(office, place)
            #expect(!page.text.contains("<script>alert"))
            let file = try await office.get("\(place)/problems.csv")
            #expect(file.status == .ok && file.headers[.contentType] == "text/csv; charset=utf-8")
            var rows: [[String]] = []
            try CSV.rows(file.bytes) { rows.append($0.fields) }
            #expect(rows.count == 4 && rows[0].suffix(3) == ["Dòng", "Kết quả", "Lý do"])
            #expect(rows.dropFirst().map { $0[$0.count - 3] } == ["3", "4", "5"])
            #expect(rows[1][0] == "'=HYPERLINK(\"x\")" || rows[1][0].isEmpty)
            #expect(rows[2][0] == "'@SUM(1)" && rows[2][9] == "b, c")
            #expect(rows.dropFirst().allSatisfy { $0.last?.isEmpty == false })
        }
    }

    @Test(arguments: [TestEngine.sqlite])
    func filesThatAreNoListsAreRefusedInWords(_ engine: TestEngine) async throws {
        try await ImportWorld.open(engine) { world in
            let office = try await world.signedIn("admin")
            let cases: [([UInt8], String, String)] = [
                ([], "a.csv", "Tệp không có nội dung"),
                (Array("chỉ có tên cột\n".utf8), "a.csv", "Tệp chỉ có dòng tên cột"),
                (Array("%PDF-1.4 x".utf8), "a.pdf", "Chỉ nhận tệp .csv"),
                (
                    [0xD0, 0x61, 0xCC, 0x6F, 0x2C, 0x68, 0x69, 0xF2, 0x0A, 0x61, 0x2C, 0x62, 0x0A], "a.csv",
                    "Windows-1258"
                ),
            ]
            for (bytes, name, reason) in cases {
                let page = try await office.get("/residents/import")
                let form = try #require(page.form(to: "/residents/import"))
                let file = HouseClient.FilePart(field: "file", name: name, bytes: bytes)
                let answer = try await office.submit(form, files: [file])
                #expect(answer.status == .unprocessableContent && answer.words.contains(reason), "\(answer.words)")
            }
            let page = try await office.get("/residents/import")
            let none = try await office.submit(try #require(page.form(to: "/residents/import")))
            #expect(none.status == .unprocessableContent && none.words.contains("Hãy chọn tệp CSV"))
        }
    }

    @Test(arguments: [TestEngine.sqlite])
    func columnsAreRememberedAndProblemsStandBesideThem(_ engine: TestEngine) async throws {
        try await ImportWorld.open(engine) { world in
            let office = try await world.signedIn("admin")
            let list = "Tên gọi;Sinh;Ở\nĐào Thị Hoa;1952;Vũ Linh\n"
            let place = try await world.send(office, list)
            let missing = try await world.check(office, place)
            #expect(missing.status == .unprocessableContent && missing.words.contains("Hãy chọn cột nào là"))
            let twice = try await world.check(
                office, place, [("column-0", "fullName"), ("column-1", "birth"), ("column-2", "birth")])
            #expect(twice.status == .unprocessableContent && twice.text.contains("id=\"column-2-error\""))
            let future = try await world.check(
                office, place,
                [("column-0", "fullName"), ("column-1", "birth"), ("column-2", "commune"), ("day", "1/1/2099")])
            #expect(future.words.contains("Ngày của danh sách ở sau hôm nay"))
            try await world.check(
                office, place, [("column-0", "fullName"), ("column-1", "birth"), ("column-2", "commune")])
            #expect(try await world.imported(place).checked == ImportCounts(added: 1))
            // The same file again is the same import; another one with these heads has its columns named already.
            #expect(try await world.send(office, list) == place)
            let next = try await world.send(office, "Tên gọi;Sinh;Ở\nBàn Văn Páo;1990;Vũ Linh\n")
            #expect(next != place)
            try await world.check(office, next)
            #expect(try await world.imported(next).checked == ImportCounts(added: 1))
        }
    }
}
