/// What a door asks for. Modules declare theirs in an extension: `static let readDossiers = Permission(…)`.
public struct Permission: Sendable, Hashable {
    /// `procedures.acceptDossiers`: the module and what is done, stable because the access matrix names it.
    public let code: String
    /// In Vietnamese, as the source of translations.
    public let title: StaticString

    public init(_ code: StaticString, title: StaticString) {
        self.code = code.description
        self.title = title
    }

    /// The title in the reader's language.
    public var label: String { t(title) }

    public static func == (left: Permission, right: Permission) -> Bool { left.code == right.code }

    public func hash(into hasher: inout Hasher) { hasher.combine(code) }
}

extension Permission {
    /// Giving and ending roles. The kernel names it because ``GrantStore`` guards it: whoever holds it may not give
    /// anything to himself and cannot take it from himself.
    public static let grantRoles = Permission("access.grantRoles", title: "Cấp và thu hồi vai trò")
}
