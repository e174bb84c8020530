import HTTPTypes
import Kernel
import Store
import TestKit
import Testing
import Web

@testable import Territory

@Suite("The map's pages") struct MapDoorTests {
    @Test(arguments: TestEngine.available) func everybodySeesMapAndTable(_ engine: TestEngine) async throws {
        try await MapWorld.open(engine) { world in
            let answer = try await world.visitor().get("/units/map")
            #expect(answer.status == .ok)
            let vuLinh = try #require(world.units[World.vuLinh])
            #expect(answer.text.components(of: "href=\"/units/\(vuLinh)\"") == 2)
            #expect(answer.text.contains("<title>Xã Vũ Linh, huyện Yên Bình: 0 thôn, tổ dân phố, 35,5 km²</title>"))
            #expect(answer.text.components(of: "<use href=\"#hx\"/>") == 2)
            #expect(answer.words.contains("Huyện Yên Bình: 2 xã"))
            #expect(!answer.text.contains("style="))
        }
    }

    @Test func colourSaysFigures() async throws {
        try await MapWorld.open(.sqlite) { world in
            let answer = try await world.visitor().get("/units/map?color=area")
            #expect(answer.text.contains("<tspan class=\"fig\""))
            #expect(answer.text.contains("class=\"q1\"") && answer.text.contains("class=\"q5\""))
            #expect(answer.text.contains("aria-current=\"true\">Diện tích</a>"))
        }
    }

    @Test func theTableIsSortedAndSearched() async throws {
        try await MapWorld.open(.sqlite) { world in
            let visitor = world.visitor()
            let grown = try await visitor.get("/units/map?sort=area").table
            #expect(grown == ["Xã Bạch Hà", "Xã Vũ Linh"])
            let shrunk = try await visitor.get("/units/map?sort=-area").table
            #expect(shrunk == ["Xã Vũ Linh", "Xã Bạch Hà"])
            let found = try await visitor.get("/units/map?q=vu%20linh")
            #expect(found.table == ["Xã Vũ Linh"])
            #expect(found.text.contains(" faint\""))
            let none = try await visitor.get("/units/map?q=%3Cscript%3E'%22--")
            #expect(none.status == .ok)
            #expect(none.words.contains("Không có xã nào khớp"))
            #expect(!none.text.contains("<script>'"))
        }
    }

    @Test func theTableGoesOnPageByPage() async throws {
        try await MapWorld.open(.sqlite) { world in
            for sort in ["name", "-name", "villages", "-area", "region"] {
                let visitor = world.visitor()
                let first = try await visitor.get("/units/map?limit=1&sort=\(sort)")
                let next = try #require(first.text.firstMatch(of: #/rel="next" href="([^"]+)"/#)?.1)
                let second = try await visitor.get(String(next).replacing("&amp;", with: "&"))
                #expect(Set(first.table + second.table.prefix(1)).count == 2, "\(sort)")
            }
        }
    }

    @Test func aRegionFillsTheMap() async throws {
        try await MapWorld.open(.sqlite) { world in
            let near = try await world.visitor().get("/units/map?region=141")
            #expect(near.text.contains("class=\"areas near tiled\""))
            #expect(near.words.contains("Bản đồ: Huyện Yên Bình"))
            let unknown = try await world.visitor().get("/units/map?region=nowhere")
            #expect(unknown.status == .ok)
            #expect(unknown.text.contains("class=\"areas tiled\""))
        }
    }

    @Test(arguments: ["31/02/2022", "abc", "%C3%28"]) func aWrongDayIsSaid(_ day: String) async throws {
        try await MapWorld.open(.sqlite) { world in
            let answer = try await world.visitor().get("/units/map?day=\(day)")
            #expect([HTTPResponse.Status.unprocessableContent, .ok].contains(answer.status))
            #expect(
                answer.status == .ok || answer.text.contains("data-failed") || answer.text.contains("class=\"errors\""))
            #expect(answer.text.contains("<h1"))
        }
    }

    @Test func aDayWithoutUnitsHasNoMap() async throws {
        try await MapWorld.open(.sqlite) { world in
            let answer = try await world.visitor().get("/units/map?day=01/01/1990")
            #expect(answer.status == .ok)
            #expect(answer.words.contains("Chưa có hình cho các xã của ngày này"))
        }
    }

    /// A commune without a tile is in the table, and the map says that one is missing.
    @Test func aCommuneWithoutATileIsNotForgotten() async throws {
        let tiles = MapWorld.tiles.split(separator: "\n").prefix(2).joined(separator: "\n") + "\n"
        try await MapWorld.open(.sqlite, tiles: tiles) { world in
            let answer = try await world.visitor().get("/units/map")
            #expect(answer.table.count == 2)
            #expect(answer.words.contains("1 xã chưa có hình trên bản đồ"))
        }
    }

    @Test func theTableIsAFileToo() async throws {
        try await MapWorld.open(.sqlite) { world in
            let answer = try await world.visitor().get("/units/map.csv?sort=-area")
            #expect(answer.status == .ok)
            let lines = answer.text.split(separator: "\r\n")
            #expect(lines.count == 3)
            #expect(lines[1].hasPrefix("04765,Xã Vũ Linh,Huyện Yên Bình,0,\"35,5\""))
        }
    }

    @Test(arguments: TestEngine.available) func boundariesAreOfferedOnceTheyAreLoaded(_ engine: TestEngine) async throws
    {
        try await MapWorld.open(engine) { world in
            let visitor = world.visitor()
            let before = try await visitor.get("/units/map?shapes=official")
            #expect(before.text.contains("class=\"areas tiled\""))
            #expect(!before.words.contains("Ranh giới chính thức"))
            _ = try await MapWorld.load(MapWorld.both, into: world)
            let after = try await visitor.get("/units/map?shapes=official")
            #expect(after.words.contains("Ranh giới chính thức"))
            #expect(after.text.components(of: "<path class=\"t\" d=\"M") == 2)
            #expect(!after.text.contains("#hx"))
            // What was kept in memory is not shown any longer than it stands.
            _ = try await BoundaryImport(day: MapWorld.day, node: "test").remove(on: world.database, now: world.now)
            let removed = try await visitor.get("/units/map?shapes=official")
            #expect(removed.text.contains("class=\"areas tiled\""))
        }
    }
}

extension HouseAnswer {
    /// First cells of the table's rows.
    fileprivate var table: [String] {
        text.matches(of: #/<td class="full"><a class="strong" href="[^"]+">([^<]+)</a>/#).map { String($0.1) }
    }
}

extension String {
    fileprivate func components(of part: String) -> Int { ranges(of: part).count }
}
