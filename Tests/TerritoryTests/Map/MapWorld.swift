import Foundation
import Kernel
import Store
import TestKit
import Web

@testable import Territory

/// The small world with a schematic map of its two communes, and made-up boundaries for them.
enum MapWorld {
    static let roles = Roles([Role("citizen", title: "Người dân", reach: .person, permissions: [])])
    static let day = World.morning.day

    static let tiles = """
        code,column,row,area_km2,region_code,region_name,province
        04765,0,0,35.5,141,Huyện Yên Bình,Yên Bái
        04762,1,0,21.2,141,Huyện Yên Bình,Yên Bái

        """

    static func open(
        _ engine: TestEngine, tiles: String = tiles, _ body: (World) async throws -> Void
    ) async throws {
        let sheets = try TileSheets([(Array(tiles.utf8), day + -1_000)])
        try await World.open(
            engine, roles: roles, migrations: TerritoryModule.migrations,
            modules: { parts in [TerritoryModule(database: parts.database, tiles: sheets)] }, body)
    }

    // MARK: Boundaries

    /// A square with a corner on its right edge, half a degree wide, beside that of ``right``.
    static let left = "[[[104.5,21.5],[105.0,21.5],[105.02,21.75],[105.0,22.0],[104.5,22.0],[104.5,21.5]]]"
    static let right = "[[[105.0,21.5],[105.5,21.5],[105.5,22.0],[105.0,22.0],[105.02,21.75],[105.0,21.5]]]"

    static func feature(_ properties: String, _ rings: String, type: String = "Polygon") -> String {
        #"{"type":"Feature","properties":\#(properties),"geometry":{"type":"\#(type)","coordinates":\#(rings)}}"#
    }

    static func collection(_ features: String...) -> String {
        #"{"type":"FeatureCollection","features":[\#(features.joined(separator: ","))]}"#
    }

    /// Both communes: one by its code, one by its name.
    static let both = collection(
        feature(#"{"code":"04765"}"#, left), feature(#"{"ten_xa":"Xã Bạch Hà"}"#, right))

    /// Loads a file as an operator does.
    static func load(
        _ json: String, into world: World, day: Day = day, isDryRun: Bool = false
    ) async throws -> BoundaryImport.Report {
        let file = FileManager.default.temporaryDirectory.appending(path: "thacba-\(UUID().uuidString).geojson")
        try Data(json.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        return try await BoundaryImport(day: day, node: "test").run(
            file, on: world.database, now: world.now, isDryRun: isDryRun)
    }
}
