import Foundation
import HTTPTypes
import Kernel
import Store
import TestKit
import Testing

@testable import Procedures

@Suite("Nộp hồ sơ") struct FilingTests {
    @Test(arguments: TestEngine.available)
    func fromTheFirstPageToTheReceipt(_ engine: TestEngine) async throws {
        try await World.procedures(engine) { world in
            let citizen = try await world.signedIn("citizen")
            let check = try await world.fillIn(citizen)
            #expect(check.words.contains("Bạn xem lại rồi nộp"))
            #expect(check.words.contains("UBND xã Vũ Linh, huyện Yên Bình"))
            #expect(check.words.contains("0912345678"))
            #expect(check.words.contains("26/07/2022"))
            let form = try #require(check.form(to: "/dossiers"))
            let sent = try await citizen.submit(form, [("pledge", "1")])
            #expect(sent.status == .seeOther)
            #expect(sent.location == "/dossiers/04765-220725-0001/receipt")
            let receipt = try await citizen.follow(sent)
            #expect(receipt.words.contains("04765-220725-0001"))
            #expect(receipt.text.contains("<svg class=\"qr\""))
            #expect(receipt.text.contains("class=\"citizen a5\""))
            #expect(try await world.journal() == ["dossier.submitted"])
            #expect(try await world.value("SELECT topic FROM kernel_outbox", as: String.self) == "dossier.submitted")
            #expect(try await world.value("SELECT COUNT(*) FROM procedures_draft", as: Int.self) == 0)
            #expect(try await world.value("SELECT COUNT(*) FROM procedures_answer", as: Int.self) == 3)
            let own = try await citizen.get("/dossiers/04765-220725-0001")
            #expect(own.words.contains("Khai sinh cho cháu An"))
            #expect(own.words.contains("Chưa có ai xem"))
            #expect(try await world.file(citizen) == "04765-220725-0002")
        }
    }

