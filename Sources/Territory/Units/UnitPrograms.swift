import Kernel
import Store
import Web

/// The same units for programs.
struct UnitPrograms: Sendable {
    let kept: KeptTerritory
    private static let tag = "territory"
    private static let day = APIParameter(
        "day", .string(format: "date"), note: "The list as of this day; today unless given.")

    var doors: [Door] {
        [
            .apiPage(
                "/api/v1/units", .open,
                APIDescription(
                    summary: "Units as of a day", tag: Self.tag,
                    query: [
                        APIParameter(
                            "q", .string(maxLength: 200),
                            note: "Words of a name, also of one borne before the day, or a code."),
                        APIParameter(
                            "level", .string(values: UnitLevel.allCases.map(\.rawValue)),
                            note: "Communes unless given or searched."),
                        APIParameter("under", .string(format: "uuid"), note: "Only the units right under this one."),
                        Self.day,
                    ] + APIParameter.paging, response: .json(.page(of: .ref("AdminUnit")))), use: list),
            .apiPage(
                "/api/v1/units/{id}", .open,
                APIDescription(
                    summary: "A unit with its versions and what it has become by a day", tag: Self.tag,
                    query: [Self.day], response: .json(.ref("AdminUnitHistory"))), use: show),
        ]
    }

    @Sendable private func list(_ visit: Visit, _ db: any Session) throws -> Reply {
        var query = try query(visit)
        if query.isBrowsing, query.parent == nil { query.level = .commune }
        let keyset = try Keyset(visit.query, values: UnitListStore.values)
        return try .json(try UnitListStore(db: db).page(query, keyset).map(UnitJSON.init))
    }

    @Sendable private func show(_ visit: Visit, _ db: any Session) throws -> Reply {
        let query = try query(visit)
        let id: ID<AdminUnit> = try visit.parameter("id")
        guard let history = try UnitHistory(of: id, on: query.day, kept, db) else { throw NotFound() }
        return try .json(UnitHistoryJSON(history))
    }

    /// Programs write days as ISO has them, and are told when something is not understood.
    private func query(_ visit: Visit) throws -> UnitQuery {
        var problems = FieldProblems()
        let query = UnitQuery(visit.query, today: visit.today, &problems)
        if let day = visit.query.filled("day"), Day(iso: day) == nil {
            throw FieldProblems([FieldProblem("day", t("Ngày viết theo mẫu năm-tháng-ngày, ví dụ 2022-07-25."))])
        }
        if visit.query.filled("level") != nil, query.level == nil {
            throw FieldProblems([
                FieldProblem(
                    "level",
                    t(
                        "Cấp là một trong: {levels}.",
                        ["levels": UnitLevel.allCases.map(\.rawValue).joined(separator: ", ")]))
            ])
        }
        return query
    }

    static let schemas: [(name: String, schema: Schema)] = [
        ("AdminUnit", unit), ("AdminUnitHistory", history),
    ]

    private static let unit = Schema.object([
        .required("id", .string(format: "uuid")), .required("code", .string()),
        .required("level", .string(values: UnitLevel.allCases.map(\.rawValue))), .required("type", .string()),
        .required("name", .string(), note: "With its kind in front."), .optional("parent", .string()),
        .optional("parentId", .string(format: "uuid")), .required("validFrom", .string(format: "date")),
        .optional("validTo", .string(format: "date"), note: "The first day on which this version no longer holds."),
        .required("generated", .boolean, note: "Made up for the demo."),
    ])

    private static let history = Schema.object([
        .required("unit", .ref("AdminUnit")), .required("stands", .boolean, note: "Whether it stands on the day."),
        .required("versions", .array(.ref("AdminUnit"))),
        .required("became", .array(.ref("AdminUnit")), note: "What took its place by the day."),
        .required(
            "events",
            .array(
                .object([
                    .required("day", .string(format: "date")),
                    .required("kind", .string(values: UnitEventKind.allCases.map(\.rawValue))),
                    .required("legalBasis", .string()),
                ]))),
    ])
}

/// A unit for programs.
struct UnitJSON: Sendable, Encodable {
    let id: ID<AdminUnit>
    let code: String
    let level: String
    let type: String
    let name: String
    let parent: String?
    let parentId: ID<AdminUnit>?
    let validFrom: Day
    let validTo: Day?
    let generated: Bool

    init(_ unit: AdminUnit) {
        id = unit.id
        code = unit.code
        level = unit.level.rawValue
        type = unit.type
        name = unit.fullName
        parent = unit.parentFullName
        parentId = unit.parentID
        validFrom = unit.validFrom
        validTo = unit.validTo
        generated = unit.isGenerated
    }
}

private struct UnitHistoryJSON: Sendable, Encodable {
    struct Event: Sendable, Encodable {
        let day: Day
        let kind: String
        let legalBasis: String
    }

    let unit: UnitJSON
    let stands: Bool
    let versions: [UnitJSON]
    let became: [UnitJSON]
    let events: [Event]

    init(_ history: UnitHistory) {
        unit = UnitJSON(history.unit)
        stands = history.stands
        versions = history.versions.map(UnitJSON.init)
        became = history.became.map(UnitJSON.init)
        events = history.events.map {
            Event(day: $0.event.day, kind: $0.event.kind.rawValue, legalBasis: $0.event.legalBasis)
        }
    }
}
