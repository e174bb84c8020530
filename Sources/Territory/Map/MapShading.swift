import Kernel
import Web

/// What colours the map, and its legend.
struct MapShading: Sendable {
    private let query: MapQuery
    private let figures: MapFigures
    private let regions: [MapGeometry.Region]
    private let classes: MapClasses

    init(_ query: MapQuery, _ figures: MapFigures, _ regions: [MapGeometry.Region]) {
        self.query = query
        self.figures = figures
        self.regions = regions
        classes = MapClasses(figures.lines.compactMap { Self.figure(of: $0, query.colour) })
    }

    func shade(of line: MapLine) -> AreaMap.Shade {
        guard query.colour != .region else { return line.region.map { shade(of: $0.key) } ?? .unknown }
        guard let figure = Self.figure(of: line, query.colour) else { return .unknown }
        return classes.shade(classes.index(of: figure))
    }

    /// The number under a name; none where the colour tells the district.
    func label(of line: MapLine) -> String? {
        switch query.colour {
        case .region: nil
        case .villages: Format.number(line.villages)
        case .area: line.area.map { Format.decimal($0, places: $0 < 10 ? 1 : 0) }
        }
    }

    var legend: [AreaMap.Key] { query.colour == .region ? regionKeys : classKeys }

    /// More districts than colours that one can tell apart: then the former province gives the colour, and numbers and
    /// edges tell the districts.
    private func shade(of region: String) -> AreaMap.Shade {
        guard let index = regions.firstIndex(where: { $0.key == region }) else { return .unknown }
        if regions.count <= 9 { return .kind(index + 1) }
        let province = figures.lines.first { $0.region?.key == region }?.province
        return .kind(province.flatMap { figures.provinces.firstIndex(of: $0) }.map { $0 % 2 == 0 ? 1 : 4 } ?? 9)
    }

    private var regionKeys: [AreaMap.Key] {
        let counts = Dictionary(grouping: figures.lines.compactMap(\.region?.key)) { $0 }.mapValues(\.count)
        let former = Set(figures.lines.filter { $0.region?.name != $0.unit.parentFullName }.compactMap(\.region?.key))
        return regions.enumerated().map { index, region in
            let name = former.contains(region.key) ? t("{name} (cũ)", ["name": region.name]) : region.name
            return AreaMap.Key(
                shade(of: region.key), t("{name}: {n} xã", ["name": name, "n": counts[region.key] ?? 0]),
                number: index + 1, path: query.with { $0.region = region.key }.address())
        }
    }

    private var classKeys: [AreaMap.Key] {
        let counts = Dictionary(
            grouping: figures.lines.compactMap { Self.figure(of: $0, query.colour).map(classes.index) }
        ) { $0 }.mapValues(\.count)
        let keys = (0..<classes.count).compactMap { index -> AreaMap.Key? in
            guard let count = counts[index] else { return nil }
            return AreaMap.Key(classes.shade(index), t("{range}: {n} xã", ["range": range(index), "n": count]))
        }
        let unknown = figures.lines.count - counts.values.reduce(0, +)
        return unknown == 0 ? keys : keys + [AreaMap.Key(.unknown, t("chưa có số: {n}", ["n": unknown]))]
    }

    private func range(_ index: Int) -> String {
        let unit = query.colour == .area ? " km²" : ""
        let number = { (bound: Double) in Format.decimal(bound, places: bound < 10 && query.colour == .area ? 1 : 0) }
        let low = index == 0 ? nil : classes.bounds[index - 1]
        let high = index < classes.bounds.count ? classes.bounds[index] : nil
        return switch (low, high) {
        case (nil, nil): t("mọi xã")
        case (nil, let high?): t("dưới {high}", ["high": number(high) + unit])
        case (let low?, nil): t("từ {low}", ["low": number(low) + unit])
        case (let low?, let high?): t("từ {low} đến dưới {high}", ["low": number(low), "high": number(high) + unit])
        }
    }

    private static func figure(of line: MapLine, _ colour: MapQuery.Colour) -> Double? {
        switch colour {
        case .region: nil
        case .villages: Double(line.villages)
        case .area: line.area
        }
    }
}

extension MapQuery.Colour {
    /// What the map is coloured by.
    var label: String {
        switch self {
        case .region: t("Huyện, vùng")
        case .villages: t("Số thôn, tổ dân phố")
        case .area: t("Diện tích")
        }
    }
}
