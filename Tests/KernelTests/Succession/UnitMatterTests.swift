import Store
import TestKit
import Testing

@testable import Kernel

@Suite("Former roles") struct FormerRoleTests {
    @Test(arguments: TestEngine.available) func saysWhatEndedAndByWhichDocument(_ engine: TestEngine) async throws {
        try await PlayHouse.open(engine) { house in
            let district = try await house.inOffice("district", "district", "141")
            let clerk = try await house.inOffice("clerk", "clerk", "04765")
            func former(_ account: Account, on day: Day = PlayHouse.reform) async throws -> [FormerRole] {
                try await house.database.read { db in
                    try GrantStore(db: db, roles: PlayHouse.roles).formerRoles(of: account.id, today: day)
                }
            }
            #expect(try await former(district, on: PlayHouse.reform + -1) == [])
            // By date, also before the day was played.
            #expect(try await former(district).map(\.legalBasis) == ["203/2025/QH15"])
            try await house.play()
            let ended = try await former(district)
            #expect(ended.map(\.unitName) == ["Huyện Yên Bình"])
            #expect(ended.map(\.endedOn) == [PlayHouse.reform])
            #expect(ended.map(\.standing) == [.undecided])
            #expect(try await former(clerk) == [])
            #expect(try await former(district, on: PlayHouse.reform + -1) == [])
        }
    }
}

@Suite("The list of what people must decide") struct UnitMatterTests {
    @Test(arguments: TestEngine.available) func isSettledOnceAndReopened(_ engine: TestEngine) async throws {
        try await PlayHouse.open(engine) { house in
            let account = try await house.inOffice("district", "district", "141")
            let other = try await house.kernel.account("office")
            try await house.play()
            let now = Instant(day: PlayHouse.reform, hour: 9)
            let line = try await house.line()
            #expect(line.displayName == account.displayName)
            #expect(line.legalBasis == "203/2025/QH15")
            try await house.database.write { db in
                let store = UnitMatterStore(db: db)
                try store.settle(line.matter.id, .init(.ended, note: "nghỉ hưu"), by: other.id, version: 1, now: now)
            }
            await #expect(throws: Stale.self) {
                try await house.database.write { db in
                    try UnitMatterStore(db: db).settle(
                        line.matter.id, .init(.ended), by: other.id, version: 1, now: now)
                }
            }
            #expect(try await house.matters() == [])
            let former = try await house.database.read { db in
                try GrantStore(db: db, roles: PlayHouse.roles).formerRoles(of: account.id, today: PlayHouse.reform)
            }
            #expect(former.map(\.standing) == [.ended])
            try await house.database.write { db in try UnitMatterStore(db: db).reopen(line.matter.id, version: 2) }
            #expect(try await house.matters().count == 1)
            // What was decided once is not raised again by another run.
            try await house.play()
            #expect(try await house.matters().count == 1)
        }
    }

    @Test(arguments: TestEngine.available) func liesInTheScopeOfWhoTookOver(_ engine: TestEngine) async throws {
        try await PlayHouse.open(engine) { house in
            try await house.inOffice("district", "district", "141")
            try await house.play()
            let line = try await house.line()
            func isSeen(from code: String) async throws -> Bool {
                try await house.database.read { db in
                    let unit = try #require(try TerritoryStore(db: db).find(code: code, asOf: PlayHouse.reform))
                    let scope = Scope.subtrees(UnitRoots([unit.id], on: PlayHouse.reform))
                    let store = UnitMatterStore(db: db)
                    let listed = try store.page(.init(), within: scope, today: PlayHouse.reform)
                    let found = try? store.find(line.matter.id, within: scope, today: PlayHouse.reform)
                    #expect(listed.isEmpty == (found == nil))
                    return found != nil
                }
            }
            #expect(try await isSeen(from: "15"))
            #expect(try await !isSeen(from: "04717"))
        }
    }
}

extension PlayHouse {
    fileprivate func line() async throws -> UnitMatterLine {
        try await database.read { db in
            try #require(try UnitMatterStore(db: db).page(.init(), within: .everything, today: Self.reform).first)
        }
    }
}

@Suite("The name of the province") struct ProvinceNamesTests {
    @Test(arguments: TestEngine.available) func isThatOfTheDay(_ engine: TestEngine) async throws {
        try await PlayHouse.open(engine) { house in
            let names = ProvinceNames(database: house.database)
            #expect(names.label(on: PlayHouse.reform) == nil)
            try await names.refresh()
            #expect(names.label(on: PlayHouse.reform + -1) == "Tỉnh Yên Bái")
            #expect(names.label(on: PlayHouse.reform) == "Tỉnh Lào Cai")
        }
    }
}
