import App
import ArgumentParser
import Foundation
import Kernel
import Store

struct Migrate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Bring the database to this program's schema.")

    @OptionGroup var common: CommonFlags

    func run() async throws {
        try await common.withOpening { opening in
            let steps = try await opening.migrate()
            print(steps.isEmpty ? "Nothing to do." : steps.map { "ran \($0)" }.joined(separator: "\n"))
        }
    }
}

struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo", abstract: "Fill an empty database with the demo province.")

    @OptionGroup var common: CommonFlags
    @Option(help: "How many people are made up, 0 to \(DemoResidents.most).") var residents = DemoResidents.usual
    @Option(help: "The same seed makes up the same people.") var seed: UInt64 = 2022

    func validate() throws {
        guard (0...DemoResidents.most).contains(residents) else {
            throw ValidationError("--residents is a number from 0 to \(DemoResidents.most).")
        }
    }

    func run() async throws {
        try await common.withOpening { [residents, seed] opening in
            try await opening.migrate()
            do {
                try await Demo(
                    database: opening.database, password: opening.settings.demoPassword, residents: residents,
                    seed: seed
                ).fill()
            } catch Demo.Failure.notEmpty {
                throw Explanation("This database is not empty: the demo is never poured over other data.")
            }
            print("The demo province is ready in \(opening.settings.data).")
        }
    }
}

struct JobsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "jobs", abstract: "Background jobs.",
        subcommands: [List.self, Retry.self, Discard.self], defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List jobs of one state, the newest first.")

        @OptionGroup var common: CommonFlags
        @Option(help: "waiting, running, done or dead.") var state = "dead"

        func run() async throws {
            guard let state = JobState(rawValue: state) else {
                throw ValidationError("--state is one of waiting, running, done, dead.")
            }
            try await common.withOpening { opening in
                let jobs = try await opening.database.read { db in try JobQueue(db: db).list(state, limit: 200) }
                for job in jobs {
                    print("\(job.id)  \(job.kind)  attempts \(job.attempts)  \(job.runAt)  \(job.lastError ?? "")")
                }
                if jobs.isEmpty { print("No jobs are \(state.rawValue).") }
            }
        }
    }

    struct Retry: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Give a dead job another try.")

        @OptionGroup var common: CommonFlags
        @Argument(help: "The job's id.") var id: String

        func run() async throws {
            try await common.withOpening { opening in
                let id = try jobID(id)
                try await opening.database.write { db in try JobQueue(db: db).retry(id, now: .now) }
                print("\(id) will run again.")
            }
        }
    }

    struct Discard: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Throw a dead job away.")

        @OptionGroup var common: CommonFlags
        @Argument(help: "The job's id.") var id: String

        func run() async throws {
            try await common.withOpening { opening in
                let id = try jobID(id)
                try await opening.database.write { db in try JobQueue(db: db).discard(id) }
                print("\(id) is gone.")
            }
        }
    }
}

private func jobID(_ text: String) throws -> ID<QueuedJob> {
    guard let id = ID<QueuedJob>(text) else { throw ValidationError("\"\(text)\" is no id of a job.") }
    return id
}

struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "The journal.", subcommands: [Verify.self])

    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Recompute every line's proof and every signed checkpoint.")

        @OptionGroup var common: CommonFlags

        func run() async throws {
            try await common.withOpening { opening in
                let report = try await opening.verifyJournal()
                print(report.text)
                if !report.isSound { throw ExitCode.failure }
            }
        }
    }
}

struct KeysCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys", abstract: "The keys that seal and sign.", subcommands: [Rotate.self])

    struct Rotate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Add a key that seals and signs from the next start on. The older ones stay.")

        @OptionGroup var common: CommonFlags

        func run() async throws {
            // The database need not answer for this.
            try await explained { print(try KeyRotation(try common.settings()).run(now: .now).text) }
        }
    }
}

struct Doctor: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Look the installation over and say what to mend.")

    @OptionGroup var common: CommonFlags

    func run() async throws {
        try await common.withOpening { opening in
            let findings = await opening.examine()
            for finding in findings { print("\(finding.isGood ? "ok    " : "MEND  ")\(finding.text)") }
            if findings.contains(where: { !$0.isGood }) { throw ExitCode.failure }
        }
    }
}
