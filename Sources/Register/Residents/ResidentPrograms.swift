import HTTPTypes
import Kernel
import Store
import Web

/// The same search and the same record for programs, journaled alike. A program says its purpose with each request.
struct ResidentPrograms: Sendable {
    private static let tag = "register"

    private static let purpose = APIParameter(
        "purpose", .string(maxLength: TypedPurpose.most), note: "Why: the person reads it.", isRequired: true)

    var doors: [Door] {
        [
            .apiPage(
                "/api/v1/residents", .needs(.readResidents),
                APIDescription(
                    summary: "Find residents of one's units", tag: Self.tag,
                    query: [
                        Self.purpose,
                        APIParameter(
                            "q", .string(maxLength: 500), note: "Name, number, telephone or content of a card's code."),
                        APIParameter("village", .string(format: "uuid")),
                        APIParameter("born", .integer(minimum: BirthDate.firstYear), note: "Year of birth."),
                        APIParameter("sex", .string(values: Sex.allCases.map(\.rawValue))),
                    ], response: .json(.ref("FoundResidents")),
                    note: "At most 50; `hasMore` asks for a narrower search. How many there are is not told."),
                use: find),
            .apiPage(
                "/api/v1/residents/{id}", .needs(.readResidents),
                APIDescription(
                    summary: "One resident's record", tag: Self.tag, query: [Self.purpose],
                    response: .json(.ref("Resident")), note: "Numbers are covered but for their last digits."),
                use: show),
        ]
    }

    @Sendable private func find(_ visit: Visit, _ db: any Session) throws -> Reply {
        let purpose = try Self.purpose(visit)
        let scope = visit.scope(for: .readResidents).unitsOnly
        let query = ResidentQuery(visit.query)
        guard !query.isEmpty else {
            throw FieldProblems([FieldProblem("q", t("Thiếu mục này."))])
        }
        let results = try ResidentSearch(db: db).find(
            try query.read(today: visit.today).query, within: scope, on: visit.today)
        return try .json(FoundResidentsJSON(results)).journaling(results.lines(visit, query.text, purpose: purpose))
    }

    @Sendable private func show(_ visit: Visit, _ db: any Session) throws -> Reply {
        let purpose = try Self.purpose(visit)
        let record = try ResidentRecordStore(db: db).record(
            of: try visit.parameter("id"), within: visit.scope(for: .readResidents).unitsOnly, inclusion: nil,
            on: visit.today)
        return try .json(ResidentJSON(record)).journaling(
            visit.readLines("resident.read", [record.id], purpose: purpose)
                + visit.readLines("resident.listed.read", record.householdMates, purpose: purpose))
    }

    private static func purpose(_ visit: Visit) throws -> String {
        let words = visit.query["purpose"]
        guard (TypedPurpose.fewest...TypedPurpose.most).contains(words.count) else {
            throw FieldProblems([
                FieldProblem("purpose", t("Bạn chưa ghi mục đích. Ghi rõ xem để làm việc gì, cho ai."))
            ])
        }
        return words
    }
}

extension ResidentRecord {
    /// Those who live with the person.
    var householdMates: [ID<Person>] {
        households.flatMap { $0.members.map(\.personID) }.filter { $0 != id }
    }
}

struct FoundResidentsJSON: Encodable, Sendable {
    struct Item: Encodable, Sendable {
        let id: ID<Person>
        let fullName: String
        let birthYear: Int?
        let sex: String?
        let place: String
        let number: String?
    }

    let items: [Item]
    let hasMore: Bool
    let isMended: Bool

    init(_ results: ResidentResults) {
        items = results.lines.map { line in
            Item(
                id: line.person.id, fullName: line.person.fullName, birthYear: line.person.birth?.year,
                sex: line.person.sex?.rawValue, place: line.place, number: line.number)
        }
        hasMore = results.hasMore
        isMended = results.isMended
    }
}

struct ResidentJSON: Encodable, Sendable {
    struct Number: Encodable, Sendable {
        let kind: String
        let number: String
        let standing: String
    }

    struct Home: Encodable, Sendable {
        let kind: String
        let place: String
        let address: String
        let since: Day
        let until: Day?
    }

    struct Member: Encodable, Sendable {
        let id: ID<Person>
        let fullName: String
        let relation: String
    }

    let id: ID<Person>
    let version: Int
    let fullName: String
    let birth: String?
    let sex: String?
    let ethnicGroup: String?
    let language: String?
    let numbers: [Number]
    let homes: [Home]
    let household: [Member]

    init(_ record: ResidentRecord) {
        id = record.id
        version = record.version
        fullName = record.facts.fullName
        birth = record.facts.birth.map(BirthText.stored)
        sex = record.facts.sex?.rawValue
        ethnicGroup = record.facts.ethnicGroup?.rawValue
        language = record.facts.language?.rawValue
        numbers = record.identifiers.map {
            Number(
                kind: $0.identifier.kind.rawValue, number: $0.identifier.covered, standing: $0.standing.rawValue)
        }
        homes = record.homes.map {
            Home(
                kind: $0.kind.rawValue, place: record.places.place($0.communeID, $0.villageID), address: $0.address,
                since: $0.since, until: $0.until)
        }
        household = record.households.flatMap(\.members).map {
            Member(id: $0.personID, fullName: $0.fullName, relation: $0.relation.rawValue)
        }
    }
}

enum ResidentSchemas {
    static let all: [(name: String, schema: Schema)] = [
        (
            "FoundResidents",
            .object([
                .required(
                    "items",
                    .array(
                        .object([
                            .required("id", .string(format: "uuid")), .required("fullName", .string()),
                            .optional("birthYear", .integer()),
                            .optional("sex", .string(values: Sex.allCases.map(\.rawValue))),
                            .required("place", .string()), .optional("number", .string()),
                        ]))),
                .required("hasMore", .boolean), .required("isMended", .boolean),
            ])
        ),
        (
            "Resident",
            .object([
                .required("id", .string(format: "uuid")), .required("version", .integer()),
                .required("fullName", .string()), .optional("birth", .string()),
                .optional("sex", .string(values: Sex.allCases.map(\.rawValue))),
                .optional("ethnicGroup", .string()), .optional("language", .string()),
                .required(
                    "numbers",
                    .array(
                        .object([
                            .required("kind", .string(values: IdentifierKind.allCases.map(\.rawValue))),
                            .required("number", .string()), .required("standing", .string()),
                        ]))),
                .required(
                    "homes",
                    .array(
                        .object([
                            .required("kind", .string()), .required("place", .string()),
                            .required("address", .string()), .required("since", .string(format: "date")),
                            .optional("until", .string(format: "date")),
                        ]))),
                .required(
                    "household",
                    .array(
                        .object([
                            .required("id", .string(format: "uuid")), .required("fullName", .string()),
                            .required("relation", .string(values: HouseholdRelation.allCases.map(\.rawValue))),
                        ]))),
            ])
        ),
    ]
}
