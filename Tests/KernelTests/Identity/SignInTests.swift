import Store
import Synchronization
import TestKit
import Testing

@testable import Kernel

extension KernelHouse {
    func signIn(
        hasher: PasswordHasher? = nil, record: @escaping SignIn.Record = { _, _ in },
        pause: @escaping @Sendable (Int) async throws -> Void = { _ in }
    ) -> SignIn {
        SignIn(
            database: database, hasher: hasher ?? self.hasher, roles: Self.roles, record: record, pause: pause)
    }

    func tryIn(
        _ password: String, name: String = "ann", address: String = "192.0.2.1", at now: Instant = morning
    ) async throws -> SignInOutcome {
        try await signIn().attempt(
            name: name, password: password, address: address, agent: "Firefox", now: now, today: Self.today)
    }

    func notices(of account: Account) async throws -> [AccountNotice] {
        try await database.read { db in try AccountNoticeStore(db: db).list(of: account.id) }
    }
}

private final class Pauses: Sendable {
    private let seconds = Mutex<[Int]>([])

    var all: [Int] { seconds.withLock { $0 } }

    func add(_ pause: Int) { seconds.withLock { $0.append(pause) } }
}

@Suite("The growing delay") struct SignInDelayTests {
    @Test func growsAndEnds() {
        let pair = SignInDelay.Subject.pair(account: "an", address: "192.0.2.1")
        let seconds = (0...20).map { pair.seconds(after: $0) }
        #expect(seconds.prefix(12) == [0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256])
        #expect(seconds.suffix(8).allSatisfy { $0 == 300 })
        #expect(pair.seconds(after: .max) == 300)
    }

    @Test func anAddressMayFailOftenerAndAnAccountIsNeverShut() {
        let address = SignInDelay.Subject.address("192.0.2.1")
        #expect([19, 20, 21, 40].map { address.seconds(after: $0) } == [0, 1, 2, 300])
        let account = SignInDelay.Subject.account("an")
        #expect([0, 9, 10, 20, 1_000_000].map { account.seconds(after: $0) } == [0, 0, 1, 2, 2])
    }
}

@Suite("Signing in") struct SignInTests {
    private static let right = "một câu dễ nhớ"
    private static let wrong = "một câu sai"
    private static let morning = KernelHouse.morning

    @Test(arguments: TestEngine.available) func aGoodPasswordOpensASession(_ engine: TestEngine) async throws {
        try await withKernelHouse(engine) { house in
            let account = try await house.account("Đào.An")
            try await house.grant("clerk", to: account, at: try house.commune)
            let outcome = try await house.tryIn(Self.right, name: " dao.AN ")
            #expect(outcome.account == account)
            #expect(outcome.lifetimeSeconds == SessionLifetime.officerSeconds)
            let signedIn = try #require(try await house.find(outcome.token))
            #expect(signedIn.accountID == account.id)
            #expect(signedIn.grants.map(\.unitName) == ["Xã Vũ Linh"])
            #expect(signedIn.csrfSecret.count == 32)
            #expect(try await house.notices(of: account).isEmpty)
            let tokens = try await house.database.read { db in
                try db.rows("SELECT token_hash FROM kernel_session") { row in try row[0] as String }
            }
            #expect(tokens == [Hex.text(Sha256.of(outcome.token.utf8))], "the token itself is not stored")
        }
    }

