import HTTPTypes
import Kernel
import Store
import TestKit
import Testing
import Web

@Suite("Who administers") struct AccessTests {
    @Test(arguments: TestEngine.available) func everyPageAsksForItsPermission(_ engine: TestEngine) async throws {
        try await AdministrationWorld.open(engine) { world in
            let (admin, clerk) = (try await world.signedIn("admin"), try await world.signedIn("clerk"))
            let pages = [
                "/admin/calendar", "/admin/calendar/2022-09-02", "/admin/jobs", "/admin/languages", "/admin/server",
                "/admin/doors",
            ]
            for page in pages {
                #expect(try await world.visitor().get(page).location == "/sign-in?next=\(page)")
                #expect(try await clerk.get(page).status == .forbidden)
                let answer = try await admin.get(page)
                #expect(answer.status == .ok)
                #expect(answer.text.matches(of: #/<h1>/#).count == 1)
            }
            #expect(world.doors.allSatisfy { $0.permission != .open && $0.permission != .signedIn })
        }
    }

    @Test(arguments: TestEngine.available) func tabsShowWhatOpens(_ engine: TestEngine) async throws {
        try await AdministrationWorld.open(engine) { world in
            let all = try await (try await world.signedIn("admin")).get("/admin/calendar?year=2022")
            let tabs = ["/admin/calendar", "/admin/jobs", "/admin/languages", "/admin/server", "/admin/doors"]
            for tab in tabs { #expect(all.text.contains("<a href=\"\(tab)\"")) }
            #expect(all.text.contains(#"<a href="/admin/calendar" aria-current="page">Lịch làm việc</a>"#))

            let some = try await (try await world.signedIn("chair")).get("/admin/server")
            #expect(some.status == .ok)
            #expect(some.text.contains(#"<a href="/admin/server" aria-current="page">Máy chủ</a>"#))
            #expect(!some.text.contains("/admin/jobs") && !some.text.contains("/admin/calendar"))
        }
    }
}
