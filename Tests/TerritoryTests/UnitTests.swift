import HTTPTypes
import Kernel
import Store
import TestKit
import Testing
import Web

@testable import Territory

@Suite("Pages of the units") struct UnitTests {
    @Test(
        arguments: TestEngine.available,
        [
            ("vu linh", "Xã Vũ Linh"), ("Xã VŨ LINH", "Xã Vũ Linh"), ("lang can", "Thôn Làng Cạn"),
            ("04765", "Xã Vũ Linh"), ("04765-01", "Thôn Vũ Sơn"), ("ngoi khang bach ha", "Thôn Ngòi Khang"),
            ("Vu\u{0303} Linh", "Xã Vũ Linh"),
        ])
    func aNameOrACodeFindsTheUnit(_ engine: TestEngine, _ case: (text: String, found: String)) async throws {
        try await TerritoryWorld.open(engine) { world in
            let page = try await world.visitor().get(Address("/units", ["q": `case`.text]).text)
            #expect(page.status == .ok)
            #expect(page.text.contains("<b>\(`case`.found)</b>"))
        }
    }

    @Test(arguments: TestEngine.available) func anOldNameLeadsToWhatBecameOfIt(_ engine: TestEngine) async throws {
        try await TerritoryWorld.open(engine) { world in
            let visitor = world.visitor()
            let now = try await visitor.get("/units?q=yen+thanh")
            #expect(now.words.contains("Xã Yên Thành"))
            #expect(now.words.contains("từ 01/01/2021 đến hết 28/02/2022; ngày này là Xã Phúc Thành, huyện Yên Bình"))
            let then = try await visitor.get("/units?q=yen+thanh&day=28/02/2022")
            #expect(then.words.contains("Xã Yên Thành") && !then.words.contains("ngày này là"))
            let before = try await visitor.get("/units?q=phuc+thanh&day=28/02/2022")
            #expect(before.words.contains("Không có đơn vị nào khớp"))
        }
    }

    @Test(arguments: TestEngine.available) func aUsedCodeBelongsToTheBearerOfTheDay(_ engine: TestEngine) async throws {
        try await TerritoryWorld.open(engine) { world in
            let visitor = world.visitor()
            for (day, bearer, other) in [
                ("28/02/2022", "Xã Phúc An", "Xã Phúc Thành"), ("01/03/2022", "Xã Phúc Thành", "Xã Phúc An"),
            ] {
                let page = try await visitor.get("/units?q=04768&day=\(day)")
                let parts = page.words.split(separator: "Mã này vào ngày khác", maxSplits: 1)
                #expect(parts.count == 2)
                #expect(parts.first?.contains(bearer) == true && parts.first?.contains("\(other) ") == false)
                #expect(parts.last?.contains(other) == true)
            }
        }
    }

    @Test(arguments: TestEngine.available) func theDayDecidesWhatIsCounted(_ engine: TestEngine) async throws {
        try await TerritoryWorld.open(engine) { world in
            let visitor = world.visitor()
            let then = try await visitor.get("/units?day=28/02/2022").words
            #expect(then.contains("1 đơn vị cấp huyện") && then.contains("4 đơn vị cấp xã"))
            #expect(then.contains("4 thôn, tổ dân phố"))
            #expect(try await visitor.get("/units").words.contains("3 đơn vị cấp xã"))
            let early = try await visitor.get("/units?day=01/01/1999")
            #expect(early.words.contains("Dữ liệu bắt đầu từ"))
            let wrong = try await visitor.get("/units?day=31/02/2022&q=vu")
            #expect(wrong.status == .unprocessableContent)
            #expect(wrong.words.contains("Tháng 2/2022 chỉ có 28 ngày."))
            #expect(wrong.text.contains("value=\"31/02/2022\"") && wrong.text.contains("value=\"vu\""))
        }
    }

