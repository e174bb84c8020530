import Accounts
import HTTPTypes
import Kernel
import Store
import TestKit
import Web

/// The small world with the accounts module.
enum AccountsWorld {
    static let roles = Roles([
        Role("citizen", title: "Người dân", reach: .person, permissions: []),
        Role("clerk", title: "Công chức một cửa cấp xã", reach: .unit, permissions: []),
        Role("chair", title: "Chủ tịch UBND cấp xã", reach: .unit, permissions: []),
        Role("auditor", title: "Thanh tra", reach: .everything, permissions: []),
        Role("admin", title: "Quản trị hệ thống", reach: .everything, permissions: [.manageAccounts, .grantRoles]),
    ])

    static func open(
        _ engine: TestEngine, demo: [DemoAccount] = [], _ body: (World) async throws -> Void
    ) async throws {
        try await World.open(
            engine, roles: roles,
            modules: { parts in
                [
                    AccountsModule(
                        database: parts.database, hasher: PasswordHasher(cost: .least), roles: parts.roles,
                        isSecure: false,
                        front: { $0.signedIn?.grants.contains { $0.unitID != nil } == true ? "/front" : "/" },
                        demoAccounts: { demo })
                ]
            }, body)
    }
}

extension World {
    /// A visitor of the same house at a moment after the world was opened. Time stands still.
    func visitor(after seconds: Int) -> HouseClient {
        let later = House(
            database: database, roles: house.roles, clock: .fixed(now + .seconds(seconds)), languages: house.languages,
            assets: house.assets, files: house.files, shell: house.shell, metrics: house.metrics, logger: house.logger,
            settings: house.settings)
        return HouseClient(house: later, doors: doors)
    }

    func account(_ name: String) throws -> String {
        guard let id = accounts[name] else { throw NotFound() }
        return id.description
    }
}

extension HouseClient {
    /// Fills in the form of the sign-in page.
    func signIn(_ name: String, _ password: String, at path: String = "/sign-in") async throws -> HouseAnswer {
        guard let form = try await get(path).form(to: "/sign-in") else { throw NotFound() }
        return try await submit(form, [("login", name), ("password", password)])
    }

    /// Opens a page and sends the form on it that goes to `action`.
    func send(_ action: String, on page: String, _ values: [(String, String)] = []) async throws -> HouseAnswer {
        guard let form = try await get(page).form(to: action) else { throw NotFound() }
        return try await submit(form, values)
    }
}

let hostile = "<script>alert('x')</script>\"&"
