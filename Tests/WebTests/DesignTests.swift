import Foundation
import Testing

@testable import Web

@Suite struct DesignTests {
    private func text(_ html: HTML) -> String { String(decoding: html.bytes, as: UTF8.self) }

    @Test func iconsHaveEachTheirOwnNameAndAreFoundByIt() {
        #expect(Set(Icon.all.map(\.id)).count == Icon.all.count)
        #expect(Icon.named("search") == .search)
        #expect(Icon.named("no such icon") == nil)
        #expect(Set(Icon.all.map(\.id)) == Set(IconSet.names.map { "i-\($0)" }))
        #expect(Set(IconSet.names).count == IconSet.names.count && IconSet.names.count <= 128)
    }

    @Test func sheetHoldsEachSymbolOnce() {
        let page: HTML = "\(["a", "<p>\(Icon.go.html)\(Icon.search.html)</p>"] as [HTML])\(Icon.go.html as HTML?)"
        #expect(page.icons.icons == [.go, .search])
        #expect(text(Icon.sheet(for: page.icons)) == text(Icon.sheet(for: [.go, .search])))
        let sheet = text(Icon.sheet(for: [.search, .go, .search]))
        #expect(sheet.components(separatedBy: "<symbol").count == 3)
        #expect(sheet.contains("<symbol id=\"i-search\""))
    }

    @Test func iconRefersToItsSymbol() {
        #expect(text(Icon.go.html) == "<svg class=\"ic\" aria-hidden=\"true\"><use href=\"#i-go\"/></svg>")
    }

    @Test func progressShowsWhatIsDoneAndWhatIsAtHand() {
        #expect(Rise(done: 2, of: 4).steps == [.on, .on, .now, .left])
        #expect(Rise(done: 4, of: 4).steps == [.on, .on, .on, .on])
        #expect(Rise(done: 0, of: 0).steps.isEmpty)
    }

    @Test func longSpansAreDrawnInGroupsThatKeepTheDayThatMatters() {
        let days = Array(repeating: Rise.Step.on, count: 29) + [.now] + Array(repeating: .left, count: 30)
        let mini = text(Rise(days).mini)
        #expect(mini.components(separatedBy: "<rect").count - 1 == 12)
        #expect(mini.contains("class=\"now\""))
        #expect(text(Rise(days).full).components(separatedBy: "<rect").count - 1 == 60)
    }

    @Test func aSingleDayIsNoWideBar() {
        #expect(text(Rise([.now]).mini).contains("viewBox=\"0 0 120 84\""))
    }

    @Test func drawingsHoldNoStyleAndNoScript() {
        let drawings = [Brand.mark, Brand.hill, Brand.terraces, Rise([.paused, .over]).full, Rise.sample(.left)]
        for drawing in drawings.map(text) {
            #expect(!drawing.contains("style"))
            #expect(!drawing.contains("<script"))
            #expect(drawing.utf8.count <= 1536)
        }
    }
}
