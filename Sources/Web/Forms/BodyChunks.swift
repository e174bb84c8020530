import Hummingbird
import NIOCore

/// A request's body as plain bytes, as the kernel takes them.
struct BodyChunks: AsyncSequence {
    typealias Element = [UInt8]
    typealias Failure = any Error

    let body: RequestBody

    func makeAsyncIterator() -> Iterator { Iterator(body: body.makeAsyncIterator()) }

    struct Iterator: AsyncIteratorProtocol {
        var body: RequestBody.AsyncIterator

        mutating func next() async throws -> [UInt8]? {
            try await body.next().map { Array($0.readableBytesView) }
        }
    }
}
