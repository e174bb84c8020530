import Foundation
import HTTPTypes
import Kernel
import Store
import TestKit
import Testing
import Web

@testable import Register

/// A small PDF.
let smallPDF = Array("%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n".utf8)

extension World {
    /// A clerk writes a request down.
    /// - Returns: its code.
    func ask(
        _ clerk: HouseClient, of person: ID<Person>, _ field: CorrectionField = .birth, wanted: String = "1/3/1952",
        files: [HouseClient.FilePart] = []
    ) async throws -> String {
        let form = try await clerk.get("/residents/\(person)/corrections/new")
            .form(to: "/residents/\(person)/corrections")
        guard let form else { throw NotFound() }
        let answer = try await clerk.submit(
            form, [("field", field.rawValue), ("wanted", wanted), ("ground", "giấy khai sinh số 12")], files: files)
        guard let code = answer.location?.split(separator: "?").first?.split(separator: "/").last else {
            throw NotFound()
        }
        return String(code)
    }

    func correctionState(_ code: String) async throws -> String? {
        try await value("SELECT state FROM register_correction WHERE code = \(code)")
    }
}

@Suite("Yêu cầu sửa thông tin") struct CorrectionTests {
    @Test(arguments: TestEngine.available)
    func aGrantWritesANewVersionInTheSameTransaction(_ engine: TestEngine) async throws {
        try await RegisterWorld.open(engine) { world in
            let person = try world.person("citizen")
            let clerk = try await world.officer("clerk")
            let code = try await world.ask(
                clerk, of: person, files: [.init(field: "proof", name: "khai-sinh.pdf", bytes: smallPDF)])
            #expect(code == "SD-220725-0001")
            let list = try await clerk.get("/residents/corrections")
            #expect(list.words.contains("Đào Thị Hoa") && list.words.contains("Còn 5 ngày làm việc"))
            let page = try await clerk.get("/residents/corrections/\(code)")
            #expect(page.words.contains("01/03/1952") && page.words.contains("Chưa có trong sổ"))
            #expect(page.words.contains("do tỉnh tự đặt"))
            #expect(try await clerk.get("/residents/corrections/\(code)/proofs/1").bytes == smallPDF)
            let form = try #require(page.form(to: "/residents/corrections/\(code)/grant"))
            let answer = try await clerk.submit(form, [("answer", "Đã ghi theo giấy khai sinh")])
            #expect(answer.location == "/residents/corrections/\(code)?done=granted")
            // A second click is the same act.
            #expect(try await clerk.submit(form, [("answer", "Đã ghi theo giấy khai sinh")]).status == .seeOther)
            let versions = try await world.database.read { db in
                try PersonStore(db: db).versions(of: person, within: .everything)
            }
            #expect(versions.map(\.version) == [2, 1])
            #expect(BirthText.stored(try #require(versions[0].facts.birth)) == "1952-03-01")
            #expect(versions[0].recording.reason == "\(code): giấy khai sinh số 12")
            #expect(try await world.correctionState(code) == "granted")
            let lines = try await world.journal()
            #expect(
                lines.filter { $0 == "correction.asked" || $0 == "correction.granted" }
                    == ["correction.asked", "correction.granted"])
            #expect(lines.contains("correction.read"))
            let notice = try await world.value("SELECT body FROM kernel_account_notice", as: String.self)
            #expect(try #require(notice).contains(code))
        }
    }

    @Test(arguments: TestEngine.available)
    func aRefusalSaysWhyAndOnWhatGround(_ engine: TestEngine) async throws {
        try await RegisterWorld.open(engine) { world in
            let person = try world.person("citizen")
            let clerk = try await world.officer("clerk")
            let code = try await world.ask(clerk, of: person, .fullName, wanted: hostile)
            let page = try await clerk.get("/residents/corrections/\(code)")
            #expect(!page.text.contains("<script>alert"))
            let form = try #require(page.form(to: "/residents/corrections/\(code)/refusal"))
            let short = try await clerk.submit(form, [("reason", "Không có giấy tờ")])
            #expect(short.status == .unprocessableContent)
            #expect(short.words.contains("Bạn chưa ghi căn cứ") && short.words.contains("Không có giấy tờ"))
            let again = try #require(short.form(to: "/residents/corrections/\(code)/refusal"))
            _ = try await clerk.submit(again, [("basis", "Điều 16 Luật Hộ tịch 2014")])
            #expect(try await world.correctionState(code) == "refused")
            let done = try await clerk.get("/residents/corrections?tab=done")
            #expect(done.words.contains(code))
            let late = try await clerk.submit(
                try #require(page.form(to: "/residents/corrections/\(code)/grant")))
            #expect(late.status == .conflict)
            #expect(late.words.contains("không lưu được bản của bạn nữa"))
            let name = try await world.value(
                "SELECT full_name FROM kernel_person WHERE id = \(person)", as: String.self)
            #expect(name == "Đào Thị Hoa")
        }
    }

    @Test(arguments: TestEngine.available)
    func twoOfficersAtOnceSeeBothVersions(_ engine: TestEngine) async throws {
        try await RegisterWorld.open(engine) { world in
            let person = try world.person("citizen")
            let (clerk, second) = (try await world.officer("clerk"), try await world.officer("second"))
            let code = try await world.ask(clerk, of: person)
            let path = "/residents/corrections/\(code)"
            let mine = try #require(try await clerk.get(path).form(to: "\(path)/refusal"))
            _ = try await second.submit(try #require(try await second.get(path).form(to: "\(path)/assignment")))
            let conflict = try await clerk.submit(mine, [("reason", "Thiếu giấy"), ("basis", "Điều 5")])
            #expect(conflict.status == .conflict)
            #expect(conflict.text.contains("class=\"versions\""))
            #expect(conflict.words.contains("Thiếu giấy") && conflict.words.contains("Nguyễn Văn Ước"))
            #expect(try await world.correctionState(code) == "inWork")
            let insist = try #require(conflict.form(to: "\(path)/refusal"))
            #expect(insist["reason"] == "Thiếu giấy")
            #expect(try await clerk.submit(insist).status == .seeOther)
            #expect(try await world.correctionState(code) == "refused")
        }
    }

    @Test(arguments: TestEngine.available)
    func aRecordThatChangedMeanwhileIsShownFirst(_ engine: TestEngine) async throws {
        try await RegisterWorld.open(engine) { world in
            let person = try world.person("citizen")
            let clerk = try await world.officer("clerk")
            let code = try await world.ask(clerk, of: person)
            let path = "/residents/corrections/\(code)"
            let form = try #require(try await clerk.get(path).form(to: "\(path)/grant"))
            let recording = Recording(by: "system", at: world.now, reason: "nhập lại")
            try await world.database.write { db in
                _ = try PersonStore(db: db).correct(
                    person, version: 1, to: PersonFacts(fullName: "Đào Thị Hoa", birth: .year(1951)),
                    within: .everything, recording: recording)
            }
            let conflict = try await clerk.submit(form)
            #expect(conflict.status == .conflict)
            #expect(conflict.words.contains("1951"))
            #expect(try await clerk.get(path).words.contains("Sổ đã đổi từ khi có yêu cầu"))
            #expect(try await world.correctionState(code) == "asked")
            #expect(try await clerk.submit(try #require(conflict.form(to: "\(path)/grant"))).status == .seeOther)
            #expect(try await world.correctionState(code) == "granted")
        }
    }

    @Test(arguments: TestEngine.available)
    func everyFieldIsWrittenWhereItBelongs(_ engine: TestEngine) async throws {
        try await RegisterWorld.open(engine) { world in
            let person = try await world.resident(
                PersonFacts(fullName: "Lò Thị Ước", birth: .year(1952), sex: .female), phone: "0912345678")
            let clerk = try await world.officer("clerk")
            let wishes: [(CorrectionField, String)] = [
                (.address, "Ngõ 3"), (.personalNumber, RegisterWorld.number), (.healthInsurance, "HN2151512345678"),
                (.phone, "0987654321"), (.ethnicGroup, "Tày"), (.language, "tyz"), (.fullName, "Lò Thị Ước Mơ"),
            ]
            for (field, wanted) in wishes {
                let path = "/residents/corrections/\(try await world.ask(clerk, of: person, field, wanted: wanted))"
                let form = try #require(try await clerk.get(path).form(to: "\(path)/grant"))
                #expect(try await clerk.submit(form).status == .seeOther, "\(field)")
            }
            let now = try await world.database.read { db in
                try CorrectionFacts(db: db).values(of: person, within: .everything)
            }
            #expect(now[.address] == "Ngõ 3" && now[.personalNumber] == RegisterWorld.number)
            #expect(now[.healthInsurance] == "HN2151512345678" && now[.phone] == "0987654321")
            #expect(now[.ethnicGroup] == "02" && now[.language] == "tyz" && now[.fullName] == "Lò Thị Ước Mơ")
            // A number tells the year: what contradicts it is refused and nothing is written.
            let path = "/residents/corrections/\(try await world.ask(clerk, of: person, .birth, wanted: "1960"))"
            let refused = try await clerk.submit(
                try #require(try await clerk.get(path).form(to: "\(path)/grant")))
            #expect(refused.status == .unprocessableContent)
            #expect(refused.words.contains("Số này của người sinh năm 1952"))
        }
    }

    @Test(arguments: TestEngine.available)
    func whatIsWrongIsSaidAtItsField(_ engine: TestEngine) async throws {
        try await RegisterWorld.open(engine) { world in
            let person = try world.person("citizen")
            let clerk = try await world.officer("clerk")
            let path = "/residents/\(person)/corrections"
            let form = try #require(try await clerk.get("\(path)/new").form(to: path))
            let cases: [([(String, String)], String)] = [
                ([], "Bạn chưa chọn điều cần sửa"),
                ([("field", "birth"), ("wanted", "32/01/1952"), ("ground", "x")], "chỉ có 31 ngày"),
                ([("field", "fullName"), ("wanted", "Đào Thị Hoa"), ("ground", "x")], "Sổ đang ghi đúng như vậy"),
                ([("field", "birth"), ("wanted", "1952")], "Bạn chưa ghi vì sao cần sửa"),
            ]
            for (values, message) in cases {
                let answer = try await clerk.submit(form, values)
                #expect(answer.status == .unprocessableContent)
                #expect(answer.words.contains(message), "\(message)")
            }
            _ = try await world.ask(clerk, of: person)
            let twice = try await clerk.submit(
                form, [("field", "birth"), ("wanted", "1953"), ("ground", "khác")])
            #expect(twice.words.contains("Đã có một yêu cầu về điều này"))
            // NFD is composed at the door.
            let code = try await world.ask(
                clerk, of: person, .fullName, wanted: "Đào Thị Hòa".decomposedStringWithCanonicalMapping)
            let wanted = try await world.value(
                "SELECT wanted_value FROM register_correction WHERE code = \(code)", as: String.self)
            #expect(try #require(wanted).unicodeScalars.elementsEqual("Đào Thị Hòa".unicodeScalars))
        }
    }

    @Test(arguments: TestEngine.available)
    func theNeighboursDeskSeesNothing(_ engine: TestEngine) async throws {
        try await RegisterWorld.open(engine) { world in
            let person = try world.person("citizen")
            let code = try await world.ask(try await world.officer("clerk"), of: person)
            let stranger = try await world.officer("stranger")
            #expect(!(try await stranger.get("/residents/corrections")).words.contains(code))
            for path in [
                "/residents/corrections/\(code)", "/residents/corrections/\(code)/proofs/1",
                "/residents/\(person)/corrections/new",
            ] {
                #expect(try await stranger.get(path).status == .notFound, "\(path)")
                let chair = try await world.signedIn("chair")
                #expect(try await chair.get(path).status == .forbidden, "\(path)")
            }
            let own = try await world.database.read { db in
                try CorrectionStore(db: db).list(of: person, within: .person(person))
            }
            #expect(own.map(\.code) == [code])
        }
    }

    @Test(arguments: TestEngine.available)
    func aRequestFollowsThePerson(_ engine: TestEngine) async throws {
        try await RegisterWorld.open(engine) { world in
            let person = try world.person("citizen")
            let clerk = try await world.officer("clerk")
            let code = try await world.ask(clerk, of: person)
            let path = "/residents/corrections/\(code)"
            let (bachHa, recording) = (
                try #require(world.units[World.bachHa]), Recording(by: "system", at: world.now)
            )
            try await world.database.write { db in
                try ResidenceStore(db: db).settle(
                    person, Residence(in: bachHa, since: world.now.day), within: .everything, recording: recording)
            }
            let page = try await clerk.get(path)
            #expect(page.words.contains("Người này đã chuyển đến Xã Bạch Hà"))
            #expect(page.form(to: "\(path)/grant") == nil)
            _ = try await clerk.submit(try #require(page.form(to: "\(path)/forwarding")))
            #expect(try await clerk.get(path).status == .notFound)
            let stranger = try await world.officer("stranger")
            #expect(try await stranger.get(path).form(to: "\(path)/grant") != nil)
            #expect(try await stranger.get("/residents/corrections").words.contains(code))
        }
    }

    @Test(arguments: TestEngine.available)
    func thePersonMayTakeItBack(_ engine: TestEngine) async throws {
        try await RegisterWorld.open(engine) { world in
            let person = try world.person("citizen")
            let code = try await world.ask(try await world.officer("clerk"), of: person)
            try await world.database.write { db throws in
                let store = CorrectionStore(db: db)
                var correction = try store.find(code: code, within: .person(person))
                try correction.withdraw(at: world.now)
                try store.update(correction)
                #expect(throws: Stale.self) { try store.update(correction) }
                #expect(throws: NotFound.self) { try store.find(code: code, within: .person(.new())) }
                #expect(try store.open(within: .everything, limit: 10).isEmpty)
                #expect(try store.settled(within: .everything, limit: 10).map(\.code) == [code])
            }
        }
    }
}
