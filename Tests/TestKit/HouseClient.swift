import Foundation
public import HTTPTypes
public import Hummingbird
import Logging
import NIOConcurrencyHelpers
import NIOCore
import NIOEmbedded
public import Web

/// A browser without a screen that talks to the doors of a house inside the test's own process: it keeps cookies,
/// follows redirects when told to, and fills in forms as the page gives them.
public final class HouseClient: Sendable {
    private let responder: RouterResponder<HouseContext>
    private let jar = NIOLockedValueBox<[String: String]>([:])
    private let logger: Logger
    /// Sent with every request unless the request says otherwise.
    public let defaults: HTTPFields

    public init(house: House, doors: [Door], defaults: HTTPFields = [:]) {
        responder = house.router(for: doors).buildResponder()
        logger = house.logger
        self.defaults = defaults
    }

    /// Another visitor of the same house, with an empty jar.
    public convenience init(beside other: HouseClient, defaults: HTTPFields = [:]) {
        self.init(responder: other.responder, logger: other.logger, defaults: defaults)
    }

    private init(responder: RouterResponder<HouseContext>, logger: Logger, defaults: HTTPFields) {
        self.responder = responder
        self.logger = logger
        self.defaults = defaults
    }

    public var cookies: [String: String] {
        get { jar.withLockedValue { $0 } }
        set { jar.withLockedValue { $0 = newValue } }
    }

    // MARK: Requests

    public func get(_ path: String, headers: HTTPFields = [:]) async throws -> HouseAnswer {
        try await send(.get, path, headers: headers)
    }

    /// Sends fields as a browser's form does.
    public func post(
        _ path: String, _ fields: [(String, String)], headers: HTTPFields = [:]
    ) async throws -> HouseAnswer {
        var headers = headers
        headers[.contentType] = "application/x-www-form-urlencoded"
        let body = fields.map { "\(Self.encoded($0.0))=\(Self.encoded($0.1))" }.joined(separator: "&")
        return try await send(.post, path, headers: headers, body: Array(body.utf8))
    }

    /// Opens a page, fills in its form and sends it: hidden fields, tokens and what was preset come from the page.
    /// - Parameter values: replace the fields of the same name, or are added.
    public func submit(
        _ form: PageForm, _ values: [(String, String)] = [], files: [FilePart] = [], headers: HTTPFields = [:]
    ) async throws -> HouseAnswer {
        let names = Set(values.map(\.0))
        let fields = form.fields.filter { !names.contains($0.0) } + values
        return form.isMultipart || !files.isEmpty
            ? try await postMultipart(form.action, fields, files: files, headers: headers)
            : try await post(form.action, fields, headers: headers)
    }

    /// A file field of a form.
    public struct FilePart: Sendable {
        public let field: String
        public let name: String
        public let type: String
        public let bytes: [UInt8]

        public init(field: String, name: String, type: String = "application/octet-stream", bytes: [UInt8]) {
            self.field = field
            self.name = name
            self.type = type
            self.bytes = bytes
        }
    }

    public func postMultipart(
        _ path: String, _ fields: [(String, String)], files: [FilePart] = [], headers: HTTPFields = [:]
    ) async throws -> HouseAnswer {
        let boundary = "----house\(UInt64.random(in: .min ... .max))"
        var body: [UInt8] = []
        for (name, value) in fields {
            body += "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n".utf8
        }
        for file in files {
            body += "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(file.field)\"; ".utf8
            body += "filename=\"\(file.name)\"\r\nContent-Type: \(file.type)\r\n\r\n".utf8
            body += file.bytes
            body += "\r\n".utf8
        }
        body += "--\(boundary)--\r\n".utf8
        var headers = headers
        headers[.contentType] = "multipart/form-data; boundary=\(boundary)"
        return try await send(.post, path, headers: headers, body: body)
    }

    /// Sends JSON with a fresh `Idempotency-Key` unless the headers bring one.
    public func postJSON(_ path: String, _ json: String, headers: HTTPFields = [:]) async throws -> HouseAnswer {
        var headers = headers
        headers[.contentType] = "application/json"
        if let key = HTTPField.Name("Idempotency-Key"), headers[key] == nil { headers[key] = UUID().uuidString }
        return try await send(.post, path, headers: headers, body: Array(json.utf8))
    }

    public func send(
        _ method: HTTPRequest.Method, _ path: String, headers: HTTPFields = [:], body: [UInt8] = []
    ) async throws -> HouseAnswer {
        var all = defaults
        for field in headers { all[field.name] = field.value }
        if !body.isEmpty, all[.contentLength] == nil { all[.contentLength] = String(body.count) }
        let jar = cookies
        if !jar.isEmpty, all[.cookie] == nil {
            all[.cookie] = jar.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")
        }
        let request = Request(
            head: HTTPRequest(method: method, scheme: "http", authority: "localhost", path: path, headerFields: all),
            body: RequestBody(asyncSequence: Pieces(bytes: body)))
        var logger = logger
        logger[metadataKey: "hb.request.id"] = "test"
        let context = HouseContext(
            source: ApplicationRequestContextSource(channel: NIOAsyncTestingChannel(), logger: logger))
        let response = try await responder.respond(to: request, context: context)
        let writer = Collector()
        try await response.body.write(writer)
        remember(response.headers)
        return HouseAnswer(
            status: response.status, headers: response.headers, bytes: writer.bytes.withLockedValue { $0 }, path: path)
    }

    /// The page behind a redirect; the answer itself when it is none.
    public func follow(_ answer: HouseAnswer) async throws -> HouseAnswer {
        var answer = answer
        for _ in 0..<10 {
            guard (300..<400).contains(answer.status.code), let location = answer.headers[.location] else { break }
            answer = try await get(location)
        }
        return answer
    }

    // MARK: Details

    private func remember(_ headers: HTTPFields) {
        for cookie in headers[values: .setCookie] {
            let pieces = cookie.split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces) }
            guard let pair = pieces.first?.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false),
                pair.count == 2
            else { continue }
            let isEnded = pieces.contains { $0.lowercased() == "max-age=0" }
            jar.withLockedValue { $0[String(pair[0])] = isEnded ? nil : String(pair[1]) }
        }
    }

    private static func encoded(_ text: String) -> String {
        let plain = CharacterSet(
            charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._*")
        return text.addingPercentEncoding(withAllowedCharacters: plain) ?? ""
    }
}

/// A body in pieces of uneven size, as a network brings it.
private struct Pieces: AsyncSequence, Sendable {
    let bytes: [UInt8]

    struct AsyncIterator: AsyncIteratorProtocol {
        var rest: ArraySlice<UInt8>
        var size = 1_000

        mutating func next() async throws -> ByteBuffer? {
            guard !rest.isEmpty else { return nil }
            let piece = rest.prefix(size)
            rest = rest.dropFirst(piece.count)
            size = size * 3 % 65_521 + 1
            return ByteBuffer(bytes: piece)
        }
    }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(rest: bytes[...]) }
}

private struct Collector: ResponseBodyWriter {
    let bytes = NIOLockedValueBox<[UInt8]>([])

    func write(_ buffer: ByteBuffer) async throws {
        bytes.withLockedValue { $0 += buffer.readableBytesView }
    }

    func finish(_ trailers: HTTPFields?) async throws {}
}
