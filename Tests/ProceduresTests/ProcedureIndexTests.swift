import Kernel
import Testing
import Web

@testable import Procedures

@Suite("Tìm trong danh mục") struct ProcedureIndexTests {
    private static func entry(_ name: String, _ field: String, term: Int, commune: Bool = true) -> ProcedureEntry {
        ProcedureEntry(
            line: ProcedureLine(
                id: .new(), code: name, name: name, field: field, level: commune ? "Cấp xã" : "Cấp tỉnh", term: nil,
                fee: Fee(atDesk: nil, online: nil, note: "")),
            search: Fold.folded("\(name) \(field)"), nameSort: SortKey.text(name), termSort: term,
            isOfCommunes: commune)
    }

    private let index = ProcedureIndex([
        entry("Cấp bản sao", "Chứng thực", term: 24),
        entry("Đăng ký kết hôn", "Hộ tịch", term: 24),
        entry("Đăng ký khai sinh", "Hộ tịch", term: 8),
        entry("Đăng ký kinh doanh", "Doanh nghiệp", term: 72, commune: false),
    ])

    private func names(_ query: CatalogueQuery, _ keyset: Keyset = Keyset()) throws -> [String] {
        try index.page(query, keyset).items.map { index.entries[$0].line.name }
    }

    @Test func everyWordHasToBeThere() throws {
        #expect(try names(CatalogueQuery(text: "dang sinh")) == ["Đăng ký khai sinh"])
        #expect(try names(CatalogueQuery(text: "Hộ tịch đăng")) == ["Đăng ký kết hôn", "Đăng ký khai sinh"])
        #expect(try names(CatalogueQuery(text: "khai tử")).isEmpty)
    }

    @Test func filtersHoldTogether() throws {
        #expect(try names(CatalogueQuery(field: "Hộ tịch")).count == 2)
        #expect(try names(CatalogueQuery(level: .province)) == ["Đăng ký kinh doanh"])
        #expect(try names(CatalogueQuery(field: "Hộ tịch", level: .province)).isEmpty)
        #expect(try names(CatalogueQuery(field: "Không có")).isEmpty)
    }

    @Test(arguments: CatalogueQuery.Sort.allCases)
    func pagesMeetWithoutGapOrRepetition(_ sort: CatalogueQuery.Sort) throws {
        let query = CatalogueQuery(sort: sort)
        var seen: [String] = []
        var after: String?
        repeat {
            var address = FormData()
            address.append("limit", "1")
            if let after { address.append("after", after) }
            let page = try index.page(query, Keyset(address, values: sort.values))
            seen += page.items.map { index.entries[$0].line.name }
            after = page.next
        } while after != nil
        #expect(seen == (try names(query)))
        #expect(seen.count == 4)
        if sort == .term { #expect(seen.first == "Đăng ký khai sinh" && seen.last == "Đăng ký kinh doanh") }
    }

    @Test func aCursorOfAnotherOrderIsRefused() {
        #expect(throws: NotFound.self) { try names(CatalogueQuery(sort: .term), Keyset(after: ["x", "a", "b"])) }
        #expect(throws: NotFound.self) { try names(CatalogueQuery(), Keyset(after: ["x"])) }
    }

    @Test func countsByFieldWhateverFieldIsChosen() {
        let counts = index.fields(CatalogueQuery(text: "dang ky", field: "Chứng thực"))
        #expect(counts.map(\.field) == ["Hộ tịch", "Doanh nghiệp"])
        #expect(counts.map(\.count) == [2, 1])
    }

    @Test func suggestsWhatHoldsMostOfTheWords() {
        let found = index.suggestions(for: "đăng ký khai tử").map { index.entries[$0].line.name }
        #expect(found.first == "Đăng ký khai sinh")
        #expect(found.count == 3)
    }
}
