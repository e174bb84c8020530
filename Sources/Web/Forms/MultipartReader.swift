import Hummingbird
import NIOCore

/// The parts of a multipart form, one after the other, as the bytes come in. Used by one task.
final class MultipartReader {
    private var body: RequestBody.AsyncIterator
    private var parser: MultipartParser
    private var taken = 0
    private let most: Int
    private let limit: Int
    private var isInPart = false

    /// - Parameters:
    ///   - most: bytes that are read.
    ///   - limit: what is told when there are more.
    init(_ body: RequestBody, boundary: String, most: Int, limit: Int) {
        self.body = body.makeAsyncIterator()
        parser = MultipartParser(boundary: boundary)
        self.most = most
        self.limit = limit
    }

    /// Passes over what is left of the part before.
    /// - Throws: `FormTooLarge`, `BrokenForm`, `BadText`, or what the connection throws.
    func nextPart() async throws -> MultipartParser.PartHead? {
        while let event = try await event() {
            if case .part(let head) = event { return head }
        }
        return nil
    }

    /// The part that was announced last.
    var bytes: PartBytes { PartBytes(reader: self) }

    /// The whole of a part that fits into memory.
    func collect(upTo most: Int) async throws -> [UInt8] {
        var all: [UInt8] = []
        for try await piece in bytes {
            guard all.count + piece.count <= most else { throw FormTooLarge(limit: FormReader.mostText) }
            all += piece
        }
        return all
    }

    fileprivate func piece() async throws -> [UInt8]? {
        guard isInPart, case .data(let bytes) = try await event() else { return nil }
        return Array(bytes)
    }

    private func event() async throws -> MultipartParser.Event? {
        while true {
            if let event = try parser.next() {
                switch event {
                case .part: isInPart = true
                case .endOfPart: isInPart = false
                case .data: break
                }
                return event
            }
            if parser.isFinished { return nil }
            guard let buffer = try await body.next() else { throw BrokenForm() }
            taken += buffer.readableBytes
            guard taken <= most else { throw FormTooLarge(limit: limit) }
            parser.append(buffer.readableBytesView)
        }
    }

    struct PartBytes: AsyncSequence {
        typealias Element = [UInt8]
        typealias Failure = any Error

        let reader: MultipartReader

        func makeAsyncIterator() -> Iterator { Iterator(reader: reader) }

        struct Iterator: AsyncIteratorProtocol {
            let reader: MultipartReader

            func next() async throws -> [UInt8]? { try await reader.piece() }
        }
    }
}
