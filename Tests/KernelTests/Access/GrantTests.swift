import Store
import TestKit
import Testing

@testable import Kernel

@Suite("Giving and ending roles") struct GrantTests {
    private static let (receiver, giver) = (ID<Account>.new(), ID<Account>.new())
    private static let unit = ID<AdminUnit>.new()
    private static let today = KernelHouse.today

    @Test(
        arguments: [
            ("emperor", unit, nil, giver, GrantRefusal.unknownRole),
            ("clerk", nil, nil, giver, .unitMissing),
            ("auditor", unit, nil, giver, .unitWithoutMeaning),
            ("clerk", unit, nil, receiver, .toOneself),
            ("clerk", unit, today, giver, .intervalReversed),
            ("clerk", unit, today + -1, giver, .intervalReversed),
        ] as [(String, ID<AdminUnit>?, Day?, ID<Account>, GrantRefusal)])
    func whatMakesNoSenseIsRefused(
        _ role: String, _ unit: ID<AdminUnit>?, _ end: Day?, _ giver: ID<Account>, _ refusal: GrantRefusal
    ) {
        let draft = GrantDraft(
            accountID: Self.receiver, role: role, unitID: unit, validFrom: Self.today, validTo: end)
        #expect(throws: refusal) { try draft.check(in: KernelHouse.roles, by: giver) }
    }

    @Test(arguments: TestEngine.available) func aRoleHoldsForItsIntervalOnly(_ engine: TestEngine) async throws {
        try await withKernelHouse(engine) { house in
            let account = try await house.account("ann")
            let start = Self.today + 2
            try await house.grant("clerk", to: account, at: try house.commune, from: start, to: start + 2)
            let token = try await house.open(account)
            for (offset, holds) in [(0, false), (2, true), (3, true), (4, false)] {
                let signedIn = try #require(try await house.find(token, on: Self.today + offset))
                #expect(signedIn.grants.map(\.role) == (holds ? ["clerk"] : []), "day \(offset)")
            }
        }
    }

    @Test(arguments: TestEngine.available) func givingStaysWithinTheReachOfTheGiver(_ engine: TestEngine) async throws {
        try await withKernelHouse(engine) { house in
            let account = try await house.account("ann")
            let chief = try await house.account("chief")
            let scope = Scope.subtrees(UnitRoots([try house.district], on: KernelHouse.today))
            let other = try house.unit("135")
            await #expect(throws: GrantRefusal.outOfReach) {
                try await house.grant("clerk", to: account, at: other, by: chief.id, within: scope)
            }
            await #expect(throws: GrantRefusal.outOfReach) {
                try await house.grant("auditor", to: account, by: chief.id, within: scope)
            }
            await #expect(throws: GrantRefusal.unknownUnit) {
                try await house.grant("clerk", to: account, at: .new(), by: chief.id, within: scope)
            }
            await #expect(throws: GrantRefusal.personMissing) {
                try await house.grant("citizen", to: account, by: chief.id, within: scope)
            }
            let grant = try await house.grant("clerk", to: account, at: try house.commune, by: chief.id, within: scope)
            await #expect(throws: NotFound.self) {
                try await house.revoke(
                    grant.id, by: chief.id, within: .subtrees(UnitRoots([other], on: KernelHouse.today)))
            }
        }
    }

    @Test(arguments: TestEngine.available) func anEndedRoleStaysInTheRecord(_ engine: TestEngine) async throws {
        try await withKernelHouse(engine) { house in
            let account = try await house.account("ann")
            let chief = try await house.account("chief")
            let grant = try await house.grant("clerk", to: account, at: try house.commune, by: chief.id)
            let future = try await house.grant("auditor", to: account, from: Self.today + 9, by: chief.id, after: 1)
            let token = try await house.open(account)
            #expect(try await house.find(token)?.holds(.work, in: KernelHouse.roles) == true)
            let ended = try await house.revoke(grant.id, by: chief.id)
            #expect(ended.validTo == Self.today)
            #expect(ended.revokedBy == chief.id)
            #expect(try await house.revoke(future.id, by: chief.id).validTo == future.validFrom)
            #expect(try await house.find(token)?.grants == [])
            await #expect(throws: GrantRefusal.alreadyEnded) { try await house.revoke(grant.id, by: chief.id) }
            try await house.database.read { db throws in
                let lines = try GrantStore(db: db, roles: KernelHouse.roles)
                    .grants(of: account.id, within: .everything, today: Self.today)
                #expect(lines.map(\.grant.id) == [future.id, grant.id])
                #expect(lines.last?.grant == ended)
                #expect(lines.last?.unitName == "Xã Vũ Linh")
            }
        }
    }

    @Test(arguments: TestEngine.available) func theLastWayToGiveRolesIsNotGivenAway(_ engine: TestEngine) async throws {
        try await withKernelHouse(engine) { house in
            let admin = try await house.account("admin")
            let first = try await house.grant("admin", to: admin)
            await #expect(throws: GrantRefusal.ownLast) { try await house.revoke(first.id, by: admin.id) }
            let second = try await house.grant("admin", to: admin)
            _ = try await house.revoke(first.id, by: admin.id)
            await #expect(throws: GrantRefusal.ownLast) { try await house.revoke(second.id, by: admin.id) }
            let other = try await house.account("other")
            _ = try await house.revoke(second.id, by: other.id)
        }
    }

    @Test(arguments: TestEngine.available) func pagesFollowOneAnother(_ engine: TestEngine) async throws {
        try await withKernelHouse(engine) { house in
            let account = try await house.account("ann")
            var made: [ID<Grant>] = []
            for number in 0..<5 { made.append(try await house.grant("auditor", to: account, after: number).id) }
            let inUnit = try await house.grant("clerk", to: account, at: try house.commune, after: 9).id
            let scope = Scope.subtrees(UnitRoots([try house.district], on: KernelHouse.today))
            let all = made
            try await house.database.read { db throws in
                let grants = GrantStore(db: db, roles: KernelHouse.roles)
                var seen: [ID<Grant>] = []
                while true {
                    let page = try grants.page(before: seen.last, within: .everything, limit: 2, today: Self.today)
                    if page.isEmpty { break }
                    seen += page.map(\.grant.id)
                }
                #expect(seen == [inUnit] + all.reversed())
                let visible = try grants.page(within: scope, limit: 9, today: Self.today)
                #expect(visible.map(\.grant.id) == [inUnit])
            }
        }
    }
}
