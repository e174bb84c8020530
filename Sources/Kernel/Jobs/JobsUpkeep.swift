import Store

/// Keeps the tables of jobs and messages small. Both are working memory; what has to be remembered is in the journal.
public enum JobsUpkeep {
    public static let kind = "jobs.upkeep"
    /// Seconds for which what is done can still be looked at.
    static let keep = 7 * 86_400

    public static let periodic = PeriodicJob(kind, every: 3600)

    public static let handler: JobHandler = { context, _ in
        let before = Instant.now - .seconds(keep)
        try await context.database.write { db in
            try JobQueue(db: db).discardDone(before: before)
        }
    }
}
