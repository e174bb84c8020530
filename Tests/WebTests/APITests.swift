import Foundation
import HTTPTypes
import Kernel
import Store
import TestKit
import Testing

@testable import Web

@Suite struct APITests {
    private static let doors: [Door] = [
        .apiPage(
            "/api/v1/things/{code}", .open,
            APIDescription(
                summary: "One thing", tag: "things", query: APIParameter.paging,
                response: .json(.page(of: .ref("Thing"))))
        ) { _, _ in .empty(.noContent) },
        .apiAct(
            "/api/v1/things", .needs(Permission("things.make", title: "Làm")),
            APIDescription(
                summary: "Make a thing", tag: "things", request: .json(.ref("Thing")), response: .json(.ref("Thing")),
                status: 201)
        ) { _, _, _ in .empty(.noContent) },
        .page("/things", .open) { _, _ in .empty(.noContent) },
    ]

    private static let thing = Schema.object([
        .required("code", .string(maxLength: 20, values: [])),
        .optional("note", .optional(.string()), note: "Free text"),
        .required("kind", .string(values: ["a", "b"])), .required("sizes", .array(.integer(minimum: 0))),
        .optional("at", .string(format: "date-time")), .optional("share", .number), .optional("isOpen", .boolean),
    ])

    @Test func theDescriptionFollowsTheDoors() async throws {
        try await TestHouse.open(doors: { files, _ in
            let doors = Self.doors + UploadDoors.all(files: files)
            return doors
                + [try? OpenAPI.door(describing: doors, schemas: [("Thing", Self.thing)], version: "0.1")]
                .compactMap(\.self)
        }) { house in
            let answer = try await house.visitor().get("/api/v1/openapi.json")
            #expect(answer.status == .ok)
            let paths = try #require(answer["paths"] as? [String: [String: Any]])
            #expect(
                Set(paths.keys) == [
                    "/api/v1/things/{code}", "/api/v1/things", "/api/v1/uploads", "/api/v1/uploads/{id}",
                    "/api/v1/openapi.json",
                ])
            let make = try #require(paths["/api/v1/things"]?["post"] as? [String: Any])
            #expect(make["x-permission"] as? String == "things.make")
            #expect(answer.text.contains("Idempotency-Key"))
            try Self.validate(answer.bytes)
        }
    }

    /// Judged by openapi-spec-validator, where it is installed; `make test` installs it.
    private static func validate(_ document: [UInt8]) throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "thacba-\(UUID().uuidString).json")
        try Data(document).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let python = Foundation.Process()
        python.executableURL = URL(filePath: "/usr/bin/env")
        python.arguments = [
            "python3", "-c",
            """
            import json, sys
            try:
                from openapi_spec_validator import validate
            except ImportError:
                sys.exit(0)
            validate(json.load(open(sys.argv[1])))
            """, file.path,
        ]
        try python.run()
        python.waitUntilExit()
        #expect(python.terminationStatus == 0)
    }

    @Test func pagesGoOnWhereTheLastOneEnded() throws {
        let rows = (1...7).map { ("n\($0)", "\($0)") }
        var query = FormData([("limit", "3")])
        var seen: [String] = []
        for _ in 0..<5 {
            let keyset = try Keyset(query, values: 2)
            let rest = rows.filter { row in keyset.after.map { row.1 > $0[1] } ?? true }
            let page = keyset.page(of: Array(rest.prefix(keyset.fetch))) { [$0.0, $0.1] }
            seen += page.items.map(\.0)
            guard let next = page.next else { break }
            query = FormData([("limit", "3"), ("after", next)])
        }
        #expect(seen == rows.map(\.0))
        #expect(try Keyset(FormData(), values: 1).limit == 50)
    }

    @Test(arguments: [
        [("limit", "0")], [("limit", "201")], [("limit", "x")], [("after", "!!")], [("after", "bm90IGpzb24")],
        [("after", Keyset.cursor(["one"]))],
    ])
    func cursorsThatAreNotOursAreRefused(fields: [(String, String)]) {
        let query = FormData(fields.map { (name: $0.0, value: $0.1) })
        #expect(throws: FieldProblems.self) { try Keyset(query, values: 2) }
    }
}
