import Foundation
import Store

/// Statements that PostgreSQL refuses inside a transaction, such as `CREATE DATABASE`.
package enum PostgresServer {
    /// Runs fixed text on a connection of its own.
    /// - Throws: `StoreError`
    package static func run(_ text: String, connectionString: String) async throws {
        let settings = PostgresSettings(
            connectionString: connectionString, applicationName: "thacba-server", statementLimit: .seconds(60),
            lockLimit: .seconds(10))
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            Thread.detachNewThread {
                do {
                    let link = PostgresLink(settings)
                    try link.connect()
                    try link.execute(text)
                    continuation.resume()
                } catch {
                    continuation.resume(throwing: (error as? PostgresFailure)?.error ?? error)
                }
            }
        }
    }
}
