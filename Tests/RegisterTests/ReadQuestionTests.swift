import HTTPTypes
import Kernel
import Store
import TestKit
import Testing

@testable import Register

@Suite("Câu hỏi về một lần xem") struct ReadQuestionTests {
    /// Asks about a reading and gives the addresses of both sides.
    private static func ask(_ world: World, _ text: String = "Tôi không nộp hồ sơ nào") async throws -> (
        reading: String, question: String
    ) {
        let line = try await world.look(by: "clerk")
        let reading = "/about-me/reads/\(line)"
        let citizen = try await world.signedIn("citizen")
        let asked = try await citizen.send("\(reading)/question", on: reading, [("question", text)])
        #expect(asked.location == "\(reading)?done=asked")
        let id = try #require(try await world.value("SELECT id FROM register_read_question", as: String.self))
        return (reading, "/read-questions/\(id)")
    }

    @Test(arguments: TestEngine.available) func theHeadOfTheOfficeAnswers(_ engine: TestEngine) async throws {
        try await AboutMeWorld.open(engine) { world in
            let (reading, question) = try await Self.ask(world)
            let chair = try await world.signedIn("chair")
            let list = try await chair.get("/read-questions")
            #expect(list.text.contains(question))
            // Who asks is seen by whoever opens the question, and the person sees that.
            #expect(!list.words.contains("Hoàng Thị Mai"))
            let page = try await chair.get(question)
            #expect(page.words.contains("Hoàng Thị Mai") && page.words.contains("Tôi không nộp hồ sơ nào"))
            #expect(page.words.contains("Đặng Thị Thảo"))
            let noFinding = try await chair.send("\(question)/answer", on: question, [("answer", "Xem để nhận hồ sơ.")])
            #expect(noFinding.status == .unprocessableContent)
            #expect(noFinding.words.contains("Hãy chọn: xem đúng việc"))
            #expect(noFinding.text.contains("Xem để nhận hồ sơ."))
            let answered = try await chair.send(
                "\(question)/answer", on: question,
                [("finding", "mistaken"), ("answer", "Mở nhầm hồ sơ, đã nhắc nhở.")])
            #expect(answered.location == "\(question)?done=answered")
            let citizen = try await world.signedIn("citizen")
            let told = try await citizen.get(reading)
            #expect(told.words.contains("Xem không đúng việc"))
            #expect(told.words.contains("Mở nhầm hồ sơ, đã nhắc nhở."))
            #expect(!told.text.contains("Triệu Văn Sơn") && !told.text.contains("Đặng Thị Thảo"))
            let notices = try await world.values(
                "SELECT kind FROM kernel_account_notice ORDER BY at, id", as: String.self)
            #expect(notices == ["read.asked", "read.answered"])
            #expect(try await world.journal().contains("readQuestion.answered"))
            #expect(try await citizen.get("/about-me/reads").words.contains("Mở câu hỏi của bạn"))
        }
    }

