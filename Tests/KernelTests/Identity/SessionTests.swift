import Store
import TestKit
import Testing

@testable import Kernel

@Suite("Sessions") struct SessionTests {
    private static let morning = KernelHouse.morning

    @Test(arguments: TestEngine.available) func areFoundInOneStatement(_ engine: TestEngine) async throws {
        try await withKernelHouse(engine) { house in
            let account = try await house.account("ann")
            try await house.grant("clerk", to: account, at: try house.commune)
            try await house.grant("auditor", to: account, after: 1)
            let token = try await house.open(account)
            let counted = try await house.database.read { db in
                let counter = StatementCounter()
                let signedIn = try StatementCounter.$current.withValue(counter) {
                    try SessionStore(db: db).find(token: token, now: Self.morning, today: KernelHouse.today)
                }
                return (counter.count, signedIn)
            }
            #expect(counted.0 <= 1)
            #expect(counted.1?.grants.map(\.role) == ["clerk", "auditor"])
            #expect(counted.1?.displayName == "Nguyễn Văn An")
        }
    }

    @Test(arguments: TestEngine.available) func slideWhileTheyAreUsed(_ engine: TestEngine) async throws {
        try await withKernelHouse(engine) { house in
            let account = try await house.account("ann")
            let token = try await house.open(account)
            let signedIn = try #require(try await house.find(token))
            func touch(at now: Instant) async throws {
                try await house.database.write { db in try SessionStore(db: db).touch(signedIn, now: now) }
            }
            #expect(!signedIn.isTouchDue(now: Self.morning + .seconds(299)))
            try await touch(at: Self.morning + .seconds(299))
            #expect(try await house.find(token)?.seenAt == Self.morning, "reading seldom writes")
            #expect(try await house.find(token, at: Self.morning + .seconds(3_600)) == nil)
            try await touch(at: Self.morning + .seconds(3_000))
            #expect(try await house.find(token, at: Self.morning + .seconds(6_599)) != nil)
            #expect(try await house.find(token, at: Self.morning + .seconds(6_600)) == nil)
        }
    }

    @Test(arguments: TestEngine.available) func areListedAndEnded(_ engine: TestEngine) async throws {
        try await withKernelHouse(engine) { house in
            let account = try await house.account("ann")
            let other = try await house.account("other")
            let tokens = [
                try await house.open(account), try await house.open(account, at: Self.morning + .seconds(1)),
                try await house.open(account, at: Self.morning + .seconds(2)),
            ]
            let kept = try #require(try await house.find(tokens[0])).sessionID
            let ended = try #require(try await house.find(tokens[1])).sessionID
            try await house.database.write { db throws in
                let sessions = SessionStore(db: db)
                let listed = try sessions.list(of: account.id, now: Self.morning)
                #expect(listed.count == 3)
                #expect(listed.last?.id == kept)
                #expect(throws: NotFound.self) { try sessions.revoke(ended, of: other.id, now: Self.morning) }
                try sessions.revoke(ended, of: account.id, now: Self.morning)
                #expect(throws: NotFound.self) { try sessions.revoke(ended, of: account.id, now: Self.morning) }
                #expect(try sessions.revokeOthers(of: account.id, keeping: kept, now: Self.morning) == 1)
                #expect(try sessions.list(of: account.id, now: Self.morning).map(\.id) == [kept])
            }
            #expect(try await house.find(tokens[0]) != nil)
            #expect(try await house.find(tokens[1]) == nil)
            #expect(try await house.find(tokens[2]) == nil)
            let forgotten = try await house.database.write { db in
                try SessionStore(db: db).forget(endedBefore: Self.morning + .seconds(3_602))
            }
            #expect(forgotten == 2)
        }
    }

    @Test(arguments: TestEngine.available) func endWithTheAccount(_ engine: TestEngine) async throws {
        try await withKernelHouse(engine) { house in
            let account = try await house.account("ann")
            let token = try await house.open(account)
            try await house.database.write { db throws in
                let accounts = AccountStore(db: db)
                #expect(throws: AccountRefusal.ownAccount) {
                    try accounts.disable(account, by: account.id, now: Self.morning)
                }
                try accounts.disable(account, by: nil, now: Self.morning)
                #expect(throws: Stale.self) { try accounts.enable(account) }
                try accounts.enable(try #require(try accounts.find(account.id)))
            }
            #expect(try await house.find(token) == nil, "enabling does not bring sessions back")
        }
    }

    @Test(arguments: TestEngine.available) func nonsenseIsNoToken(_ engine: TestEngine) async throws {
        try await withKernelHouse(engine) { house in
            for token in ["", "'", String(repeating: "a", count: 43), String(repeating: "đ", count: 5_000)] {
                let signedIn = try await house.find(token)
                #expect(signedIn == nil)
            }
        }
    }

    @Test func lifetimeFollowsTheRoles() {
        let roles = KernelHouse.roles
        #expect(SessionLifetime.seconds(for: [], in: roles) == 30 * 86_400)
        #expect(SessionLifetime.seconds(for: ["citizen", "gone"], in: roles) == 30 * 86_400)
        #expect(SessionLifetime.seconds(for: ["citizen", "clerk"], in: roles) == 12 * 3_600)
    }
}