    @Test(arguments: TestEngine.available) func whatIsWrongIsNotTold(_ engine: TestEngine) async throws {
        try await withKernelHouse(engine) { house in
            _ = try await house.account("ann")
            await #expect(throws: SignInRefusal.wrong) { try await house.tryIn(Self.wrong) }
            await #expect(throws: SignInRefusal.wrong) { try await house.tryIn(Self.right, name: "nobody") }
            await #expect(throws: SignInRefusal.wrong) { try await house.tryIn(Self.right, name: "' OR 1=1 --") }
            await #expect(throws: SignInRefusal.wrong) {
                try await house.tryIn(String(repeating: "a", count: 100_000))
            }
        }
    }

    @Test(arguments: TestEngine.available) func aDisabledAccountHearsItOnlyWithItsPassword(
        _ engine: TestEngine
    ) async throws {
        try await withKernelHouse(engine) { house in
            let account = try await house.account("ann")
            try await house.database.write { db throws in
                try AccountStore(db: db).disable(account, by: nil, now: Self.morning)
            }
            await #expect(throws: SignInRefusal.wrong) { try await house.tryIn(Self.wrong) }
            await #expect(throws: SignInRefusal.disabled) { try await house.tryIn(Self.right) }
        }
    }

    @Test(arguments: TestEngine.available) func failuresSlowDownWhoFails(_ engine: TestEngine) async throws {
        try await withKernelHouse(engine) { house in
            let account = try await house.account("ann")
            for _ in 0..<3 { await #expect(throws: SignInRefusal.wrong) { try await house.tryIn(Self.wrong) } }
            await #expect(throws: TooManyAttempts(retryAfterSeconds: 1)) { try await house.tryIn(Self.right) }
            let later = Self.morning + .seconds(1)
            await #expect(throws: SignInRefusal.wrong) { try await house.tryIn(Self.wrong, at: later) }
            await #expect(throws: TooManyAttempts(retryAfterSeconds: 2)) {
                try await house.tryIn(Self.right, at: later)
            }
            _ = try await house.tryIn(Self.right, address: "192.0.2.9", at: later)
            #expect(try await house.notices(of: account).map(\.kind) == [.afterFailures])
            #expect(try await house.notices(of: account).first?.body.failures == 4)
        }
    }

    @Test(arguments: TestEngine.available) func aGoodPasswordForgivesTheFailures(_ engine: TestEngine) async throws {
        try await withKernelHouse(engine) { house in
            _ = try await house.account("ann")
            for _ in 0..<2 { await #expect(throws: SignInRefusal.wrong) { try await house.tryIn(Self.wrong) } }
            _ = try await house.tryIn(Self.right)
            for _ in 0..<2 { await #expect(throws: SignInRefusal.wrong) { try await house.tryIn(Self.wrong) } }
            _ = try await house.tryIn(Self.right)
            let counted = try await house.database.read { db in
                try db.rows("SELECT subject, failures FROM kernel_sign_in_delay") { row in
                    "\(try row[0] as String) \(try row[1] as Int)"
                }
            }
            #expect(counted == ["address:192.0.2.1 4"], "one good password does not clear an address")
        }
    }

    @Test(arguments: TestEngine.available) func nobodyShutsOutSomebodyElse(_ engine: TestEngine) async throws {
        try await withKernelHouse(engine) { house in
            _ = try await house.account("ann")
            for attacker in 0..<25 {
                await #expect(throws: SignInRefusal.wrong) {
                    try await house.tryIn(Self.wrong, address: "198.51.100.\(attacker)")
                }
            }
            let pauses = Pauses()
            let signIn = house.signIn(pause: { seconds in pauses.add(seconds) })
            _ = try await signIn.attempt(
                name: "ann", password: Self.right, address: "192.0.2.1", agent: "", now: Self.morning,
                today: KernelHouse.today)
            #expect(pauses.all == [2], "slowed down, and in")
        }
    }

    @Test(arguments: TestEngine.available) func manyAtOnceAreCountedToo(_ engine: TestEngine) async throws {
        try await withKernelHouse(engine) { house in
            _ = try await house.account("ann")
            let looked = await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<20 {
                    group.addTask {
                        do { return try await house.tryIn(Self.wrong).token.isEmpty } catch {
                            return error is SignInRefusal
                        }
                    }
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(looked == 3)
        }
    }

    @Test(arguments: TestEngine.available) func anAddressThatTriesManyAccountsWaits(_ engine: TestEngine) async throws {
        try await withKernelHouse(engine) { house in
            for number in 0..<20 {
                await #expect(throws: SignInRefusal.wrong) { try await house.tryIn(Self.wrong, name: "a\(number)") }
            }
            await #expect(throws: TooManyAttempts.self) { try await house.tryIn(Self.wrong, name: "another") }
            let tomorrow = Self.morning + .seconds(SignInDelay.memorySeconds + 1)
            await #expect(throws: SignInRefusal.wrong) {
                try await house.tryIn(Self.wrong, name: "another", at: tomorrow)
            }
            let forgotten = try await house.database.write { db in
                try SignIn.forgetFailures(in: db, now: tomorrow)
            }
            #expect(forgotten == 40, "a pair and an account for each name; the address has just been seen again")
        }
    }

    @Test(arguments: TestEngine.available) func theOwnerLearnsOfANewAddress(_ engine: TestEngine) async throws {
        try await withKernelHouse(engine) { house in
            let account = try await house.account("ann")
            _ = try await house.tryIn(Self.right)
            _ = try await house.tryIn(Self.right)
            #expect(try await house.notices(of: account).isEmpty)
            _ = try await house.tryIn(Self.right, address: "203.0.113.7")
            let notices = try await house.notices(of: account)
            #expect(notices.map(\.kind) == [.newAddress])
            #expect(notices.first?.message.contains("203.0.113.7") == true)
            try await house.database.write { db throws in
                try AccountNoticeStore(db: db).markRead(of: account.id, now: Self.morning)
            }
            let unread = try await house.database.read { db in
                try AccountNoticeStore(db: db).list(of: account.id, unreadOnly: true)
            }
            #expect(unread.isEmpty)
        }
    }

    @Test(arguments: TestEngine.available) func everyTryIsRecordedWithItsOutcome(_ engine: TestEngine) async throws {
        try await withKernelHouse(engine) { house in
            let account = try await house.account("ann")
            let signIn = house.signIn(record: { db, event in
                switch event {
                case .signedIn(let account, _):
                    try AccountNoticeStore(db: db).insert(.passwordChanged, to: account.id, now: Self.morning)
                case .failed(let id?, let address):
                    let body = AccountNotice.Body(address: address)
                    try AccountNoticeStore(db: db).insert(.passwordReset, body, to: id, now: Self.morning)
                case .failed(nil, _): break
                }
            })
            for (name, password) in [("nobody", Self.right), ("ann", Self.wrong), ("ann", Self.right)] {
                _ = try? await signIn.attempt(
                    name: name, password: password, address: "192.0.2.1", agent: "", now: Self.morning,
                    today: KernelHouse.today)
            }
            let kinds = try await house.notices(of: account).map(\.kind)
            #expect(kinds.count == 2)
            #expect(Set(kinds) == [.passwordChanged, .passwordReset])
        }
    }

    @Test(arguments: TestEngine.available) func anOldHashIsMadeAnew(_ engine: TestEngine) async throws {
        try await withKernelHouse(engine) { house in
            _ = try await house.account("ann")
            let dearer = PasswordHasher(cost: .init(passes: 2, memoryBytes: 8192))
            let now = Self.morning
            _ = try await house.signIn(hasher: dearer).attempt(
                name: "ann", password: Self.right, address: "192.0.2.1", agent: "", now: now, today: KernelHouse.today)
            let hash = try await house.database.read { db in
                try db.value("SELECT password_hash FROM kernel_account", as: String.self)
            }
            #expect(!dearer.isOutdated(try #require(hash)))
            _ = try await house.tryIn(Self.right)
        }
    }
}
