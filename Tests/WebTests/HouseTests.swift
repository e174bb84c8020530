import Foundation
import HTTPTypes
import Hummingbird
import Kernel
import Store
import TestKit
import Testing

@testable import Web

/// What every door gets from the house: status, headers, session, protection, replay, languages.
@Suite struct HouseTests {
    private static func doors(_ files: FileVault, _ database: any Database) -> [Door] {
        [
            .page("/", .open) { visit, _ in
                .page(Page(t("Xin chào")) { "<h1>\(t("Xin chào"))</h1>\(String(repeating: "dài ", count: 500))" })
            },
            .page("/own", .signedIn) { visit, _ in
                .page(
                    Page("Của tôi") {
                        "<h1>x</h1>\(Form.post("/notes", visit, "<textarea name=\"note\">\n\("a<b")</textarea>"))"
                    })
            },
            .page("/office", .needs(Permission("test.office", title: "Thử"))) { _, _ in .empty(.noContent) },
            .page("/things/{code}", .open) { visit, _ in
                .bytes(Array(try visit.parameter("code", as: String.self).utf8), type: "text/plain; charset=utf-8")
            },
            .page("/broken", .open) { _, _ in throw StoreError.other(code: "XX", message: "secret of the server") },
            .page("/away", .open) { _, _ in throw StoreError.unreachable("secret of the server") },
            .act("/notes", .signedIn) { visit, form, db in
                guard form["note"] != "refused" else { throw FieldProblems([FieldProblem("note", "sai")]) }
                try db.run("INSERT INTO test_act (note) VALUES (\(form["note"]))")
                return .redirect(to: "/own")
            },
            .apiAct("/api/v1/notes", .signedIn, APIDescription(summary: "Note", tag: "test")) { _, body, db in
                struct Note: Codable { let note: String }
                let note: Note = try body.decode()
                try db.run("INSERT INTO test_act (note) VALUES (\(note.note))")
                return try .json(note, status: .created)
            },
        ]
    }

    private func withHouse(_ body: (TestHouse) async throws -> Void) async throws {
        try await TestHouse.open(doors: Self.doors) { house in
            try await house.database.write { db in try db.run("CREATE TABLE test_act (note TEXT NOT NULL)") }
            try await body(house)
        }
    }

    @Test func answersCarryTheHeadersThatProtectThem() async throws {
        try await withHouse { house in
            for path in ["/", "/nowhere", "/broken"] {
                let answer = try await house.visitor().get(path)
                #expect(answer.headers[.contentSecurityPolicy]?.contains("script-src 'self'") == true)
                #expect(answer.headers[.xContentTypeOptions] == "nosniff")
                #expect(answer.headers[.requestID] == "test")
            }
        }
    }

    @Test func addressesThatDoNotExistAreSaidInTheVisitorsLanguage() async throws {
        try await withHouse { house in
            let answer = try await house.visitor().get("/nowhere")
            #expect(answer.status == .notFound)
            #expect(answer.words.contains("Trang này không còn ở đây"))
            let english = try await house.visitor([.acceptLanguage: "en-GB,en;q=0.9,vi;q=0.5"]).get("/nowhere")
            #expect(english.words.contains("This page is no longer here"))
            #expect(english.text.contains("<html lang=\"en\">"))
            let api = try await house.visitor().get("/api/v1/nothing")
            #expect(api.headers[.contentType] == "application/problem+json")
            #expect(api["status"] as? Int == 404)
        }
    }

    @Test func wrongMethodsAreToldWhichAreRight() async throws {
        try await withHouse { house in
            let answer = try await house.visitor().send(.delete, "/things/x")
            #expect(answer.status == .methodNotAllowed)
            #expect(answer.headers[.allow] == "GET, HEAD, OPTIONS")
            let asked = try await house.visitor().send(.options, "/notes")
            #expect(asked.status == .noContent)
            #expect(asked.headers[.allow] == "OPTIONS, POST")
            let head = try await house.visitor().send(.head, "/")
            #expect(head.status == .ok)
            #expect(head.bytes.isEmpty)
            let lost = try await house.visitor().send(.head, "/nowhere")
            #expect(lost.status == .notFound)
            #expect(lost.bytes.isEmpty)
        }
    }

    @Test func faultsTellANumberAndNoSecret() async throws {
        try await withHouse { house in
            let broken = try await house.visitor().get("/broken")
            #expect(broken.status == .internalServerError)
            #expect(!broken.text.contains("secret"))
            let away = try await house.visitor().get("/away")
            #expect(away.status == .serviceUnavailable)
            #expect(away.headers[.retryAfter] == "5")
            #expect(!away.text.contains("secret"))
        }
    }

    @Test func doorsOpenForThoseWhoMayPass() async throws {
        try await withHouse { house in
            let stranger = try await house.visitor().get("/own")
            #expect(stranger.status == .seeOther)
            #expect(stranger.location == "/sign-in?next=/own")
            let client = try await house.signedIn()
            #expect(try await client.get("/own").status == .ok)
            #expect(try await client.get("/office").status == .forbidden)
            let program = house.visitor([.authorization: "Bearer \(try await house.token(for: "nguyen.an"))"])
            #expect(try await program.get("/own").status == .ok)
            let wrong = house.visitor([.authorization: "Bearer \(String(repeating: "x", count: 43))"])
            #expect(try await wrong.get("/own").status == .seeOther)
        }
    }

    @Test func languagesAreRememberedAndLeadBackHere() async throws {
        try await withHouse { house in
            let doors = house.house.languages.doors(database: house.database)
            let client = HouseClient(house: house.house, doors: house.doors + doors)
            #expect(try await client.get("/").words.contains("Xin chào"))
            let chosen = try await client.get("/language?to=en&back=/things/x")
            #expect(chosen.location == "/things/x")
            #expect(try await client.get("/").words.contains("Hello"))
            #expect(try await client.get("/language?to=vi&back=//evil.example").location == "/")
            #expect(client.cookies["lang"] == "vi")
            _ = try await client.get("/language?to=xx")
            #expect(client.cookies["lang"] == "vi")
        }
    }

    @Test func pagesAreCompressedAndNotSentTwice() async throws {
        try await withHouse { house in
            let plain = try await house.visitor().get("/")
            let packed = try await house.visitor([.acceptEncoding: "gzip"]).get("/")
            #expect(packed.headers[.contentEncoding] == "gzip")
            #expect(packed.bytes.count < plain.bytes.count / 2)
            let tag = try #require(plain.headers[.eTag])
            let again = try await house.visitor([.ifNoneMatch: tag]).get("/")
            #expect(again.status == .notModified)
            #expect(again.bytes.isEmpty)
        }
    }

    @Test func theSecondClickIsHarmless() async throws {
        try await withHouse { house in
            let client = try await house.signedIn()
            let form = try #require(try await client.get("/own").form)
            #expect(form["note"] == "a<b")
            let first = try await client.submit(form, [("note", "một")])
            let second = try await client.submit(form, [("note", "một")])
            #expect(first.status == .seeOther && second.status == .seeOther)
            #expect(second.headers[.idempotencyReplayed] == "true")
            #expect(try await house.count() == 1)
            let other = try await client.submit(form, [("note", "hai")])
            #expect(other.status == .conflict)
            #expect(try await house.count() == 1)
        }
    }

    @Test func manyClicksAtOnceCountOnce() async throws {
        try await withHouse { house in
            let client = try await house.signedIn()
            let form = try #require(try await client.get("/own").form)
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<8 { group.addTask { try await client.submit(form, [("note", "x")]).status.code } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses == Array(repeating: 303, count: 8))
            #expect(try await house.count() == 1)
        }
    }

    @Test func formsOfOthersAreRefused() async throws {
        try await withHouse { house in
            let client = try await house.signedIn()
            let form = try #require(try await client.get("/own").form)
            #expect(try await client.post("/notes", [("note", "x")]).status == .forbidden)
            let foreign = try await client.submit(form, headers: [.secFetchSite: "cross-site"])
            #expect(foreign.status == .forbidden)
            let origin = try await client.submit(form, headers: [.origin: "https://evil.example"])
            #expect(origin.status == .forbidden)
            let stolen = try await house.signedIn("tran.binh").submit(form)
            #expect(stolen.status == .forbidden)
            #expect(try await house.count() == 0)
        }
    }

    @Test func whatWasTypedIsKeptWhenTheSessionHasEnded() async throws {
        try await withHouse { house in
            let answer = try await house.visitor().post("/notes", [("note", "dài dòng <b>"), ("_key", "k")])
            #expect(answer.status == .unauthorized)
            #expect(answer.form?.fields.contains { $0.1 == "dài dòng <b>" } == true)
        }
    }

    @Test func badBytesAreNoText() async throws {
        try await withHouse { house in
            let client = try await house.signedIn()
            for body in ["note=%FF", "note=%00", "note=%zz"] {
                let answer = try await client.send(
                    .post, "/notes", headers: [.contentType: "application/x-www-form-urlencoded"],
                    body: Array(body.utf8))
                #expect(answer.status == .badRequest)
            }
            let raw = try await client.send(
                .post, "/notes", headers: [.contentType: "application/x-www-form-urlencoded"], body: [0x61, 0x3D, 0xFF])
            #expect(raw.status == .badRequest)
            let kind = try await client.send(.post, "/notes", headers: [.contentType: "text/plain"], body: [0x61])
            #expect(kind.status == .unsupportedMediaType)
        }
    }

    @Test func programsNeedAKeyAndGetProblems() async throws {
        try await withHouse { house in
            let token = try await house.token(for: "nguyen.an")
            let program = house.visitor([.authorization: "Bearer \(token)"])
            let made = try await program.postJSON("/api/v1/notes", "{\"note\":\"x\"}", headers: [.idempotencyKey: "k1"])
            #expect(made.status == .created)
            let again = try await program.postJSON(
                "/api/v1/notes", "{\"note\":\"x\"}", headers: [.idempotencyKey: "k1"])
            #expect(again.status == .created && again.bytes == made.bytes)
            #expect(again.headers[.contentType] == "application/json")
            let other = try await program.postJSON(
                "/api/v1/notes", "{\"note\":\"y\"}", headers: [.idempotencyKey: "k1"])
            #expect(other.status == .unprocessableContent)
            let bad = try await program.postJSON("/api/v1/notes", "{\"note\":1}")
            #expect(bad.status == .unprocessableContent)
            #expect(bad.text.contains("#/note"))
            #expect(try await program.postJSON("/api/v1/notes", "{").status == .unprocessableContent)
            let noKey = try await program.send(.post, "/api/v1/notes", body: Array("{}".utf8))
            #expect(noKey.status == .unprocessableContent)
            #expect(try await house.visitor().postJSON("/api/v1/notes", "{\"note\":\"x\"}").status == .unauthorized)
            #expect(try await house.count() == 1)
        }
    }
}
