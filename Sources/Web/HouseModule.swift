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
    /// What it has open at units, so that a merger can be seen before it is done.
    var openWork: [OpenWork] { get }
    /// What its tables hold on people, told to each of them.
    var holdings: [Holding] { get }
    /// What its readings of people's data are called before those people.
    var readings: [ReadingWords] { get }
    /// A purpose as the journal keeps it, in the reader's language; nil for one that is not the module's.
    func purpose(_ stored: String) -> String?
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
    public var holdings: [Holding] { [] }
    public var readings: [ReadingWords] { [] }
    public func purpose(_ stored: String) -> String? { nil }
    public var openWork: [OpenWork] { [] }
}

/// One kind of work that a module may have open at units, and how much of it there is.
public struct OpenWork: Sendable {
    /// No further than this is counted; one more stands for all beyond.
    public static let mostCounted = 10_000

    /// `procedures.dossiers`: stable, because counts are kept under it.
    public let code: String
    public let title: @Sendable () -> String
    /// Rows within a scope, of which as many are counted as the store likes to look at, `OpenWork.mostCounted` + 1 at
    /// most. Numbers only: nobody's data is shown.
    public let count: @Sendable (Scope, any Session) throws -> Int

    public init(
        _ code: String, title: @escaping @Sendable () -> String,
        count: @escaping @Sendable (Scope, any Session) throws -> Int
    ) {
        self.code = code
        self.title = title
        self.count = count
    }

    /// How many rows a condition finds, counted to the bound.
    /// - Parameter rows: `SELECT 1 FROM …` without a limit.
    public static func bounded(_ rows: SQL, _ db: any Session) throws -> Int {
        try db.value("SELECT COUNT(*) FROM (\(rows) LIMIT \(mostCounted + 1)) AS counted") ?? 0
    }
}
