import CLibPQ
import Store

/// Statements on a link, sent in a pipeline: those whose outcome is not needed at once wait for no answer.
///
/// `BEGIN` and `COMMIT` travel with their neighbours, so a transaction of eight enqueued inserts is one round trip.
final class PostgresConnection {
    /// What the server owes, in the order in which it was asked.
    private enum Debt {
        case begin
        case preparation(String)
        case statement
        case commit
        case sync
    }

    private let link: PostgresLink
    private let settings: PostgresSettings
    private var statements = StatementCache<String>(limit: 500)
    private var lastName = 0
    private var debts: [Debt] = []
    private var isCommitSent = false
    private var isCancelSent = false
    private var job: PendingTransaction?

    init(_ settings: PostgresSettings) {
        self.settings = settings
        link = PostgresLink(settings)
    }

    /// Whether the link is open and has nothing left over from the transaction before.
    func isReady() -> Bool {
        guard link.isOpen else { return false }
        do {
            if !debts.isEmpty { _ = try settle() }
            return link.checkIdle()
        } catch {
            return false
        }
    }

    func connect() throws {
        forget()
        try link.connect()
        guard let handle = link.handle, PQenterPipelineMode(handle) == 1 else { throw PostgresFailure.lost("") }
    }

    func close() {
        forget()
        link.close()
    }

    private func forget() {
        statements.removeAll()
        debts = []
    }

    /// Prepared statements whose plans the server no longer takes.
    func forgetStatements() {
        statements.removeAll()
        do {
            try sendControl("DEALLOCATE ALL")
            try sendSync()
            try settle()
        } catch {
            close()
        }
    }

    // MARK: A transaction

    func begin(_ job: PendingTransaction) throws {
        self.job = job
        isCommitSent = false
        isCancelSent = false
        let bell = link.bell
        job.whenCancelled { bell.ring() }
        job.counter?.add("BEGIN")
        try sendPrepared(
            job.access == .read
                ? "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" : "BEGIN ISOLATION LEVEL REPEATABLE READ",
            as: .begin)
    }

    func commit() throws {
        isCommitSent = true
        job?.counter?.add("COMMIT")
        try sendPrepared("COMMIT", as: .commit)
        try sendSync()
        try settle()
    }

    /// Ends a transaction that has only read: nobody has to wait for the answer.
    func commitWithoutWaiting() throws {
        job?.counter?.add("COMMIT")
        try sendPrepared("COMMIT", as: .commit)
        try sendSync()
        try link.flush(until: .now + settings.answerLimit)
        job = nil
    }

    /// Leaves the transaction, whatever state it is in.
    func rollBack() {
        job?.counter?.add("ROLLBACK")
        job = nil
        guard link.isOpen else { return }
        do {
            // After an error the server skips everything up to the sync.
            try sendSync()
            _ = try? settle()
            try sendControl("ROLLBACK")
            try sendSync()
            try settle()
        } catch {
            close()
        }
    }

    // MARK: Statements

    /// Whether statements have been sent whose outcome nobody has asked for yet.
    var owesStatements: Bool {
        debts.contains { if case .statement = $0 { true } else { false } }
    }

    /// Queues a statement.
    func send(_ sql: SQL) throws {
        job?.counter?.add(sql.text)
        try sendPrepared(sql.text, PostgresParameters(sql.values), as: .statement)
        // Bounds what lies in memory on both sides of a long row of inserts.
        if debts.count >= 512 { try receiveAll() }
    }

    /// Waits for everything sent so far.
    /// - Returns: the result of the last statement, to be cleared by the caller.
    func receive() throws -> OpaquePointer {
        guard PQsendFlushRequest(link.handle) == 1 else { throw unsent() }
        guard let result = try settle() else { throw PostgresFailure.lost("") }
        return result
    }

    /// Adds rows by `COPY`, which a pipeline has no place for: it is left meanwhile, within the same transaction.
    func copy(_ rows: RowBatch) throws {
        let statement = "COPY \(rows.table) (\(rows.columnList)) FROM STDIN"
        job?.counter?.add(statement)
        try sendSync()
        try settle()
        guard PQexitPipelineMode(link.handle) == 1 else { throw PostgresFailure.lost(link.errorMessage) }
        do {
            try link.copy(statement, rows, until: .now + settings.answerLimit, whenRung: cancelWhenAsked)
        } catch let failure as PostgresFailure {
            if failure.isConnectionLost || PQenterPipelineMode(link.handle) != 1 { close() }
            throw failure
        }
        guard PQenterPipelineMode(link.handle) == 1 else { throw PostgresFailure.lost(link.errorMessage) }
    }

