/// The account behind a request, with the roles that are in force today.
public struct SignedIn: Sendable, Hashable {
    public let accountID: ID<Account>
    /// What is typed to sign in.
    public let name: String
    public let displayName: String
    /// BCP 47 code of the language that the account has chosen; empty until then.
    public let language: String
    public let personID: ID<Person>?
    public let sessionID: ID<SignInSession>
    public let csrfSecret: [UInt8]
    /// Only the change of the password is open until it is changed.
    public let mustChangePassword: Bool
    public let seenAt: Instant
    /// How long the session lives on after it was last seen, in seconds.
    public let lifetimeSeconds: Int
    public private(set) var grants: [HeldRole]
    /// ``Revision/total`` in the snapshot in which the account was read.
    public let revision: Int?
    /// The day on which the grants hold.
    public private(set) var day: Day

    public init(
        accountID: ID<Account>, name: String, displayName: String, language: String = "",
        personID: ID<Person>? = nil, sessionID: ID<SignInSession>, csrfSecret: [UInt8],
        mustChangePassword: Bool = false, seenAt: Instant, lifetimeSeconds: Int, grants: [HeldRole] = [],
        day: Day, revision: Int? = nil
    ) {
        self.accountID = accountID
        self.name = name
        self.displayName = displayName
        self.language = language
        self.personID = personID
        self.sessionID = sessionID
        self.csrfSecret = csrfSecret
        self.mustChangePassword = mustChangePassword
        self.seenAt = seenAt
        self.lifetimeSeconds = lifetimeSeconds
        self.grants = grants
        self.day = day
        self.revision = revision
    }

    /// What the roles that hold the permission reach together.
    public func scope(for permission: Permission, in roles: Roles) -> Scope {
        grants.reduce(.nothing) { scope, grant in
            guard let role = roles[grant.role], role.permissions.contains(permission) else { return scope }
            return scope.union(reach(of: role, given: grant))
        }
    }

    public func holds(_ permission: Permission, in roles: Roles) -> Bool {
        scope(for: permission, in: roles) != .nothing
    }

    func holding(_ grants: [HeldRole]) -> SignedIn {
        var copy = self
        copy.grants = grants
        return copy
    }

    private func reach(of role: Role, given grant: HeldRole) -> Scope {
        switch role.reach {
        case .everything: .everything
        case .unit: grant.unitID.map { .subtrees(UnitRoots([$0], on: day)) } ?? .nothing
        case .person: personID.map { .person($0) } ?? .nothing
        }
    }
}

/// A role as it was given to the account, in force today.
public struct HeldRole: Sendable, Hashable {
    public let grantID: ID<Grant>
    /// The code of a ``Role``.
    public let role: String
    public let unitID: ID<AdminUnit>?
    /// The full name of the unit today.
    public let unitName: String?

    public init(grantID: ID<Grant>, role: String, unitID: ID<AdminUnit>? = nil, unitName: String? = nil) {
        self.grantID = grantID
        self.role = role
        self.unitID = unitID
        self.unitName = unitName
    }
}
