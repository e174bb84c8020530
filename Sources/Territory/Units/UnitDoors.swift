import HTTPTypes
import Kernel
import Store
import Web

/// The units of any day, open to everybody.
struct UnitDoors: Sendable {
    let kept: KeptTerritory

    var doors: [Door] {
        [
            .page("/units", .open, use: list),
            .page("/units.csv", .open, use: export),
            .page("/units/events", .open, use: events),
            .page("/units/{id}", .open, use: show),
        ]
    }

    @Sendable private func list(_ visit: Visit, _ db: any Session) throws -> Reply {
        var problems = FieldProblems()
        let query = UnitQuery(visit.query, today: visit.today, &problems)
        let store = UnitListStore(db: db)
        let keyset = try Keyset(visit.query, values: UnitListStore.values)
        let tree = try kept.tree(asOf: query.day, db)
        var shown = query
        if query.isBrowsing, query.parent == nil { shown.parent = tree.top?.id }
        let page = try store.page(shown, keyset)
        let view = UnitListView(
            visit: visit, query: query, top: query.isBrowsing ? tree.top : nil, isFirstPage: keyset.isFirst,
            page: try page.map { try line($0, query, tree, db) }, bearers: try bearers(query, db),
            counts: try store.counts(on: query.day), firstDay: try store.firstDay(), problems: problems)
        return .page(view.drawn, status: problems.isEmpty ? .ok : .unprocessableContent)
    }

    /// A unit under a name of before comes with what became of it.
    private func line(_ unit: AdminUnit, _ query: UnitQuery, _ tree: UnitTree, _ db: any Session) throws -> FormerUnit {
        guard !unit.holds(on: query.day) else { return FormerUnit(unit: unit, became: []) }
        let successors = try kept.graph(db).successors(of: unit.id, on: query.day)
        return FormerUnit(unit: unit, became: successors.compactMap { tree[$0] })
    }

    /// Those that bore a code on other days: the lists use codes again.
    private func bearers(_ query: UnitQuery, _ db: any Session) throws -> [FormerUnit] {
        guard let code = query.code else { return [] }
        return try TerritoryStore(db: db).bearers(ofCode: code, asOf: query.day).filter {
            !$0.unit.holds(on: query.day)
        }
    }

    @Sendable private func export(_ visit: Visit, _ db: any Session) throws -> Reply {
        var problems = FieldProblems()
        let query = UnitQuery(visit.query, today: visit.today, &problems)
        try problems.throwIfAny()
        let units = try UnitListStore(db: db).page(query, Keyset(limit: UnitExport.most)).items
        let tree = try kept.tree(asOf: query.day, db)
        return .download(
            UnitExport.table(units, tree), named: "don-vi-hanh-chinh-\(query.day.iso).csv",
            type: "text/csv; charset=utf-8")
    }

    @Sendable private func show(_ visit: Visit, _ db: any Session) throws -> Reply {
        var problems = FieldProblems()
        let query = UnitQuery(visit.query, today: visit.today, &problems)
        let id: ID<AdminUnit> = try visit.parameter("id")
        guard let history = try UnitHistory(of: id, on: query.day, kept, db) else { throw NotFound() }
        let view = UnitView(visit: visit, query: query, history: history, problems: problems)
        return .page(view.drawn, status: problems.isEmpty ? .ok : .unprocessableContent)
    }

    @Sendable private func events(_ visit: Visit, _ db: any Session) throws -> Reply {
        let keyset = try Keyset(visit.query, values: 2)
        let kind = UnitEventKind(rawValue: visit.query["kind"])
        let page = try EventList(graph: try kept.graph(db), kind: kind).page(keyset)
        let view = EventListView(
            visit: visit, kind: kind, isFirstPage: keyset.isFirst,
            page: try page.map { try EventLine($0, kept, db) })
        return .page(view.drawn)
    }
}

extension UnitTree {
    /// The province; `nil` when there is none on the day, or several.
    var top: AdminUnit? {
        let provinces = all.filter { $0.level == .province }
        return provinces.count == 1 ? provinces.first : nil
    }

    /// The units right under one, by name.
    func children(of id: ID<AdminUnit>) -> [AdminUnit] {
        all.filter { $0.parentID == id }.map { (key: SortKey.text($0.name), unit: $0) }
            .sorted { ($0.key, $0.unit.id) < ($1.key, $1.unit.id) }.map(\.unit)
    }
}

/// The list of a day as a table of a spreadsheet.
enum UnitExport {
    static let most = 20_000

    static func table(_ units: [AdminUnit], _ tree: UnitTree) -> [UInt8] {
        var writer = CSVWriter()
        writer.row([
            t("Mã"), t("Tên"), t("Loại"), t("Cấp"), t("Mã đơn vị cấp trên"), t("Đơn vị cấp trên"), t("Từ ngày"),
            t("Đến hết ngày"), t("Tạo cho bản chạy thử"),
        ])
        for unit in units {
            writer.row([
                unit.code, unit.fullName, unit.type, unit.level.label,
                unit.parentID.flatMap { tree[$0]?.code } ?? "", unit.parentFullName ?? "", Format.day(unit.validFrom),
                unit.validTo.map { Format.day($0 + -1) } ?? "", unit.isGenerated ? t("có") : "",
            ])
        }
        return writer.bytes
    }
}
