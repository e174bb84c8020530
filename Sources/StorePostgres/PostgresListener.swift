import CLibPQ
import Foundation
import Store
import Synchronization

/// Hears `NOTIFY` on a connection of its own, from the first listener on, and comes back when the server was away.
final class PostgresListener: Sendable {
    private struct State {
        var isStarted = false
        var isStopped = false
        var bell: PostgresBell?
    }

    private let settings: PostgresSettings
    private let hub: NoticeHub
    private let state = Mutex(State())

    init(_ settings: PostgresSettings, _ hub: NoticeHub) {
        self.settings = settings
        self.hub = hub
    }

    /// The topic travels in front of the payload; it holds no blank.
    static func message(of notice: StoreNotice) -> String { "\(notice.topic) \(notice.payload)" }

    static func notice(of message: String) -> StoreNotice {
        let parts = message.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
        return StoreNotice(topic: String(parts[0]), payload: parts.count > 1 ? String(parts[1]) : "")
    }

    func start() {
        let isFirst = state.withLock { state in
            defer { state.isStarted = true }
            return !state.isStarted && !state.isStopped
        }
        guard isFirst else { return }
        let thread = Thread { [self] in serve() }
        thread.name = "postgres-listen"
        thread.start()
    }

    func stop() {
        let bell = state.withLock { state in
            state.isStopped = true
            return state.bell
        }
        bell?.ring()
    }

    private var isStopped: Bool { state.withLock { $0.isStopped } }

    private func serve() {
        let link = PostgresLink(settings)
        state.withLock { $0.bell = link.bell }
        var pause = 0.1
        while !isStopped {
            do {
                try link.connect()
                try link.execute("LISTEN thacba_notices")
                // What was sent before is lost, also between a listener's first look and this moment: those who keep
                // copies have to look again.
                hub.send([.gap])
                pause = 0.1
                try hear(link)
            } catch {
                link.close()
                if isStopped { return }
                Thread.sleep(forTimeInterval: pause * .random(in: 0.5...1))
                pause = min(pause * 2, 5)
            }
        }
    }

    private func hear(_ link: PostgresLink) throws {
        while !isStopped, let handle = link.handle {
            while let notice = PQnotifies(handle) {
                hub.send([Self.notice(of: String(cString: notice.pointee.extra))])
                PQfreemem(notice)
            }
            // A silent connection may be a dead one.
            guard try link.waitForInput(for: .seconds(20), whenRung: {}) else {
                try link.execute("SELECT 1")
                continue
            }
            guard PQconsumeInput(handle) == 1, PQstatus(handle) == CONNECTION_OK else {
                throw PostgresFailure.lost(link.errorMessage)
            }
        }
    }
}
