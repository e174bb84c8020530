import Foundation
import HTTPTypes
import Kernel
import Store
import TestKit
import Testing

@testable import Web

@Suite struct AssetsTests {
    private func withAssets(_ body: (TestHouse, Assets) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "thacba-assets-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let files: [String: String] = [
            "css/a.css": String(repeating: "a{color:red}", count: 200), "css/a.css.br": "brotli",
            "js/app.js": String(repeating: "f();", count: 500), "icons/favicon.svg": "<svg/>",
            "icons/icon-192.png": "png", "icons/maskable-512.png": "png", "notes.doc": "no", ".keep": "",
        ]
        for (name, text) in files {
            let file = folder.appending(path: name)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
        }
        let assets = try Assets(folder: folder)
        let doors = SiteFiles.doors(assets: assets, isSecure: false) { ["/", "/procedures?a=1&b=2"] }
        try await TestHouse.open(assets: assets, doors: { _, _ in doors }) { try await body($0, assets) }
    }

    @Test func namesWithTheHashAreKeptForAYear() async throws {
        try await withAssets { house, assets in
            let path = assets.path("css/a.css")
            #expect(path.wholeMatch(of: #//assets/css/a\.[0-9a-f]{10}\.css/#) != nil)
            let answer = try await house.visitor().get(path)
            #expect(answer.status == .ok)
            #expect(answer.headers[.cacheControl] == "public, max-age=31536000, immutable")
            #expect(answer.headers[.contentType] == "text/css; charset=utf-8")
            #expect(answer.headers[.vary] == "Accept-Encoding")
            #expect(answer.headers[.contentEncoding] == nil)
            #expect(answer.text.hasPrefix("a{color:red}"))
        }
    }

    @Test func bareAndOldNamesAreAnsweredForNow() async throws {
        try await withAssets { house, _ in
            for path in ["/assets/css/a.css", "/assets/css/a.0123456789.css"] {
                let answer = try await house.visitor().get(path)
                #expect(answer.status == .ok)
                #expect(answer.headers[.cacheControl] == "no-cache")
                let tag = try #require(answer.headers[.eTag])
                #expect(try await house.visitor([.ifNoneMatch: tag]).get(path).status == .notModified)
            }
        }
    }

    @Test func theBestFormThatIsAcceptedIsSent() async throws {
        try await withAssets { house, assets in
            let path = assets.path("css/a.css")
            let brotli = try await house.visitor([.acceptEncoding: "gzip, br"]).get(path)
            #expect(brotli.headers[.contentEncoding] == "br" && brotli.text == "brotli")
            let gzip = try await house.visitor([.acceptEncoding: "gzip, br;q=0"]).get(path)
            #expect(gzip.headers[.contentEncoding] == "gzip" && gzip.bytes.starts(with: [0x1F, 0x8B]))
            let picture = try await house.visitor([.acceptEncoding: "gzip"]).get(assets.path("icons/icon-192.png"))
            #expect(picture.headers[.contentEncoding] == nil && picture.text == "png")
        }
    }

    @Test func nothingElseIsServed() async throws {
        try await withAssets { house, assets in
            for path in [
                "/assets/notes.doc", "/assets/.keep", "/assets/../Package.swift", "/assets/css", "/assets/%2e%2e/x",
            ] {
                let answer = try await house.visitor().get(path)
                #expect(answer.status == .notFound, "\(path)")
            }
            #expect(assets.path("css/none.css") == "/assets/css/none.css")
        }
    }

    @Test func browsersAndSearchEnginesFindTheirFiles() async throws {
        try await withAssets { house, assets in
            let manifest = try await house.visitor().get("/manifest.webmanifest")
            #expect(manifest.headers[.contentType] == "application/manifest+json")
            #expect(manifest["theme_color"] as? String == "#0B5D57")
            #expect((manifest["icons"] as? [[String: Any]])?.count == 3)
            let icon = try await house.visitor().get("/favicon.ico")
            #expect(icon.location == assets.path("icons/favicon.svg"))
            #expect(try await house.visitor().get("/robots.txt").text.contains("Sitemap: http://localhost/sitemap.xml"))
            let map = try await house.visitor().get("/sitemap.xml")
            #expect(map.text.contains("<loc>http://localhost/procedures?a=1&amp;b=2</loc>"))
        }
    }
}
