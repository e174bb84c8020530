import HTTPTypes
import Kernel
import Store
import Web

/// The map of the units of any day, open to everybody.
struct MapDoors: Sendable {
    let map: UnitMap

    var doors: [Door] {
        [
            .page("/units/map", .open, use: show),
            .page("/units/map.csv", .open, use: export),
        ]
    }

    @Sendable private func show(_ visit: Visit, _ db: any Session) throws -> Reply {
        var problems = FieldProblems()
        var query = MapQuery(visit.query, today: visit.today, &problems)
        let keyset = try Keyset(visit.query, values: 2)
        let boundaries = try BoundaryStore(db: db).file(on: query.day)
        if boundaries == nil { query.shapes = .tiles }
        let figures = try map.figures(on: query.day, db)
        let geometry = try map.geometry(of: figures, query.shapes, on: query.day, db)
        if geometry?.regions.contains(where: { $0.key == query.region }) != true { query.region = "" }
        let view = MapView(
            visit: visit, query: query, figures: figures, geometry: geometry,
            page: figures.page(query, keyset), isFirstPage: keyset.isFirst,
            days: try MapStore(db: db).changeDays(), boundaries: boundaries,
            problems: problems)
        return .page(view.drawn, status: problems.isEmpty ? .ok : .unprocessableContent)
    }

    @Sendable private func export(_ visit: Visit, _ db: any Session) throws -> Reply {
        var problems = FieldProblems()
        let query = MapQuery(visit.query, today: visit.today, &problems)
        try problems.throwIfAny()
        var writer = CSVWriter()
        writer.row([
            t("Mã"), t("Tên"), t("Vùng"), t("Số thôn, tổ dân phố"), t("Diện tích (km²)"), t("Ngày"),
        ])
        for line in try map.figures(on: query.day, db).found(query) {
            writer.row([
                .text(line.unit.code), .text(line.unit.fullName), .text(line.region?.name ?? ""),
                .number(line.villages), .text(line.area.map { Format.decimal($0, places: 1) } ?? ""),
                .text(Format.day(query.day)),
            ])
        }
        return .download(
            writer.bytes, named: "ban-do-\(query.day.iso).csv", type: "text/csv; charset=utf-8")
    }
}

/// Communes of a day with where they are drawn: what a map of figures stands on.
struct UnitMap: Sendable {
    private struct Sheet: Hashable {
        let day: Day
        let units: [ID<AdminUnit>]
    }

    let sheets: TileSheets
    private let kept = Kept<Sheet, MapGeometry?>(topic: BoundaryStore.topic)

    init(sheets: TileSheets) { self.sheets = sheets }

    func figures(on day: Day, _ db: any Session) throws -> MapFigures {
        MapFigures(
            try TerritoryStore(db: db).communes(asOf: day), tiles: sheets.tiles(on: day),
            villages: try MapStore(db: db).villages(on: day))
    }

    /// - Returns: `nil` when no commune of that day can be drawn so.
    func geometry(
        of figures: MapFigures, _ shapes: MapQuery.Shapes, on day: Day, _ db: any Session
    ) throws -> MapGeometry? {
        let units = figures.lines.map(\.unit)
        switch shapes {
        case .tiles: return MapGeometry(tiles: sheets.tiles(on: day), of: units)
        case .official:
            return try kept.value(Sheet(day: day, units: units.map(\.id)), db) {
                let regions = Dictionary(
                    figures.lines.compactMap { line in line.region.map { (line.unit.id, $0) } },
                    uniquingKeysWith: { first, _ in first })
                return MapGeometry(outlines: try BoundaryStore(db: db).outlines(on: day), regions: regions)
            }
        }
    }
}
