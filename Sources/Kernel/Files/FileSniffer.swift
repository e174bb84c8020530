import CMagic
import Dispatch

/// Tells the type of bytes by libmagic.
final class FileSniffer: Sendable {
    static let shared = FileSniffer()

    // A magic_t may be used by one thread at a time, and loading its database takes some milliseconds of disk.
    private let queue = DispatchQueue(label: "thacba.files.magic")
    private let cookie: Cookie

    private init() { cookie = Cookie() }

    /// - Parameter head: the first bytes of the file.
    /// - Returns: a media type such as `image/png`.
    /// - Throws: `FileSnifferError`.
    func mediaType(of head: [UInt8]) async throws -> String {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { [cookie] in
                continuation.resume(with: Result { try cookie.mediaType(of: head) })
            }
        }
    }

    // Unchecked: it is used on the queue alone.
    private final class Cookie: @unchecked Sendable {
        private var magic: magic_t?

        func mediaType(of head: [UInt8]) throws -> String {
            let magic = try loaded()
            guard let answer = magic_buffer(magic, head, head.count) else { throw failure(magic) }
            return String(cString: answer)
        }

        private func loaded() throws -> magic_t {
            if let magic { return magic }
            guard let magic = magic_open(MAGIC_MIME_TYPE) else { throw FileSnifferError(reason: "no memory") }
            guard magic_load(magic, nil) == 0 else {
                let error = failure(magic)
                magic_close(magic)
                throw error
            }
            self.magic = magic
            return magic
        }

        private func failure(_ magic: magic_t) -> FileSnifferError {
            FileSnifferError(reason: magic_error(magic).map { String(cString: $0) } ?? "unknown")
        }
    }
}

/// libmagic does not work, most likely because its database is not installed.
struct FileSnifferError: Error {
    let reason: String
}
