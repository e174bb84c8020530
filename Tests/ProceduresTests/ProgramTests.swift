import Foundation
import HTTPTypes
import Kernel
import Store
import TestKit
import Testing

@testable import Procedures

@Suite("Cửa cho phần mềm") struct ProgramTests {
    private static let csrf = HTTPField.Name("X-CSRF-Token")

    /// Programs name their token; browsers' cookies would ask for a form's token beside it.
    private func program(_ world: World, _ name: String) async throws -> HouseClient {
        let client = try await world.signedIn(name)
        let token = client.cookies["session"] ?? ""
        return world.visitor([.authorization: "Bearer \(token)"])
    }

    @Test(arguments: TestEngine.available)
    func filesAcceptsAndAnswers(_ engine: TestEngine) async throws {
        try await World.procedures(engine) { world in
            let citizen = try await program(world, "citizen")
            let clerk = try await program(world, "clerk")
            let body = #"{"procedure":"1.001193","unit":"04765","phone":"0912345678","content":"Khai sinh <b>An</b>"}"#
            let made = try await citizen.postJSON("/api/v1/dossiers", body)
            #expect(made.status == .created, "\(made.text)")
            let code = try #require(made["code"] as? String)
            #expect(made.location == "/api/v1/dossiers/\(code)")
            #expect(made["dueOn"] as? String == "2022-07-26")
            let inbox = try await clerk.get("/api/v1/dossiers?view=inbox")
            #expect((inbox["items"] as? [[String: Any]])?.first?["code"] as? String == code)
            let accepted = try await clerk.postJSON("/api/v1/dossiers/\(code)/acceptance", #"{"version":1}"#)
            #expect(accepted["state"] as? String == "accepted")
            #expect(accepted["version"] as? Int == 2)
            let stale = try await clerk.postJSON(
                "/api/v1/dossiers/\(code)/answer", #"{"version":1,"result":"resolved","words":"Xong"}"#)
            #expect(stale.status == .conflict)
            let noRule = try await clerk.postJSON(
                "/api/v1/dossiers/\(code)/answer", #"{"version":2,"result":"refused","words":"Thiếu"}"#)
            #expect(noRule.status == .unprocessableContent)
            let done = try await clerk.postJSON(
                "/api/v1/dossiers/\(code)/answer", #"{"version":2,"result":"resolved","words":"Xong"}"#)
            #expect(done["state"] as? String == "resolved")
            let own = try await citizen.get("/api/v1/dossiers/\(code)")
            #expect(own["answer"] as? String == "Xong")
            #expect((own["answers"] as? [[String: Any]])?.count == 2)
        }
    }

    @Test func saysWhatIsWrong() async throws {
        try await World.procedures(.sqlite) { world in
            let citizen = try await program(world, "citizen")
            let wrong = try await citizen.postJSON(
                "/api/v1/dossiers", #"{"procedure":"0.0","unit":"99999","phone":"1","content":""}"#)
            #expect(wrong.status == .unprocessableContent)
            #expect((wrong["errors"] as? [[String: Any]])?.count == 4)
            #expect(try await citizen.postJSON("/api/v1/dossiers", "{").status == .unprocessableContent)
            #expect(try await citizen.get("/api/v1/dossiers?view=inbox").status == .forbidden)
            #expect(try await world.visitor().get("/api/v1/dossiers").status == .unauthorized)
            let desk = try await citizen.postJSON(
                "/api/v1/dossiers", #"{"procedure":"1.003583","unit":"04765","phone":"0912345678","content":"x"}"#)
            #expect(desk.status == .unprocessableContent)
        }
    }

    @Test func theSameKeyFilesOnce() async throws {
        try await World.procedures(.sqlite) { world in
            let citizen = try await program(world, "citizen")
            let key = try #require(HTTPField.Name("Idempotency-Key"))
            let body = #"{"procedure":"1.001193","unit":"04765","phone":"0912345678","content":"Khai sinh"}"#
            let first = try await citizen.postJSON("/api/v1/dossiers", body, headers: [key: "k-1"])
            let second = try await citizen.postJSON("/api/v1/dossiers", body, headers: [key: "k-1"])
            #expect(first["code"] as? String == second["code"] as? String)
            let other = body.replacing("Khai sinh", with: "Khác")
            let third = try await citizen.postJSON("/api/v1/dossiers", other, headers: [key: "k-1"])
            #expect(third.status == .unprocessableContent)
            #expect(try await world.value("SELECT COUNT(*) FROM procedures_dossier", as: Int.self) == 1)
        }
    }

    @Test func whoIsOutsideFindsNothing() async throws {
        try await World.procedures(.sqlite) { world in
            let code = try await world.file(try await world.signedIn("citizen"))
            for name in ["neighbour", "stranger", "admin"] {
                #expect(try await program(world, name).get("/api/v1/dossiers/\(code)").status == .notFound)
            }
            let stranger = try await program(world, "stranger")
            #expect(
                try await stranger.postJSON("/api/v1/dossiers/\(code)/acceptance", #"{"version":1}"#).status
                    == .notFound)
            let chair = try await program(world, "chair")
            #expect(
                try await chair.postJSON("/api/v1/dossiers/\(code)/acceptance", #"{"version":1}"#).status == .forbidden)
            // The reading of an officer leaves a line, the applicant's own leaves none.
            let before = try await world.journal().count
            _ = try await program(world, "citizen").get("/api/v1/dossiers/\(code)")
            #expect(try await world.journal().count == before)
            _ = try await chair.get("/api/v1/dossiers/\(code)")
            #expect(try await world.journal().count == before + 1)
        }
    }

    @Test func theCatalogueAndTheUnitsAreOpen() async throws {
        try await World.procedures(.sqlite) { world in
            let visitor = world.visitor()
            var path: String? = "/api/v1/procedures?limit=60"
            var codes: Set<String> = []
            while let next = path {
                let page = try await visitor.get(next)
                for item in page["items"] as? [[String: Any]] ?? [] { codes.insert(item["code"] as? String ?? "") }
                path = (page["next"] as? String).map { "/api/v1/procedures?limit=60&after=\($0)" }
            }
            #expect(codes.count == 145)
            let one = try await visitor.get("/api/v1/procedures/1.001193")
            #expect((one["papers"] as? [String])?.count == 6)
            #expect(one["demoVersion"] as? Bool == true)
        }
    }
}
