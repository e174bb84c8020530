public import Kernel
import Web

/// Where each commune stands on the schematic map, from a day on: equal hexagons in rows, odd rows half a tile to the
/// right. `Scripts/unit_tiles.py` computes them from the communes' points (`seeds/unit-tiles-2022.csv`, `…-2025.csv`).
struct TileSheet: Sendable {
    struct Tile: Sendable, Hashable {
        let column: Int
        let row: Int
        /// Square kilometres, as far as they are known: rounded, and of simplified outlines for 2022.
        let area: Double
        /// The district, or what was the district until 2025.
        let region: MapRegion
        /// The province until 2025.
        let province: String
    }

    let from: Day
    /// By code of the unit.
    let tiles: [String: Tile]

    /// - Throws: `CSVError`, or ``TileSheetError``.
    init(_ bytes: some Collection<UInt8>, from day: Day) throws {
        var tiles: [String: Tile] = [:]
        var taken: Set<[Int]> = []
        let columns = ["code", "column", "row", "area_km2", "region_code", "region_name", "province"]
        try CSV.records(bytes, columns: columns) { record in
            guard let column = Int(record["column"]), let row = Int(record["row"]),
                let area = Double(record["area_km2"]),
                [column, row].allSatisfy({ (0..<1_000).contains($0) }), !record["code"].isEmpty
            else { throw TileSheetError.wrong(line: record.line) }
            let tile = Tile(
                column: column, row: row, area: area,
                region: MapRegion(key: record["region_code"], name: record["region_name"]),
                province: record["province"])
            guard taken.insert([column, row]).inserted, tiles.updateValue(tile, forKey: record["code"]) == nil else {
                throw TileSheetError.taken(line: record.line)
            }
        }
        from = day
        self.tiles = tiles
    }
}

/// What is wrong with a sheet of tiles; lines count from 1, the header included.
enum TileSheetError: Error, Sendable, Hashable {
    case wrong(line: Int)
    /// Another line has the cell or the code.
    case taken(line: Int)
}

/// Communes that belong together on the map.
struct MapRegion: Sendable, Hashable {
    let key: String
    let name: String
}

/// The schematic map of all days.
public struct TileSheets: Sendable {
    private let sheets: [TileSheet]

    public init() { sheets = [] }

    /// - Parameter sheets: the bytes of each, and the day from which on it holds.
    /// - Throws: `CSVError`, or an error that names the line of a sheet that contradicts itself.
    public init(_ sheets: [(bytes: [UInt8], from: Day)]) throws {
        self.sheets = try sheets.map { try TileSheet($0.bytes, from: $0.from) }.sorted { $0.from < $1.from }
    }

    /// The tiles of a day by code; before the first sheet those of the first.
    func tiles(on day: Day) -> [String: TileSheet.Tile] {
        (sheets.last { $0.from <= day } ?? sheets.first)?.tiles ?? [:]
    }
}

extension TileSheet.Tile {
    /// The middle on a grid whose steps are half the width of a tile and a third of the height of a row.
    private var middle: GridPoint { GridPoint(Int32(2 * column + row % 2), Int32(3 * row)) }

    /// The six corners, the way of the clock on a screen turned upside down, so the same for all.
    var ring: GridRing {
        let corners: [(Int32, Int32)] = [(0, 2), (1, 1), (1, -1), (0, -2), (-1, -1), (-1, 1)]
        return corners.map { GridPoint(middle.x + $0.0, middle.y + $0.1) }
    }

    var point: MapPoint { Self.point(of: middle) }

    static func point(of corner: GridPoint) -> MapPoint {
        MapPoint(Int(corner.x) * MapGeometry.tileWidth, Int(corner.y) * MapGeometry.tileHeight / 2)
    }
}
