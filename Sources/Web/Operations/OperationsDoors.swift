import HTTPTypes
import Hummingbird
public import Store

/// What operators and their tools look at.
public enum OperationsDoors {
    /// `/healthz`: the process answers. `/readyz`: it can do its work. `/metrics`: its figures.
    /// - Parameters:
    ///   - metricsToken: what `/metrics` asks for; without one it answers this machine alone.
    ///   - pending: the migrations that have not run.
    public static func all(
        database: any Database, metrics: Metrics, metricsToken: String? = nil,
        pending: @escaping @Sendable () async throws -> [String]
    ) -> [Door] {
        metrics.counter("thacba_database_commits_total", help: "Commits that writers shared (SQLite)") {
            database.sharedCommits.map { Double($0.commits) }
        }
        metrics.counter("thacba_database_transactions_total", help: "Transactions in those commits (SQLite)") {
            database.sharedCommits.map { Double($0.transactions) }
        }
        return [
            .still("/healthz") { _, _ in text("ok\n") },
            .still("/readyz") { _, _ in
                let reason = await unready(database, pending)
                return text(reason.map { "\($0)\n" } ?? "ready\n", status: reason == nil ? .ok : .serviceUnavailable)
            },
            .still("/metrics") { visit, request in
                if let refusal = metricsRefusal(visit, request, token: metricsToken) { return refusal }
                return text(await metrics.text(), type: "text/plain; version=0.0.4; charset=utf-8")
            },
        ]
    }

    /// `nil` for those who may read the figures.
    private static func metricsRefusal(_ visit: Visit, _ request: Request, token: String?) -> Reply? {
        guard let token else {
            return isThisMachine(visit.address)
                ? nil
                : text("only for this machine: set a metrics token to read it from elsewhere\n", status: .forbidden)
        }
        let shown = SessionCookie.token(in: request, isSecure: false).flatMap { $0.comesFromCookie ? nil : $0.text }
        if let shown, isSame(shown, token) { return nil }
        return text("a bearer token is needed\n", status: .unauthorized).with(.wwwAuthenticate, "Bearer")
    }

    static func isThisMachine(_ address: String) -> Bool {
        address == "::1" || address.hasPrefix("127.") || address.hasPrefix("::ffff:127.")
    }

    /// Takes as long wherever the first difference stands.
    private static func isSame(_ one: String, _ other: String) -> Bool {
        one.utf8.count == other.utf8.count && zip(one.utf8, other.utf8).reduce(0) { $0 | $1.0 ^ $1.1 } == 0
    }

    /// Why the server cannot work now; `nil` when it can. For operators, in English.
    private static func unready(
        _ database: any Database, _ pending: @Sendable () async throws -> [String]
    ) async -> String? {
        do {
            let steps = try await pending()
            return steps.isEmpty ? nil : "migrations pending: \(steps.joined(separator: ", "))"
        } catch let error as MigrationError {
            return "migrations do not fit this program: \(error)"
        } catch {
            return "the database cannot be reached"
        }
    }

    private static func text(
        _ text: String, type: String = "text/plain; charset=utf-8", status: HTTPResponse.Status = .ok
    ) -> Reply {
        .bytes(Array(text.utf8), type: type, status: status, headers: [.cacheControl: "no-store"])
    }
}
