import Foundation
import HTTPTypes
import Kernel
import Resources
import Store
import TestKit
import Web

@testable import Procedures

/// The roles that the tests' people hold.
let testRoles = Roles([
    Role("citizen", title: "Người dân", reach: .person, permissions: []),
    Role(
        "clerk", title: "Một cửa", reach: .unit,
        permissions: [.readDossiers, .acceptDossiers, .answerDossiers, .exportDossiers]),
    Role("chair", title: "Chủ tịch", reach: .unit, permissions: [.readDossiers]),
    Role("admin", title: "Quản trị", reach: .everything, permissions: []),
])

extension World {
    /// Birth registration: civil status, one working day, six papers.
    static let birth = "1.001193"

    /// The small world with the shipped catalogue and calendar.
    static func procedures<Value>(
        _ engine: TestEngine, at now: Instant = morning, _ body: (World) async throws -> Value
    ) async throws -> Value {
        let csv = [UInt8](try Shipped.data("seeds/procedures.csv"))
        let days = try CalendarEntry.read([UInt8](try Shipped.data("seeds/holidays-vn.csv")))
        let calendar = WorkingCalendar(days)
        return try await open(
            engine, at: now, roles: testRoles, migrations: ProceduresModule.migrations,
            modules: { parts in
                [ProceduresModule(database: parts.database, files: parts.files, calendar: { calendar })]
            },
            seed: { db in
                try WorkCalendarStore(db: db).seed(days)
                try ProceduresModule.seed(csv, into: db, now: now)
            }, body)
    }

    /// Goes through every step up to the last page.
    /// - Returns: the check page.
    func fillIn(
        _ client: HouseClient, procedure: String = birth, unit: String = vuLinh, phone: String = "0912 345 678",
        content: String = "Khai sinh cho cháu An"
    ) async throws -> HouseAnswer {
        let page = try await client.get("/procedures/\(procedure)")
        guard let start = page.form(to: "/procedures/\(procedure)/filing") else { throw WrongPage(page) }
        var step = try await client.follow(try await client.submit(start))
        step = try await answer(client, step, "where", [("unit", "\(units[unit] ?? .new())")])
        step = try await answer(client, step, "request", [("phone", phone), ("content", content)])
        return try await answer(client, step, "papers", [("skip", "1")])
    }

    /// Answers the step before the eyes.
    func answer(
        _ client: HouseClient, _ page: HouseAnswer, _ step: String, _ values: [(String, String)],
        files: [HouseClient.FilePart] = []
    ) async throws -> HouseAnswer {
        guard let form = page.forms.first(where: { $0.method == "post" && $0.action.hasSuffix("/\(step)") }) else {
            throw WrongPage(page)
        }
        return try await client.follow(try await client.submit(form, values, files: files))
    }

    /// Files a dossier from the first page to the last.
    /// - Returns: its code.
    @discardableResult
    func file(
        _ client: HouseClient, unit: String = vuLinh, content: String = "Khai sinh cho cháu An"
    ) async throws -> String {
        let check = try await fillIn(client, unit: unit, content: content)
        guard let form = check.form(to: "/dossiers") else { throw WrongPage(check) }
        let sent = try await client.submit(form, [("pledge", "1")])
        guard let code = sent.location?.split(separator: "/").dropFirst().first else { throw WrongPage(sent) }
        return String(code)
    }

    func state(of code: String) async throws -> String? {
        try await value("SELECT state FROM procedures_dossier WHERE code = \(code)")
    }
}

struct WrongPage: Error, CustomStringConvertible {
    let page: HouseAnswer

    init(_ page: HouseAnswer) { self.page = page }

    var description: String { "\(page.path) \(page.status) \(page.words.prefix(600))" }
}

/// A small PDF.
let smallPDF = Array("%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n".utf8)

func day(_ iso: String) throws -> Day {
    guard let day = Day(iso: iso) else { throw StoreError.decoding(iso) }
    return day
}
