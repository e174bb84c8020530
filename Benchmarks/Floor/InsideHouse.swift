import App
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOConcurrencyHelpers
import NIOCore
import NIOEmbedded
import Store
import Web

/// The program's own house within this process, over a database that notes its statements.
struct InsideHouse {
    let database: RecordingDatabase
    private let responder: RouterResponder<HouseContext>

    struct Answer: Sendable {
        let status: Int
        let headers: HTTPFields
        let bytes: [UInt8]
    }

    init(_ place: Place) async throws {
        database = RecordingDatabase(try place.address.open())
        let province = try await Opening(place.settings, over: database).province(logger: .silent)
        responder = province.house.router(for: province.doors).buildResponder()
        _ = database.take()
    }

    func send(
        _ method: HTTPRequest.Method, _ path: String, token: String, form: String? = nil
    ) async throws -> (answer: Answer, transactions: [RecordedTransaction]) {
        var headers: HTTPFields = [.cookie: "session=\(token)"]
        if form != nil { headers[.contentType] = "application/x-www-form-urlencoded" }
        let request = Request(
            head: HTTPRequest(method: method, scheme: "http", authority: "localhost", path: path, headerFields: headers),
            body: RequestBody(buffer: ByteBuffer(string: form ?? "")))
        let context = HouseContext(
            source: ApplicationRequestContextSource(channel: NIOAsyncTestingChannel(), logger: .silent))
        let response = try await responder.respond(to: request, context: context)
        let writer = Collector()
        try await response.body.write(writer)
        let answer = Answer(
            status: response.status.code, headers: response.headers, bytes: writer.bytes.withLockedValue { $0 })
        return (answer, database.take())
    }
}

private struct Collector: ResponseBodyWriter {
    let bytes = NIOLockedValueBox<[UInt8]>([])

    mutating func write(_ buffer: ByteBuffer) async throws {
        bytes.withLockedValue { $0 += buffer.readableBytesView }
    }

    consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
}
