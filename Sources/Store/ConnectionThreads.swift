import Dispatch
import Foundation
import Synchronization

/// Threads that each own one connection and take jobs from one queue.
///
/// The drivers block. On the threads of Swift's own pool, of which there are as many as cores, that would stop the
/// program; here it stops nobody.
package final class ConnectionThreads: Sendable {
    package let queue: TransactionQueue
    private let state: Mutex<State>

    private struct State {
        var running: Int
        var waiters: [CheckedContinuation<Void, Never>] = []
    }

    /// Starts the threads and waits until each has opened its connection.
    /// - Parameters:
    ///   - waitLimit: how long a job may wait for a connection.
    ///   - serve: opens a connection, takes jobs from the desk until there are no more, closes the connection.
    /// - Throws: what `serve` throws before it takes its first job; then no thread remains.
    package init(
        name: String, count: Int, waitLimit: Duration, serve: @escaping @Sendable (TransactionDesk) throws -> Void
    ) throws {
        let queue = TransactionQueue(waitLimit: waitLimit)
        self.queue = queue
        state = Mutex(State(running: count))
        let opening = Opening()
        for number in 0..<count {
            let thread = Thread { [self] in
                let desk = TransactionDesk(queue, number: number, opening: opening)
                do {
                    try serve(desk)
                } catch {
                    opening.report(error)
                }
                ended()
            }
            thread.name = "\(name)-\(number)"
            thread.start()
        }
        if let error = opening.wait(for: count) {
            queue.close()
            throw error
        }
    }

    /// Lets running jobs end, refuses the waiting ones, and returns when every connection is closed.
    package func close() async {
        queue.close()
        await withCheckedContinuation { continuation in
            let isOver = state.withLock { state in
                if state.running > 0 { state.waiters.append(continuation) }
                return state.running == 0
            }
            if isOver { continuation.resume() }
        }
    }

    private func ended() {
        let waiters = state.withLock { state -> [CheckedContinuation<Void, Never>] in
            state.running -= 1
            guard state.running == 0 else { return [] }
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.resume() }
    }
}

/// Where one thread takes its jobs.
package final class TransactionDesk {
    package let queue: TransactionQueue
    /// The thread's number, from 0.
    package let number: Int
    private let bell = DispatchSemaphore(value: 0)
    private var opening: Opening?

    fileprivate init(_ queue: TransactionQueue, number: Int, opening: Opening) {
        self.queue = queue
        self.number = number
        self.opening = opening
    }

    /// Blocks until there is a job. The first call says that the connection is open.
    /// - Returns: `nil` when the thread has to end.
    package func next() -> PendingTransaction? {
        opening?.report(nil)
        opening = nil
        return queue.next(bell)
    }
}

/// Collects how the threads started.
private final class Opening: Sendable {
    private let first = Mutex<(any Error)?>(nil)
    private let reports = DispatchSemaphore(value: 0)

    func report(_ error: (any Error)?) {
        if let error { first.withLock { $0 = $0 ?? error } }
        reports.signal()
    }

    func wait(for count: Int) -> (any Error)? {
        for _ in 0..<count { reports.wait() }
        return first.withLock { $0 }
    }
}
