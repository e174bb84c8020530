import HTTPTypes
import Kernel
import Store
import TestKit
import Testing
import Web

@Suite("Jobs and dead letters") struct JobTests {
    /// Jobs that failed as often as they may.
    private static func kill(_ count: Int, in world: World) async throws {
        let now = world.now
        try await world.database.write { db in
            let queue = JobQueue(db: db)
            for number in 0..<count {
                try queue.enqueue("notice.mail", at: now + .milliseconds(number), maxAttempts: 1)
            }
            let until = now + .seconds(60)
            for job in try queue.lease(count, kinds: ["notice.mail"], by: "test", now: until, until: until) {
                try queue.fail(job, error: "connection refused \(hostile)", now: now)
            }
        }
    }

    @Test(arguments: TestEngine.available) func theDeadShowWhy(_ engine: TestEngine) async throws {
        try await AdministrationWorld.open(engine) { world in
            try await Self.kill(1, in: world)
            let now = world.now
            try await world.database.write { db in
                try JobQueue(db: db).enqueue("files.upkeep", at: now)
                try Outbox(db: db).publish(topic: "dossier.submitted", payload: .empty, at: now)
            }
            let admin = try await world.signedIn("admin")
            let dead = try await admin.get("/admin/jobs")
            #expect(dead.words.contains("Hỏng 1 Chờ đến lượt 1 Đang chạy Đã xong"))
            #expect(dead.words.contains("notice.mail"))
            #expect(dead.words.contains("connection refused \(hostile)") && !dead.text.contains("<script>alert"))
            #expect(!dead.words.contains("files.upkeep"))
            #expect(dead.words.contains("1 tin chờ thành việc. Tin cũ nhất từ 25/07/2022 09:00."))
            let waiting = try await admin.get("/admin/jobs?state=waiting")
            #expect(waiting.words.contains("files.upkeep") && !waiting.words.contains("notice.mail"))
            #expect(try await admin.get("/admin/jobs?state=done").words.contains("Chưa có việc nào xong"))
            #expect(try await admin.get("/admin/jobs?state=%00").status == .ok)
        }
    }

    @Test(arguments: TestEngine.available) func aDeadJobRunsAgain(_ engine: TestEngine) async throws {
        try await AdministrationWorld.open(engine) { world in
            try await Self.kill(1, in: world)
            let admin = try await world.signedIn("admin")
            let form = try #require(try await admin.get("/admin/jobs").forms.first { $0.action.hasSuffix("/retry") })
            #expect(try await admin.submit(form).location == "/admin/jobs?done=retried")
            #expect(try await world.values("SELECT state FROM kernel_job", as: String.self) == ["waiting"])
            #expect(try await admin.submit(form, [("_key", "other")]).status == .notFound)
            #expect(try await world.journal() == ["job.retried"])
        }
    }

    @Test(arguments: TestEngine.available) func aDeadJobIsDiscardedOnceConfirmed(_ engine: TestEngine) async throws {
        try await AdministrationWorld.open(engine) { world in
            try await Self.kill(1, in: world)
            let id = try #require(try await world.value("SELECT id FROM kernel_job", as: String.self))
            let path = "/admin/jobs/\(id)"
            let admin = try await world.signedIn("admin")
            #expect(try await admin.get(path).words.contains("Bỏ rồi thì việc này không bao giờ chạy nữa."))
            #expect(try await admin.send("\(path)/removal", on: path).status == .unprocessableContent)
            let gone = try await admin.send("\(path)/removal", on: path, [("confirm", "1")])
            #expect(gone.location == "/admin/jobs?done=discarded")
            #expect(try await admin.get(path).status == .notFound)
            #expect(try await world.journal() == ["job.discarded"])
        }
    }

    @Test(arguments: TestEngine.available) func pagesFollowOneAnother(_ engine: TestEngine) async throws {
        try await AdministrationWorld.open(engine) { world in
            try await Self.kill(51, in: world)
            let admin = try await world.signedIn("admin")
            let first = try await admin.get("/admin/jobs?state=dead")
            #expect(first.forms.filter { $0.action.hasSuffix("/retry") }.count == 50)
            let next = try #require(first.text.firstMatch(of: #/rel="next" href="([^"]+)"/#))
            let second = try await admin.get(String(next.1).replacing("&amp;", with: "&"))
            #expect(second.forms.filter { $0.action.hasSuffix("/retry") }.count == 1)
            #expect(!second.text.contains("rel=\"next\""))
        }
    }
}
