import Foundation
import HTTPTypes
import Kernel
import Store
import TestKit
import Testing

@testable import Procedures

@Suite("Hộp việc của cán bộ") struct InboxTests {
    @Test(arguments: TestEngine.available)
    func theClerkFindsItAndAnswers(_ engine: TestEngine) async throws {
        try await World.procedures(engine) { world in
            let citizen = try await world.signedIn("citizen")
            let code = try await world.file(citizen)
            let clerk = try await world.signedIn("clerk")
            let inbox = try await clerk.get("/inbox")
            #expect(inbox.text.contains("/inbox/\(code)"))
            #expect(inbox.words.contains("Hoàng Thị Mai"))
            var page = try await clerk.get("/inbox/\(code)")
            page = try await clerk.follow(
                try await clerk.submit(try #require(page.form(to: "/inbox/\(code)/acceptance"))))
            #expect(page.words.contains("Đã tiếp nhận"))
            let empty = try await clerk.submit(try #require(page.form(to: "/inbox/\(code)/answer")))
            #expect(empty.status == .unprocessableContent)
            #expect(empty.words.contains("Bạn chưa ghi lời gửi người dân"))
            let answered = try await clerk.submit(
                try #require(page.form(to: "/inbox/\(code)/answer")), [("answer", "Mời đến nhận giấy khai sinh")],
                files: [.init(field: "result", name: "ket-qua.pdf", bytes: smallPDF)])
            #expect(answered.location == "/inbox/\(code)?done=answered")
            #expect(try await world.state(of: code) == "resolved")
            let own = try await citizen.get("/dossiers/\(code)")
            #expect(own.words.contains("Mời đến nhận giấy khai sinh"))
            #expect(own.words.contains("UBND xã Vũ Linh"))
            #expect(!own.words.contains("Đặng Thị Thảo"))
            #expect(try await citizen.get("/dossiers/\(code)/results/1").bytes == smallPDF)
            let lines = try await world.journal()
            #expect(
                lines.filter { $0 != "dossier.read" } == ["dossier.submitted", "dossier.accepted", "dossier.resolved"])
            #expect(lines.filter { $0 == "dossier.read" }.count >= 3)
            let units = try await world.values(
                """
                SELECT DISTINCT acting_unit FROM kernel_journal
                WHERE action IN ('dossier.read', 'dossier.accepted', 'dossier.resolved')
                """, as: ID<AdminUnit>?.self)
            #expect(units == [world.units[World.vuLinh]])
            #expect(own.words.contains("để xử lý hồ sơ"))
        }
    }

    @Test(arguments: TestEngine.available)
    func onlyTheDeskOfTheCommuneSeesIt(_ engine: TestEngine) async throws {
        try await World.procedures(engine) { world in
            let code = try await world.file(try await world.signedIn("citizen"))
            let stranger = try await world.signedIn("stranger")
            #expect(!(try await stranger.get("/inbox")).text.contains(code))
            #expect(try await stranger.get("/inbox/\(code)").status == .notFound)
            #expect(try await stranger.get("/inbox/\(code)/papers/1").status == .notFound)
            let clerk = try await world.signedIn("clerk")
            let form = try #require(try await clerk.get("/inbox/\(code)").form(to: "/inbox/\(code)/acceptance"))
            let token = try #require(try await stranger.get("/inbox.csv").form)["_csrf"]
            let fields = form.fields.map { $0.0 == "_csrf" ? ("_csrf", token ?? "") : $0 }
            #expect(try await stranger.post("/inbox/\(code)/acceptance", fields).status == .notFound)
            #expect(try await world.state(of: code) == "submitted")
            for name in ["citizen", "admin"] {
                #expect(try await world.signedIn(name).get("/inbox").status == .forbidden)
                #expect(try await world.signedIn(name).get("/inbox/\(code)").status == .forbidden)
            }
            // The chair reads, and neither accepts nor answers.
            let chair = try await world.signedIn("chair")
            let page = try await chair.get("/inbox/\(code)")
            #expect(page.status == .ok)
            #expect(page.form(to: "/inbox/\(code)/acceptance") == nil)
            #expect(try await chair.get("/inbox.csv").status == .forbidden)
            #expect(try await world.visitor().get("/inbox").location?.hasPrefix("/sign-in") == true)
        }
    }

    @Test(arguments: TestEngine.available)
    func twoOfficersAtOnceSeeBothVersions(_ engine: TestEngine) async throws {
        try await World.procedures(engine) { world in
            let code = try await world.file(try await world.signedIn("citizen"))
            let clerk = try await world.signedIn("clerk")
            let second = try await world.signedIn("second")
            let accept = try #require(try await clerk.get("/inbox/\(code)").form(to: "/inbox/\(code)/acceptance"))
            _ = try await clerk.submit(accept)
            let mine = try #require(try await clerk.get("/inbox/\(code)").form(to: "/inbox/\(code)/refusal"))
            let take = try #require(try await second.get("/inbox/\(code)").form(to: "/inbox/\(code)/assignment"))
            _ = try await second.submit(take)
            let conflict = try await clerk.submit(mine, [("reason", "Thiếu giấy chứng sinh"), ("basis", "Điều 16")])
            #expect(conflict.status == .conflict)
            #expect(conflict.text.contains("class=\"versions\""))
            #expect(conflict.words.contains("Thiếu giấy chứng sinh"))
            #expect(conflict.words.contains("Nguyễn Văn Ước"))
            #expect(try await world.state(of: code) == "accepted")
            let insist = try #require(conflict.form(to: "/inbox/\(code)/refusal"))
            #expect(insist["reason"] == "Thiếu giấy chứng sinh")
            #expect(try await clerk.submit(insist).status == .seeOther)
            #expect(try await world.state(of: code) == "refused")
        }
    }

    @Test(arguments: TestEngine.available)
    func aChosenResultGoesAlong(_ engine: TestEngine) async throws {
        try await World.procedures(engine) { world in
            let citizen = try await world.signedIn("citizen")
            let code = try await world.file(citizen)
            let clerk = try await world.signedIn("clerk")
            let second = try await world.signedIn("second")
            _ = try await clerk.submit(
                try #require(try await clerk.get("/inbox/\(code)").form(to: "/inbox/\(code)/acceptance")))
            let answer = "/inbox/\(code)/answer"
            let mine = try #require(try await clerk.get("/inbox/\(code)").form(to: answer))
            _ = try await second.submit(
                try #require(try await second.get("/inbox/\(code)").form(to: "/inbox/\(code)/assignment")))
            let conflict = try await clerk.submit(
                mine, [("answer", "")], files: [.init(field: "result", name: "ket-qua.pdf", bytes: smallPDF)])
            #expect(conflict.status == .conflict)
            #expect(conflict.words.contains("ket-qua.pdf"))
            // Nobody else can use what waits for the clerk.
            let held = try #require(conflict.form(to: answer)?["result-upload"])
            let theirs = try #require(try await second.get("/inbox/\(code)").form(to: answer))
            let stolen = try await second.submit(theirs, [("answer", "x"), ("result-upload", held)])
            #expect(stolen.status == .unprocessableContent)

            let empty = try await clerk.submit(try #require(conflict.form(to: answer)))
            #expect(empty.status == .unprocessableContent)
            #expect(empty.words.contains("Tệp đã chọn vẫn còn: ket-qua.pdf"))
            let done = try await clerk.submit(try #require(empty.form(to: answer)), [("answer", "Mời đến nhận")])
            #expect(done.location == "/inbox/\(code)?done=answered")
            #expect(try await citizen.get("/dossiers/\(code)/results/1").bytes == smallPDF)
            #expect(try await citizen.get("/dossiers/\(code)/results/2").status == .notFound)
        }
    }

    @Test func aRefusalNamesItsRule() async throws {
        try await World.procedures(.sqlite) { world in
            let citizen = try await world.signedIn("citizen")
            let code = try await world.file(citizen)
            let clerk = try await world.signedIn("clerk")
            let page = try await clerk.get("/inbox/\(code)")
            let form = try #require(page.form(to: "/inbox/\(code)/refusal"))
            let short = try await clerk.submit(form, [("reason", "Không thuộc xã này")])
            #expect(short.status == .unprocessableContent)
            #expect(short.words.contains("Bạn chưa ghi căn cứ"))
            #expect(short.words.contains("Không thuộc xã này"))
            let full = try #require(short.form(to: "/inbox/\(code)/refusal"))
            _ = try await clerk.submit(full, [("basis", "Điều 13 Luật Hộ tịch 2014")])
            let own = try await citizen.get("/dossiers/\(code)")
            #expect(own.words.contains("Không thuộc xã này"))
            #expect(own.words.contains("Điều 13 Luật Hộ tịch 2014"))
        }
    }

    @Test func takesSeveralInAtOnce() async throws {
        try await World.procedures(.sqlite) { world in
            let citizen = try await world.signedIn("citizen")
            let codes = [try await world.file(citizen), try await world.file(citizen)]
            let foreign = try await world.file(citizen, unit: World.bachHa)
            let clerk = try await world.signedIn("clerk")
            let form = try #require(try await clerk.get("/inbox").form(to: "/inbox/acceptance"))
            let done = try await clerk.submit(form, (codes + [foreign]).map { ("pick", $0) })
            let page = try await clerk.follow(done)
            #expect(page.words.contains("Đã tiếp nhận 2 hồ sơ"))
            #expect(page.words.contains("1 hồ sơ không tiếp nhận được"))
            for code in codes { #expect(try await world.state(of: code) == "accepted") }
            #expect(try await world.state(of: foreign) == "submitted")
            #expect(try await world.journal().filter { $0 == "dossier.accepted" }.count == 2)
        }
    }

    @Test(arguments: TestEngine.available)
    func everyoneOnThePageFindsALine(_ engine: TestEngine) async throws {
        try await World.procedures(engine) { world in
            let citizen = try await world.signedIn("citizen")
            for _ in 0..<3 { try await world.file(citizen) }
            try await world.file(try await world.signedIn("neighbour"))
            let clerk = try await world.signedIn("clerk")
            let counter = try await world.statements { _ = try await clerk.get("/inbox") }
            // Two transactions: session, list, counts with fields, units; the journal's lines in one statement.
            #expect(counter.count <= 9, "\(counter.texts)")
            let subjects = try await world.values(
                "SELECT subject_id FROM kernel_journal WHERE action = 'dossier.read'", as: String.self)
            #expect(subjects.filter { $0 == world.people["citizen"].map { "\($0)" } }.count == 3)
            #expect(subjects.count == 4)
            let purposes = try await world.values(
                "SELECT DISTINCT purpose FROM kernel_journal WHERE action = 'dossier.read'", as: String.self)
            #expect(purposes == ["xử lý hồ sơ"])
        }
    }

    @Test func narrowsAndSortsAndRemembersItInTheAddress() async throws {
        try await World.procedures(.sqlite) { world in
            let first = try await world.file(try await world.signedIn("citizen"))
            let second = try await world.file(try await world.signedIn("neighbour"))
            let clerk = try await world.signedIn("clerk")
            let found = try await clerk.get("/inbox?q=ban+van+pao")
            #expect(found.text.contains(second) && !found.text.contains("/inbox/\(first)\""))
            #expect(try await clerk.get("/inbox?q=\(first)").text.contains("/inbox/\(first)\""))
            #expect(
                try await clerk.get("/inbox?field=%C4%90%E1%BA%A5t+%C4%91ai").words.contains("Không có hồ sơ nào khớp"))
            let byName = try await clerk.get("/inbox?sort=name")
            let (a, b) = (byName.text.range(of: "/inbox/\(first)\""), byName.text.range(of: "/inbox/\(second)\""))
            // Mai comes before Páo.
            #expect(try #require(a).lowerBound < (try #require(b)).lowerBound)
            #expect(byName.text.contains("tab=accepted&amp;sort=name"))
            #expect(try await clerk.get("/inbox?tab=done").words.contains("Không có hồ sơ nào ở đây"))
        }
    }

    @Test func aListLeavesTheHouseWithAReason() async throws {
        try await World.procedures(.sqlite) { world in
            let code = try await world.file(try await world.signedIn("citizen"))
            let clerk = try await world.signedIn("clerk")
            let form = try #require(try await clerk.get("/inbox.csv").form(to: "/inbox.csv"))
            #expect(try await clerk.submit(form).status == .unprocessableContent)
            let table = try await clerk.submit(form, [("reason", "Báo cáo tuần")])
            #expect(table.headers[.contentType]?.hasPrefix("text/csv") == true)
            #expect(table.text.contains(code) && table.text.contains("Hoàng Thị Mai"))
            let purpose = try await world.value(
                "SELECT purpose FROM kernel_journal WHERE action = 'dossier.read' ORDER BY id DESC LIMIT 1",
                as: String.self)
            #expect(purpose == "xuất danh sách hồ sơ: Báo cáo tuần")
        }
    }

    @Test(arguments: TestEngine.available)
    func theApplicantIsToldOnce(_ engine: TestEngine) async throws {
        try await World.procedures(engine) { world in
            let citizen = try await world.signedIn("citizen")
            let code = try await world.file(citizen)
            let clerk = try await world.signedIn("clerk")
            _ = try await clerk.submit(
                try #require(try await clerk.get("/inbox/\(code)").form(to: "/inbox/\(code)/acceptance")))
            try await world.runJobs()
            #expect(try await world.value("SELECT COUNT(*) FROM kernel_account_notice", as: Int.self) == 1)
            #expect(try await citizen.get("/").words.contains("Hồ sơ \(code) của bạn có tin mới"))
            try await world.runJobs()
            #expect(try await world.value("SELECT COUNT(*) FROM kernel_account_notice", as: Int.self) == 1)
            #expect(try await world.value("SELECT COUNT(*) FROM kernel_job WHERE state <> 'done'", as: Int.self) == 0)
        }
    }
}
