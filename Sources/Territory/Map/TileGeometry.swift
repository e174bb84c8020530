import Kernel
import Web

extension MapGeometry {
    /// The schematic map of the communes that have a tile; `nil` when none has.
    init?(tiles: [String: TileSheet.Tile], of communes: [AdminUnit]) {
        let placed = communes.compactMap { unit in tiles[unit.code].map { (unit: unit, tile: $0) } }
        let groups = Dictionary(grouping: placed) { $0.tile.region }
        let regions = groups.compactMap { region, members -> Region? in
            let tiles = members.map(\.tile)
            let edge = GridShape.edge(around: tiles.map(\.ring))
            let rings = edge.map { $0.map { corner in TileSheet.Tile.point(of: corner) } }
            // The number stands on the upper corner of the first tile, where it covers no name.
            guard let box = MapBox(around: rings.joined(), margin: 34) else { return nil }
            let first = tiles.min { ($0.row, $0.column) < ($1.row, $1.column) }?.point ?? MapPoint(0, 0)
            return Region(
                key: region.key, name: region.name, outline: GridShape.path(rings.map { $0.map { ($0.x, $0.y) } }),
                label: MapPoint(first.x, first.y - Self.tileHeight),
                box: box)
        }
        let corners = placed.flatMap { $0.tile.ring.map(TileSheet.Tile.point) }
        guard let box = MapBox(around: corners, margin: 12) else { return nil }
        self.init(
            areas: Dictionary(
                placed.map { unit, tile in
                    (
                        unit.id,
                        Area(outline: .tile(tile.point), label: tile.point, room: 52, region: tile.region.key)
                    )
                }, uniquingKeysWith: { first, _ in first }),
            regions: regions.sorted { $0.key < $1.key }, box: box, letter: 11)
    }

    /// The map of official boundaries; `nil` when there are none.
    /// - Parameter outlines: on the grid of ``GeoGrid``.
    init?(outlines: [ID<AdminUnit>: [GridRing]], regions: [ID<AdminUnit>: MapRegion]) {
        let corners = outlines.values.joined().joined()
        guard let frame = OutlineFrame(corners) else { return nil }
        var areas: [ID<AdminUnit>: Area] = [:]
        for (id, rings) in outlines {
            guard let middle = GridShape.middle(of: rings) else { continue }
            areas[id] = Area(
                outline: .path(frame.path(rings)), label: frame.point(middle.point),
                room: frame.length(middle.width) * 3 / 4,
                region: regions[id]?.key ?? "")
        }
        let groups = Dictionary(grouping: outlines.keys.sorted().filter { regions[$0] != nil }) { regions[$0] }
        let drawn = groups.compactMap { region, members -> Region? in
            let edge = GridShape.edge(around: members.flatMap { outlines[$0] ?? [] })
            let points = edge.joined().map(frame.point)
            guard let region, let top = points.min(by: { ($0.y, $0.x) < ($1.y, $1.x) }),
                let box = MapBox(around: points, margin: 30)
            else { return nil }
            return Region(
                key: region.key, name: region.name, outline: frame.path(edge), label: top, box: box)
        }
        guard let box = MapBox(around: corners.map(frame.point), margin: 20) else { return nil }
        self.init(areas: areas, regions: drawn.sorted { $0.key < $1.key }, box: box, letter: 20)
    }
}

/// From the grid of degrees to a drawing 2,000 units wide or high, true at its middle.
struct OutlineFrame {
    private static let size = 2_000.0
    private let left: Double
    private let top: Double
    private let xScale: Double
    private let yScale: Double

    init?(_ corners: some Sequence<GridPoint>) {
        var low: (x: Int32, y: Int32)?
        var high: (x: Int32, y: Int32) = (.min, .min)
        for corner in corners {
            low = (min(low?.x ?? corner.x, corner.x), min(low?.y ?? corner.y, corner.y))
            high = (max(high.x, corner.x), max(high.y, corner.y))
        }
        guard let low else { return nil }
        let narrowing = GeoGrid.narrowing(at: (Double(low.y) + Double(high.y)) / 2)
        let width = max(1, Double(high.x - low.x) * narrowing)
        let height = max(1, Double(high.y - low.y))
        yScale = Self.size / max(width, height)
        xScale = yScale * narrowing
        left = Double(low.x)
        top = Double(high.y)
    }

    func point(_ corner: GridPoint) -> MapPoint {
        MapPoint(
            Int(((Double(corner.x) - left) * xScale).rounded()), Int(((top - Double(corner.y)) * yScale).rounded()))
    }

    func length(_ width: Int) -> Int { Int(Double(width) * xScale) }

    func path(_ rings: [GridRing]) -> String {
        GridShape.path(
            rings.map {
                $0.map { corner in
                    let point = point(corner)
                    return (point.x, point.y)
                }
            })
    }
}