    private func receiveAll() throws { PQclear(try receive()) }

    private func preparedName(of text: String) throws -> String {
        if let name = statements.find(text) { return name }
        lastName += 1
        let name = "s\(lastName)"
        guard PQsendPrepare(link.handle, name, text, 0, nil) == 1 else { throw unsent() }
        debts.append(.preparation(text))
        for old in statements.insert(name, for: text) { try sendControl("DEALLOCATE \(old)") }
        return name
    }

    private func sendPrepared(
        _ text: String, _ parameters: PostgresParameters = PostgresParameters([]), as debt: Debt
    ) throws {
        let name = try preparedName(of: text)
        let isSent = parameters.withPointers { count, pointers in
            PQsendQueryPrepared(link.handle, name, count, pointers, nil, nil, 0)
        }
        guard isSent == 1 else { throw unsent() }
        debts.append(debt)
    }

    private func sendControl(_ text: String) throws {
        guard PQsendQueryParams(link.handle, text, 0, nil, nil, nil, nil, 0) == 1 else { throw unsent() }
        debts.append(.statement)
    }

    private func sendSync() throws {
        guard PQpipelineSync(link.handle) == 1 else { throw unsent() }
        debts.append(.sync)
    }

    /// Takes the answers to everything that was sent.
    /// - Returns: the last statement's result, unless a sync came after it.
    /// - Throws: `PostgresFailure`, the first; the connection then still needs `rollBack`.
    @discardableResult private func settle() throws -> OpaquePointer? {
        var last: OpaquePointer?
        var failure: PostgresFailure?
        let owed = debts
        debts = []
        let deadline = ContinuousClock.now + settings.answerLimit
        do {
            for debt in owed {
                if let last { PQclear(last) }
                last = nil
                guard let result = try link.nextResult(until: deadline, whenRung: cancelWhenAsked) else { continue }
                if case .sync = debt {
                    PQclear(result)
                    continue
                }
                try skipToEnd(until: deadline)
                last = result
                if let reason = judge(result, debt) { failure = failure ?? reason }
            }
        } catch var lost as PostgresFailure {
            if let last { PQclear(last) }
            // An error that came before the end of the connection says how the transaction ended.
            if let failure, !failure.isOutcomeUnknown { throw failure }
            lost.isOutcomeUnknown = isCommitSent
            throw lost
        }
        guard let failure else { return last }
        if let last { PQclear(last) }
        if failure.isConnectionLost { close() }
        throw failure
    }

    private func skipToEnd(until deadline: ContinuousClock.Instant) throws {
        while let extra = try link.nextResult(until: deadline, whenRung: cancelWhenAsked) { PQclear(extra) }
    }

    private func judge(_ result: OpaquePointer, _ debt: Debt) -> PostgresFailure? {
        switch PQresultStatus(result) {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK:
            if case .commit = debt, isCommitSent, String(cString: PQcmdStatus(result)) != "COMMIT" {
                return PostgresFailure(error: .serialization, sqlState: "40000")
            }
            return nil
        default:
            if case .preparation(let text) = debt { statements.remove(text) }
            // Skipped because of an earlier error, which is the one to report.
            if PQresultStatus(result) == PGRES_PIPELINE_ABORTED { return nil }
            var failure = PostgresFailure.of(result)
            if failure.error == .timedOut, job?.isCancelled == true {
                failure = PostgresFailure(error: .cancelled, sqlState: failure.sqlState)
            }
            if case .commit = debt { failure.isOutcomeUnknown = failure.isConnectionLost }
            if failure.sqlState.isEmpty { failure.isOutcomeUnknown = isCommitSent }
            return failure
        }
    }

    private func cancelWhenAsked() {
        guard let job, job.isCancelled, !isCommitSent, !isCancelSent else { return }
        isCancelSent = true
        link.cancel()
    }

    private func unsent() -> PostgresFailure {
        var failure = PostgresFailure.lost(link.errorMessage)
        failure.isOutcomeUnknown = isCommitSent
        close()
        return failure
    }
}
