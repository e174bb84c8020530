public import HTTPTypes
public import Hummingbird
public import Kernel
public import Store

/// Who may pass a door.
public enum DoorPermission: Sendable, Hashable {
    /// Everybody, signed in or not.
    case open
    /// Whoever is signed in; the handler shows nothing but what is the visitor's own.
    case signedIn
    /// Officers with a role that holds it; the handler asks the visit for the scope.
    case needs(Permission)
}

/// One address that the house answers: what it takes to pass, and what happens behind it.
///
/// A door cannot be made without a permission, so none can be forgotten, and all of them can be listed.
public struct Door: Sendable {
    public let method: HTTPRequest.Method
    /// A noun, with parameters in braces: `/dossiers/{code}/acceptance`.
    public let path: String
    public let permission: DoorPermission
    let handler: Handler
    /// What the API description says of it; `nil` for pages.
    public private(set) var api: APIDescription?

    enum Handler: Sendable {
        case page(@Sendable (Visit, any Session) throws -> Reply)
        case act(@Sendable (Visit, FormData, any Session) throws -> Reply)
        case json(@Sendable (Visit, JSONBody, any Session) throws -> Reply)
        case stream(@Sendable (Visit, Request, HouseContext) async throws -> Reply)
        case still(@Sendable (Visit, Request) async throws -> Reply)
        case work(@Sendable (Visit, FormData) async throws -> Reply)
        case jsonWork(@Sendable (Visit, JSONBody) async throws -> Reply)
    }

    /// A file or figure that is the same for everybody: nobody is looked up, no transaction begins.
    public static func still(
        _ path: String, _ api: APIDescription? = nil,
        use handler: @escaping @Sendable (Visit, Request) async throws -> Reply
    ) -> Door {
        var door = Door(method: .get, path: path, permission: .open, handler: .still(handler))
        door.api = api
        return door
    }

    /// A page to look at. Authentication and handler share one read-only transaction.
    public static func page(
        _ path: String, _ permission: DoorPermission,
        use handler: @escaping @Sendable (Visit, any Session) throws -> Reply
    ) -> Door {
        Door(method: .get, path: path, permission: permission, handler: .page(handler))
    }

    /// A form sent. Session, protection against forgery, idempotency key, handler and journal share one transaction.
    public static func act(
        _ path: String, _ permission: DoorPermission,
        use handler: @escaping @Sendable (Visit, FormData, any Session) throws -> Reply
    ) -> Door {
        Door(method: .post, path: path, permission: permission, handler: .act(handler))
    }

    /// A form sent whose work takes more than one transaction, such as hashing a password. The visit is admitted and
    /// the form's token checked before the handler runs; there is no idempotency key.
    public static func work(
        _ path: String, _ permission: DoorPermission,
        use handler: @escaping @Sendable (Visit, FormData) async throws -> Reply
    ) -> Door {
        Door(method: .post, path: path, permission: permission, handler: .work(handler))
    }

    /// A door for programs that reads.
    public static func apiPage(
        _ path: String, _ permission: DoorPermission, _ api: APIDescription,
        use handler: @escaping @Sendable (Visit, any Session) throws -> Reply
    ) -> Door {
        var door = Door(method: .get, path: path, permission: permission, handler: .page(handler))
        door.api = api
        return door
    }

    /// A door for programs that changes something: takes a JSON object, asks for an `Idempotency-Key`.
    public static func apiAct(
        _ path: String, _ permission: DoorPermission, _ api: APIDescription,
        use handler: @escaping @Sendable (Visit, JSONBody, any Session) throws -> Reply
    ) -> Door {
        var door = Door(method: .post, path: path, permission: permission, handler: .json(handler))
        door.api = api
        return door
    }

    /// A door for programs whose work takes more than one transaction, such as looking at a password. It takes a JSON
    /// object; there is no idempotency key.
    public static func apiWork(
        _ path: String, _ permission: DoorPermission, _ api: APIDescription,
        use handler: @escaping @Sendable (Visit, JSONBody) async throws -> Reply
    ) -> Door {
        var door = Door(method: .post, path: path, permission: permission, handler: .jsonWork(handler))
        door.api = api
        return door
    }

    /// A door whose work does not fit into one transaction: password hashing, uploads, events.
    /// The visit is authenticated and admitted before the handler runs.
    public static func stream(
        _ method: HTTPRequest.Method, _ path: String, _ permission: DoorPermission, _ api: APIDescription? = nil,
        use handler: @escaping @Sendable (Visit, Request, HouseContext) async throws -> Reply
    ) -> Door {
        var door = Door(method: method, path: path, permission: permission, handler: .stream(handler))
        door.api = api
        return door
    }

    private init(method: HTTPRequest.Method, path: String, permission: DoorPermission, handler: Handler) {
        self.method = method
        self.path = path
        self.permission = permission
        self.handler = handler
    }

    /// `GET /dossiers/{code}`
    public var name: String { "\(method.rawValue) \(path)" }
}
