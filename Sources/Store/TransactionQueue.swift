import Dispatch
import Synchronization

/// Jobs in the order in which they came, taken by the threads that own connections.
package final class TransactionQueue: Sendable {
    private struct State {
        var jobs: [PendingTransaction] = []
        var head = 0
        /// Threads with nothing to do; the one that was busy last is woken first.
        var idle: [DispatchSemaphore] = []
        var isClosed = false
        var isSweeping = false
        var trouble: StoreError?

        var isEmpty: Bool { head == jobs.count }

        mutating func pop() -> PendingTransaction? {
            guard !isEmpty else { return nil }
            defer {
                head += 1
                if head == jobs.count {
                    jobs.removeAll(keepingCapacity: true)
                    head = 0
                } else if head > 1024 {
                    jobs.removeFirst(head)
                    head = 0
                }
            }
            return jobs[head]
        }
    }

    private let state = Mutex(State())
    private let waitLimit: Duration

    /// - Parameter waitLimit: how long a job may wait for a connection.
    package init(waitLimit: Duration) { self.waitLimit = waitLimit }

    /// Why jobs wait, when it is known: a job that waits too long then fails with this and not with `.timedOut`.
    package var trouble: StoreError? {
        get { state.withLock { $0.trouble } }
        set { state.withLock { $0.trouble = newValue } }
    }

    /// Runs a closure in a transaction on one of the threads and suspends until it is committed.
    package func perform<Value: Sendable>(
        _ access: PendingTransaction.Access, _ body: @escaping @Sendable (any Session) throws -> Value
    ) async throws -> Value {
        let outcome = Outcome<Value>()
        let job = PendingTransaction(access, counter: StatementCounter.current, deadline: .now + waitLimit) { session in
            outcome.set(try body(session))
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                if job.wait(continuation) { submit(job) }
            }
        } onCancel: {
            job.cancel()
        }
        return try outcome.get()
    }

    private func submit(_ job: PendingTransaction) {
        let (isClosed, idle, sweeps) = state.withLock { state -> (Bool, DispatchSemaphore?, Bool) in
            if state.isClosed { return (true, nil, false) }
            state.jobs.append(job)
            let idle = state.idle.popLast()
            let sweeps = idle == nil && !state.isSweeping
            if sweeps { state.isSweeping = true }
            return (false, idle, sweeps)
        }
        if isClosed { job.giveUp(.unreachable("the database is closed")) }
        idle?.signal()
        if sweeps { sweepLater() }
    }

    /// Blocks the thread until there is a job.
    /// - Parameter bell: the thread's own.
    /// - Returns: `nil` when the queue is closed.
    func next(_ bell: DispatchSemaphore) -> PendingTransaction? {
        while true {
            let (job, isClosed) = state.withLock { state -> (PendingTransaction?, Bool) in
                if let job = state.pop() { return (job, false) }
                if !state.isClosed { state.idle.append(bell) }
                return (nil, state.isClosed)
            }
            if let job {
                if job.start() { return job }
            } else if isClosed {
                return nil
            } else {
                bell.wait()
            }
        }
    }

    /// A job that waits already. Does not block.
    package func nextWaiting() -> PendingTransaction? {
        while let job = state.withLock({ $0.pop() }) {
            if job.start() { return job }
        }
        return nil
    }

    package var isClosed: Bool { state.withLock { $0.isClosed } }

    package func close() {
        let (jobs, idle) = state.withLock { state in
            state.isClosed = true
            defer {
                state.jobs = []
                state.head = 0
                state.idle = []
            }
            return (Array(state.jobs[state.head...]), state.idle)
        }
        for job in jobs { job.giveUp(.unreachable("the database is closed")) }
        for bell in idle { bell.signal() }
    }

    private func sweepLater() {
        DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(100)) { [weak self] in self?.sweep() }
    }

    /// Ends jobs that have waited too long. All wait equally long, so only the oldest ones have to be looked at.
    private func sweep() {
        let now = ContinuousClock.now
        let (late, trouble, again) = state.withLock { state in
            var late: [PendingTransaction] = []
            while !state.isEmpty, state.jobs[state.head].deadline <= now, let job = state.pop() { late.append(job) }
            state.isSweeping = !state.isEmpty
            return (late, state.trouble, state.isSweeping)
        }
        for job in late { job.giveUp(trouble ?? .timedOut) }
        if again { sweepLater() }
    }
}

/// What a closure returned, carried from the thread to the caller.
private final class Outcome<Value: Sendable>: Sendable {
    private let value = Mutex<Value?>(nil)

    func set(_ new: Value) { value.withLock { $0 = new } }

    func get() throws -> Value {
        guard let value = value.withLock({ $0 }) else { throw StoreError.cancelled }
        return value
    }
}
