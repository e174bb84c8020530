import Foundation
import HTTPTypes
import Kernel
import Store
import TestKit
import Testing

@testable import Web

/// Forms that bring files.
@Suite struct FormFileTests {
    private static func doors(_ files: FileVault, _ database: any Database) -> [Door] {
        [
            .page("/own", .signedIn) { visit, _ in
                .page(Page("x") { "<h1>x</h1>\(Form.upload("/papers", visit, "<input name=\"note\">"))" })
            },
            .act("/papers", .signedIn) { _, form, _ in
                let files = form.files.map { "\($0.field):\($0.name):\($0.file.size):\($0.file.type.rawValue)" }
                let problems = form.fileProblems.map { "\($0.field)!\($0.message)" }
                let text = ([form["note"]] + files + problems).joined(separator: "|")
                return .bytes(Array(text.utf8), type: "text/plain; charset=utf-8")
            },
        ] + UploadDoors.all(files: files)
    }

    private func withHouse(_ body: (TestHouse, HouseClient, PageForm) async throws -> Void) async throws {
        for engine in TestEngine.available {
            try await TestHouse.open(on: engine, doors: Self.doors) { house in
                let client = try await house.signedIn()
                try await body(house, client, try #require(try await client.get("/own").form))
            }
        }
    }

    @Test func filesComeWithTheirFields() async throws {
        try await withHouse { _, client, form in
            let answer = try await client.submit(
                form, [("note", "Đơn xin")],
                files: [
                    .init(field: "papers", name: "C:\\tmp\\đơn.pdf", bytes: pdf(700_000)),
                    .init(field: "papers", name: "ghi chú.txt", bytes: Array("Xin chào".utf8)),
                    .init(field: "photo", name: "", bytes: []),
                ])
            #expect(answer.text == "Đơn xin|papers:đơn.pdf:700000:application/pdf|papers:ghi chú.txt:9:text/plain")
        }
    }

    @Test func aRefusedFileIsToldBesideItsFieldAndTheFormGoesOn() async throws {
        try await withHouse { house, client, form in
            let answer = try await client.submit(
                form, [("note", "giữ")],
                files: [
                    .init(field: "a", name: "x.exe", bytes: Array("MZ".utf8)),
                    .init(field: "b", name: "x.pdf", bytes: Array("no pdf at all".utf8)),
                    .init(field: "c", name: "x.pdf", bytes: []),
                    .init(field: "d", name: "lớn.pdf", bytes: pdf(FileLimits.standard.file + 1)),
                    .init(field: "e", name: "tốt.pdf", bytes: pdf()),
                ])
            let parts = answer.text.split(separator: "|").map(String.init)
            #expect(parts.first == "giữ")
            #expect(parts.contains("e:tốt.pdf:400:application/pdf"))
            for field in ["a!x.exe:", "b!x.pdf:", "c!x.pdf:", "d!lớn.pdf:"] {
                #expect(parts.contains { $0.hasPrefix(field) }, "\(field) in \(answer.text)")
            }
        }
    }

    @Test func aHugeFormIsRefusedAtOnceAndItsTextKept() async throws {
        try await withHouse { house, client, form in
            let answer = try await client.submit(
                form, [("note", "một trang đã gõ")], files: [.init(field: "a", name: "x.pdf", bytes: pdf(3_000_000))],
                headers: [.contentLength: "500000000"])
            #expect(answer.status == .contentTooLarge)
            #expect(answer.headers[.connection] == "close")
            #expect(answer.text.contains("một trang đã gõ"))
            #expect(house.storedFiles().isEmpty)
        }
    }

    @Test func textHasALimit() async throws {
        try await withHouse { _, client, form in
            let long = String(repeating: "a", count: 1_100_000)
            let parts = try await client.submit(form, [("note", long)])
            let fields = try await client.post("/papers", [("note", long)])
            #expect(parts.status == .contentTooLarge)
            #expect(fields.status == .contentTooLarge)
        }
    }

    @Test func brokenFormsAreRefused() async throws {
        try await withHouse { _, client, _ in
            let cut = try await client.send(
                .post, "/papers", headers: [.contentType: "multipart/form-data; boundary=XX"],
                body: Array("--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx".utf8))
            #expect(cut.status == .badRequest)
            let bare = try await client.send(
                .post, "/papers", headers: [.contentType: "multipart/form-data"], body: [1])
            #expect(bare.status == .unsupportedMediaType)
            let bytes = try await client.send(
                .post, "/papers", headers: [.contentType: "multipart/form-data; boundary=XX"],
                body: Array("--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n".utf8) + [0xFF]
                    + Array("\r\n--XX--".utf8))
            #expect(bytes.status == .badRequest)
        }
    }

    @Test func strangersLeaveNoFiles() async throws {
        try await withHouse { house, _, _ in
            let answer = try await house.visitor().postMultipart(
                "/papers", [("note", "lạ")], files: [.init(field: "a", name: "x.pdf", bytes: pdf())])
            #expect(answer.status == .unauthorized)
            #expect(answer.text.contains("lạ"))
            #expect(house.storedFiles().isEmpty)
        }
    }

    @Test func otherFilesUnderTheSameKeyAreOtherContent() async throws {
        try await withHouse { _, client, form in
            let first = try await client.submit(form, files: [.init(field: "a", name: "x.pdf", bytes: pdf())])
            let same = try await client.submit(form, files: [.init(field: "a", name: "x.pdf", bytes: pdf())])
            #expect(first.text == same.text && same.headers[.idempotencyReplayed] == "true")
            let other = try await client.submit(form, files: [.init(field: "a", name: "x.pdf", bytes: pdf(500))])
            #expect(other.status != .ok)
        }
    }

    // MARK: Resumable uploads

    private static func headers(_ form: PageForm, _ more: HTTPFields = [:]) -> HTTPFields {
        var headers: HTTPFields = [.tusResumable: "1.0.0", .csrfToken: form["_csrf"] ?? ""]
        for field in more { headers[field.name] = field.value }
        return headers
    }

    private static func metadata(_ name: String) -> String { "filename \(Data(name.utf8).base64EncodedString())" }

    private static func begin(
        _ client: HouseClient, _ form: PageForm, length: Int, name: String = "giấy.pdf"
    ) async throws -> HouseAnswer {
        try await client.send(
            .post, "/api/v1/uploads",
            headers: headers(form, [.uploadLength: String(length), .uploadMetadata: metadata(name)]))
    }

    private static func go(
        _ client: HouseClient, _ form: PageForm, _ path: String, at offset: Int, _ bytes: [UInt8]
    ) async throws -> HouseAnswer {
        try await client.send(
            .patch, path,
            headers: headers(
                form, [.uploadOffset: String(offset), .contentType: "application/offset+octet-stream"]),
            body: bytes)
    }

    @Test func anUploadGoesOnAfterABreakAndBecomesAFileOfTheForm() async throws {
        try await withHouse { house, client, form in
            let bytes = pdf(300_000)
            let begun = try await Self.begin(client, form, length: bytes.count)
            #expect(begun.status == .created)
            let path = try #require(begun.location)
            let first = try await Self.go(client, form, path, at: 0, Array(bytes[..<100_000]))
            #expect(first.status == .noContent && first.headers[.uploadOffset] == "100000")
            #expect(try await Self.go(client, form, path, at: 5, [1]).status == .conflict)
            let asked = try await client.send(.head, path, headers: Self.headers(form))
            #expect(asked.headers[.uploadOffset] == "100000" && asked.headers[.uploadLength] == "300000")
            let other = try await house.signedIn("tran.binh")
            #expect(try await other.send(.head, path, headers: Self.headers(form)).status == .notFound)
            let last = try await Self.go(client, form, path, at: 100_000, Array(bytes[100_000...]))
            #expect(last.headers[.uploadOffset] == "300000")
            let id = try #require(path.split(separator: "/").last)
            let sent = try await client.submit(form, [("note", "n"), ("papers-upload", String(id))])
            #expect(sent.text == "n|papers:giấy.pdf:300000:application/pdf")
            let form = try #require(try await other.get("/own").form)
            let stolen = try await other.submit(form, [("papers-upload", String(id))])
            #expect(stolen.text.hasPrefix("|papers!"))
        }
    }

    @Test func uploadsThatCannotBeTakenAreRefused() async throws {
        try await withHouse { _, client, form in
            #expect(try await Self.begin(client, form, length: FileLimits.standard.file + 1).status == .contentTooLarge)
            #expect(try await Self.begin(client, form, length: 10, name: "x.exe").status == .unprocessableContent)
            let begun = try await Self.begin(client, form, length: 10)
            let path = try #require(begun.location)
            let long = try await Self.go(client, form, path, at: 0, Array("more than that".utf8))
            #expect(long.status == .contentTooLarge)
            let wrong = try await Self.go(client, form, path, at: 0, Array("no pdf 123".utf8))
            #expect(wrong.status == .unprocessableContent)
            #expect(wrong.headers[.contentType] == "application/problem+json")
        }
    }

    @Test func uploadsAreProtectedAsFormsAre() async throws {
        try await withHouse { house, client, form in
            var headers = Self.headers(form, [.uploadLength: "10", .uploadMetadata: Self.metadata("a.pdf")])
            headers[.csrfToken] = nil
            #expect(try await client.send(.post, "/api/v1/uploads", headers: headers).status == .forbidden)
            let program = house.visitor([.authorization: "Bearer \(try await house.token(for: "nguyen.an"))"])
            #expect(try await program.send(.post, "/api/v1/uploads", headers: headers).status == .created)
            #expect(try await house.visitor().send(.post, "/api/v1/uploads", headers: headers).status == .unauthorized)
            headers[.tusResumable] = "0.2.2"
            let old = try await program.send(.post, "/api/v1/uploads", headers: headers)
            #expect(old.status == .preconditionFailed && old.headers[.tusVersion] == "1.0.0")
            let able = try await house.visitor().send(.options, "/api/v1/uploads")
            #expect(able.headers[.tusExtension] == "creation,termination,expiration")
        }
    }

    @Test func everyAnswerSaysWhichTusIsSpoken() async throws {
        try await withHouse { house, client, form in
            let begun = try await Self.begin(client, form, length: 10)
            let path = try #require(begun.location)
            let sent: HTTPFields = [.uploadOffset: "0", .contentType: "application/offset+octet-stream"]
            let old: HTTPFields = [.tusResumable: "0.2.2"]
            let answers = [
                begun, try await client.send(.options, "/api/v1/uploads"), try await client.send(.options, path),
                try await Self.begin(client, form, length: FileLimits.standard.file + 1),
                try await Self.begin(client, form, length: 10, name: "x.exe"),
                try await client.send(.head, path, headers: Self.headers(form)),
                try await client.send(.head, path), try await client.send(.put, path),
                try await client.send(.patch, path, headers: Self.headers(form, sent), body: Array("%PDF-".utf8)),
                try await client.send(.patch, path, headers: Self.headers(form, sent), body: Array("%PDF-".utf8)),
                try await client.send(.patch, path, headers: Self.headers(form)),
                try await client.send(.delete, path),
                try await client.send(.delete, path, headers: Self.headers(form)),
                try await client.send(.head, path, headers: Self.headers(form)),
                try await house.visitor().send(.post, "/api/v1/uploads", headers: [.tusResumable: "1.0.0"]),
            ]
            #expect(
                answers.map(\.status.code) == [
                    201, 204, 204, 413, 422, 200, 412, 405, 204, 409, 415, 412, 204, 404, 401,
                ])
            for answer in answers { #expect(answer.headers[.tusResumable] == "1.0.0", "\(answer.status)") }
            for answer in [
                try await client.send(.head, path, headers: old), try await client.send(.patch, path, headers: old),
                try await client.send(.delete, path, headers: old),
                try await client.send(.post, "/api/v1/uploads", headers: old),
            ] {
                #expect(answer.status == .preconditionFailed && answer.headers[.tusVersion] == "1.0.0")
            }
            #expect(try await client.get("/own").headers[.tusResumable] == nil)
        }
    }
}
