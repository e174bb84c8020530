import Kernel
import Web

/// A commune with what the map tells of it.
struct MapLine: Sendable {
    let unit: AdminUnit
    let region: MapRegion?
    /// The province until 2025.
    let province: String?
    let villages: Int
    /// Square kilometres, as far as they are known.
    let area: Double?

    func holds(_ words: [String]) -> Bool {
        let text = Fold.folded("\(unit.fullName) \(region?.name ?? "") \(unit.code)")
        return words.allSatisfy(text.contains)
    }
}

/// Figures in five classes whose bounds are round numbers with about as many units in each.
struct MapClasses: Sendable {
    /// The least figure of each class from the second on, growing.
    let bounds: [Double]

    init(_ figures: [Double]) {
        let sorted = figures.sorted()
        guard let least = sorted.first, let most = sorted.last else {
            bounds = []
            return
        }
        var bounds: [Double] = []
        for step in 1..<5 {
            let bound = Self.rounded(sorted[sorted.count * step / 5])
            if bound > (bounds.last ?? least), bound <= most { bounds.append(bound) }
        }
        self.bounds = bounds
    }

    var count: Int { bounds.count + 1 }

    /// 0 for the class of the least.
    func index(of figure: Double) -> Int { bounds.count { $0 <= figure } }

    /// Of five shades those that lie as far apart as the classes allow.
    func shade(_ index: Int) -> AreaMap.Shade { .step(count == 1 ? 3 : 1 + index * 4 / (count - 1)) }

    /// Two digits are enough to tell classes apart.
    static func rounded(_ figure: Double) -> Double {
        var step = 1.0
        while figure / step >= 100 { step *= 10 }
        return (figure / step).rounded(.down) * step
    }
}

/// The lines of a map, and how they are put in order.
struct MapFigures: Sendable {
    /// Where a line stands in the order: a key that sorts, and the id for lines with the same.
    typealias Place = [String]

    let lines: [MapLine]

    /// - Parameter villages: how many lie right under each unit.
    init(_ communes: [AdminUnit], tiles: [String: TileSheet.Tile], villages: [ID<AdminUnit>: Int]) {
        lines = communes.map { unit in
            let tile = tiles[unit.code]
            let parent = unit.parentID.flatMap { id in
                unit.parentFullName.map { MapRegion(key: id.description, name: $0) }
            }
            return MapLine(
                unit: unit, region: tile?.region ?? parent, province: tile?.province,
                villages: villages[unit.id] ?? 0, area: tile?.area)
        }
    }

    /// Whether the units come from more than one former province.
    var provinces: [String] { Set(lines.compactMap(\.province)).sorted() }

    func found(_ query: MapQuery) -> [MapLine] {
        let words = Fold.tokens(query.text)
        return lines.filter { line in
            (query.region.isEmpty || line.region?.key == query.region) && line.holds(words)
        }
        .map { (place: Self.place(of: $0, query), line: $0) }
        .sorted { left, right in
            query.isDescending
                ? right.place.lexicographicallyPrecedes(left.place)
                : left.place.lexicographicallyPrecedes(right.place)
        }
        .map(\.line)
    }

    /// - Parameter keyset: with the values of ``place(of:_:)``.
    func page(_ query: MapQuery, _ keyset: Keyset) -> KeysetPage<MapLine> {
        let found = found(query)
        let rest = keyset.after.map { after in
            found.drop { line in
                let place = Self.place(of: line, query)
                return
                    !(query.isDescending
                    ? place.lexicographicallyPrecedes(after)
                    : after.lexicographicallyPrecedes(place))
            }
        }
        return keyset.page(of: Array((rest ?? found[...]).prefix(keyset.fetch))) { Self.place(of: $0, query) }
    }

    static func place(of line: MapLine, _ query: MapQuery) -> Place {
        let name = SortKey.text(line.unit.name)
        let key =
            switch query.sort {
            case .name: name
            case .region: SortKey.text(line.region?.name ?? "") + " " + name
            case .villages: padded(line.villages)
            case .area: padded(Int((line.area ?? 0) * 100))
            }
        return [key, line.unit.id.description]
    }

    private static func padded(_ number: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, 12 - digits.count)) + digits
    }
}
