import Kernel
import Store

/// Forgets what nobody needs any more: sessions that ended long ago, and failures that no longer slow anybody down.
enum AccountUpkeep {
    static let kind = "accounts.upkeep"
    static let periodic = PeriodicJob(kind, every: 6 * 3600)

    /// An ended session can still be told from the journal.
    static let sessionMemory = Duration.seconds(30 * 86_400)

    static let handler: JobHandler = { context, _ in
        let now = context.clock.now()
        try await context.database.write { db in
            _ = try SessionStore(db: db).forget(endedBefore: now - sessionMemory)
            _ = try SignIn.forgetFailures(in: db, now: now)
        }
    }
}
