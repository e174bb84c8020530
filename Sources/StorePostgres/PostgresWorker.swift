import Foundation
import Store

/// The thread that owns one connection: connects when there is work, runs jobs, tries again what may succeed.
struct PostgresWorker {
    private let connection: PostgresConnection
    private let desk: TransactionDesk
    /// Held by the one transaction of this process that is tried again after a conflict. Without it those that write
    /// the same row (the counter of one commune's dossiers) would go on colliding with each other.
    private let turn: NSLock

    private enum Limit {
        static let conflicts = 40
        static let lostConnections = 2
    }

    /// What has gone wrong with one job so far.
    private struct Tries {
        var conflicts = 0
        var lostConnections = 0
        var hasForgottenPlans = false
        var hasLookedForPrimary = false
    }

    init(_ settings: PostgresSettings, _ desk: TransactionDesk, turn: NSLock) {
        connection = PostgresConnection(settings)
        self.desk = desk
        self.turn = turn
    }

    func serve() {
        while let job = desk.next() { perform(job) }
        connection.close()
    }

    private func perform(_ job: PendingTransaction) {
        var tries = Tries()
        defer { if tries.conflicts > 0 { turn.unlock() } }
        while true {
            if let error = connect(for: job) {
                job.finish(.failure(error))
                return
            }
            let session = PostgresSession(connection, job)
            do {
                try transact(job, session)
                job.finish(.success(()))
                return
            } catch {
                let failure = error as? PostgresFailure ?? session.failure
                connection.rollBack()
                if let failure, !job.isCancelled, isWorthAnotherTry(failure, job, &tries) { continue }
                job.finish(.failure(told(error)))
                return
            }
        }
    }

    private func transact(_ job: PendingTransaction, _ session: PostgresSession) throws {
        try connection.begin(job)
        try job.run(in: session)
        try session.end()
        if job.access == .read, !connection.owesStatements {
            try? connection.commitWithoutWaiting()
        } else {
            try connection.commit()
        }
    }

    private func told(_ error: any Error) -> any Error {
        guard let failure = error as? PostgresFailure else { return error }
        guard failure.isOutcomeUnknown else { return failure.error }
        return StoreError.unreachable("commit outcome unknown: the connection was lost while it was under way")
    }

    /// Decides, and prepares for it.
    private func isWorthAnotherTry(_ failure: PostgresFailure, _ job: PendingTransaction, _ tries: inout Tries) -> Bool
    {
        if failure.isOutcomeUnknown { return false }
        if failure.isSerialization, tries.conflicts < Limit.conflicts {
            if tries.conflicts == 0 { turn.lock() }
            tries.conflicts += 1
            // Grows, and differs between processes that collided.
            if tries.conflicts > 2 {
                Thread.sleep(forTimeInterval: .random(in: 0.0002...0.001) * Double(1 << min(tries.conflicts, 5)))
            }
            return true
        }
        if failure.isStalePlan, !tries.hasForgottenPlans {
            tries.hasForgottenPlans = true
            connection.forgetStatements()
            return true
        }
        if failure.isConnectionLost, tries.lostConnections < Limit.lostConnections {
            tries.lostConnections += 1
            connection.close()
            return true
        }
        if failure.sqlState == "25006", job.access == .write, !tries.hasLookedForPrimary {
            // The server has become a standby: another host of the connection string may be the primary now.
            tries.hasLookedForPrimary = true
            connection.close()
            return true
        }
        return false
    }

    /// Sees to it that there is a connection, as long as the job may wait.
    /// - Returns: why there is none.
    private func connect(for job: PendingTransaction) -> StoreError? {
        var pause = 0.05
        while !connection.isReady() {
            do {
                try connection.connect()
                desk.queue.trouble = nil
                return nil
            } catch {
                connection.close()
                let reason = (error as? PostgresFailure)?.error ?? .unreachable("\(error)")
                desk.queue.trouble = reason
                if job.isCancelled { return .cancelled }
                if desk.queue.isClosed || ContinuousClock.now >= job.deadline { return reason }
                let left = (job.deadline - .now) / .seconds(1)
                Thread.sleep(forTimeInterval: max(min(pause * .random(in: 0.5...1), left), 0.001))
                pause = min(pause * 2, 1)
            }
        }
        return nil
    }
}
