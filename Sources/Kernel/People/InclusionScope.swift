extension Permission {
    /// Who is poor, disabled or does not read. The kernel names it because ``InclusionScope`` guards it.
    public static let readInclusion = Permission("people.readInclusion", title: "Xem thông tin hoàn cảnh")
}

/// What of the province somebody may see of people's circumstances. It is made of that one permission, so that no
/// scope for anything else opens them.
public struct InclusionScope: Sendable, Hashable {
    let scope: Scope

    public init(_ signedIn: SignedIn, in roles: Roles) { scope = signedIn.scope(for: .readInclusion, in: roles) }

    /// The person's own.
    public init(own person: ID<Person>) { scope = .person(person) }

    /// For imports, generators and jobs that nobody looks over the shoulder of.
    init(system scope: Scope) { self.scope = scope }
}
