/// A set of permissions under one name, declared by the house and given to accounts for an interval.
public struct Role: Sendable {
    /// How far the permissions of a role go.
    public enum Reach: String, Sendable, CaseIterable {
        /// The unit of the grant and all units under it.
        case unit
        /// The account's own person.
        case person
        case everything
    }

    public let code: String
    /// In Vietnamese, as the source of translations.
    public let title: StaticString
    public let reach: Reach
    public let permissions: Set<Permission>
    /// One at a time for a unit, as its head: where several could go on with it, nobody but people says who.
    public let isSingleHolder: Bool

    public init(
        _ code: StaticString, title: StaticString, reach: Reach, permissions: Set<Permission>,
        isSingleHolder: Bool = false
    ) {
        self.code = code.description
        self.title = title
        self.reach = reach
        self.permissions = permissions
        self.isSingleHolder = isSingleHolder
    }

    /// The title in the reader's language.
    public var label: String { t(title) }
}

/// Every role of the house.
public struct Roles: Sendable {
    /// In the order of declaration.
    public let all: [Role]
    private let byCode: [String: Role]

    /// - Precondition: no code is declared twice.
    public init(_ all: [Role]) {
        self.all = all
        byCode = Dictionary(uniqueKeysWithValues: all.map { ($0.code, $0) })
    }

    /// A role that was given once and is no longer declared is not found and holds nothing.
    public subscript(code: String) -> Role? { byCode[code] }

    /// The codes of the roles that hold a permission.
    public func codes(holding permission: Permission) -> [String] {
        all.filter { $0.permissions.contains(permission) }.map(\.code)
    }
}
