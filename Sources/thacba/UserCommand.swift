import App
import ArgumentParser
import Kernel
import Store

struct UserCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user", abstract: "Accounts.", subcommands: [Add.self, Reset.self, List.self])

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Add an account and print its first password.")

        @OptionGroup var common: CommonFlags
        @Argument(help: "The name to sign in with.") var name: String
        @Option(help: "The person's full name.") var displayName: String
        @Option(help: "A role to give: \(Province.roles.all.map(\.code).joined(separator: ", ")).") var role: String?
        @Option(help: "The code of the unit for the role, for example 04765.") var unit: String?

        func run() async throws {
            try await common.withOpening { opening in
                try await opening.migrate()
                let password = try await Accounting(opening).add(
                    name: name, displayName: displayName, role: role, unitCode: unit)
                print("Added \(name). First password, to be changed at the first sign-in: \(password)")
            }
        }
    }

    struct Reset: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Give an account a new password and end its sessions.")

        @OptionGroup var common: CommonFlags
        @Argument(help: "The name to sign in with.") var name: String

        func run() async throws {
            try await common.withOpening { opening in
                guard let password = try await Accounting(opening).reset(name: name) else {
                    throw Explanation("There is no account \"\(name)\".")
                }
                print("New password of \(name), to be changed at the next sign-in: \(password)")
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List accounts by given name.")

        @OptionGroup var common: CommonFlags
        @Option(help: "Words of the name, with or without diacritics.") var search = ""
        @Option(help: "How many at most.") var limit = 200

        func run() async throws {
            try await common.withOpening { opening in
                let accounts = try await opening.database.read { [search, limit] db in
                    try AccountStore(db: db).page(search: search, limit: limit)
                }
                for account in accounts { print("\(account.name)\t\(account.displayName)\t\(account.state.rawValue)") }
            }
        }
    }
}
