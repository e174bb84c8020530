import App
import ArgumentParser
import Foundation
import Logging

/// What the benchmarks compare the program with: the same statements through the raw driver, the same bytes without
/// drawing them. Also fills a database for the load.
@main
struct BenchFloor: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench-floor", abstract: "Floors and preparations of the benchmarks.",
        subcommands: [
            Prepare.self, ServeFloor.self, ServeUnjournaled.self, SubmitFloor.self, HTMLRenders.self, Residents.self,
            RegisterSearch.self,
        ])
}

/// Where the database lies; as the program's own flags.
struct Place: ParsableArguments {
    @Option(help: "The data folder.") var data: String
    @Option(help: "sqlite:PATH or postgres://…; by default a file in the data folder.") var database: String?

    var settings: Settings {
        var settings = Settings()
        settings.data = data
        settings.database = database
        return settings
    }

    var address: DatabaseAddress {
        get throws {
            guard let address = DatabaseAddress(database, data: data) else {
                throw ValidationError("--database is neither sqlite:PATH nor postgres://…")
            }
            return address
        }
    }
}

extension Logger {
    /// Says nothing: what is measured here is not the log.
    static let silent = Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() }
}

/// Prints one line of JSON for the script that started this program.
func tell(_ facts: [String: any Encodable]) throws {
    let parts = try facts.sorted { $0.key < $1.key }.map { name, value in
        "\"\(name)\":\(String(decoding: try JSONEncoder().encode(value), as: UTF8.self))"
    }
    print("{\(parts.joined(separator: ","))}")
    fflush(nil)
}
