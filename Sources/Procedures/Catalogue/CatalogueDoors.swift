import Kernel
import Store
import Web

/// The catalogue, open to everybody.
struct CatalogueDoors: Sendable {
    var doors: [Door] {
        [
            .page("/procedures", .open, use: list),
            .page("/procedures/{code}", .open, use: show),
        ]
    }

    @Sendable private func list(_ visit: Visit, _ db: any Session) throws -> Reply {
        let store = ProcedureStore(db: db)
        let query = CatalogueQuery(visit.query)
        let keyset = try Keyset(visit.query, values: query.sort.values)
        let page = try store.page(query, keyset, on: visit.today)
        let view = CatalogueView(
            query: query, isFirstPage: keyset.after == nil, page: page,
            fields: try store.fields(query, on: visit.today),
            suggestions: page.items.isEmpty ? try store.suggestions(for: query.text, on: visit.today) : [])
        let title = query.text.isEmpty ? t("Thủ tục") : t("Tìm “{text}”", ["text": query.text])
        return .page(Page(title, width: .normal) { view.html }.back(t("Trang chủ"), to: "/"))
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