    @Test(arguments: TestEngine.available) func pagesFollowOneAnotherWithoutGaps(_ engine: TestEngine) async throws {
        try await TerritoryWorld.open(engine) { world in
            let visitor = world.visitor()
            for start in ["/api/v1/units?q=a&limit=2", "/api/v1/units?q=y&level=commune&limit=1"] {
                var (names, path): ([String], String?) = ([], start)
                while let next = path {
                    let page = try await visitor.get(next)
                    names += (page["items"] as? [[String: Any]] ?? []).compactMap { $0["name"] as? String }
                    path = (page["next"] as? String).map { "\(start)&after=\($0)" }
                }
                let whole = try await visitor.get(start.replacing(#/limit=\d/#, with: "limit=200"))
                let all = (whole["items"] as? [[String: Any]] ?? []).compactMap { $0["name"] as? String }
                #expect(names == all && Set(names).count == names.count && names.count > 2)
            }
            #expect(try await visitor.get("/units?after=xyz").status == .unprocessableContent)
        }
    }

    @Test(arguments: TestEngine.available) func aUnitTellsItsHistory(_ engine: TestEngine) async throws {
        try await TerritoryWorld.open(engine) { world in
            let visitor = world.visitor()
            let id = try #require(try await visitor.get("/units?q=yen+thanh").link(to: "Xã Yên Thành"))
            let gone = try await visitor.get(id)
            #expect(gone.words.contains("Kết thúc hết ngày 28/02/2022"))
            #expect(gone.words.contains("Vào ngày 25/07/2022, nó là: Xã Phúc Thành"))
            #expect(gone.words.contains("99/NQ-UBTVQH15") && gone.words.contains("Thôn Làng Đát"))
            let stood = try await visitor.get("\(id)?day=2022-01-31")
            #expect(stood.words.contains("Đang có vào ngày 31/01/2022"))
            #expect(try await visitor.get("\(id)?day=2019-12-31").words.contains("Có từ 01/01/2021"))

            let heir = try #require(gone.link(to: "Xã Phúc Thành"))
            let page = try await visitor.get(heir)
            #expect(page.words.contains("2 đơn vị trực thuộc"))
            #expect(page.words.contains("Nhập : Xã Phúc An , Xã Yên Thành → thành Xã Phúc Thành"))
            #expect(try await visitor.get("/units/\(world.accounts["clerk"]?.description ?? "")").status == .notFound)
            #expect(try await visitor.get("/units/khong-co").status == .notFound)
        }
    }

    @Test(arguments: TestEngine.available) func changesAreListedByDay(_ engine: TestEngine) async throws {
        try await TerritoryWorld.open(engine) { world in
            let visitor = world.visitor()
            let page = try await visitor.get("/units/events").words
            let (merger, begun) = (
                try #require(page.firstRange(of: "99/NQ")), try #require(page.firstRange(of: "01/NQ"))
            )
            #expect(merger.lowerBound < begun.lowerBound)
            let mergers = try await visitor.get("/units/events?kind=merge").words
            #expect(mergers.contains("99/NQ") && !mergers.contains("01/NQ"))
            #expect(try await visitor.get("/units/events?kind=split").words.contains("Chưa có thay đổi nào"))
            let first = try await visitor.get("/units/events?limit=3")
            let next = try #require(first.link(to: "Trang sau"))
            let second = try await visitor.get("\(next)&limit=200")
            #expect(first.text.matches(of: #/<li><div><b>/#).count == 3)
            #expect(second.text.matches(of: #/<li><div><b>/#).count == 4)
        }
    }

    @Test(arguments: TestEngine.available) func theListLeavesAsATable(_ engine: TestEngine) async throws {
        try await TerritoryWorld.open(engine) { world in
            let file = try await world.visitor().get("/units.csv?day=28/02/2022&level=commune")
            #expect(file.headers[.contentDisposition]?.contains("don-vi-hanh-chinh-2022-02-28.csv") == true)
            var names: [String] = []
            try CSV.records(file.bytes, columns: ["Mã", "Tên", "Từ ngày"]) { names.append($0["Tên"]) }
            #expect(names == ["Xã Bạch Hà", "Xã Phúc An", "Xã Vũ Linh", "Xã Yên Thành"])
            #expect(try await world.visitor().get("/units.csv?day=hom-qua").status == .unprocessableContent)
        }
    }

    @Test(arguments: TestEngine.available) func programsAskForADay(_ engine: TestEngine) async throws {
        try await TerritoryWorld.open(engine) { world in
            let visitor = world.visitor()
            let names = { (answer: HouseAnswer) in
                (answer["items"] as? [[String: Any]] ?? []).compactMap { $0["name"] as? String }
            }
            #expect(names(try await visitor.get("/api/v1/units")).contains("Xã Phúc Thành"))
            #expect(names(try await visitor.get("/api/v1/units?day=2022-02-28")).contains("Xã Phúc An"))
            #expect(names(try await visitor.get("/api/v1/units?level=district")) == ["Huyện Yên Bình"])
            for wrong in ["day=2022-13-01", "day=01/02/2022", "level=hamlet", "limit=0", "after=x"] {
                #expect(try await visitor.get("/api/v1/units?\(wrong)").status == .unprocessableContent, "\(wrong)")
            }
            let found = try await visitor.get("/api/v1/units?q=yen+thanh")
            let id = try #require(((found["items"] as? [[String: Any]])?.first)?["id"] as? String)
            let one = try await visitor.get("/api/v1/units/\(id)")
            #expect(one["stands"] as? Bool == false)
            #expect(((one["became"] as? [[String: Any]])?.first)?["name"] as? String == "Xã Phúc Thành")
            #expect((one["events"] as? [[String: Any]])?.count == 2)
        }
    }

    @Test(arguments: TestEngine.available, [hostile, "%27; DROP TABLE kernel_unit; --", "%%%", "_", "\u{202E}x"])
    func nothingTypedDoesHarm(_ engine: TestEngine, _ text: String) async throws {
        try await TerritoryWorld.open(engine) { world in
            let page = try await world.visitor().get(Address("/units", ["q": text]).text)
            #expect(page.status == .ok && !page.text.contains("<script>alert"))
        }
    }
}

@Suite("Where units came from") struct UnitOriginTests {
    private static let (first, second) = (Day(number: 19_000), Day(number: 19_100))

    private static func unit(_ name: String, _ level: UnitLevel, in parent: AdminUnit? = nil) -> AdminUnit {
        AdminUnit(
            id: .new(), level: level, code: name, type: "xã", name: name, fullName: name, parentID: parent?.id,
            parentFullName: parent?.fullName, validFrom: first, validTo: nil)
    }

    @Test func wholeUnitsAreCountedAndSplitOnesNamed() throws {
        let top = Self.unit("15", .province)
        let (a, b, c) = (
            Self.unit("a", .commune, in: top), Self.unit("b", .commune, in: top), Self.unit("c", .commune, in: top)
        )
        let (new, other) = (Self.unit("new", .commune, in: top), Self.unit("other", .commune, in: top))
        let event = { (from: AdminUnit, to: [AdminUnit], share: UnitShare) in
            UnitEvent(
                id: .new(), day: Self.second, kind: .merge, legalBasis: "1/NQ", origin: from.code,
                edges: to.map { UnitEdge(predecessor: from.id, successor: $0.id, share: share) })
        }
        let graph = SuccessionGraph([
            event(a, [new], .whole), event(b, [new], .whole), event(c, [new, other], .unknown),
        ])
        let origins = try #require(
            UnitOrigins(
                of: new.id, on: UnitTree([top, new, other], day: Self.second),
                since: UnitTree([top, a, b, c], day: Self.first), graph))
        let communes = try #require(origins.figures.first { $0.level == .commune })
        #expect(communes.count == 2)
        #expect(communes.notApportioned == ["c": 1])
        #expect(origins.communes.map(\.name) == ["a", "b", "c"])
        #expect(origins.legalBases == ["1/NQ"])
        #expect(
            UnitOrigins(
                of: top.id, on: UnitTree([top, a], day: Self.second), since: UnitTree([top, a], day: Self.first),
                SuccessionGraph([])) == nil)
    }
}
