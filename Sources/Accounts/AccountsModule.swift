public import Kernel
public import Store
public import Web

/// Signing in, one's own account, and the upkeep of accounts and role grants.
public struct AccountsModule: HouseModule {
    let database: any Database
    let hasher: PasswordHasher
    let roles: Roles
    let isSecure: Bool
    /// Demo accounts to choose from on the sign-in page; empty outside the demo.
    let demoAccounts: @Sendable () -> [DemoAccount]
    let front: @Sendable (Visit) -> String
    /// Titles of the roles that say what becomes of roles whose unit has ended.
    let deciders: @Sendable () -> [String]

    /// - Parameter front: the page on which somebody's work begins after signing in.
    public init(
        database: any Database, hasher: PasswordHasher, roles: Roles, isSecure: Bool,
        front: @escaping @Sendable (Visit) -> String,
        demoAccounts: @escaping @Sendable () -> [DemoAccount] = { [] },
        deciders: @escaping @Sendable () -> [String] = { [] }
    ) {
        self.database = database
        self.hasher = hasher
        self.roles = roles
        self.isSecure = isSecure
        self.demoAccounts = demoAccounts
        self.front = front
        self.deciders = deciders
    }

    public var permissions: [Permission] { [.manageAccounts, .grantRoles] }

    public var adminMenu: [MenuItem] {
        [
            MenuItem({ t("Tài khoản") }, path: "/admin/accounts", permission: .needs(.manageAccounts)),
            MenuItem({ t("Phân quyền") }, path: "/admin/grants", permission: .needs(.grantRoles)),
        ]
    }

    public var jobHandlers: [String: JobHandler] { [AccountUpkeep.kind: AccountUpkeep.handler] }
    public var periodicJobs: [PeriodicJob] { [AccountUpkeep.periodic] }

    public var holdings: [Holding] { AccountHoldings(roles: roles).all }

    public var doors: [Door] { signInDoors + ownAccountDoors + roleDoors + accountDoors + grantDoors }

    public var schemas: [(name: String, schema: Schema)] { [("Session", SignInAPI.session)] }
}

/// An account of the demo, as the sign-in page offers it.
public struct DemoAccount: Sendable {
    public let name: String
    public let title: String

    public init(name: String, title: String) {
        self.name = name
        self.title = title
    }
}
