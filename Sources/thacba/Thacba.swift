import App
import ArgumentParser
import Foundation
import Kernel
import Store

@main
struct Thacba: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "thacba",
        abstract: "Thác Bà: the platform on which a province lives its digital life.",
        version: Province.version,
        subcommands: [
            Serve.self, DemoCommand.self, ImportCommand.self, Migrate.self, UserCommand.self, JobsCommand.self,
            AuditCommand.self, KeysCommand.self, Reindex.self, Doctor.self,
        ])
}

/// Flags that every command understands.
struct CommonFlags: ParsableArguments {
    @Option(help: "The data folder.") var data: String?
    @Option(help: "sqlite:PATH or postgres://…; by default a file in the data folder.") var database: String?
    @Option(help: "trace, debug, info, notice, warning, error or critical.") var logLevel: String?

    func settings(_ more: [String: String?] = [:]) throws -> Settings {
        var flags: [String: String] = [:]
        for (name, value) in more.merging(
            ["data": data, "database": database, "log-level": logLevel], uniquingKeysWith: { $1 })
        {
            flags[name] = value
        }
        return try Settings.read(
            flags: flags, environment: ProcessInfo.processInfo.environment,
            file: try? String(contentsOfFile: "thacba.yaml", encoding: .utf8))
    }

    /// Opens the database, runs the work, closes it, and says in one line what went wrong.
    func withOpening(_ more: [String: String?] = [:], _ work: (Opening) async throws -> Void) async throws {
        try await explained {
            let opening = try Opening(try settings(more))
            do { try await work(opening) } catch {
                await opening.database.close()
                throw error
            }
            await opening.database.close()
        }
    }
}

/// Turns what operators can mend into a sentence and exit code 1.
func explained(_ work: () async throws -> Void) async throws {
    do { try await work() } catch let error as SettingsError {
        throw Explanation(error.text)
    } catch let error as StoreError {
        throw Explanation("The database does not answer: \(error)")
    } catch let error as MigrationError {
        throw Explanation("The database does not fit this program: \(error)")
    } catch let error as KeyFileError {
        throw Explanation(error.message)
    } catch let refusal as any Refusal {
        throw Explanation(refusal.message)
    }
}

/// A sentence for the operator; ArgumentParser prints it after `Error:` and exits with 1.
struct Explanation: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
