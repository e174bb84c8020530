import Kernel
import Store

/// Work on imports outside of requests.
enum ImportJobs {
    static let work = "register.import"
    static let upkeep = "register.import-upkeep"
    /// A job ends after it and the next one goes on, so that a server can stop and others have their turn.
    private static let turn = Duration.seconds(60)
    /// Days for which the file and the reasons of an import that has ended are kept.
    static let keep = 30

    static let periodic = PeriodicJob(upkeep, every: 86_400)

    struct Payload: Codable, Sendable {
        let `import`: ID<ResidentImport>
    }

    static func enqueue(_ id: ID<ResidentImport>, in db: any Session) throws {
        try JobQueue(db: db).enqueue(
            work, try JobPayload(Payload(import: id)), at: .now, dedupeKey: "\(work):\(id)")
    }

    static func handlers(
        files: FileVault, groups: EthnicGroups, catalogue: @escaping @Sendable (Language) -> Catalogue?
    ) -> [String: JobHandler] {
        [
            work: { context, payload in
                let id = try payload.decoded(as: Payload.self).import
                let runner = ImportRunner(
                    database: context.database, files: files, groups: groups, catalogue: catalogue,
                    clock: context.clock, node: context.node)
                guard try await !runner.run(id, for: turn) else { return }
                try await context.database.write { db in try enqueue(id, in: db) }
            },
            upkeep: { context, _ in
                let before = context.clock.now() - .seconds(keep * 86_400)
                try await context.database.write { db in try forget(endedBefore: before, in: db) }
            },
        ]
    }

    /// Lets the files of imports that ended long ago go, and what was wrong with their lines. Counts stay.
    static func forget(endedBefore: Instant, in db: any Session) throws {
        let old = try db.rows(
            """
            SELECT i.id FROM register_import i WHERE i.finished_at < \(endedBefore)
                AND EXISTS (SELECT 1 FROM kernel_file_use u WHERE u.subject_kind = 'import' AND u.subject_id = i.id)
            ORDER BY i.finished_at LIMIT 100
            """
        ) { try $0[0] as ID<ResidentImport> }
        for id in old {
            try db.run("DELETE FROM register_import_problem WHERE import_id = \(id)")
            for use in try FileStore(db: db).uses(of: FileSubject("import", "\(id)")) {
                try FileStore(db: db).detach(use.id)
            }
        }
    }
}
