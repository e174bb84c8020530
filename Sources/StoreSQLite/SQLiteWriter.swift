import Store
import Synchronization

/// The thread that writes: takes the jobs that wait, runs each in a savepoint, commits them together.
///
/// One commit is one wait for the disk, whoever shares it. A lone job does not wait for others: the group ends as
/// soon as nobody is waiting.
final class SQLiteWriter {
    private let connection: SQLiteConnection
    private let desk: TransactionDesk
    private let hub: NoticeHub
    private let commits: CommitCount
    private static let largestGroup = 64
    private static let shortestTurn = Duration.milliseconds(5)
    private static let longestTurn = Duration.milliseconds(20)
    /// How long a group may take in further jobs: as long as the disk took last time. On a slow disk more share a
    /// commit, on a quick one the shortest turn is a dozen jobs: they write the same pages, which then go out once.
    private var turn = SQLiteWriter.shortestTurn

    private typealias Member = (job: PendingTransaction, session: SQLiteSession)

    private enum Ending {
        case released(SQLiteSession)
        case failed(any Error)
        /// SQLite has given up the whole group (disk full, interrupted, I/O).
        case groupLost(any Error)
    }

    init(_ connection: SQLiteConnection, _ desk: TransactionDesk, _ hub: NoticeHub, _ commits: CommitCount) {
        self.connection = connection
        self.desk = desk
        self.hub = hub
        self.commits = commits
    }

    func serve() {
        while let job = desk.next() { runGroup(from: job) }
    }

    private func runGroup(from first: PendingTransaction) {
        do {
            try begin()
        } catch {
            first.finish(.failure(error))
            return
        }
        var members: [Member] = []
        let end = ContinuousClock.now + turn
        var next: PendingTransaction? = first
        while let job = next {
            switch attempt(job) {
            case .released(let session):
                members.append((job, session))
            case .failed(let error):
                job.finish(.failure(error))
            case .groupLost(let error):
                job.finish(.failure(error))
                runAlone(members.map(\.job))
                return
            }
            let isFull = members.count >= Self.largestGroup || ContinuousClock.now >= end
            next = isFull ? nil : desk.queue.nextWaiting()
        }
        commit(members)
    }

    private func begin() throws {
        connection.begin(nil)
        try connection.statement("BEGIN IMMEDIATE").run([]) { _ in }
    }

    private func attempt(_ job: PendingTransaction) -> Ending {
        let session = SQLiteSession(connection, job)
        do {
            try session.control("SAVEPOINT job")
            try job.run(in: session)
            try session.end()
            try session.control("RELEASE job")
            return .released(session)
        } catch {
            guard connection.isInTransaction else { return .groupLost(error) }
            do {
                try session.control("ROLLBACK TO job")
                try session.control("RELEASE job")
                return .failed(error)
            } catch let second {
                rollBack()
                return .groupLost(second)
            }
        }
    }

    private func commit(_ members: [Member]) {
        guard !members.isEmpty else {
            // Nobody's work is left in the transaction.
            rollBack()
            return
        }
        do {
            connection.begin(nil)
            let begun = ContinuousClock.now
            try connection.statement("COMMIT").run([]) { _ in }
            turn = min(max(begun.duration(to: .now), Self.shortestTurn), Self.longestTurn)
            commits.add(members.count)
        } catch {
            rollBack()
            if case StoreError.foreignKey = error, members.count > 1 {
                // A check that was deferred to the commit: only its own job may suffer.
                runAlone(members.map(\.job))
            } else {
                for member in members { member.job.finish(.failure(error)) }
            }
            return
        }
        for member in members { member.job.finish(.success(())) }
        for member in members { hub.send(member.session.notices) }
    }

    /// Jobs whose group broke through no fault of theirs: once more, each with a commit of its own.
    private func runAlone(_ jobs: [PendingTransaction]) {
        for job in jobs {
            do {
                try begin()
            } catch {
                job.finish(.failure(error))
                continue
            }
            switch attempt(job) {
            case .released(let session):
                commit([(job, session)])
            case .failed(let error):
                job.finish(.failure(error))
                rollBack()
            case .groupLost(let error):
                job.finish(.failure(error))
            }
        }
    }

    private func rollBack() {
        guard connection.isInTransaction else { return }
        connection.begin(nil)
        // When this fails too, the file is gone and SQLite has rolled back by itself.
        try? connection.statement("ROLLBACK").run([]) { _ in }
    }
}

/// How often the writer has waited for the disk.
final class CommitCount: Sendable {
    private let commits = Atomic<Int>(0)
    private let transactions = Atomic<Int>(0)

    var value: (commits: Int, transactions: Int) {
        (commits.load(ordering: .relaxed), transactions.load(ordering: .relaxed))
    }

    func add(_ members: Int) {
        commits.add(1, ordering: .relaxed)
        transactions.add(members, ordering: .relaxed)
    }
}
