import App
import ArgumentParser
import Foundation
import Hummingbird
import Store
import Web

/// The program's own pages without the lines that they leave in the journal: what is left is what reading costs without
/// being seen. Jobs and the sequencer do not run.
struct ServeUnjournaled: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Serve pages whose readings leave no line.")

    @OptionGroup var place: Place
    @Option(help: "The port.") var port: Int

    func run() async throws {
        let logger = Logs.logger(place.settings)
        let database = UnjournaledDatabase(base: try place.address.open())
        let province = try await Opening(place.settings, over: database).province(logger: logger)
        let app = Application(
            router: province.house.router(for: province.doors),
            configuration: .init(address: .hostname("127.0.0.1", port: port), serverName: nil, backlog: 1024),
            logger: logger)
        try await app.runService()
        await database.close()
    }
}

/// Under GETs alone only the house itself writes and waits for nothing: lines about readings, and when a session was
/// last used. Both are left out.
private struct UnjournaledDatabase: Database {
    let base: any Database

    var dialect: Dialect { base.dialect }

    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any Session) throws -> Value
    ) async throws -> Value { try await base.read(body) }

    @discardableResult
    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any Session) throws -> Value
    ) async throws -> Value {
        if let nothing = () as? Value { return nothing }
        return try await base.write(body)
    }

    func notices() -> AsyncStream<StoreNotice> { base.notices() }
    func status() async -> StoreStatus { await base.status() }
    func close() async { await base.close() }
}
