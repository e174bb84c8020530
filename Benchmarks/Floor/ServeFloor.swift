import ArgumentParser
import Foundation
import Hummingbird
import NIOCore

/// The floor of a page: `/floor` runs the statements that the page runs, through the raw driver, and answers the
/// page's bytes without drawing them. `/text` is what Hummingbird itself takes for an answer.
struct ServeFloor: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "serve", abstract: "Serve the floor of a page.")

    @OptionGroup var place: Place
    @Option(help: "The page.") var path: String
    @Option(help: "The token of a session.") var token: String
    @Option(help: "The port.") var port: Int

    func run() async throws {
        let house = try await InsideHouse(place)
        // What is kept in memory is read with the first request and not again.
        _ = try await house.send(.get, path, token: token)
        let first = try await house.send(.get, path, token: token)
        let second = try await house.send(.get, path, token: token)
        await house.database.close()
        guard first.answer.status == 200 else { throw ValidationError("\(path) answered \(first.answer.status)") }
        let freshness = try Freshness(first.transactions, second.transactions)
        let pool = try RawPool(try place.address)
        let transactions = first.transactions
        let headers = first.answer.headers
        let bytes = ByteBuffer(bytes: first.answer.bytes)

        let router = Router()
        router.get("/text") { _, _ in "ok" }
        router.get("/floor") { _, _ in
            for transaction in transactions {
                if transaction.isWrite {
                    let number = Int.random(in: 1_000_000_000...9_999_999_999)
                    try await pool.write(freshness.renewed(transaction.statements, number: number))
                } else {
                    guard try await pool.read(transaction.statements) > 0 else { throw HTTPError(.internalServerError) }
                }
            }
            return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: bytes))
        }
        let statements = transactions.map { $0.statements.count }
        let app = Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: port)),
            onServerRunning: { _ in try? tell(["statements": statements, "bytes": bytes.readableBytes]) },
            logger: .silent)
        try await app.runService()
    }
}
