import Store
import TestKit
import Testing

@testable import Kernel

@Suite("What a password must be") struct PasswordRulesTests {
    @Test(
        arguments: [
            ("một hai ba", nil),
            ("con gà gáy lúc ba giờ", nil),
            ("hồ Thác Bà", nil),
            ("ngắn quá", PasswordRefusal.tooShort),
            ("👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦", .tooShort),
            (String(repeating: "dài ", count: 257), .tooLong),
            ("1234567890", .tooCommon),
            ("Mật Khẩu 123", .tooCommon),
            ("aaaaaaaaaaaa", .tooCommon),
            ("ababababab", .tooCommon),
            ("nguyen.van.an", .sameAsName),
            ("NGUYỄN văn An", .sameAsName),
        ] as [(String, PasswordRefusal?)])
    func isCheckedWithoutOddRules(_ password: String, _ refusal: PasswordRefusal?) {
        var thrown: PasswordRefusal?
        do { try PasswordRules.check(password, name: "nguyen.van.an", displayName: "Nguyễn Văn An") } catch {
            thrown = error
        }
        #expect(thrown == refusal)
    }

    @Test func madeOnesAreGoodAndNeverTheSame() throws {
        let made = (0..<100).map { _ in Passwords.made() }
        #expect(Set(made).count == 100)
        for password in made { try PasswordRules.check(password, name: "ann") }
    }
}

@Suite("Password hashing") struct PasswordHasherTests {
    @Test func whatWasHashedVerifiesHoweverItIsSpelt() async throws {
        let hasher = PasswordHasher(cost: .least)
        let hash = try await hasher.hash("hồ Thác Bà")
        #expect(hash.hasPrefix("$argon2id$"))
        #expect(try await hasher.verify("ho\u{302}\u{300} Tha\u{301}c Ba\u{300}", against: hash))
        #expect(try await !hasher.verify("hồ Thác Bá", against: hash))
        #expect(try await !hasher.verify("", against: hash))
        #expect(try await !hasher.verify("hồ Thác Bà", against: nil))
        #expect(try await !hasher.verify("hồ Thác Bà", against: "not a hash"))
        #expect(try await hasher.hash("hồ Thác Bà") != hash)
    }

    @Test func anOldCostIsNoticed() async throws {
        let old = try await PasswordHasher(cost: .least).hash("hồ Thác Bà")
        #expect(PasswordHasher(cost: .init(passes: 2, memoryBytes: 8192)).isOutdated(old))
        #expect(!PasswordHasher(cost: .least).isOutdated(old))
    }

    @Test func aCrowdIsSentAwayInsteadOfPilingUp() async throws {
        let hasher = PasswordHasher(cost: .init(passes: 1, memoryBytes: 8 << 20), threads: 1, waitingAtMost: 4)
        let refused = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<64 {
                group.addTask {
                    do { return try await hasher.hash("hồ Thác Bà").isEmpty } catch { return error is TooManyAttempts }
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(refused > 0)
        #expect(try await !hasher.hash("hồ Thác Bà").isEmpty)
    }
}

@Suite("Changing passwords") struct PasswordsTests {
    private static let old = "một câu dễ nhớ"
    private static let new = "một câu khác hẳn"

    @Test(arguments: TestEngine.available) func theOwnerChangesItAndStaysSignedIn(_ engine: TestEngine) async throws {
        try await withKernelHouse(engine) { house in
            let account = try await house.account("ann", password: Self.old)
            let (here, there) = (try await house.open(account), try await house.open(account))
            let owner = try #require(try await house.find(here))
            let passwords = Passwords(database: house.database, hasher: house.hasher)
            await #expect(throws: PasswordRefusal.wrongOld) {
                try await passwords.change(of: owner, from: "sai rồi nhé", to: Self.new, now: KernelHouse.morning) {
                    _ in
                }
            }
            await #expect(throws: PasswordRefusal.unchanged) {
                try await passwords.change(of: owner, from: Self.old, to: Self.old, now: KernelHouse.morning) { _ in }
            }
            #expect(try await house.find(there) != nil)
            try await passwords.change(of: owner, from: Self.old, to: Self.new, now: KernelHouse.morning) { db in
                try db.run("UPDATE kernel_account SET language = 'en'")
            }
            #expect(try await house.find(here)?.language == "en", "the caller's line is in the same transaction")
            #expect(try await house.find(there) == nil)
            try await house.database.read { db throws in
                let kinds = try AccountNoticeStore(db: db).list(of: account.id).map(\.kind)
                #expect(kinds == [.passwordChanged])
                #expect(try db.value("SELECT COUNT(*) FROM kernel_sign_in_delay", as: Int.self) == 0)
            }
        }
    }

    @Test(arguments: TestEngine.available) func guessingTheOldOneIsSlowedDown(_ engine: TestEngine) async throws {
        try await withKernelHouse(engine) { house in
            let account = try await house.account("ann")
            let owner = try #require(try await house.find(try await house.open(account)))
            let passwords = Passwords(database: house.database, hasher: house.hasher)
            func guess() async throws {
                try await passwords.change(of: owner, from: "sai rồi nhé", to: Self.new, now: KernelHouse.morning) {
                    _ in
                }
            }
            for _ in 0..<3 { await #expect(throws: PasswordRefusal.wrongOld) { try await guess() } }
            await #expect(throws: TooManyAttempts(retryAfterSeconds: 1)) { try await guess() }
        }
    }

    @Test(arguments: TestEngine.available) func anAdministratorResetsIt(_ engine: TestEngine) async throws {
        try await withKernelHouse(engine) { house in
            let account = try await house.account("ann")
            let token = try await house.open(account)
            let passwords = Passwords(database: house.database, hasher: house.hasher)
            let made = try await passwords.reset(of: account.id, now: KernelHouse.morning) { _ in }
            #expect(try await house.find(token) == nil)
            let outcome = try await house.signIn().attempt(
                name: "ann", password: made, address: "192.0.2.1", agent: "", now: KernelHouse.morning,
                today: KernelHouse.today)
            #expect(try await house.find(outcome.token)?.mustChangePassword == true)
            await #expect(throws: NotFound.self) {
                try await passwords.reset(of: .new(), now: KernelHouse.morning) { _ in }
            }
        }
    }
}
