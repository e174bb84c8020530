import App
import ArgumentParser
import Kernel

extension ImportCommand {
    struct Boundaries: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Load the official boundaries of units from a GeoJSON file.",
            discussion: """
                Features are found by code, else by name. What is wrong is told, and then nothing is stored; what belongs \
                to no unit is left out. A second import takes the place of the first.
                """)

        @OptionGroup var common: CommonFlags
        @Argument(help: "A GeoJSON FeatureCollection in WGS 84 (RFC 7946).") var file: String?
        @Option(help: "The day whose units the file has, for example 2025-07-01; today by default.") var asOf: String?
        @Option(help: "The property with the code, when it has an unusual name.") var codeProperty: String?
        @Option(help: "The property with the name, when it has an unusual name.") var nameProperty: String?
        @Flag(help: "Say what would happen, and store nothing.") var dryRun = false
        @Flag(help: "Take the boundaries of that day away instead.") var remove = false

        func validate() throws {
            if (file == nil) != remove { throw ValidationError("Give a file, or --remove.") }
            if asOf != nil, day == nil { throw ValidationError("--as-of is a day such as 2025-07-01.") }
        }

        private var day: Day? { asOf.flatMap { Day(iso: $0) } }

        func run() async throws {
            try await common.withOpening { opening in
                try await opening.migrate()
                let importing = try await BoundaryImporting(
                    opening, day: day, code: codeProperty, name: nameProperty)
                guard let file else {
                    print("Removed the boundaries of \(try await importing.remove()) units.")
                    return
                }
                let report = try await importing.load(file, isDryRun: dryRun)
                for line in report.lines { print(line) }
                if !report.isTaken { throw ExitCode.failure }
            }
        }
    }
}
