import HTTPTypes
import Kernel
import Store
import TestKit
import Testing
import Web

@testable import Territory

@Suite("Plans between several people") struct PlanConflictTests {
    @Test(arguments: TestEngine.available) func nobodyPassesTheirOwnPlan(_ engine: TestEngine) async throws {
        try await TerritoryWorld.open(engine) { world in
            let path = try await PlanTests.planned(world, by: "leader")
            let own = try await PlanTests.approved(path, by: "leader", world)
            #expect(own.status == .unprocessableContent && own.words.contains("không tự duyệt được"))
            let unsure = try await world.signedIn("deputy").send("\(path)/approval", on: path)
            #expect(unsure.words.contains("Hãy đánh dấu vào ô để chắc chắn."))
            #expect(try await PlanTests.approved(path, by: "deputy", world).status == .seeOther)
        }
    }

    @Test(arguments: TestEngine.available) func twoPlannersAtOnceSeeBothVersions(_ engine: TestEngine) async throws {
        try await TerritoryWorld.open(engine) { world in
            let path = try await PlanTests.planned(world)
            let (office, planner) = (try await world.signedIn("office"), try await world.signedIn("planner"))
            let head = try #require(try await office.get("\(path)/head").form(to: "\(path)/head"))
            let change = try #require(
                try await office.get("\(path)/changes/new?kind=merge").form(to: "\(path)/changes"))
            let leader = try await world.signedIn("leader")
            let approval = try #require(try await leader.get(path).form(to: "\(path)/approval"))
            #expect(
                try await planner.send("\(path)/head", on: "\(path)/head", [("title", "Bản của Tín")]).status
                    == .seeOther)
            let late = try await office.submit(head, [("title", "Bản của Hà")])
            #expect(late.status == .conflict)
            #expect(late.words.contains("Bản của Tín") && late.words.contains("Bản của Hà"))
            #expect(late.words.contains("Lý Văn Tín đã lưu một bản khác"))
            let stale = try await office.submit(change, PlanTests.merger)
            #expect(stale.status == .conflict && stale.words.contains("04765 Xã Vũ Bạch"))
            #expect(try await leader.submit(approval, [("confirm", "1")]).status == .conflict)
            // One's own version may be saved over it.
            let again = try #require(late.form(to: "\(path)/head"))
            #expect(try await office.submit(again).status == .seeOther)
            #expect(try await office.get(path).words.contains("Bản của Hà"))
        }
    }

    @Test(arguments: TestEngine.available) func aSecondClickDoesNothing(_ engine: TestEngine) async throws {
        try await TerritoryWorld.open(engine) { world in
            let path = try await PlanTests.planned(world)
            let leader = try await world.signedIn("leader")
            let form = try #require(try await leader.get(path).form(to: "\(path)/approval"))
            async let one = leader.submit(form, [("confirm", "1")])
            async let other = leader.submit(form, [("confirm", "1")])
            let answers = try await [one, other]
            #expect(answers.allSatisfy { $0.location == "\(path)?done=scheduled" })
            #expect(try await world.journal().filter { $0 == "plan.scheduled" }.count == 1)
            let away = try #require(try await leader.get(path).form(to: "\(path)/abandonment"))
            for _ in 0..<2 {
                let answer = try await leader.submit(away, [("reason", "Quốc hội chưa thông qua")])
                #expect(answer.location == "\(path)?done=abandoned")
            }
            #expect(try await world.journal().filter { $0 == "plan.abandoned" }.count == 1)
        }
    }

    @Test(arguments: TestEngine.available) func anAbandonedPlanLeavesTheTreeAsItWas(_ engine: TestEngine) async throws {
        try await TerritoryWorld.open(engine) { world in
            let rows = {
                try await world.values(
                    """
                    SELECT unit_id || valid_from || COALESCE(valid_to, '') FROM kernel_unit_version
                    UNION ALL SELECT ancestor_id || unit_id || valid_from || valid_to FROM kernel_unit_cover
                    UNION ALL SELECT id || created_on || COALESCE(ended_on, '') FROM kernel_unit
                    UNION ALL SELECT id FROM kernel_unit_event ORDER BY 1
                    """, as: String.self)
            }
            let path = try await PlanTests.planned(world)
            let before = try await rows()
            _ = try await PlanTests.approved(path, by: "leader", world)
            #expect(try await rows() != before)
            let office = try await world.signedIn("office")
            #expect(try await office.get(path).form(to: "\(path)/abandonment") == nil)
            let forced = try await office.post(
                "\(path)/abandonment",
                [
                    ("_csrf", try #require(try await office.get("/units/plans/new").form?["_csrf"])), ("version", "3"),
                    ("reason", "Không được phép"),
                ])
            #expect(forced.status == .forbidden)
            let leader = try await world.signedIn("leader")
            let empty = try await leader.send("\(path)/abandonment", on: path)
            #expect(empty.status == .unprocessableContent && empty.text.contains("id=\"reason-error\""))
            let left = try await leader.send("\(path)/abandonment", on: path, [("reason", "Chưa được thông qua")])
            #expect(left.location == "\(path)?done=abandoned")
            #expect(try await rows() == before)
            #expect(try await leader.get(path).words.contains("Chưa được thông qua"))
            #expect(try await leader.get("/units?day=01/10/2022&q=vu+linh").text.contains("<b>Xã Vũ Linh</b>"))
        }
    }

    @Test(arguments: TestEngine.available) func whatIsInUseIsNotTakenBack(_ engine: TestEngine) async throws {
        try await TerritoryWorld.open(engine) { world in
            let path = try await PlanTests.planned(world)
            _ = try await PlanTests.approved(path, by: "leader", world)
            let (account, now) = (try #require(world.accounts["clerk"]), world.now)
            let unit = try #require(
                try await world.value(
                    "SELECT unit_id FROM kernel_unit_version WHERE full_name = 'Xã Vũ Bạch'", as: ID<AdminUnit>.self))
            try await world.database.write { db in
                try db.run(
                    """
                    INSERT INTO kernel_grant (id, account_id, role, unit_id, valid_from, granted_at)
                    VALUES (\(ID<Grant>.new()), \(account), 'clerk', \(unit), '2022-10-01', \(now))
                    """)
            }
            let leader = try await world.signedIn("leader")
            let refused = try await leader.send("\(path)/abandonment", on: path, [("reason", "Chưa được thông qua")])
            #expect(refused.status == .unprocessableContent)
            #expect(refused.words.contains("Đã có dữ liệu gắn với đơn vị mới của phương án."))
            #expect(refused.form(to: "\(path)/abandonment")?["reason"] == "Chưa được thông qua")
            #expect(try await leader.get(path).words.contains("Đã duyệt, chờ ngày"))
        }
    }

    @Test(arguments: TestEngine.available) func aDraftLearnsThatAUnitHasGone(_ engine: TestEngine) async throws {
        try await TerritoryWorld.open(engine) { world in
            let first = try await PlanTests.planned(world)
            let second = try await PlanTests.planned(world)
            let leader = try await world.signedIn("leader")
            #expect(try await leader.get(second).words.contains("Phương án khác cùng đơn vị"))
            _ = try await PlanTests.approved(first, by: "leader", world)
            let same = try await leader.get(second)
            #expect(same.words.contains("Đã có thay đổi có hiệu lực từ 01/10/2022."))
            let office = try await world.signedIn("office")
            let early = try await office.send("\(second)/head", on: "\(second)/head", [("day", "01/09/2022")])
            #expect(early.status == .unprocessableContent && early.text.contains("id=\"day-error\""))
            #expect(early.words.contains("Hãy chọn một ngày sau đó."))
            _ = try await office.send("\(second)/head", on: "\(second)/head", [("day", "01/12/2022")])
            let page = try await leader.get(second)
            #expect(page.words.contains("Xã Vũ Linh không còn vào trước ngày có hiệu lực."))
            #expect(try await PlanTests.approved(second, by: "leader", world).status == .unprocessableContent)
        }
    }

    @Test(arguments: TestEngine.available) func othersDoNotGetIn(_ engine: TestEngine) async throws {
        try await TerritoryWorld.open(engine) { world in
            let path = try await PlanTests.planned(world)
            for name in ["clerk", "citizen", "admin"] {
                let client = try await world.signedIn(name)
                for page in ["/units/plans", "/units/plans/new", path, "\(path)/changes/new"] {
                    #expect(try await client.get(page).status == .forbidden)
                }
                #expect(try await client.post("\(path)/approval", []).status == .forbidden)
            }
            let office = try await world.signedIn("office")
            #expect(try await office.post("\(path)/approval", []).status == .forbidden)
            #expect(try await office.get("/units/plans/\(ID<Plan>.new())").status == .notFound)
            #expect(try await office.get("\(path)/changes/\(ID<PlanChange>.new())").status == .notFound)
            #expect(try await office.get("/units/plans?stage=draft").words.contains("Nhập Vũ Linh và Bạch Hà"))
            #expect(try await office.get("/units/plans?stage=carriedOut").words.contains("Chưa có phương án nào ở đây"))
            #expect(try await office.get("/units").words.contains("Phương án sắp xếp"))
            #expect(!(try await world.signedIn("clerk").get("/units").words.contains("Phương án sắp xếp")))
        }
    }

    @Test(arguments: TestEngine.available) func aChangeIsEditedAndRemoved(_ engine: TestEngine) async throws {
        try await TerritoryWorld.open(engine) { world in
            let path = try await PlanTests.planned(world)
            let office = try await world.signedIn("office")
            let link = try #require(try await office.get(path).link(to: "Nhập: "))
            let form = try #require(try await office.get(link).form(to: link))
            #expect(form["unit-2"] == "04762 Xã Bạch Hà" && form["name"] == "Vũ Bạch")
            #expect(try await office.submit(form, [("name", "Bạch Vũ"), ("kept", "1")]).status == .seeOther)
            #expect(try await office.get(path).words.contains("04765 Xã Bạch Vũ"))
            let removed = try await office.send("\(link)/removal", on: path)
            #expect(removed.location == "\(path)?done=removed")
            #expect(try await office.get(path).words.contains("Phương án chưa có thay đổi nào."))
        }
    }
}
