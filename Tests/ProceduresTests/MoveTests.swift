import HTTPTypes
import Store
import TestKit
import Testing

@testable import Kernel
@testable import Procedures

extension World {
    fileprivate static let thacBa = "04717"

    /// From today on, both communes are one.
    fileprivate func merge() async throws -> ID<AdminUnit> {
        try await declare(
            .merge, from: [Self.vuLinh, Self.bachHa].map { .init(from: $0, to: Self.thacBa) },
            to: [(Self.thacBa, "Thác Bà")])
        return try #require(try await unit(Self.thacBa))
    }

    /// From today on, Vũ Linh is two communes, and nobody has said which part of it is which.
    fileprivate func split() async throws {
        try await declare(
            .split,
            from: ["1", "2"].map { .init(from: Self.vuLinh, to: $0, share: .unknown) },
            to: [("1", "Vũ Một"), ("2", "Vũ Hai")])
    }

    /// From today on, there is no district.
    fileprivate func abolishDistrict() async throws {
        try await declare(.abolish, from: [.init(from: "141", to: nil)], to: [])
    }

    private func declare(
        _ kind: UnitEventKind, from lines: [UnitChange.Line], to outcomes: [(code: String, name: String)]
    ) async throws {
        let change = UnitChange(
            origin: "test", day: now.day, kind: kind, legalBasis: "1673/NQ-UBTVQH15", lines: lines,
            outcomes: outcomes.map {
                .init(
                    code: $0.code, level: .commune, type: "xã", name: $0.name, fullName: "Xã \($0.name)",
                    parentCode: "141")
            })
        let now = now
        try await database.write { db in try TerritoryStore(db: db).load([change], now: now) }
    }

    fileprivate func unit(_ code: String) async throws -> ID<AdminUnit>? {
        let day = now.day
        return try await database.read { db in try TerritoryStore(db: db).find(code: code, asOf: day)?.id }
    }

    fileprivate func play() async throws {
        try await UnitChangePlay(roles: testRoles).run(on: database, clock: clock, node: "test")
    }

    fileprivate func playAndRun() async throws {
        try await play()
        try await runJobs()
    }

    fileprivate func unitOf(_ code: String) async throws -> ID<AdminUnit>? {
        try await value("SELECT unit_id FROM procedures_dossier WHERE code = \(code)")
    }
}

@Suite("Where a dossier goes when its unit ends") struct DossierRouteTests {
    private static func unit(_ level: UnitLevel) -> AdminUnit {
        AdminUnit(
            id: .new(), level: level, code: "1", type: "xã", name: "A", fullName: "Xã A", parentID: nil,
            parentFullName: nil, validFrom: Day(number: 1), validTo: nil, isGenerated: false)
    }

    private static func end(
        _ level: UnitLevel, to successors: [AdminUnit], isWhole: Bool = true, above: AdminUnit?
    ) -> UnitEnd {
        UnitEnd(
            unit: unit(level), eventID: .new(), day: Day(number: 2), legalBasis: "1/NQ", successors: successors,
            isWhole: isWhole, above: above)
    }

    @Test func theOneThatTookOverHasIt() {
        let (heir, above) = (Self.unit(.commune), Self.unit(.province))
        let end = Self.end(.commune, to: [heir], above: above)
        #expect(DossierRoute.after(end, isOfProvinceAlone: false, home: nil) == .to(heir, .successor))
        #expect(DossierRoute.after(end, isOfProvinceAlone: true, home: Self.unit(.commune)) == .to(heir, .successor))
    }

    @Test func ofAnAbolishedCommuneItGoesToTheLevelAbove() {
        let above = Self.unit(.district)
        let end = Self.end(.commune, to: [], above: above)
        #expect(DossierRoute.after(end, isOfProvinceAlone: false, home: nil) == .to(above, .above))
    }

    @Test func ofADistrictItGoesHomeOrToTheProvince() {
        let (home, above) = (Self.unit(.commune), Self.unit(.province))
        let end = Self.end(.district, to: [], above: above)
        #expect(DossierRoute.after(end, isOfProvinceAlone: false, home: home) == .to(home, .home))
        #expect(DossierRoute.after(end, isOfProvinceAlone: true, home: home) == .to(above, .above))
        #expect(DossierRoute.after(end, isOfProvinceAlone: false, home: nil) == .to(above, .above))
    }

