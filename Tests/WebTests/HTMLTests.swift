import Testing

@testable import Web

/// Attacks and mistakes that the HTML value must stand.
@Suite struct HTMLTests {
    private func text(_ html: HTML) -> String { String(decoding: html.bytes, as: UTF8.self) }

    private static let attack = "\"><script>alert('x')</script>&"
    private static let harmless = "&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;"

    @Test func textIsEscaped() {
        #expect(text("<p>\(Self.attack)</p>") == "<p>\(Self.harmless)</p>")
    }

    @Test func quotedAttributesAreEscapedByTheSameRule() {
        #expect(text("<p title=\"\(Self.attack)\">x</p>") == "<p title=\"\(Self.harmless)\">x</p>")
    }

    @Test func substringsAndRawValuesAreEscaped() {
        enum Kind: String { case odd = "<odd>" }
        #expect(text("<p>\(Self.attack.dropFirst())</p>") == "<p>\(Self.harmless.dropFirst("&quot;".count))</p>")
        #expect(text("<p>\(Kind.odd)</p>") == "<p>&lt;odd&gt;</p>")
    }

    @Test func markupInMarkupIsNotEscapedAgain() {
        let once: HTML = "<b>\("a & b")</b>"
        #expect(text("<p>\(once)\(once)</p>") == "<p><b>a &amp; b</b><b>a &amp; b</b></p>")
        #expect(text("<p>\([once, once])</p>") == text("<p>\(once)\(once)</p>"))
    }

    @Test func whatIsMissingLeavesNothing() {
        let nothing: HTML? = nil
        #expect(text("<p>\(nothing)</p>") == "<p></p>")
        #expect(text("<p>\([HTML]())</p>") == "<p></p>")
    }

    @Test func numbersStandAsTheyAre() {
        #expect(text("<td>\(-12)</td>") == "<td>-12</td>")
    }

    @Test func vietnameseAndOtherScriptsAreUntouched() {
        let words = "Nguyễn Thị Đào · Hmoob Mông Lềnh 🌾 \u{0}"
        #expect(text("<p>\(words)</p>") == "<p>\(words)</p>")
        #expect(text("<p>\("")</p>") == "<p></p>")
    }

    @Test(arguments: [
        "javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "\u{1}javascript:alert(1)",
        "java\nscript:alert(1)", "java\tscript:alert(1)", "data:text/html,<script>", "vbscript:x", "blob:x", ":x",
    ])
    func addressesThatRunScriptsBecomeAnAnchor(address: String) {
        #expect(text("<a href=\"\(address)\">") == "<a href=\"#\">")
        #expect(text("<img src=\"\(address)\">") == "<img src=\"#\">")
        #expect(text("<form action=\"\(address)\">") == "<form action=\"#\">")
        #expect(text("<button formaction=\"\(address)\">") == "<button formaction=\"#\">")
    }

    @Test(arguments: [
        "/x", "?page=2", "#top", "x/y:z", "https://a.vn/", "HTTPS://a.vn/", "mailto:a@b.vn", "tel:0216", "x", "",
    ])
    func otherAddressesAreUnchanged(address: String) {
        #expect(text("<a href=\"\(address)\">") == "<a href=\"\(address)\">")
        #expect(text("<img src=\"\(address)\">") == "<img src=\"\(address)\">")
    }

    @Test func addressesAreEscapedToo() {
        #expect(text("<a href=\"\("/x?a=1&b=\"2\"")\">") == "<a href=\"/x?a=1&amp;b=&quot;2&quot;\">")
    }

    @Test func anAddressInTextIsNoAddress() {
        #expect(text("<p>\("javascript:alert(1)")</p>") == "<p>javascript:alert(1)</p>")
        #expect(text("<input value=\"\("javascript:alert(1)")\">") == "<input value=\"javascript:alert(1)\">")
    }

    @Test func aValueInTheMiddleOfAnAddressIsNoScheme() {
        #expect(text("<a href=\"/l?page=\("javascript:x")\">") == "<a href=\"/l?page=javascript:x\">")
        #expect(text("<p>lat=\("12")</p>") == "<p>lat=12</p>")
    }

    #if DEBUG
        @Test func aValueInATagOutsideOfQuotesStopsTheTests() async {
            await #expect(processExitsWith: .failure) { _ = "<p class=\("x")>" as HTML }
            await #expect(processExitsWith: .failure) { _ = "<p class='\("x")'>" as HTML }
            await #expect(processExitsWith: .failure) { _ = "<td \("x")>" as HTML }
            await #expect(processExitsWith: .failure) { _ = "<\("x")>" as HTML }
        }
    #endif

    @Test func ownAddressesLeadNowhereElse() {
        for bad in ["//evil.example", "/\\evil", "https://evil.example", "", "x", "/a b", "/a\nb", "/\t/evil"] {
            #expect(Address.own(bad) == "/")
        }
        #expect(Address.own("/inbox?after=x#y") == "/inbox?after=x#y")
    }
}
