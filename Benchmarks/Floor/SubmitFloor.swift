import App
import ArgumentParser
import Foundation
import HTTPTypes
import NIOPosix
import Store
import Synchronization

/// The floor of a submit: a bare loop that writes the rows of the last POST, in groups, and nothing else.
struct SubmitFloor: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "submit", abstract: "Write the rows of submissions in a bare loop.")

    @OptionGroup var place: Place
    @Option(help: "Drafts, as `prepare` writes them; the first two are sent through the program.") var drafts: String
    @Option(help: "SQLite: how many submissions share a commit.") var group = 8

    func run() async throws {
        let drafts = try PreparedDraft.read(from: drafts)
        guard drafts.count > 3, let other = drafts[2...].firstIndex(where: { $0.token == drafts[1].token }) else {
            throw ValidationError("there are too few drafts")
        }
        let house = try await InsideHouse(place)
        // What is kept in memory is read with the first and not again.
        _ = try await record(drafts[0], in: house)
        let first = try await record(drafts[1], in: house)
        // Of the same person, so that only what has to be new differs.
        let second = try await record(drafts[other], in: house)
        await house.database.close()
        let freshness = try Freshness([first], [second])
        let written = first.statements.filter { !$0.isReading }
        let model = drafts[1]
        let rest = drafts.indices.dropFirst(2).filter { $0 != other }.map { drafts[$0] }
        // Longer than any number before it, so that texts made from it are new.
        let base = Int(Date().timeIntervalSince1970 * 1_000_000) % 10_000_000_000_000 + 10_000_000_000_000
        let jobs = rest.enumerated().map { index, draft in
            freshness.renewed(
                written, number: base + index, given: [model.id: draft.id, model.unit: draft.unit])
        }
        let address = try place.address
        let seconds: Double
        switch address {
        case .sqlite: seconds = try alone(jobs, try address.rawConnection())
        case .postgres: seconds = try await together(jobs, address)
        }
        try tell([
            "rows": jobs.count, "seconds": seconds, "group": group, "statements": written.count,
            "allStatements": first.statements.count,
        ])
    }

    /// - Returns: the transaction of one submission.
    private func record(_ draft: PreparedDraft, in house: InsideHouse) async throws -> RecordedTransaction {
        let sent = try await house.send(.post, "/dossiers", token: draft.token, form: draft.form)
        guard sent.answer.status == 303, let transaction = sent.transactions.last(where: \.isWrite) else {
            throw ValidationError("the submission was answered with \(sent.answer.status)")
        }
        return transaction
    }

    private func alone(_ jobs: [[RecordedStatement]], _ connection: any RawConnection) throws -> Double {
        let start = ContinuousClock.now
        for begin in stride(from: 0, to: jobs.count, by: group) {
            try connection.write(Array(jobs[begin..<min(begin + group, jobs.count)]))
        }
        return start.duration(to: .now) / .seconds(1)
    }

    private func together(_ jobs: [[RecordedStatement]], _ address: DatabaseAddress) async throws -> Double {
        let connections = try (0..<address.readers).map { _ in try address.rawConnection() }
        let threads = NIOThreadPool(numberOfThreads: connections.count)
        threads.start()
        let line = Line(jobs)
        let start = ContinuousClock.now
        try await withThrowingTaskGroup(of: Void.self) { group in
            for connection in connections {
                group.addTask {
                    try await threads.runIfActive {
                        while let job = line.next() { try connection.write([job]) }
                    }
                }
            }
            try await group.waitForAll()
        }
        let seconds = start.duration(to: .now) / .seconds(1)
        try await threads.shutdownGracefully()
        return seconds
    }
}

/// Jobs that several threads take one after the other.
private final class Line: Sendable {
    private let jobs: [[RecordedStatement]]
    private let taken = Atomic<Int>(0)

    init(_ jobs: [[RecordedStatement]]) { self.jobs = jobs }

    func next() -> [RecordedStatement]? {
        let index = taken.wrappingAdd(1, ordering: .relaxed).oldValue
        return index < jobs.count ? jobs[index] : nil
    }
}
