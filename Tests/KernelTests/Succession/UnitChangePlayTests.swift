import Store
import TestKit
import Testing

@testable import Kernel

@Suite("The end of units, played") struct UnitChangePlayTests {
    @Test(arguments: TestEngine.available) func nothingHappensBeforeTheDay(_ engine: TestEngine) async throws {
        try await PlayHouse.open(engine) { house in
            let clerk = try await house.inOffice("clerk", "clerk", "04765")
            // The merger of 2024 has come, that of 2025 has not.
            #expect(try await house.play(on: PlayHouse.reform + -1) > 0)
            #expect(try await house.roles(of: clerk, on: PlayHouse.reform + -1) == ["clerk@04765"])
            #expect(try await house.matters() == [])
            #expect(try await house.play(on: PlayHouse.reform + -1) == 0)
        }
    }

    @Test(arguments: TestEngine.available) func rolesGoOnOrExpireByRule(_ engine: TestEngine) async throws {
        try await PlayHouse.open(engine) { house in
            let clerk = try await house.inOffice("clerk", "clerk", "04765")
            let limited = try await house.inOffice("limited", "clerk", "04765", to: PlayHouse.reform + 30)
            let over = try await house.inOffice("over", "clerk", "04765", to: PlayHouse.reform)
            let chair = try await house.inOffice("chair", "chair", "04765")
            let district = try await house.inOffice("district", "district", "141")
            let office = try await house.inOffice("office", "office", "15")
            #expect(try await house.play() == 114)
            #expect(try await house.roles(of: clerk) == ["clerk@04717"])
            #expect(try await house.roles(of: limited) == ["clerk@04717"])
            #expect(try await house.roles(of: limited, on: PlayHouse.reform + 30) == [])
            #expect(try await house.roles(of: over) == [])
            #expect(try await house.roles(of: chair) == ["chair@04717"])
            #expect(try await house.roles(of: office) == ["office@15"])
            #expect(try await house.roles(of: district) == [])
            #expect(try await house.matters() == ["grant noSuccessor district Huyện Yên Bình"])
            // As on the days before, when the calendar goes back.
            #expect(try await house.roles(of: clerk, on: KernelHouse.today) == ["clerk@04765"])
            #expect(try await house.roles(of: district, on: PlayHouse.reform + -1) == ["district@141"])
            let links = try await house.values(
                """
                SELECT o.role FROM kernel_grant n JOIN kernel_grant o ON o.id = n.succeeds_id
                WHERE n.valid_from = o.valid_to ORDER BY o.role
                """)
            #expect(links == ["chair", "clerk", "clerk", "office"])
            let journal = try await house.values(
                """
                SELECT action || ' ' || COALESCE(legal_basis, '') FROM kernel_journal
                WHERE action LIKE 'access.%' ORDER BY 1
                """)
            #expect(
                journal == [
                    "access.expired 203/2025/QH15", "access.handedOn 1673/NQ-UBTVQH15",
                    "access.handedOn 1673/NQ-UBTVQH15", "access.handedOn 1673/NQ-UBTVQH15",
                    "access.handedOn 202/2025/QH15",
                ])
            let told = try await house.values(
                "SELECT n.kind FROM kernel_account_notice n ORDER BY n.kind")
            #expect(told == ["role.ended"] + [String](repeating: "role.handed-on", count: 4))
        }
    }

    @Test(arguments: TestEngine.available) func twoMergersOneAfterTheOther(_ engine: TestEngine) async throws {
        try await PlayHouse.open(engine) { house in
            // 04774 went into 04762 in 2024, and that one into another in 2025.
            let clerk = try await house.inOffice("clerk", "clerk", "04774")
            try await house.play()
            #expect(try await house.roles(of: clerk, on: PlayHouse.reform + -1) == ["clerk@04762"])
            #expect(try await house.roles(of: clerk) == ["clerk@04717"])
        }
    }

    @Test(arguments: TestEngine.available) func twoChairsAreForPeople(_ engine: TestEngine) async throws {
        try await PlayHouse.open(engine) { house in
            let first = try await house.inOffice("first", "chair", "04765")
            let second = try await house.inOffice("second", "chair", "04762")
            try await house.play()
            #expect(try await house.roles(of: first) == [])
            #expect(try await house.roles(of: second) == [])
            #expect(
                try await house.matters().sorted() == [
                    "leadership severalLeaders chair Xã Bạch Hà", "leadership severalLeaders chair Xã Vũ Linh",
                ])
        }
    }

    @Test(arguments: TestEngine.available) func everyEndIsToldOnce(_ engine: TestEngine) async throws {
        try await PlayHouse.open(engine) { house in
            try await house.play()
            try await house.play()
            let told = try await house.database.read { db in
                try db.rows("SELECT payload FROM kernel_outbox WHERE topic = \(UnitEnd.topic)") { row in
                    try JobPayload(json: try row[0]).decoded(as: UnitEnd.Message.self)
                }
            }
            let ended = try await house.values("SELECT id FROM kernel_unit WHERE ended_on IS NOT NULL")
            #expect(told.count == ended.count)
            #expect(Set(told.map { "\($0.unit)" }) == Set(ended))
            let commune = try house.kernel.commune
            let district = try house.kernel.district
            #expect(told.first { $0.unit == commune }?.successors.count == 1)
            #expect(told.first { $0.unit == commune }?.legalBasis == "1673/NQ-UBTVQH15")
            #expect(told.first { $0.unit == district }?.successors == [])
        }
    }

    @Test(arguments: TestEngine.available) func whatWasInterruptedIsGoneOnWith(_ engine: TestEngine) async throws {
        try await PlayHouse.open(engine) { house in
            let clerk = try await house.inOffice("clerk", "clerk", "04765")
            let district = try await house.inOffice("district", "district", "141")
            let events = try await house.database.read { db in try UnitPlayStore(db: db).due(on: PlayHouse.reform) }
            let play = UnitChangePlay(roles: PlayHouse.roles)
            let now = Instant(day: PlayHouse.reform, hour: 1)
            for event in events.prefix(60) {
                _ = try await house.database.write { db in try play.play(event, node: "a", now: now, db) }
            }
            // The power goes in the middle of an event: nothing of it remains.
            struct PowerCut: Error {}
            await #expect(throws: PowerCut.self) {
                try await house.database.write { db in
                    _ = try play.play(events[60], node: "a", now: now, db)
                    throw PowerCut()
                }
            }
            #expect(try await house.play() == 114 - 60)
            #expect(try await house.roles(of: clerk) == ["clerk@04717"])
            #expect(try await house.roles(of: district) == [])
            #expect(try await house.matters().count == 1)
            #expect(try await house.values("SELECT kind FROM kernel_account_notice").count == 2)
        }
    }

    @Test(arguments: TestEngine.available) func twoNodesAtOncePlayItOnce(_ engine: TestEngine) async throws {
        try await PlayHouse.open(engine) { house in
            let clerk = try await house.inOffice("clerk", "clerk", "04765")
            try await house.inOffice("district", "district", "141")
            async let one = house.play(node: "one")
            async let other = house.play(node: "other")
            let played = try await [one, other]
            #expect(played.reduce(0, +) == 114)
            #expect(try await house.roles(of: clerk) == ["clerk@04717"])
            #expect(try await house.matters().count == 1)
            #expect(try await house.values("SELECT kind FROM kernel_account_notice").count == 2)
            let ends = try await house.values("SELECT id FROM kernel_unit WHERE ended_on IS NOT NULL").count
            #expect(try await house.values("SELECT id FROM kernel_outbox WHERE topic = 'unit.ended'").count == ends)
        }
    }

    @Test(arguments: TestEngine.available) func whatIsGivenAfterwardsForAnEndedUnitFollows(
        _ engine: TestEngine
    ) async throws {
        try await PlayHouse.open(engine) { house in
            try await house.play()
            // The demo's calendar went back, and somebody came into office at the old commune.
            let clerk = try await house.inOffice("clerk", "clerk", "04765")
            #expect(try await house.play() == 0)
            #expect(try await house.roles(of: clerk) == ["clerk@04717"])
            #expect(try await house.roles(of: clerk, on: KernelHouse.today) == ["clerk@04765"])
        }
    }

    @Test(arguments: TestEngine.available) func lockedAccountsAreLeftOut(_ engine: TestEngine) async throws {
        try await PlayHouse.open(engine) { house in
            let first = try await house.inOffice("first", "chair", "04765")
            let second = try await house.inOffice("second", "chair", "04762")
            try await house.database.write { db in
                _ = try db.run("UPDATE kernel_account SET state = 'disabled' WHERE id = \(second.id)")
            }
            try await house.play()
            #expect(try await house.roles(of: first) == ["chair@04717"])
            #expect(try await house.matters() == [])
        }
    }
}
