import HTTPTypes
public import Store

/// What operators and their tools look at.
public enum OperationsDoors {
    /// `/healthz`: the process answers. `/readyz`: it can do its work. `/metrics`: its figures.
    /// - Parameter pending: the migrations that have not run.
    public static func all(
        database: any Database, metrics: Metrics, pending: @escaping @Sendable () async throws -> [String]
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
            .still("/metrics") { _, _ in
                text(await metrics.text(), type: "text/plain; version=0.0.4; charset=utf-8")
            },
        ]
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
