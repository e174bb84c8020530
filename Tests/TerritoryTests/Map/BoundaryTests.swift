import Foundation
import Kernel
import Store
import TestKit
import Testing

@testable import Territory

@Suite("Official boundaries") struct BoundaryTests {
    private static func outlines(_ world: World, on day: Day = MapWorld.day) async throws -> [ID<AdminUnit>: [GridRing]]
    {
        try await world.database.read { db in try BoundaryStore(db: db).outlines(on: day) }
    }

    @Test(arguments: TestEngine.available) func areLoadedReplacedAndRemoved(_ engine: TestEngine) async throws {
        try await MapWorld.open(engine) { world in
            let first = try await MapWorld.load(MapWorld.both, into: world)
            #expect(first.isTaken)
            #expect(first.lines.contains { $0.hasPrefix("2 units of 2022-07-25") })
            let vuLinh = try #require(world.units[World.vuLinh])
            let before = try await Self.outlines(world)
            #expect(before.count == 2)
            #expect(before[vuLinh]?.joined().contains(GridPoint(10_450_000, 2_150_000)) == true)

            let moved = MapWorld.collection(
                MapWorld.feature(#"{"code":"04765"}"#, MapWorld.left.replacing("104.5", with: "104.4")))
            _ = try await MapWorld.load(moved, into: world)
            let after = try await Self.outlines(world)
            #expect(after.count == 2)
            #expect(after[vuLinh]?.joined().contains(GridPoint(10_440_000, 2_150_000)) == true)

            let order = BoundaryImport(day: MapWorld.day, node: "test")
            #expect(try await order.remove(on: world.database, now: world.now) == 2)
            #expect(try await Self.outlines(world).isEmpty)
            #expect(try await order.remove(on: world.database, now: world.now) == 0)
            let files = try await world.value("SELECT COUNT(*) FROM territory_boundary_import", as: Int.self)
            #expect(files == 0)
            let journal = try await world.journal().filter { $0.hasPrefix("boundaries.") }
            #expect(journal == ["boundaries.imported", "boundaries.imported", "boundaries.removed"])
        }
    }

    @Test(arguments: TestEngine.available) func aDryRunStoresNothing(_ engine: TestEngine) async throws {
        try await MapWorld.open(engine) { world in
            let report = try await MapWorld.load(MapWorld.both, into: world, isDryRun: true)
            #expect(report.isTaken)
            #expect(try await Self.outlines(world).isEmpty)
            #expect(try await world.journal().isEmpty)
        }
    }

    /// One wrong outline and the map stays as it was.
    @Test(arguments: TestEngine.available) func halfAMapIsNotTaken(_ engine: TestEngine) async throws {
        try await MapWorld.open(engine) { world in
            let swapped = "[[[21.5,104.5],[21.5,105.0],[22.0,105.0],[21.5,104.5]]]"
            let report = try await MapWorld.load(
                MapWorld.collection(
                    MapWorld.feature(#"{"code":"04765"}"#, MapWorld.left),
                    MapWorld.feature(#"{"code":"04762"}"#, swapped)), into: world)
            #expect(!report.isTaken)
            #expect(report.lines.contains { $0.contains("feature 2 (04762)") && $0.contains("latitude before") })
            #expect(try await Self.outlines(world).isEmpty)
        }
    }

    @Test func whatBelongsToNoUnitIsToldAndLeftOut() async throws {
        try await MapWorld.open(.sqlite) { world in
            let report = try await MapWorld.load(
                MapWorld.collection(
                    MapWorld.feature(#"{"code":"04765"}"#, MapWorld.left),
                    MapWorld.feature(#"{"name":"Xã Ở Đâu'; DROP TABLE kernel_unit"}"#, MapWorld.right)), into: world)
            #expect(report.isTaken)
            #expect(report.lines.contains { $0.contains("Xã Ở Đâu") && $0.contains("is no unit") })
            #expect(report.lines.contains { $0.contains("Xã Bạch Hà, huyện Yên Bình") })
            #expect(try await Self.outlines(world).count == 1)
        }
    }

    @Test func aUnitHasOneOutline() async throws {
        try await MapWorld.open(.sqlite) { world in
            let twice = MapWorld.collection(
                MapWorld.feature(#"{"code":"04765"}"#, MapWorld.left),
                MapWorld.feature(#"{"code":"4765"}"#, MapWorld.right))
            let report = try await MapWorld.load(twice, into: world)
            #expect(!report.isTaken)
            #expect(report.lines.contains { $0.contains("which an earlier feature is too") })
        }
    }

    @Test(arguments: ["not json", "{\"type\":\"FeatureCollection\",\"features\":[]}"])
    func aFileWithNothingInItChangesNothing(_ text: String) async throws {
        try await MapWorld.open(.sqlite) { world in
            let report = try await MapWorld.load(text, into: world)
            #expect(!report.isTaken)
            #expect(!report.lines.isEmpty)
        }
    }

    /// A file of half a gigabyte is refused by its size: it is not read.
    @Test func aHugeFileIsRefused() async throws {
        try await MapWorld.open(.sqlite) { world in
            let file = FileManager.default.temporaryDirectory.appending(path: "thacba-\(UUID().uuidString).geojson")
            #expect(FileManager.default.createFile(atPath: file.path, contents: nil))
            defer { try? FileManager.default.removeItem(at: file) }
            let handle = try FileHandle(forWritingTo: file)
            try handle.truncate(atOffset: 500 << 20)
            try handle.close()
            let order = BoundaryImport(day: MapWorld.day, node: "test")
            let report = try await order.run(file, on: world.database, now: world.now, isDryRun: false)
            #expect(!report.isTaken)
            #expect(report.lines.first?.contains("500 MB") == true)
            let none = try await order.run(
                file.appending(path: "none"), on: world.database, now: world.now, isDryRun: false)
            #expect(none.lines.first?.contains("no such file") == true)
        }
    }

    /// The edge belongs to the commune as it was: what it becomes does not inherit it.
    @Test(arguments: TestEngine.available) func endWithTheUnitAsItWas(_ engine: TestEngine) async throws {
        try await MapWorld.open(engine) { world in
            _ = try await MapWorld.load(MapWorld.both, into: world)
            let later = MapWorld.day + 30
            let merger = UnitChange(
                origin: "test", day: later, kind: .merge, legalBasis: "Nghị quyết thử",
                lines: [.init(from: World.vuLinh, to: World.vuLinh), .init(from: World.bachHa, to: World.vuLinh)],
                outcomes: [
                    .init(
                        code: World.vuLinh, level: .commune, type: "xã", name: "Vũ Linh", fullName: "Xã Vũ Linh",
                        parentCode: "141", kept: World.vuLinh)
                ])
            let now = world.now
            _ = try await world.database.write { db in try TerritoryStore(db: db).load([merger], now: now) }
            #expect(try await Self.outlines(world, on: later + -1).count == 2)
            #expect(try await Self.outlines(world, on: later).isEmpty)
        }
    }

    @Test func outlinesAreReadAsTheyWereWritten() throws {
        let rings: [GridRing] = [
            [GridPoint(10_450_000, 2_150_000), GridPoint(10_500_000, 2_150_000), GridPoint(10_500_000, 2_200_000)],
            [GridPoint(-1, 2), GridPoint(3, -4), GridPoint(5, 6), GridPoint(7, 8)],
        ]
        #expect(try BoundaryStore.rings(of: BoundaryStore.text(of: rings)) == rings)
        #expect(throws: BoundaryStore.BrokenOutline.self) { _ = try BoundaryStore.rings(of: "1 2 3;4") }
    }
}
