public import Logging
public import Store

/// What a handler may use.
public struct JobContext: Sendable {
    public let database: any Database
    /// The job as it was leased. It may run again after a crash: its effects must bear that.
    public let job: QueuedJob
    /// The house's clock, which a demo may have moved. Deadlines go by it.
    public let clock: Clock
    public let node: String
    public let logger: Logger
}

public typealias JobHandler = @Sendable (JobContext, JobPayload) async throws -> Void

/// A job that comes again by itself, on one node at a time.
public struct PeriodicJob: Sendable {
    public let kind: String
    /// Seconds between two runs, of the machine's time.
    public let seconds: Int

    public init(_ kind: String, every seconds: Int) {
        self.kind = kind
        self.seconds = max(1, seconds)
    }

    /// The beginning of the interval in which `now` lies.
    func slot(at now: Instant) -> Instant {
        let length = Int64(seconds) * 1_000_000
        return Instant(microseconds: now.microseconds / length * length)
    }
}

/// Runs jobs on this node: relays the outbox, adds what is periodic, leases what is due.
public actor JobRunner {
    public struct Settings: Sendable {
        /// Jobs that run here at once.
        public var concurrency = 2
        /// The longest rest before it looks again.
        public var poll = Duration.seconds(2)
        /// How long another node waits for a sign of life before it takes a job over.
        public var lease = Duration.seconds(60)

        public init() {}
    }

    private let database: any Database
    private let node: String
    private let clock: Clock
    private let handlers: [String: JobHandler]
    private let subscriptions: [String: [String]]
    private let announcers: [String: OutboxAnnouncer]
    private let periodic: [PeriodicJob]
    private let settings: Settings
    private let logger: Logger
    private var running: [ID<QueuedJob>: Task<Void, Never>] = [:]
    private var slots: [String: Instant] = [:]
    private var wake: AsyncStream<Void>.Continuation?

    /// - Parameters:
    ///   - node: tells this process from all others, now and after a restart.
    ///   - handlers: by kind of job. Kinds without one are left to other nodes.
    ///   - subscriptions: topic of the outbox → kinds of the jobs that are made of a message.
    ///   - announcers: topic of the outbox → what is told at once.
    public init(
        database: any Database, node: String, clock: Clock, handlers: [String: JobHandler],
        subscriptions: [String: [String]] = [:], announcers: [String: OutboxAnnouncer] = [:],
        periodic: [PeriodicJob] = [], settings: Settings = Settings(),
        logger: Logger = Logger(label: "thacba.jobs")
    ) {
        self.database = database
        self.node = node
        self.clock = clock
        self.handlers = handlers
        self.subscriptions = subscriptions
        self.announcers = announcers
        self.periodic = periodic
        self.settings = settings
        self.logger = logger
    }

    /// Works until the task is cancelled; then takes nothing new and returns when the jobs that run have ended.
    public func run() async {
        let (wakes, wake) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        self.wake = wake
        let (database, poll) = (database, settings.poll)
        let notices = Task {
            for await notice in database.notices() where notice.topic == JobQueue.topic { wake.yield() }
        }
        let ticks = Task {
            while !Task.isCancelled {
                wake.yield()
                try? await Task.sleep(for: poll)
            }
        }
        for await _ in wakes {
            if Task.isCancelled { break }
            await step()
        }
        self.wake = nil
        notices.cancel()
        ticks.cancel()
        await finishRunning()
    }

    /// Does what is due now, waits for it, and looks again until nothing is. For tests and `thacba jobs`.
    /// - Returns: jobs that were run.
    @discardableResult
    public func runDue() async throws -> Int {
        var total = 0
        while true {
            let started = try await work()
            await finishRunning()
            if started == 0 { return total }
            total += started
        }
    }

    private func finishRunning() async {
        for task in running.values { await task.value }
    }

    private func step() async {
        do {
            try await work()
        } catch {
            logger.warning("jobs could not be fetched", metadata: ["error": "\(error)"])
        }
    }

    /// - Returns: jobs begun.
    @discardableResult
    private func work() async throws -> Int {
        try await relay()
        try await enqueuePeriodic()
        let free = settings.concurrency - running.count
        guard free > 0 else { return 0 }
        let (kinds, node, lease) = (Array(handlers.keys), node, settings.lease)
        let jobs = try await database.write { db in
            let now = Instant.now
            return try JobQueue(db: db).lease(free, kinds: kinds, by: node, now: now, until: now + lease)
        }
        for job in jobs {
            // Not a child task: cancelling the runner lets a job that has begun go on to its end.
            running[job.id] = Task { await self.perform(job) }
        }
        return jobs.count
    }

    private func relay() async throws {
        let (subscriptions, announcers, batch) = (subscriptions, announcers, 500)
        guard try await database.read({ db in try Outbox(db: db).hasWaiting() }) else { return }
        var relayed = batch
        while relayed == batch {
            relayed = try await database.write { db in
                try Outbox(db: db).relay(to: subscriptions, announcers: announcers, limit: batch, now: .now)
            }
        }
    }

    private func enqueuePeriodic() async throws {
        let now = Instant.now
        for job in periodic {
            let slot = job.slot(at: now)
            guard slots[job.kind] != slot else { continue }
            try await database.write { db in try JobQueue(db: db).enqueuePeriodic(job.kind, slot: slot, now: now) }
            slots[job.kind] = slot
        }
    }

    private func perform(_ job: QueuedJob) async {
        do {
            try await withLease(on: job) { [self] in
                let context = JobContext(database: database, job: job, clock: clock, node: node, logger: logger)
                try await handlers[job.kind]?(context, job.payload)
            }
            try await database.write { db in _ = try JobQueue(db: db).complete(job, now: .now) }
        } catch {
            logger.warning(
                "a job failed", metadata: ["kind": "\(job.kind)", "job": "\(job.id)", "error": "\(error)"])
            await report("\(error)", of: job)
        }
        running[job.id] = nil
        wake?.yield()
    }

    /// When this does not reach the database, the lease runs out and the job is taken as crashed.
    private func report(_ message: String, of job: QueuedJob) async {
        let jitter = Double.random(in: 0..<1)
        do {
            try await database.write { db in
                try JobQueue(db: db).fail(job, error: message, now: .now, jitter: jitter)
            }
        } catch {
            logger.warning("a job's failure was not recorded", metadata: ["job": "\(job.id)", "error": "\(error)"])
        }
    }

    /// Shows signs of life while the work is going on, and cancels it once the lease is lost to another node.
    private func withLease(on job: QueuedJob, _ work: @escaping @Sendable () async throws -> Void) async throws {
        let (database, lease) = (database, settings.lease)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await work() }
            group.addTask {
                while true {
                    do { try await Task.sleep(for: lease / 3) } catch { return }
                    let isHeld = try? await database.write { db in
                        try JobQueue(db: db).extend(job, until: .now + lease)
                    }
                    if isHeld == false { throw JobError.leaseLost }
                }
            }
            try await group.next()
            group.cancelAll()
        }
    }
}

public enum JobError: Error, Equatable {
    /// Another node has taken the job over.
    case leaseLost
}