    @Test(arguments: TestEngine.available) func twoClicksAskOnce(_ engine: TestEngine) async throws {
        try await AboutMeWorld.open(engine) { world in
            let line = try await world.look(by: "clerk")
            let citizen = try await world.signedIn("citizen")
            let form = try #require(
                try await citizen.get("/about-me/reads/\(line)").form(to: "/about-me/reads/\(line)/question"))
            let first = try await citizen.submit(form)
            #expect(try await citizen.submit(form).location == first.location)
            let again = try #require(form.fields.first { $0.0 == "_csrf" })
            let second = try await citizen.post(form.action, [again, ("question", "Lần nữa"), ("_key", "khac")])
            #expect(second.status == .unprocessableContent)
            #expect(second.words.contains("Bạn đã hỏi về lần xem này rồi."))
            #expect(try await world.value("SELECT COUNT(*) FROM register_read_question", as: Int.self) == 1)
        }
    }

    @Test(arguments: TestEngine.available) func withdrawnItMayBeAskedAgain(_ engine: TestEngine) async throws {
        try await AboutMeWorld.open(engine) { world in
            let (reading, question) = try await Self.ask(world)
            let citizen = try await world.signedIn("citizen")
            let back = try await citizen.send("\(reading)/question/withdrawal", on: reading)
            #expect(back.location == "\(reading)?done=withdrawn")
            let chair = try await world.signedIn("chair")
            #expect(try await chair.get(question).form(to: "\(question)/answer") == nil)
            #expect(try await citizen.send("\(reading)/question", on: reading).location == "\(reading)?done=asked")
        }
    }

    @Test(arguments: TestEngine.available) func outsideOnesReachItIsNotThere(_ engine: TestEngine) async throws {
        try await AboutMeWorld.open(engine) { world in
            let (_, question) = try await Self.ask(world)
            let (far, clerk) = (try await world.signedIn("farChair"), try await world.signedIn("clerk"))
            #expect(try await far.get(question).status == .notFound)
            #expect(try await !far.get("/read-questions").text.contains(question))
            #expect(try await clerk.get(question).status == .forbidden)
            #expect(try await clerk.get("/read-questions").status == .forbidden)
            let auditor = try await world.signedIn("auditor")
            let seen = try await auditor.get(question)
            #expect(seen.status == .ok && seen.form(to: "\(question)/answer") == nil)
            let token = try await auditor.token()
            #expect(
                try await auditor.post("\(question)/answer", [("_csrf", token), ("finding", "rightful")]).status
                    == .forbidden)
        }
    }

    @Test(arguments: TestEngine.available) func whoHasReadDoesNotAnswer(_ engine: TestEngine) async throws {
        try await AboutMeWorld.open(engine) { world in
            let line = try await world.look(by: "chair")
            let reading = "/about-me/reads/\(line)"
            let citizen = try await world.signedIn("citizen")
            _ = try await citizen.send("\(reading)/question", on: reading)
            let id = try #require(try await world.value("SELECT id FROM register_read_question", as: String.self))
            let answer = [("finding", "rightful"), ("answer", "Xem để nhận hồ sơ.")]
            let chair = try await world.signedIn("chair")
            let own = try await chair.send("/read-questions/\(id)/answer", on: "/read-questions/\(id)", answer)
            #expect(own.status == .unprocessableContent)
            #expect(own.words.contains("Người đã xem không tự trả lời được"))
            let office = try await world.signedIn("office")
            let above = try await office.send("/read-questions/\(id)/answer", on: "/read-questions/\(id)", answer)
            #expect(above.status == .seeOther)
        }
    }

    @Test(arguments: TestEngine.available) func lateItGoesToTheOfficeAbove(_ engine: TestEngine) async throws {
        try await AboutMeWorld.open(engine) { world in
            let (reading, question) = try await Self.ask(world)
            let roles = AboutMeWorld.roles.codes(holding: .answerReadQuestions)
            func run(after days: Int) async throws {
                let then = world.now + .seconds(days * 86_400)
                _ = try await world.database.write { db in try AboutMeJobs.escalateLate(roles, "test", then, db) }
            }
            try await run(after: 7)
            #expect(
                try await world.value(
                    "SELECT COUNT(*) FROM register_read_question WHERE escalated_at IS NOT NULL", as: Int.self) == 0)
            try await run(after: 8)
            try await run(after: 9)
            let office = try #require(world.accounts["office"])
            let late = try await world.values(
                "SELECT account_id FROM kernel_account_notice WHERE kind = 'read.answer-late'", as: ID<Account>.self)
            #expect(late == [office])
            #expect(try await world.journal().filter { $0 == "readQuestion.escalated" }.count == 1)
            let later = try await world.visitor(after: 9 * 86_400, as: "office")
            #expect(try await later.get("/read-questions?tab=late").text.contains(question))
            let citizen = try await world.visitor(after: 9 * 86_400, as: "citizen")
            let told = try await citizen.get(reading)
            #expect(told.words.contains("Quá hẹn trả lời") && told.words.contains("Đã chuyển lên cấp trên"))
        }
    }

    @Test(arguments: TestEngine.available) func aReadingIsRated(_ engine: TestEngine) async throws {
        try await AboutMeWorld.open(engine) { world in
            let reading = "/about-me/reads/\(try await world.look(by: "clerk"))"
            let citizen = try await world.signedIn("citizen")
            for rating in ["useful", "unclear"] {
                let rated = try await citizen.send("\(reading)/rating", on: reading, [("rating", rating)])
                #expect(rated.location == "\(reading)?done=rated")
            }
            #expect(try await world.values("SELECT rating FROM register_read_rating", as: String.self) == ["unclear"])
            #expect(try await citizen.get("/about-me/reads").words.contains("Bạn nói: Tôi không hiểu"))
            #expect(try await citizen.send("\(reading)/rating", on: reading, [("rating", "5")]).status == .notFound)
        }
    }

    @Test(arguments: TestEngine.available) func twoAnswersAreOne(_ engine: TestEngine) async throws {
        try await AboutMeWorld.open(engine) { world in
            let (_, question) = try await Self.ask(world)
            let (chair, office) = (try await world.signedIn("chair"), try await world.signedIn("office"))
            let forms = (
                try #require(try await chair.get(question).form(to: "\(question)/answer")),
                try #require(try await office.get(question).form(to: "\(question)/answer"))
            )
            let words = [("finding", "rightful"), ("answer", "Xem để nhận hồ sơ.")]
            #expect(try await chair.submit(forms.0, words).status == .seeOther)
            #expect(try await chair.submit(forms.0, words).status == .seeOther)
            let second = try await office.submit(forms.1, words)
            #expect(second.status == .unprocessableContent)
            #expect(second.words.contains("Câu hỏi này đã được trả lời."))
        }
    }
}
