import Dispatch
import Synchronization

/// Lets tests hold a transaction at a point: numbered doors that are opened once.
final class Gate: Sendable {
    private let open = Mutex<Set<Int>>([])

    func open(_ number: Int) { open.withLock { _ = $0.insert(number) } }

    func isOpen(_ number: Int) -> Bool { open.withLock { $0.contains(number) } }

    /// On a connection's thread, which may block. Gives up after ten seconds.
    func wait(_ number: Int) {
        let pause = DispatchSemaphore(value: 0)
        for _ in 0..<5_000 where !isOpen(number) { _ = pause.wait(timeout: .now() + .milliseconds(2)) }
    }

    func waitAsync(_ number: Int) async {
        for _ in 0..<5_000 where !isOpen(number) { try? await Task.sleep(for: .milliseconds(2)) }
    }
}
