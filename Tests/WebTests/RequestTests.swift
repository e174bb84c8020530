import HTTPTypes
import Hummingbird
import Kernel
import NIOCore
import Testing

@testable import Web

/// What is read from a request before any door.
@Suite struct RequestTests {
    private func request(_ headers: HTTPFields) -> Hummingbird.Request {
        Hummingbird.Request(
            head: HTTPRequest(method: .get, scheme: "http", authority: "x", path: "/", headerFields: headers),
            body: RequestBody(buffer: ByteBuffer()))
    }

    private let languages = Languages([.en: Catalogue(language: .en, [:])])

    @Test(
        arguments: [
            (nil, "vi"), ("", "vi"), ("en", "en"), ("en-US,en;q=0.9", "en"), ("vi-VN,vi;q=0.9,en;q=0.8", "vi"),
            ("en;q=0.8,vi;q=0.9", "vi"), ("fr,de", "vi"), ("fr, en;q=0.5", "en"), ("en;q=0", "vi"), ("*", "vi"),
            ("EN-gb", "en"), ("en,vi", "en"), (";;,=;q=x,en", "en"),
        ] as [(String?, String)])
    func theLanguageIsTheOneAskedForFirst(header: String?, code: String) {
        var headers = HTTPFields()
        headers[.acceptLanguage] = header
        #expect(languages.chosen(for: request(headers)).code == code)
    }

    @Test func aChosenLanguageCountsMore() {
        #expect(languages.chosen(for: request([.cookie: "a=b; lang=vi", .acceptLanguage: "en"])).code == "vi")
        #expect(languages.chosen(for: request([.cookie: "xlang=en; lang=zz"])).code == "vi")
        #expect(Languages().chosen(for: request([.acceptLanguage: "en"])).code == "vi")
    }

    @Test func sessionsComeByCookieOrByHeader() {
        let cookie = SessionCookie.token(in: request([.cookie: "lang=vi; session=abc"]), isSecure: false)
        #expect(cookie == SessionToken(text: "abc", comesFromCookie: true))
        let header = SessionCookie.token(
            in: request([.cookie: "session=abc", .authorization: "bearer xyz"]), isSecure: false)
        #expect(header == SessionToken(text: "xyz", comesFromCookie: false))
        #expect(SessionCookie.token(in: request([.cookie: "session=abc"]), isSecure: true) == nil)
        #expect(SessionCookie.token(in: request([.cookie: "__Host-session=abc"]), isSecure: true)?.text == "abc")
        #expect(SessionCookie.token(in: request([.authorization: "Basic eA=="]), isSecure: false) == nil)
        #expect(SessionCookie.token(in: request([.cookie: "session="]), isSecure: false) == nil)
    }

    @Test func cookiesAreHiddenFromScriptsAndOtherSites() {
        let cookie = SessionCookie.set("abc", lifetimeSeconds: 60, isSecure: true)
        #expect(cookie == "__Host-session=abc; Max-Age=60; Path=/; HttpOnly; SameSite=Lax; Secure")
        #expect(SessionCookie.cleared(isSecure: false) == "session=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax")
    }

    @Test func noTwoRequestsHashAlike() {
        let hashes = [
            RequestHash.of("/a", []), RequestHash.of("/a", [""]), RequestHash.of("/a", ["bc"]),
            RequestHash.of("/a", ["b", "c"]), RequestHash.of("/ab", ["c"]), RequestHash.of("/", ["a", "bc"]),
        ]
        #expect(Set(hashes).count == hashes.count)
        #expect(RequestHash.of("/a", ["b"]) == RequestHash.of("/a", ["b"]))
    }

    @Test func methodsOfAnAddressAreFound() {
        let table = DoorTable([
            .still("/a/{x}") { _, _ in .empty(.ok) }, .still("/files/**") { _, _ in .empty(.ok) },
            .act("/a/new", .open) { _, _, _ in .empty(.ok) },
        ])
        #expect(table.methods(for: "/a/1") == [.get, .head, .options])
        #expect(table.methods(for: "/a/new") == [.get, .head, .options, .post])
        #expect(table.methods(for: "/files/x/y") == [.get, .head, .options])
        #expect(table.methods(for: "/files") == [])
        #expect(table.methods(for: "/a") == [])
    }
}
