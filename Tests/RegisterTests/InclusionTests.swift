import HTTPTypes
import Kernel
import Store
import TestKit
import Testing
import Web

@testable import Register

@Suite("Ghi hoàn cảnh") struct InclusionTests {
    private let paper = "quyết định số 5"

    /// The citizen heads a household with a child in it.
    private func household(_ world: World) async throws -> ID<Person> {
        let child = try await world.resident(PersonFacts(fullName: "Đào Văn Bé", birth: .year(2015)))
        let (head, now) = (try world.person("citizen"), world.now)
        let commune = try #require(world.units[World.vuLinh])
        try await world.database.write { db in
            let recording = Recording(by: "system", at: now)
            let store = HouseholdStore(db: db)
            let household = try store.insert(
                in: commune, address: "", on: now.day + -10, within: .everything, recording: recording)
            for (person, relation) in [(head, HouseholdRelation.head), (child, .child)] {
                try store.join(
                    household.id, person, as: relation, since: now.day + -10, within: .everything,
                    recording: recording)
            }
        }
        return child
    }

    @Test(arguments: TestEngine.available)
    func aFactIsWrittenDownAndEndedWithItsPapers(_ engine: TestEngine) async throws {
        try await RegisterWorld.open(engine) { world in
            let person = try world.person("citizen")
            let clerk = try await world.officer("clerk")
            let path = "/residents/\(person)/inclusion"
            #expect(try await clerk.get("/residents/\(person)").text.contains("href=\"\(path)\""))
            let form = try #require(try await clerk.get(path).form(to: path))
            let values = [("fact", "disability"), ("since", "20/07/2022"), ("source", "giấy xác nhận số 8 \(hostile)")]
            let done = try await clerk.submit(form, values)
            #expect(done.location == "/residents/\(person)?done=inclusion")
            #expect(try await clerk.submit(form, values).location == done.location)
            #expect(try await world.value("SELECT COUNT(*) FROM kernel_inclusion_fact", as: Int.self) == 1)
            let record = try await clerk.follow(done)
            #expect(record.words.contains("Khuyết tật Đang có hiệu lực, từ 20/07/2022 giấy xác nhận số 8"))
            #expect(!record.text.contains("<script>alert"))

            let link = try #require(
                record.text.firstMatch(of: #/href="(/residents/[0-9a-f-]+/inclusion/[0-9a-f-]+)"/#)?.1)
            let ending = try #require(try await clerk.get(String(link)).form(to: "\(link)/ending"))
            for (typed, message) in [
                ([("day", "20/07/2022"), ("ground", "x")], "Ngày phải sau 20/07/2022"),
                ([("day", "26/07/2022"), ("ground", "x")], "ở sau hôm nay"),
                ([("day", "25/07/2022"), ("ground", "")], "Hãy ghi căn cứ"),
            ] {
                let answer = try await clerk.submit(ending, typed)
                #expect(answer.status == .unprocessableContent && answer.words.contains(message), "\(message)")
                #expect(answer.form(to: "\(link)/ending")?["day"] == typed[0].1)
            }
            let ended = try await clerk.submit(ending, [("day", "25/07/2022"), ("ground", "giám định lại số 9")])
            #expect(ended.location == "/residents/\(person)?done=inclusionEnded")
            let late = try await world.officer("second")
            let stale = try await late.post(
                "\(link)/ending",
                [
                    ("_csrf", try #require(try await late.get(path).form(to: path)?["_csrf"])),
                    ("_key", "\(ID<Person>.new())"), ("day", "25/07/2022"), ("ground", "x"),
                ])
            #expect(stale.status == .conflict)
            let history = try await clerk.follow(ended)
            #expect(history.words.contains("Hết hiệu lực, từ 20/07/2022 đến 25/07/2022"))
            #expect(history.words.contains("Hết vì: giám định lại số 9"))
            let actions = try await world.values(
                """
                SELECT action FROM kernel_journal WHERE subject_id = \("\(person)") AND action IN
                    ('inclusion.noted', 'inclusion.ended') ORDER BY at
                """, as: String.self)
            #expect(actions == ["inclusion.noted", "inclusion.ended"])
            // It may begin again where it ended, and not before.
            let again = try #require(try await clerk.get(path).form(to: path))
            let early = try await clerk.submit(
                again, [("fact", "disability"), ("since", "24/07/2022"), ("source", paper)])
            #expect(early.words.contains("Ngày phải từ 25/07/2022 trở đi"))
            let anew = try await clerk.submit(
                again, [("fact", "disability"), ("since", "25/07/2022"), ("source", paper)])
            #expect(anew.status == .seeOther)
        }
    }

    @Test(arguments: TestEngine.available)
    func whatIsToldOfAHouseholdConcernsEverybodyInIt(_ engine: TestEngine) async throws {
        try await RegisterWorld.open(engine) { world in
            let clerk = try await world.officer("clerk")
            let head = try world.person("citizen")
            let path = "/residents/\(head)/inclusion"
            let values = [("fact", "poorHousehold"), ("since", "01/01/2022"), ("source", paper)]
            let lonely = try await clerk.submit(try #require(try await clerk.get(path).form(to: path)), values)
            #expect(lonely.status == .unprocessableContent && lonely.words.contains("chưa ở hộ nào"))
            let child = try await household(world)
            let form = try #require(try await clerk.get(path).form(to: path))
            #expect(try await clerk.submit(form, values).status == .seeOther)
            #expect(try await clerk.get("/residents/\(child)").words.contains("Hộ nghèo Đang có hiệu lực"))
            for person in [head, child] {
                let lines = try await world.values(
                    "SELECT action FROM kernel_journal WHERE subject_id = \("\(person)") AND action = 'inclusion.noted'",
                    as: String.self)
                #expect(lines.count == 1)
            }
            // Written down already, whoever of the household it is said of.
            let other = "/residents/\(child)/inclusion"
            let twice = try await clerk.submit(try #require(try await clerk.get(other).form(to: other)), values)
            #expect(twice.words.contains("đã được ghi và còn hiệu lực"))
            #expect(twice.form(to: other)?["source"] == paper)
        }
    }

    @Test func aDraftSaysAllThatIsWrong() throws {
        let today = World.morning.day
        let born = BirthDate.year(2015)
        let cases: [([(name: String, value: String)], [String])] = [
            ([], ["fact", "since", "source"]),
            ([("fact", "rich"), ("since", "20/07/2022"), ("source", "x")], ["fact"]),
            ([("fact", "hasPhone"), ("since", "31/12/2014"), ("source", "x")], ["since"]),
            ([("fact", "hasPhone"), ("since", "26/07/2022"), ("source", " ")], ["since", "source"]),
            ([("fact", "nearPoorHousehold"), ("since", "20/07/2022"), ("source", "x")], ["fact"]),
            (
                [("fact", "hasPhone"), ("since", "20/07/2022"), ("source", String(repeating: "a", count: 301))],
                ["source"]
            ),
        ]
        for (fields, wrong) in cases {
            do {
                _ = try InclusionDraft(
                    FormData(fields), known: [], birth: born, hasHousehold: false, today: today)
                Issue.record("\(fields)")
            } catch let problems as FieldProblems {
                #expect(problems.all.map(\.field) == wrong)
            }
        }
        // A household may have been poor before the child was born into it.
        let draft = try InclusionDraft(
            FormData([("fact", "poorHousehold"), ("since", "01/01/2014"), ("source", "x")]), known: [], birth: born,
            hasHousehold: true, today: today)
        #expect(draft.fact == .poorHousehold && draft.since == Day(year: 2014, month: 1, day: 1))
    }

    @Test func onlyWhoMaySeeCircumstancesAndKeepTheRegisterWritesThem() async throws {
        try await RegisterWorld.open(.sqlite) { world in
            let person = try world.person("citizen")
            let path = "/residents/\(person)/inclusion"
            #expect(try await world.officer("stranger").get(path).status == .notFound)
            for name in ["chair", "office", "citizen"] {
                #expect(try await world.signedIn(name).get(path).status == .forbidden, "\(name)")
            }
            let (account, unit) = (try #require(world.accounts["chair"]), world.units[World.vuLinh])
            let (now, day) = (world.now, world.now.day)
            try await world.database.write { db in
                let draft = GrantDraft(accountID: account, role: "registrar", unitID: unit, validFrom: day + -1)
                _ = try GrantStore(db: db, roles: RegisterWorld.roles).grant(
                    draft, by: nil, within: .everything, now: now)
            }
            // Who keeps the register without seeing circumstances moves people and no more.
            let registrar = try await world.officer("chair")
            #expect(try await registrar.get("/residents/\(person)/home").status == .ok)
            #expect(try await registrar.get(path).status == .forbidden)
            let record = try await registrar.get("/residents/\(person)")
            #expect(record.status == .ok && !record.text.contains(path))
            let clerk = try await world.officer("clerk")
            #expect(try await clerk.get("\(path)/\(ID<DatedInclusionFact>.new())").status == .notFound)
        }
    }
}
