public import Kernel
public import Store

/// What the house may know of a module. The composition root iterates over these and decides nothing.
public protocol HouseModule: Sendable {
    /// Steps of the module's own tables, in order.
    var migrations: [Migration] { get }
    var doors: [Door] { get }
    /// Entries for the officers' menu.
    var menu: [MenuItem] { get }
    /// Pages of the administration, which stand beside one another as tabs.
    var adminMenu: [MenuItem] { get }
    /// Permissions that its doors ask for.
    var permissions: [Permission] { get }
    /// By kind of job.
    var jobHandlers: [String: JobHandler] { get }
    /// Topic of the outbox → kinds of jobs.
    var subscriptions: [String: [String]] { get }
    /// Topic of the outbox → what open pages are told at once.
    var announcers: [String: OutboxAnnouncer] { get }
    var periodicJobs: [PeriodicJob] { get }
    /// Named schemas of the API description.
    var schemas: [(name: String, schema: Schema)] { get }
}

extension HouseModule {
    public var migrations: [Migration] { [] }
    public var menu: [MenuItem] { [] }
    public var adminMenu: [MenuItem] { [] }
    public var permissions: [Permission] { [] }
    public var jobHandlers: [String: JobHandler] { [:] }
    public var subscriptions: [String: [String]] { [:] }
    public var announcers: [String: OutboxAnnouncer] { [:] }
    public var periodicJobs: [PeriodicJob] { [] }
    public var schemas: [(name: String, schema: Schema)] { [] }
}
