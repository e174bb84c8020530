import Administration
import HTTPTypes
import Kernel
import TestKit
import Testing
import Web

@Suite("The running server and its languages") struct ServerTests {
    @Test(arguments: TestEngine.available) func aServerSaysWhatItIs(_ engine: TestEngine) async throws {
        try await AdministrationWorld.open(engine) { world in
            let page = try await (try await world.signedIn("admin")).get("/admin/server")
            for words in ["9.8.7", "Chạy tốt", "Địa chỉ 127.0.0.1:8080", "kernel-001-territory"] {
                #expect(page.words.contains(words))
            }
            #expect(page.words.contains(hostile) && !page.text.contains("<script>alert"))
            #expect(page.text.contains("href=\"/metrics\""))
        }
    }

    @Test(arguments: TestEngine.available) func theMatrixShowsEveryDoor(_ engine: TestEngine) async throws {
        try await AdministrationWorld.open(engine) { world in
            let page = try await (try await world.signedIn("chair")).get("/admin/doors")
            let rows = page.text.matches(of: #/<tr><th scope="row" class="code">([^<]+)</th>(.*?)</tr>/#)
            #expect(rows.map { String($0.1) } == ["GET /", "GET /account", "GET /inbox"])
            #expect(rows.map { $0.2.matches(of: #/✓/#).count } == [4, 4, 2])
            #expect(page.words.contains("administration.server"))
        }
    }

    @Test(arguments: TestEngine.available) func languagesTellWhatTheyLack(_ engine: TestEngine) async throws {
        try await AdministrationWorld.open(engine) { world in
            let page = try await (try await world.signedIn("admin")).get("/admin/languages")
            #expect(page.words.contains("English en 7/10 (70 %) Còn thiếu"))
            #expect(page.words.contains("Tiếng Việt vi nguyên văn Đủ"))
            #expect(page.words.contains("English: còn 3 câu chưa dịch"))
            #expect(page.words.contains("Xem hồ sơ") && !page.text.contains("<script>alert"))
        }
    }

    @Test func aCatalogueIsCountedByItsEntries() throws {
        let po = """
            msgid ""
            msgstr "Language: en\\n"

            msgid "Hồ sơ"
            msgstr "Dossier"

            #, fuzzy
            msgid "Thôn"
            msgstr "Village"

            msgid "Xã"
            msgstr ""

            """
        let state = CatalogueState(try POFile(Array(po.utf8)))
        #expect(state == CatalogueState(language: .en, translated: 1, total: 3, missing: ["Thôn", "Xã"]))
        let many = CatalogueState(language: .en, translated: 0, total: 60, missing: (0..<60).map(String.init))
        #expect(many.missing.count == CatalogueState.mostMissing)
    }
}
