import HTTPTypes
import Kernel
import Store
import TestKit
import Testing

@testable import Procedures

@Suite("Danh sách việc: đếm và lật trang") struct InboxListTests {
    /// Copies of a dossier under other codes.
    private static func copy(_ code: String, times: Int, in world: World) async throws {
        try await world.database.write { db in
            for number in 1...times {
                try db.run(
                    """
                    INSERT INTO procedures_dossier (id, code, procedure_id, procedure_code, procedure_name, field,
                        unit_id, unit_name, person_id, applicant_name, applicant_search, applicant_sort, state,
                        submitted_at, due_on, due_sort, channel, version)
                    SELECT \(ID<Dossier>.new()), \("\(code)-\(number)"), procedure_id, procedure_code, procedure_name,
                        field, unit_id, unit_name, person_id, applicant_name, applicant_search, applicant_sort, state,
                        submitted_at + \(number % 3), due_on, due_sort, channel, version
                    FROM procedures_dossier WHERE code = \(code)
                    """)
            }
        }
    }

    @Test(arguments: TestEngine.available)
    func tabsCountWhatWaitsUpToAHundred(_ engine: TestEngine) async throws {
        try await World.procedures(engine) { world in
            let citizen = try await world.signedIn("citizen")
            let code = try await world.file(citizen)
            try await world.file(citizen)
            try await world.file(citizen, unit: World.bachHa)
            let clerk = try await world.signedIn("clerk")
            let before = try await clerk.get("/inbox?q=nobody").words
            #expect(before.contains("Cần tiếp nhận 2 Đang làm 0 Đã xong"))
            _ = try await clerk.submit(
                try #require(try await clerk.get("/inbox/\(code)").form(to: "/inbox/\(code)/acceptance")))
            #expect(try await clerk.get("/inbox").words.contains("Cần tiếp nhận 1 Đang làm 1 Đã xong"))

            try await Self.copy(code, times: 98, in: world)
            #expect(try await clerk.get("/inbox").words.contains("Đang làm 99 Đã xong"))
            try await Self.copy(try await world.file(citizen), times: 100, in: world)
            let counter = try await world.statements {
                let page = try await clerk.get("/inbox")
                #expect(page.words.contains("Cần tiếp nhận 99+ Đang làm 99 Đã xong"))
            }
            #expect(counter.count <= 9, "\(counter.texts)")
        }
    }

    /// Codes of the page, and where it leads.
    private static func look(_ page: HouseAnswer) -> (codes: [String], next: String?, previous: String?) {
        func link(_ rel: String) -> String? {
            page.text.matches(of: #/href="([^"]+)" rel="(next|prev)"/#).first { $0.2 == rel }
                .map { $0.1.replacing("&amp;", with: "&") + "&limit=3" }
        }
        let codes = page.text.matches(of: #/<a class="strong" href="\/inbox\/([^"]+)"/#).map { String($0.1) }
        return (codes, link("next"), link("prev"))
    }

    @Test(arguments: TestEngine.available)
    func pagesAreTurnedBothWays(_ engine: TestEngine) async throws {
        try await World.procedures(engine) { world in
            let code = try await world.file(try await world.signedIn("citizen"))
            try await Self.copy(code, times: 4, in: world)
            try await world.file(try await world.signedIn("neighbour"))
            let clerk = try await world.signedIn("clerk")
            for sort in InboxQuery.Sort.allCases {
                let all = Self.look(try await clerk.get("/inbox?sort=\(sort)")).codes
                #expect(all.count == 6)
                let first = Self.look(try await clerk.get("/inbox?sort=\(sort)&limit=2"))
                #expect(first.codes == Array(all[..<2]) && first.previous == nil)
                let second = Self.look(try await clerk.get(try #require(first.next)))
                #expect(second.codes == Array(all[2..<5]))
                let third = Self.look(try await clerk.get(try #require(second.next)))
                #expect(third.codes == [all[5]] && third.next == nil)
                let back = Self.look(try await clerk.get(try #require(third.previous)))
                #expect(back.codes == second.codes && back.next == second.next)
                let start = Self.look(try await clerk.get(try #require(back.previous)))
                #expect(start.codes == Array(all[..<2]) && start.previous == nil)
            }
            #expect(try await clerk.get("/inbox?before=nonsense").status == .unprocessableContent)
        }
    }
}
