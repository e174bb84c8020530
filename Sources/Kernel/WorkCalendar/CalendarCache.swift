public import Store
import Logging
import Synchronization

/// The calendar in memory, for every request that counts a term. Follows the changes of all nodes.
public final class CalendarCache: Sendable {
    private let database: any Database
    private let calendar = Mutex(WorkingCalendar.weekendsOnly)
    private let logger = Logger(label: "thacba.calendar")

    public init(database: any Database) { self.database = database }

    /// Weekends only, until it has been refreshed for the first time.
    public var current: WorkingCalendar { calendar.withLock { $0 } }

    /// - Throws: `StoreError`.
    public func refresh() async throws {
        let fresh = try await database.read { db in try WorkCalendarStore(db: db).calendar() }
        calendar.withLock { $0 = fresh }
    }

    /// Refreshes at once and after every change, until the task is cancelled.
    public func run() async {
        // Listen first, so that no change falls between the two.
        let notices = database.notices()
        await tryRefresh()
        for await notice in notices where notice.topic == WorkCalendarStore.topic || notice == .gap {
            await tryRefresh()
        }
    }

    private func tryRefresh() async {
        do {
            try await refresh()
        } catch {
            logger.warning("the calendar could not be read again", metadata: ["error": "\(error)"])
        }
    }
}
