import Store
import TestKit
import Testing

@testable import Kernel

@Suite("Accounts") struct AccountTests {
    @Test(arguments: [
        ("an", false), ("dao.an", true), ("Đào.An", true), ("a-b_c@d", true), (".an", false), ("an.", false),
        ("a b", false), ("a'b", false), ("<b>a", false), (String(repeating: "a", count: 65), false),
    ])
    func namesAreOfLettersAndDigits(_ name: String, _ isGood: Bool) {
        #expect(AccountName.isWellFormed(name) == isGood)
    }

    @Test(arguments: [("Đào.An", "dao.an"), (" dao.AN ", "dao.an"), ("a.b", "a.b"), ("ab", "ab"), ("", "")])
    func namesAreComparedFolded(_ name: String, _ folded: String) {
        #expect(AccountName.folded(name) == folded)
    }

    @Test(arguments: TestEngine.available) func aNameIsTakenOnce(_ engine: TestEngine) async throws {
        try await withKernelHouse(engine) { house in
            let account = try await house.account("Đào.An")
            await #expect(throws: AccountRefusal.nameTaken) { _ = try await house.account("dao.an") }
            await #expect(throws: AccountRefusal.nameMalformed) { _ = try await house.account("x y") }
            try await house.database.read { db throws in
                #expect(try AccountStore(db: db).find(named: "DAO.AN") == account)
                #expect(try AccountStore(db: db).find(account.id) == account)
                #expect(try AccountStore(db: db).find(named: "nobody") == nil)
            }
        }
    }

    @Test(arguments: TestEngine.available) func areListedByGivenNameInPages(_ engine: TestEngine) async throws {
        try await withKernelHouse(engine) { house in
            let names = ["Trần Thị Bình", "Nguyễn Văn An", "Lê Đức Đạt", "Phạm Ánh", "Vũ Cường"]
            try await house.database.write { db throws in
                for (index, name) in names.enumerated() {
                    let draft = AccountDraft(name: "acc\(index)", displayName: name, passwordHash: "x")
                    _ = try AccountStore(db: db).insert(draft, now: KernelHouse.morning)
                }
            }
            try await house.database.read { db throws in
                let accounts = AccountStore(db: db)
                var seen: [Account] = []
                while true {
                    let page = try accounts.page(after: seen.last, limit: 2)
                    if page.isEmpty { break }
                    seen += page
                }
                #expect(seen.map(\.displayName) == names.sorted { SortKey.name($0) < SortKey.name($1) })
                #expect(seen.first?.displayName == "Nguyễn Văn An")
                #expect(try accounts.page(search: "duc DAT", limit: 9).map(\.displayName) == ["Lê Đức Đạt"])
                #expect(try accounts.page(search: "acc4", limit: 9).map(\.displayName) == ["Vũ Cường"])
                #expect(try accounts.page(search: "khong ai", limit: 9).isEmpty)
            }
        }
    }

    @Test(arguments: TestEngine.available) func aStaleCopyDoesNotOverwrite(_ engine: TestEngine) async throws {
        try await withKernelHouse(engine) { house in
            let account = try await house.account("ann")
            try await house.database.write { db throws in
                let accounts = AccountStore(db: db)
                try accounts.rename(account, displayName: "  Trần   Bình ")
                #expect(throws: Stale.self) { try accounts.rename(account, displayName: "Khác") }
                #expect(throws: AccountRefusal.displayNameMissing) { try accounts.rename(account, displayName: " ") }
                try accounts.setLanguage(of: account.id, to: "en")
                let found = try #require(try accounts.find(account.id))
                #expect(found.displayName == "Trần Bình")
                #expect(found.language == "en")
                #expect(found.version == 3)
                #expect(try accounts.page(search: "binh", limit: 9) == [found])
            }
        }
    }
}