    @Test func saysWhatIsWrongAndKeepsWhatWasTyped() async throws {
        try await World.procedures(.sqlite) { world in
            let citizen = try await world.signedIn("citizen")
            let start = try #require(
                try await citizen.get("/procedures/1.001193").form(to: "/procedures/1.001193/filing"))
            var page = try await citizen.follow(try await citizen.submit(start))
            page = try await world.answer(citizen, page, "where", [])
            #expect(page.status == .unprocessableContent)
            #expect(page.text.contains("href=\"#unit\""))
            page = try await world.answer(citizen, page, "where", [("unit", "\(world.units[World.vuLinh] ?? .new())")])
            page = try await world.answer(citizen, page, "request", [("phone", "12345"), ("content", "Xin khai sinh")])
            #expect(page.status == .unprocessableContent)
            #expect(page.text.contains("value=\"12345\""))
            #expect(page.words.contains("Xin khai sinh"))
            #expect(page.text.contains("<title>Lỗi: "))
            page = try await world.answer(
                citizen, page, "request", [("phone", "0912345678"), ("content", "Xin khai sinh")])
            page = try await world.answer(citizen, page, "papers", [("desk", "0")])
            #expect(page.status == .unprocessableContent)
            #expect(page.words.contains("Chưa có tệp cho giấy thứ 2"))
            page = try await world.answer(citizen, page, "papers", [("skip", "1")])
            let form = try #require(page.form(to: "/dossiers"))
            let refused = try await citizen.submit(form)
            #expect(refused.status == .unprocessableContent)
            #expect(refused.words.contains("cam đoan"))
            #expect(try await world.value("SELECT COUNT(*) FROM procedures_dossier", as: Int.self) == 0)
        }
    }

    @Test func nobodyReachesTheEndByAnAddress() async throws {
        try await World.procedures(.sqlite) { world in
            let citizen = try await world.signedIn("citizen")
            let start = try #require(
                try await citizen.get("/procedures/1.001193").form(to: "/procedures/1.001193/filing"))
            let begun = try await citizen.submit(start)
            let path = try #require(begun.location)
            #expect(try await citizen.get("\(path)?step=check").words.contains("Bạn nộp hồ sơ ở đâu?"))
            let found = try await citizen.get("\(path)?step=where&q=vu+linh")
            #expect(found.words.contains("Xã Vũ Linh"))
            #expect(!found.words.contains("Xã Bạch Hà"))
            #expect(try await citizen.get("\(path)?step=where&q=khong+co").words.contains("Không có xã nào"))
            // Begun twice, it is the same draft.
            #expect(try await citizen.submit(start).location == path)
            for other in ["neighbour", "clerk"] {
                #expect(try await world.signedIn(other).get(path).status == .notFound)
            }
            #expect(try await world.visitor().get(path).location?.hasPrefix("/sign-in") == true)
        }
    }

    @Test func laterKeepsWhatIsThere() async throws {
        try await World.procedures(.sqlite) { world in
            let citizen = try await world.signedIn("citizen")
            let start = try #require(
                try await citizen.get("/procedures/1.001193").form(to: "/procedures/1.001193/filing"))
            var page = try await citizen.follow(try await citizen.submit(start))
            page = try await world.answer(citizen, page, "where", [("unit", "\(world.units[World.vuLinh] ?? .new())")])
            let path = page.path
            page = try await world.answer(
                citizen, page, "request", [("content", "Dở dang"), ("phone", ""), ("keep", "1")])
            #expect(page.words.contains("Đã giữ phần bạn ghi"))
            #expect(page.words.contains("Đang ghi dở"))
            #expect(try await citizen.get(path).words.contains("Dở dang"))
            let draft = path.split(separator: "?")[0]
            let ask = try await citizen.get("\(draft)/removal")
            let gone = try await citizen.follow(try await citizen.submit(try #require(ask.form)))
            #expect(gone.words.contains("Đã xoá bản ghi dở"))
            #expect(try await citizen.get(path).status == .notFound)
        }
    }

    @Test(arguments: TestEngine.available)
    func aDoubleClickSendsOnce(_ engine: TestEngine) async throws {
        try await World.procedures(engine) { world in
            let citizen = try await world.signedIn("citizen")
            let check = try await world.fillIn(citizen)
            let form = try #require(check.form(to: "/dossiers"))
            let again = try #require(try await citizen.get(check.path).form(to: "/dossiers"))
            async let one = citizen.submit(form, [("pledge", "1")])
            async let two = citizen.submit(form, [("pledge", "1")])
            let (first, second) = try await (one, two)
            #expect(first.status == .seeOther && second.status == .seeOther)
            #expect(first.location == second.location)
            // The same draft from another tab: another key, and still no second dossier.
            #expect(try await citizen.submit(again, [("pledge", "1")]).location == first.location)
            // The same key with other content.
            let changed = try await citizen.submit(form, [("pledge", "1"), ("draft", "x")])
            #expect(changed.status == .conflict)
            #expect(try await world.value("SELECT COUNT(*) FROM procedures_dossier", as: Int.self) == 1)
            #expect(try await world.journal() == ["dossier.submitted"])
        }
    }

    @Test func takesPapersAndGivesThemBackToTheirOwner() async throws {
        try await World.procedures(.sqlite) { world in
            let citizen = try await world.signedIn("citizen")
            let check = try await world.fillIn(citizen)
            let draft = check.path.split(separator: "?")[0]
            let papers = try await citizen.get("\(draft)?step=papers")
            let wrong = try await world.answer(
                citizen, papers, "papers", [("desk", "1")],
                files: [.init(field: "paper-0", name: "virus.exe", bytes: Array("MZ".utf8))])
            #expect(wrong.status == .unprocessableContent)
            #expect(wrong.words.contains("virus.exe"))
            let given = try await world.answer(
                citizen, papers, "papers", (1..<6).map { ("desk", "\($0)") },
                files: [.init(field: "paper-0", name: "giấy chứng sinh.pdf", bytes: smallPDF)])
            #expect(given.words.contains("giấy chứng sinh.pdf"))
            let form = try #require(given.form(to: "/dossiers"))
            let sent = try await citizen.submit(form, [("pledge", "1")])
            let code = try #require(sent.location?.split(separator: "/").dropFirst().first)
            let paper = try await citizen.get("/dossiers/\(code)/papers/1")
            #expect(paper.bytes == smallPDF)
            #expect(paper.headers[.contentDisposition]?.contains("filename*=UTF-8''gi%E1%BA%A5y") == true)
            #expect(try await citizen.get("/dossiers/\(code)/papers/2").status == .notFound)
            #expect(try await world.signedIn("neighbour").get("/dossiers/\(code)/papers/1").status == .notFound)
        }
    }

    @Test func hostileTextComesOutAsText() async throws {
        try await World.procedures(.sqlite) { world in
            let citizen = try await world.signedIn("citizen")
            let hostile = "<script>alert('x')</script>\"; DROP TABLE procedures_dossier; --"
            let check = try await world.fillIn(citizen, content: hostile)
            #expect(!check.text.contains("<script>alert"))
            let sent = try await citizen.submit(try #require(check.form(to: "/dossiers")), [("pledge", "1")])
            let code = try #require(sent.location?.split(separator: "/").dropFirst().first)
            for page in [
                try await citizen.get("/dossiers/\(code)"), try await world.signedIn("clerk").get("/inbox/\(code)"),
            ] {
                #expect(!page.text.contains("<script>alert"))
                #expect(page.words.contains("DROP TABLE"))
            }
            #expect(try await world.value("SELECT value FROM procedures_answer WHERE position = 1") == hostile)
            let clerk = try await world.signedIn("clerk")
            let accept = try #require(try await clerk.get("/inbox/\(code)").form(to: "/inbox/\(code)/acceptance"))
            let page = try await clerk.follow(try await clerk.submit(accept))
            let answer = try #require(page.form(to: "/inbox/\(code)/answer"))
            let file = HouseClient.FilePart(field: "result", name: "<img src=x onerror=alert(1)>.pdf", bytes: smallPDF)
            #expect(try await clerk.submit(answer, [("answer", hostile)], files: [file]).status == .seeOther)
            let told = try await citizen.get("/dossiers/\(code)")
            #expect(!told.text.contains("<script>alert") && !told.text.contains("<img src=x"))
            #expect(told.words.contains("DROP TABLE"))
        }
    }

    @Test func refusesBytesThatAreNoText() async throws {
        try await World.procedures(.sqlite) { world in
            let citizen = try await world.signedIn("citizen")
            let answer = try await citizen.send(
                .post, "/dossiers", headers: [.contentType: "application/x-www-form-urlencoded"],
                body: Array("draft=%C3%28".utf8))
            #expect(answer.status == .badRequest)
            #expect(try await citizen.get("/procedures?q=%FF").status.code < 500)
        }
    }

    @Test func textInPiecesIsKeptComposed() async throws {
        try await World.procedures(.sqlite) { world in
            let citizen = try await world.signedIn("citizen")
            _ = try await world.file(citizen, content: "Đường về".decomposedStringWithCanonicalMapping)
            let kept = try await world.value("SELECT value FROM procedures_answer WHERE position = 1", as: String.self)
            #expect(kept.map { Array($0.unicodeScalars) } == Array("Đường về".unicodeScalars))
        }
    }

    @Test func anOldDraftSaysSo() async throws {
        try await World.procedures(.sqlite) { world in
            let citizen = try await world.signedIn("citizen")
            let check = try await world.fillIn(citizen)
            let form = try #require(check.form(to: "/dossiers"))
            let past = world.now + .seconds(-1)
            try await world.database.write { db in
                try db.run("UPDATE procedures_draft SET expires_at = \(past)")
            }
            let page = try await citizen.get(check.path)
            #expect(page.status == .gone)
            #expect(page.words.contains("hết hạn giữ"))
            #expect(try await citizen.submit(form, [("pledge", "1")]).status == .unprocessableContent)
            try await world.database.write { db in try JobQueue(db: db).enqueue(DossierJobs.upkeep, at: .now) }
            try await world.runJobs()
            #expect(try await world.value("SELECT COUNT(*) FROM procedures_draft", as: Int.self) == 0)
        }
    }

    @Test func aNewVersionIsToldAndTheFormGoesOn() async throws {
        try await World.procedures(.sqlite) { world in
            let citizen = try await world.signedIn("citizen")
            let check = try await world.fillIn(citizen)
            let form = try #require(check.form(to: "/dossiers"))
            try await Self.renew(world)
            let stopped = try await citizen.follow(try await citizen.submit(form, [("pledge", "1")]))
            #expect(stopped.words.contains("vừa có bản mới"))
            #expect(stopped.words.contains("Khai sinh cho cháu An"))
            let sent = try await citizen.submit(try #require(stopped.form(to: "/dossiers")), [("pledge", "1")])
            #expect(sent.location?.hasSuffix("/receipt") == true)
        }
    }

    /// The procedure gets a new version that begins today.
    private static func renew(_ world: World) async throws {
        let (today, id) = (world.now.day, ID<Procedure>.new())
        try await world.database.write { db in
            try db.run("UPDATE procedures_procedure SET version_to = \(today) WHERE code = '1.001193'")
            try db.run(
                """
                INSERT INTO procedures_procedure (id, code, version_from, name, name_search, name_sort, field, level,
                    is_commune, ministry, decision_no, time_value, time_unit, time_sort, times_all, fee_vnd,
                    fee_online_vnd, fee_note, is_online, channels, papers, result, is_demo_version, source)
                SELECT \(id), code, \(today), name, name_search, name_sort, field, level, is_commune, ministry,
                    decision_no, time_value, time_unit, time_sort, times_all, fee_vnd, fee_online_vnd, fee_note,
                    is_online, channels, papers, result, is_demo_version, source
                FROM procedures_procedure WHERE code = '1.001193'
                """)
            try Revision(db: db).advance(ProcedureStore.topic)
        }
    }

    @Test(arguments: TestEngine.available)
    func takesFewStatements(_ engine: TestEngine) async throws {
        try await World.procedures(engine) { world in
            let citizen = try await world.signedIn("citizen")
            let check = try await world.fillIn(citizen)
            let form = try #require(check.form(to: "/dossiers"))
            let counter = try await world.statements {
                _ = try await citizen.submit(form, [("pledge", "1")])
            }
            // Begin, session, draft, number; dossier, answers, log, journal, outbox, draft, key; commit.
            #expect(counter.count <= 12, "\(counter.texts)")
        }
    }

    @Test func anotherMansDossierIsNotThere() async throws {
        try await World.procedures(.sqlite) { world in
            let code = try await world.file(try await world.signedIn("citizen"))
            let neighbour = try await world.signedIn("neighbour")
            for path in ["", "/receipt", "/withdrawal"] {
                #expect(try await neighbour.get("/dossiers/\(code)\(path)").status == .notFound)
            }
            // An officer's desk is elsewhere: here only one's own is to be found.
            #expect(try await world.signedIn("clerk").get("/dossiers/\(code)").status == .notFound)
        }
    }

    @Test func takesADossierBackByNamingIt() async throws {
        try await World.procedures(.sqlite) { world in
            let citizen = try await world.signedIn("citizen")
            let code = try await world.file(citizen)
            let ask = try await citizen.get("/dossiers/\(code)/withdrawal")
            let form = try #require(ask.form(to: "/dossiers/\(code)/withdrawal"))
            #expect(try await citizen.submit(form, [("code", "9999")]).status == .unprocessableContent)
            let again = try #require(try await citizen.get(ask.path).form(to: "/dossiers/\(code)/withdrawal"))
            let done = try await citizen.follow(try await citizen.submit(again, [("code", "0001")]))
            #expect(done.words.contains("Bạn đã rút hồ sơ này"))
            #expect(try await world.state(of: code) == "withdrawn")
            #expect(try await citizen.get(ask.path).status == .unprocessableContent)
        }
    }
}