    @Test func whatNoRuleSettlesIsForPeople() {
        let above = Self.unit(.province)
        let split = Self.end(.commune, to: [Self.unit(.commune), Self.unit(.commune)], isWhole: false, above: above)
        #expect(DossierRoute.after(split, isOfProvinceAlone: false, home: nil) == .people(.severalSuccessors))
        let raised = Self.end(.commune, to: [Self.unit(.district)], above: above)
        #expect(DossierRoute.after(raised, isOfProvinceAlone: false, home: nil) == .people(.otherLevel))
        let lost = Self.end(.district, to: [], above: nil)
        #expect(DossierRoute.after(lost, isOfProvinceAlone: false, home: nil) == .people(.noSuccessor))
        let province = Self.end(.province, to: [], above: above)
        #expect(DossierRoute.after(province, isOfProvinceAlone: false, home: nil) == .people(.noSuccessor))
    }
}

@Suite("Dossiers of units that end") struct MoveTests {
    @Test(arguments: TestEngine.available) func theSuccessorsDeskGoesOnWithIt(_ engine: TestEngine) async throws {
        try await World.procedures(engine) { world in
            let citizen = try await world.signedIn("citizen")
            let code = try await world.file(citizen)
            let clerk = try await world.signedIn("clerk")
            let inbox = try await clerk.get("/inbox/\(code)")
            _ = try await clerk.submit(try #require(inbox.form(to: "/inbox/\(code)/acceptance")))
            try await world.runJobs()
            let reader = try #require(world.accounts["citizen"])
            try await world.database.write { db in
                try AccountNoticeStore(db: db).markRead(of: reader, now: world.clock.now())
            }
            let due: String? = try await world.value("SELECT due_on FROM procedures_dossier WHERE code = \(code)")
            let heir = try await world.merge()
            try await world.playAndRun()

            #expect(try await world.unitOf(code) == heir)
            let row: [String?] = try await world.values(
                """
                SELECT due_on FROM procedures_dossier UNION ALL SELECT unit_name FROM procedures_dossier
                UNION ALL SELECT state FROM procedures_dossier
                """)
            #expect(row == [due, "Xã Vũ Linh, huyện Yên Bình", "accepted"])
            // Whoever worked on it goes on with it, in the name of the new commune.
            let assignee: ID<Account>? = try await world.value("SELECT assignee_id FROM procedures_dossier")
            #expect(assignee == world.accounts["clerk"])
            let page = try await clerk.get("/inbox/\(code)")
            #expect(page.status == .ok)
            let sentence = "UBND xã Thác Bà, huyện Yên Bình giải quyết thay UBND xã Vũ Linh, huyện Yên Bình"
            #expect(page.words.contains(sentence))
            #expect(page.words.contains("theo 1673/NQ-UBTVQH15"))
            #expect(try await clerk.get("/inbox?tab=accepted").text.contains(code))
            #expect(try await world.signedIn("stranger").get("/inbox?tab=accepted").text.contains(code))
            let own = try await citizen.get("/dossiers/\(code)")
            #expect(own.words.contains(sentence))
            #expect(own.words.contains("Ngày hẹn trả giữ nguyên"))
            #expect(try await world.journal().filter { $0 == "dossier.moved" }.count == 1)
            let basis: String? = try await world.value(
                "SELECT legal_basis FROM kernel_journal WHERE action = 'dossier.moved'")
            #expect(basis == "1673/NQ-UBTVQH15")
            let citizenID = try #require(world.accounts["citizen"])
            let told: Int? = try await world.value(
                """
                SELECT COUNT(*) FROM kernel_account_notice
                WHERE kind = 'record.changed' AND account_id = \(citizenID)
                """)
            #expect(told == 2)
        }
    }

    @Test(arguments: TestEngine.available) func whatIsClosedStaysWhereItWas(_ engine: TestEngine) async throws {
        try await World.procedures(engine) { world in
            let citizen = try await world.signedIn("citizen")
            let code = try await world.file(citizen)
            let form = try #require(try await citizen.get("/dossiers/\(code)/withdrawal").form)
            _ = try await citizen.submit(form, [("code", String(code.suffix(4)))])
            #expect(try await world.state(of: code) == "withdrawn")
            let heir = try await world.merge()
            try await world.playAndRun()
            #expect(try await world.unitOf(code) == world.units[World.vuLinh])
            // And is found by the desk that took the commune's place, also when it looks for its own commune alone.
            let clerk = try await world.signedIn("clerk")
            #expect(try await clerk.get("/inbox?tab=done&unit=\(heir)").text.contains(code))
        }
    }

    @Test(arguments: TestEngine.available) func ofASplitCommunePeopleDecide(_ engine: TestEngine) async throws {
        try await World.procedures(engine) { world in
            let code = try await world.file(try await world.signedIn("citizen"))
            try await world.split()
            try await world.playAndRun()
            try await world.playAndRun()
            #expect(try await world.unitOf(code) == world.units[World.vuLinh])
            let found: [String] = try await world.values(
                "SELECT label FROM kernel_unit_matter WHERE kind = 'dossier' AND reason = 'severalSuccessors'")
            #expect(found == [code])
        }
    }

    @Test(arguments: TestEngine.available) func ofADistrictItGoesWhereTheApplicantLives(
        _ engine: TestEngine
    ) async throws {
        try await World.procedures(engine) { world in
            let (district, province) = (world.units["141"], world.units["15"])
            let home = try await world.file(try await world.signedIn("citizen"))
            let unknown = try await world.file(try await world.signedIn("neighbour"))
            let (person, commune) = (
                try #require(world.people["citizen"]), try #require(world.units[World.bachHa])
            )
            let now = world.now
            try await world.database.write { db in
                try db.run("UPDATE procedures_dossier SET unit_id = \(district)")
                try ResidenceStore(db: db).settle(
                    person, Residence(in: commune, since: now.day + -100), within: .everything,
                    recording: Recording(by: "system", at: now))
            }
            try await world.abolishDistrict()
            try await world.playAndRun()
            #expect(try await world.unitOf(home) == commune)
            #expect(try await world.unitOf(unknown) == province)
            let rules: [String] = try await world.values("SELECT rule FROM procedures_move ORDER BY rule")
            #expect(rules == ["above", "home"])
        }
    }
}

@Suite("Moving dossiers, interrupted") struct InterruptedMoveTests {
    private static func prepare(_ world: World) async throws -> (unit: ID<AdminUnit>, heir: ID<AdminUnit>) {
        let citizen = try await world.signedIn("citizen")
        for number in 1...5 { try await world.file(citizen, content: "Việc thứ \(number)") }
        let heir = try await world.merge()
        try await world.play()
        return (try #require(world.units[World.vuLinh]), heir)
    }

    private static func moves(_ world: World) -> DossierMoves {
        DossierMoves(node: "test", today: world.now.day, now: world.now)
    }

    private static func check(_ world: World, _ heir: ID<AdminUnit>) async throws {
        let units: [ID<AdminUnit>] = try await world.values("SELECT unit_id FROM procedures_dossier")
        #expect(units == [ID<AdminUnit>](repeating: heir, count: 5))
        let moved: [ID<Dossier>] = try await world.values("SELECT dossier_id FROM procedures_move")
        #expect(moved.count == 5)
        #expect(Set(moved).count == 5)
        #expect(try await world.journal().filter { $0 == "dossier.moved" }.count == 5)
    }

    @Test(arguments: TestEngine.available) func eachIsMovedOnce(_ engine: TestEngine) async throws {
        try await World.procedures(engine) { world in
            let (unit, heir) = try await Self.prepare(world)
            let moves = Self.moves(world)
            let first = try await world.database.write { db in try moves.moveBatch(of: unit, limit: 2, db) }
            #expect(first == 2)
            struct PowerCut: Error {}
            await #expect(throws: PowerCut.self) {
                try await world.database.write { db in
                    _ = try moves.moveBatch(of: unit, limit: 2, db)
                    throw PowerCut()
                }
            }
            let left: Int? = try await world.value("SELECT COUNT(*) FROM procedures_dossier WHERE unit_id = \(unit)")
            #expect(left == 3)
            try await world.runJobs()
            try await Self.check(world, heir)
            try await world.runJobs()
            try await Self.check(world, heir)
        }
    }

    @Test(arguments: TestEngine.available) func twoNodesMoveEachOnce(_ engine: TestEngine) async throws {
        try await World.procedures(engine) { world in
            let (unit, heir) = try await Self.prepare(world)
            let moves = Self.moves(world)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 1...2 {
                    group.addTask {
                        var found = 2
                        while found > 0 {
                            found = try await world.database.write { db in
                                try moves.moveBatch(of: unit, limit: 2, db)
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
            try await Self.check(world, heir)
        }
    }
}
