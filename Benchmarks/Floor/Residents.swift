import App
import ArgumentParser
import Foundation
import Kernel
import Store
import Synchronization

/// Writes a list of made-up residents for the import.
struct Residents: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Write a list of made-up residents.")

    @Option var count = DemoResidents.most
    @Option var seed: UInt64 = 2022
    @Option(help: "Where to write the list.") var out: String

    func run() async throws {
        try await DemoResidents(count: count, seed: seed).write(to: URL(filePath: out))
    }
}

/// Looks people up as officers do, so many a second whatever the answers take (an open loop): what waits in the queue
/// counts as time.
struct RegisterSearch: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Look people up at a fixed rate.")

    @OptionGroup var place: Place
    @Option(help: "Lines of kind, code of the unit, text; parted by tabs.") var queries: String
    @Option(help: "Look-ups a second.") var rate = 200

    private struct Query: Sendable {
        let kind: String
        let scope: Scope
        let text: String
    }

    func run() async throws {
        let opening = try Opening(place.settings)
        let database = opening.database
        guard let day = Day(year: 2022, month: 7, day: 25) else { return }
        let tree = try await database.read { db in try TerritoryStore(db: db).tree(asOf: day) }
        let lines = try String(contentsOfFile: queries, encoding: .utf8).split(separator: "\n")
        let all = lines.compactMap { line -> Query? in
            let parts = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 3, let unit = tree.unit(code: parts[1]) else { return nil }
            return Query(kind: parts[0], scope: .subtrees(UnitRoots([unit.id], on: day)), text: parts[2])
        }
        // Plans, statements and pages of the file that every server has warm after a minute.
        for query in all.prefix(200) { _ = try await Self.find(query, database) }
        let answers = Answers()
        let (begun, pace) = (ContinuousClock.now, rate)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (number, query) in all.enumerated() {
                let due = begun + .microseconds(number * 1_000_000 / pace)
                try await Task.sleep(until: due)
                group.addTask {
                    let people = try await Self.find(query, database)
                    answers.add(query.kind, due.duration(to: .now) / .milliseconds(1), isFound: !people.people.isEmpty)
                }
            }
            try await group.waitForAll()
        }
        let seconds = begun.duration(to: .now) / .seconds(1)
        await database.close()
        try tell(["seconds": seconds, "kinds": answers.facts, "names": answers.figures { $0 != "number" }])
    }

    private static func find(_ query: Query, _ database: any Database) async throws -> FoundPeople {
        try await database.read { db in try PersonSearch(db: db).find(PersonQuery(query.text), within: query.scope) }
    }
}

/// How long look-ups took, by kind.
private final class Answers: Sendable {
    private let times = Mutex<[String: [Double]]>([:])
    private let found = Mutex<[String: Int]>([:])

    func add(_ kind: String, _ milliseconds: Double, isFound: Bool) {
        times.withLock { $0[kind, default: []].append(milliseconds) }
        found.withLock { $0[kind, default: 0] += isFound ? 1 : 0 }
    }

    /// By kind: number, median, 95th and 99th hundredth and the longest in milliseconds, how many found somebody.
    var facts: [String: [Double]] {
        times.withLock { $0 }.keys.reduce(into: [:]) { facts, kind in facts[kind] = figures { $0 == kind } }
    }

    /// The same of several kinds together.
    func figures(of isMeant: (String) -> Bool) -> [Double] {
        let sorted = times.withLock { $0 }.filter { isMeant($0.key) }.flatMap(\.value).sorted()
        let found = found.withLock { $0 }.filter { isMeant($0.key) }.values.reduce(0, +)
        func quantile(_ share: Double) -> Double {
            sorted.isEmpty ? 0 : sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))]
        }
        return [
            Double(sorted.count), quantile(0.5), quantile(0.95), quantile(0.99), sorted.last ?? 0, Double(found),
        ]
    }
}
