public import Hummingbird
public import Kernel
public import Logging
public import Store

/// What the doors of one running server share.
public struct House: Sendable {
    public let database: any Database
    public let roles: Roles
    public let clock: Kernel.Clock
    public let languages: Languages
    public let assets: Assets
    public let files: FileVault
    public let shell: Shell
    public let metrics: Metrics
    public let logger: Logger
    public let settings: Settings
    /// A form's files and fields when it comes as `multipart/form-data`.
    let forms: FormReader

    public struct Settings: Sendable {
        /// The name of this server in journal lines and leases.
        public var node: String
        /// Cookies are sent over TLS only, and browsers are told to stay on TLS.
        public var isSecure: Bool
        /// Trust the last `X-Forwarded-For` entry: set when a reverse proxy stands in front.
        public var isBehindProxy: Bool

        public init(node: String, isSecure: Bool = false, isBehindProxy: Bool = false) {
            self.node = node
            self.isSecure = isSecure
            self.isBehindProxy = isBehindProxy
        }
    }

    public init(
        database: any Database, roles: Roles, clock: Kernel.Clock, languages: Languages, assets: Assets,
        files: FileVault, shell: Shell, metrics: Metrics, logger: Logger, settings: Settings
    ) {
        self.database = database
        self.roles = roles
        self.clock = clock
        self.languages = languages
        self.assets = assets
        self.files = files
        self.shell = shell
        self.metrics = metrics
        self.logger = logger
        self.settings = settings
        forms = FormReader(files: files)
    }

    /// A Hummingbird router with every door hung.
    public func router(for doors: [Door]) -> Router<HouseContext> {
        let router = Router(context: HouseContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: Outermost(house: self, table: DoorTable(doors)))
        for door in doors {
            router.on(RouterPath(door.path), method: door.method) { [self] request, context in
                await answer(door, request, context)
            }
        }
        return router
    }
}
