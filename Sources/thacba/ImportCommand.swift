import App
import ArgumentParser
import Foundation

struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Bring in what the program does not ship.",
        subcommands: [People.self, Boundaries.self])

    struct People: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Bring a list of people into the register.",
            discussion: """
                The list is CSV (UTF-8 or UTF-16; comma, semicolon or tab), its first line names the columns. It is \
                checked as a whole before anything is written. A command that was stopped goes on where it was when \
                it is given again.
                """)

        @OptionGroup var common: CommonFlags
        @Argument(help: "The file.") var file: String
        @Option(help: "The day that the list is of, for example 2022-06-30; by default today.") var day: String?
        @Option(help: "The code of the commune for a list without a column for it.") var commune: String?
        @Option(help: "A column that is not guessed right, for example \"Name=fullName\". May be repeated.")
        var column: [String] = []
        @Flag(help: "Check only, write nothing.") var dryRun = false

        func run() async throws {
            var wanted = PeopleImport(file: URL(filePath: file))
            wanted.day = day
            wanted.communeCode = commune
            wanted.columns = column
            wanted.isDryRun = dryRun
            try await common.withOpening { [wanted] opening in
                try await opening.migrate()
                let lines = try await wanted.run(opening) { text in
                    FileHandle.standardError.write(Data("\(text)\n".utf8))
                }
                print(lines.joined(separator: "\n"))
            }
        }
    }
}

struct Reindex: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make what people are found by anew: after an update that changed how names are folded.")

    @OptionGroup var common: CommonFlags

    func run() async throws {
        try await common.withOpening { opening in
            try await opening.migrate()
            print("\(try await opening.reindexPeople()) people.")
        }
    }
}
