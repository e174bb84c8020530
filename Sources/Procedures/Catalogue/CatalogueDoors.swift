import Kernel
import Store
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

extension CatalogueQuery {
    /// Reads an address; what is not understood is left out.
    init(_ query: FormData) {
        text = String(query["q"].prefix(200))
        field = query["field"]
        level = Level(rawValue: query["level"])
        sort = Sort(rawValue: query["sort"]) ?? .name
    }
}
