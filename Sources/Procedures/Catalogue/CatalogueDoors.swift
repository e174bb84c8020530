import Kernel
import Store
import Synchronization
import Web

/// The catalogue, open to everybody.
struct CatalogueDoors: Sendable {
    let catalogue: KeptCatalogue

    var doors: [Door] {
        [
            .page("/procedures", .open, use: list),
            .page("/procedures/{code}", .open, use: show),
        ]
    }

    @Sendable private func list(_ visit: Visit, _ db: any Session) throws -> Reply {
        let listing = try catalogue.today(visit, db)
        let query = CatalogueQuery(visit.query)
        let keyset = try Keyset(visit.query, values: query.sort.values)
        let content = try listing.drawn(query, keyset) { index in
            let page = try index.page(query, keyset)
            let suggestions = page.items.isEmpty ? index.suggestions(for: query.text) : []
            return CatalogueView(
                query: query, isFirstPage: keyset.after == nil, page: page.map { index.entries[$0].line },
                fields: index.fields(query), suggestions: suggestions.map { index.entries[$0].line }
            ).html
        }
        let title = query.text.isEmpty ? t("Thủ tục") : t("Tìm “{text}”", ["text": query.text])
        return .page(Page(title, width: .normal) { content }.back(t("Trang chủ"), to: "/"))
    }

    @Sendable private func show(_ visit: Visit, _ db: any Session) throws -> Reply {
        let procedure = try ProcedureStore(db: db).find(code: try visit.parameter("code"), on: visit.today)
        let view = ProcedureView(procedure: procedure, visit: visit)
        return .page(Page(procedure.shortName) { view.html }.back(t("Làm giấy tờ"), to: "/procedures"))
    }
}

/// The catalogue of the day in memory.
struct KeptCatalogue: Sendable {
    private struct Key: Hashable {
        let day: Day
        let language: Language
    }

    private let kept = Kept<Key, CatalogueListing>(topic: ProcedureStore.topic)

    func today(_ visit: Visit, _ db: any Session) throws -> CatalogueListing {
        try kept.value(Key(day: visit.today, language: visit.language), db) {
            CatalogueListing(index: ProcedureIndex(try ProcedureStore(db: db).entries(on: visit.today)))
        }
    }
}

/// The catalogue of one day in one language, with the pages that were drawn of it lately: they are the same for
/// everybody who asks the same.
final class CatalogueListing: Sendable {
    private struct Place: Hashable {
        let query: CatalogueQuery
        let after: [String]?
        let limit: Int
    }

    /// Pages of some 25 KB.
    private static let most = 100

    let index: ProcedureIndex
    private let pages = Mutex<[Place: HTML]>([:])

    init(index: ProcedureIndex) { self.index = index }

    func drawn(_ query: CatalogueQuery, _ keyset: Keyset, draw: (ProcedureIndex) throws -> HTML) rethrows -> HTML {
        let place = Place(query: query, after: keyset.after, limit: keyset.limit)
        if let known = pages.withLock({ $0[place] }) { return known }
        let page = try draw(index)
        pages.withLock { pages in
            if pages.count >= Self.most { pages = [:] }
            pages[place] = page
        }
        return page
    }
}

extension CatalogueQuery {
    /// Reads an address; what is not understood is left out.
    init(_ query: FormData) {
        text = String(query["q"].prefix(200))
        field = query["field"]
        level = Level(rawValue: query["level"])
        sort = Sort(rawValue: query["sort"]) ?? .name
    }
}
