public import HTTPTypes
public import Kernel

/// One request, as a handler sees it.
public struct Visit: Sendable {
    public let method: HTTPRequest.Method
    public let path: String
    /// `GET /dossiers/{code}`, for journal and metrics.
    public let door: String
    /// What it takes to pass the door.
    let doorPermission: DoorPermission
    public let parameters: [String: String]
    public let query: FormData
    public let language: Language
    public let now: Instant
    /// The day by the house's calendar, which the demo may have moved.
    public let today: Day
    /// Where the request came from, as far as it can be trusted.
    public let address: String
    public let agent: String
    /// The name of this server, for journal lines and leases.
    public let node: String
    public internal(set) var signedIn: SignedIn?
    let roles: Roles
    /// The words of the visitor's language; `nil` for Vietnamese, which stands in the source.
    let catalogue: Catalogue?

    /// Runs a piece of work whose words come out in the visitor's language. Task-local values do not follow to the
    /// threads of the database, so each transaction says it anew.
    func speaking<Value>(_ work: () throws -> Value) rethrows -> Value {
        try Catalogue.$current.withValue(catalogue, operation: work)
    }

    func speaking<Value>(_ work: () async throws -> Value) async rethrows -> Value {
        try await Catalogue.$current.withValue(catalogue, operation: work)
    }

    /// The same visit once somebody has signed in, for a page that follows at once.
    public func signedIn(as account: SignedIn) -> Visit {
        var visit = self
        visit.signedIn = account
        return visit
    }

    /// A part of the path in braces.
    /// - Throws: `NotFound` when it is missing or cannot be read as `Value`.
    public func parameter<Value: LosslessStringConvertible>(
        _ name: String, as type: Value.Type = Value.self
    ) throws -> Value {
        guard let text = parameters[name], let value = Value(text) else { throw NotFound() }
        return value
    }

    /// The signed-in account.
    /// - Throws: `SignInNeeded` behind a door that is open to all.
    public func account() throws -> SignedIn {
        guard let signedIn else { throw SignInNeeded() }
        return signedIn
    }

    /// What of the province this visitor may see with this permission; `.nothing` when not held.
    public func scope(for permission: Permission) -> Scope {
        signedIn?.scope(for: permission, in: roles) ?? .nothing
    }

    /// Whose circumstances this visitor may see; nil for whoever holds no permission for them.
    public var inclusionScope: InclusionScope? {
        guard let signedIn, holds(.readInclusion) else { return nil }
        return InclusionScope(signedIn, in: roles)
    }

    public func holds(_ permission: Permission) -> Bool {
        signedIn?.holds(permission, in: roles) ?? false
    }

    /// A token for one rendering of a form, masked so that compression tells nothing about it.
    public var csrfToken: String { signedIn.map { CSRF.token(for: $0.csrfSecret) } ?? "" }
}
