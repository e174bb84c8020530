/// Bytes on their way in: hashed and written to a file of their own while they come.
struct Spool {
    private let path: String
    private let limit: Int
    private var hash = Sha256()
    private var pending: [UInt8] = []
    private(set) var size = 0
    /// The first bytes, by which the type is told.
    private(set) var head: [UInt8] = []

    /// - Parameter limit: bytes that are taken.
    init(path: String, limit: Int) {
        self.path = path
        self.limit = limit
        pending.reserveCapacity(FileStorage.chunkSize)
    }

    /// - Throws: `FileRefusal.tooLarge` as soon as the limit is passed.
    mutating func take(_ bytes: [UInt8]) async throws {
        guard size + pending.count + bytes.count <= limit else { throw FileRefusal.tooLarge(limit: limit) }
        hash.update(bytes)
        pending += bytes
        if pending.count >= FileStorage.chunkSize { try await flush() }
    }

    /// Writes what is left.
    mutating func finish() async throws -> ContentHash {
        try await flush()
        return ContentHash(hash.finish())
    }

    private mutating func flush() async throws {
        guard !pending.isEmpty else { return }
        if head.isEmpty { head = Array(pending.prefix(FileStorage.chunkSize)) }
        let (bytes, path, offset) = (pending, path, size)
        try await Disk.off { try Disk.write(bytes, to: path, at: offset) }
        size += pending.count
        pending.removeAll(keepingCapacity: true)
    }
}
