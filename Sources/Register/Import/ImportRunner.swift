import Kernel
import Store

/// Works on an import batch by batch. Whatever stops it, the next one goes on behind the last batch that was committed.
struct ImportRunner: Sendable {
    /// Lines of a transaction while others write too: none of them waits long.
    static let batchSize = 1_000
    /// Lines where nobody waits: fewer commits, and pages of the indexes that many lines change are written once.
    static let largeBatchSize = 8_000
    /// Somebody may take a number of a batch while it is being written; then it is looked up anew.
    private static let mostTries = 5

    let database: any Database
    let files: FileVault
    let groups: EthnicGroups
    let catalogue: @Sendable (Language) -> Catalogue?
    let clock: Clock
    let node: String
    var linesAtOnce = batchSize

    /// Why a batch has to be read anew: units have changed under it.
    private struct UnitsChanged: Error {}

    /// - Parameters:
    ///   - limit: after which it stops between two batches; a check goes on to its end. To go on, what is done has to be
    ///     read over again, so it should not be short.
    ///   - tell: told after each batch that was written how many lines and bytes are done.
    /// - Returns: whether the work is over; `false` when there is more of it.
    /// - Throws: `StoreError` and what else another try may mend.
    func run(
        _ id: ID<ResidentImport>, for limit: Duration? = nil, tell: @Sendable (Int, Int) -> Void = { _, _ in }
    ) async throws -> Bool {
        guard let known = try await database.read({ db in try ImportStore(db: db).find(id) }), known.state.isWorking
        else { return true }
        do {
            return try await Catalogue.$current.withValue(words(of: known)) {
                known.state == .checking ? try await check(known) : try await carryOut(known, for: limit, tell)
            }
        } catch is Stale {
            // Stopped by somebody, or another worker is ahead.
            return true
        } catch let refusal as any Refusal {
            let reason = Catalogue.$current.withValue(words(of: known)) { refusal.message }
            let now = clock.now()
            try await database.write { db in try ImportStore(db: db).fail(id, reason, now: now) }
            return true
        }
    }

    private func words(of known: ResidentImport) -> Catalogue? {
        catalogue(Language(code: known.language, name: ""))
    }

    private func check(_ known: ResidentImport) async throws -> Bool {
        try await database.write { db in try ImportStore(db: db).restart(known.id) }
        var rules = try await rules(known)
        var (seen, done) = (SeenLines(), 0)
        try await reading(known).batches(of: linesAtOnce, after: 0) { records in
            try Task.checkCancellation()
            let (batch, people) = try await looked(records, known, &rules)
            let result = batch.check(people, &seen)
            let from = done
            try await database.write { db in
                try ImportStore(db: db).advance(known, from: from, by: result, bytes: records.bytes)
            }
            done += result.counts.total
            return true
        }
        try await finish(known)
        return true
    }

    private func carryOut(
        _ known: ResidentImport, for limit: Duration?, _ tell: (Int, Int) -> Void
    ) async throws -> Bool {
        var rules = try await rules(known)
        var (done, isOver) = (known.done, true)
        let end = limit.map { ContinuousClock.now + $0 }
        try await reading(known).batches(of: linesAtOnce, after: known.done) { records in
            try Task.checkCancellation()
            if let end, ContinuousClock.now > end {
                isOver = false
                return false
            }
            done += try await write(records, from: done, known, &rules)
            tell(done, records.bytes)
            if isMilestone(done) { try await database.write { db in try PersonIntake.tellPlanner(db) } }
            return true
        }
        if isOver {
            try await database.write { db in try PersonIntake.tellPlanner(db) }
            try await finish(known)
        }
        return isOver
    }

    /// After 1, 4, 16 … batches: an empty register is soon a full one, and plans for the one do not suit the other.
    private func isMilestone(_ done: Int) -> Bool {
        var batches = done / linesAtOnce
        while batches > 1, batches.isMultiple(of: 4) { batches /= 4 }
        return batches == 1 && done.isMultiple(of: linesAtOnce)
    }

    /// - Returns: lines of the batch.
    private func write(
        _ records: ImportReading.Batch, from done: Int, _ known: ResidentImport, _ rules: inout Rules
    ) async throws -> Int {
        for attempt in 1... {
            guard let batch = ImportBatch(records.records, rules: rules.lines) else { return 0 }
            let (stamp, scope, words) = (rules.stamp, rules.scope, Catalogue.current)
            let recording = Recording(
                by: known.accountID, at: clock.now(), reason: StoredWords.imported(known.fileName))
            do {
                return try await database.write { db in
                    guard try UnitBookStore(db: db).stamp() == stamp else { throw UnitsChanged() }
                    return try Catalogue.$current.withValue(words) {
                        let result = try batch.write(to: db, within: scope, recording: recording)
                        try ImportStore(db: db).advance(known, from: done, by: result, bytes: records.bytes)
                        try Journal(db: db).write(line(known, batch, result, recording))
                        return result.counts.total
                    }
                }
            } catch is UnitsChanged {
                rules = try await self.rules(known)
            } catch StoreError.unique where attempt < Self.mostTries {
                continue
            }
        }
        return 0
    }

    private func looked(
        _ records: ImportReading.Batch, _ known: ResidentImport, _ rules: inout Rules
    ) async throws -> (ImportBatch, ImportBatch.Known) {
        while true {
            guard let batch = ImportBatch(records.records, rules: rules.lines) else { throw NotFound() }
            let stamp = rules.stamp
            let people = try await database.read { db in
                try UnitBookStore(db: db).stamp() == stamp ? try batch.known(in: db) : nil
            }
            if let people { return (batch, people) }
            rules = try await self.rules(known)
        }
    }

    private struct Rules: Sendable {
        let lines: ImportRules
        let stamp: UnitBookStore.Stamp
        let scope: Scope
    }

    private func rules(_ known: ResidentImport) async throws -> Rules {
        let scope = known.scope(on: clock.today)
        let (book, stamp) = try await database.read { db in
            let units = UnitBookStore(db: db)
            return (try units.book(on: known.fileDay, within: scope), try units.stamp())
        }
        return Rules(
            lines: ImportRules(mapping: known.mapping, book: book, groups: groups), stamp: stamp, scope: scope)
    }

    private func reading(_ known: ResidentImport) -> ImportReading {
        ImportReading(files: files, file: known.file, format: known.format)
    }

    private func finish(_ known: ResidentImport) async throws {
        let now = clock.now()
        try await database.write { db in try ImportStore(db: db).finish(known, now: now) }
    }

    /// A line for each batch: which lines of the list, and the hash by which they are known again.
    private func line(
        _ known: ResidentImport, _ batch: ImportBatch, _ result: ImportBatchResult, _ recording: Recording
    ) -> JournalLine {
        let hash = batch.hash.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        let counts = result.counts
        return JournalLine(
            at: recording.at, actor: known.accountID, actingUnit: known.actingUnit, action: "import.written",
            subjectKind: "import", subjectID: "\(known.id)", record: "\(known.id)", door: ImportJobs.work, node: node,
            body: """
                {"from":\(batch.lines.lowerBound),"to":\(batch.lines.upperBound),"added":\(counts.added),\
                "matched":\(counts.matched),"doubtful":\(counts.doubtful),"refused":\(counts.refused),\
                "sha256":"\(hash)"}
                """)
    }
}
