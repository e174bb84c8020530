import Kernel
import Store
import Territory
import TestKit
import Web

/// The small world with this module alone. Two communes were merged into one with a used code on 1 March 2022.
enum TerritoryWorld {
    static let roles = Roles([
        Role("citizen", title: "Người dân", reach: .person, permissions: []),
        Role("clerk", title: "Công chức một cửa cấp xã", reach: .unit, permissions: []),
        Role("chair", title: "Chủ tịch UBND cấp xã", reach: .unit, permissions: []),
        Role("office", title: "Văn phòng UBND tỉnh", reach: .unit, permissions: [.planUnits]),
        Role("leader", title: "Lãnh đạo UBND tỉnh", reach: .unit, permissions: [.planUnits, .scheduleUnits]),
    ])

    static let cast =
        WorldPerson.all + [
            WorldPerson("office", "Trần Thu Hà", role: "office", unit: "15"),
            WorldPerson("planner", "Lý Văn Tín", role: "office", unit: "15"),
            WorldPerson("leader", "Vũ Quang Minh", role: "leader", unit: "15"),
            WorldPerson("deputy", "Hà Thị Liên", role: "leader", unit: "15"),
        ]

    static let merged = Day(number: 19_052)  // 2022-03-01

    static func open(
        _ engine: TestEngine, openWork: [OpenWork] = [], _ body: (World) async throws -> Void
    ) async throws {
        try await World.open(
            engine, roles: roles, migrations: TerritoryModule.migrations, cast: cast,
            modules: { parts in [TerritoryModule(database: parts.database, openWork: openWork)] },
            seed: { db in try TerritoryStore(db: db).load(changes, now: World.morning) }, body)
    }

    private static let founded = Day(number: 18_628)  // 2021-01-01

    private static let changes =
        [
            begun("04768", .commune, "xã", "Phúc An", under: "141"),
            begun("04771", .commune, "xã", "Yên Thành", under: "141"),
            begun("04765-01", .village, "thôn", "Vũ Sơn", under: "04765"),
            begun("04762-01", .village, "thôn", "Ngòi Khang", under: "04762"),
            begun("04768-01", .village, "thôn", "Làng Cạn", under: "04768"),
            begun("04771-01", .village, "thôn", "Làng Đát", under: "04771"),
        ] + [
            UnitChange(
                origin: "merger", day: merged, kind: .merge, legalBasis: "99/NQ-UBTVQH15",
                lines: [UnitChange.Line(from: "04768", to: "04768"), UnitChange.Line(from: "04771", to: "04768")],
                outcomes: [
                    UnitChange.Outcome(
                        code: "04768", level: .commune, type: "xã", name: "Phúc Thành", fullName: "Xã Phúc Thành",
                        parentCode: "141")
                ])
        ]

    private static func begun(
        _ code: String, _ level: UnitLevel, _ type: String, _ name: String, under parent: String
    ) -> UnitChange {
        UnitChange(
            origin: code, day: founded, kind: .establish, legalBasis: "01/NQ-HĐND",
            lines: [UnitChange.Line(from: nil, to: code)],
            outcomes: [
                UnitChange.Outcome(
                    code: code, level: level, type: type, name: name,
                    fullName: "\(type.prefix(1).uppercased())\(type.dropFirst()) \(name)", parentCode: parent)
            ])
    }
}

extension HouseClient {
    /// Opens a page and sends the form on it that goes to `action`.
    func send(_ action: String, on page: String, _ values: [(String, String)] = []) async throws -> HouseAnswer {
        guard let form = try await get(page).form(to: action) else { throw NotFound() }
        return try await submit(form, values)
    }
}

extension HouseAnswer {
    /// Where the first link with these words in it leads.
    func link(to words: String) -> String? {
        text.split(separator: "<a ").dropFirst().lazy.compactMap { piece -> String? in
            let inside = piece.firstRange(of: "</a>").map { piece[..<$0.lowerBound] } ?? piece
            guard inside.contains(words), let start = inside.firstRange(of: "href=\"")?.upperBound else { return nil }
            return inside[start...].prefix { $0 != "\"" }.replacing("&amp;", with: "&").description
        }.first
    }
}

let hostile = "<script>alert('x')</script>\"&"
