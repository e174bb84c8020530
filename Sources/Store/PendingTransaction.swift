import Synchronization

/// A transaction on its way: waiting in a queue, then running on a thread that owns a connection, then done.
/// Its caller hears exactly once, from whoever takes the continuation out of the state.
package final class PendingTransaction: Sendable {
    package enum Access: Sendable {
        case read
        case write
    }

    package let access: Access
    /// The caller's counter: a task-local value does not follow to the thread that runs the statements.
    package let counter: StatementCounter?
    /// Until when the job may wait for a connection.
    package let deadline: ContinuousClock.Instant
    private let body: @Sendable (any Session) throws -> Void
    private let isCancelledFlag = Atomic<Bool>(false)
    private let state = Mutex(State.created)

    private enum State {
        case created
        case waiting(CheckedContinuation<Void, any Error>)
        case running(CheckedContinuation<Void, any Error>, wake: (@Sendable () -> Void)?)
        case done
    }

    init(
        _ access: Access, counter: StatementCounter?, deadline: ContinuousClock.Instant,
        body: @escaping @Sendable (any Session) throws -> Void
    ) {
        self.access = access
        self.counter = counter
        self.deadline = deadline
        self.body = body
    }

    package var isCancelled: Bool { isCancelledFlag.load(ordering: .relaxed) }

    /// Runs the caller's closure. May be called again when the transaction is retried.
    package func run(in session: any Session) throws { try body(session) }

    /// - Returns: whether the job may go into a queue; otherwise its caller has been told that it is cancelled.
    func wait(_ continuation: CheckedContinuation<Void, any Error>) -> Bool {
        let accepted = state.withLock { state in
            state = isCancelled ? .done : .waiting(continuation)
            return !isCancelled
        }
        if !accepted { continuation.resume(throwing: StoreError.cancelled) }
        return accepted
    }

    /// - Returns: whether the caller still waits, so that the job is to be run.
    func start() -> Bool {
        state.withLock { state in
            guard case .waiting(let continuation) = state else { return false }
            state = .running(continuation, wake: nil)
            return true
        }
    }

    /// Takes a job that has not started out of the race.
    func giveUp(_ error: StoreError) {
        let continuation = state.withLock { state -> CheckedContinuation<Void, any Error>? in
            guard case .waiting(let continuation) = state else { return nil }
            state = .done
            return continuation
        }
        continuation?.resume(throwing: error)
    }

    /// From any thread: a waiting job ends at once, a running one when its connection notices.
    func cancel() {
        isCancelledFlag.store(true, ordering: .relaxed)
        giveUp(.cancelled)
        let wake = state.withLock { state -> (@Sendable () -> Void)? in
            if case .running(_, let wake) = state { wake } else { nil }
        }
        wake?()
    }

    /// What to do, from any thread, when the running job is cancelled: wakes a connection that waits for a server.
    package func whenCancelled(_ wake: @escaping @Sendable () -> Void) {
        state.withLock { state in
            if case .running(let continuation, _) = state { state = .running(continuation, wake: wake) }
        }
        if isCancelled { wake() }
    }

    package func finish(_ result: Result<Void, any Error>) {
        let continuation = state.withLock { state -> CheckedContinuation<Void, any Error>? in
            guard case .running(let continuation, _) = state else { return nil }
            state = .done
            return continuation
        }
        continuation?.resume(with: result)
    }
}
