public import Store

/// Takes files in and gives them out. What it has taken is on the disk, checked, and belongs to nothing yet:
/// `FileStore.attach` ties it to a fact in the fact's own transaction, and what is tied to nothing is collected.
public struct FileVault: Sendable {
    /// How long bytes may lie unreferenced.
    static let patience = Duration.seconds(86_400)

    let database: any Database
    let storage: FileStorage

    public init(database: any Database, storage: FileStorage) {
        self.database = database
        self.storage = storage
    }

    /// Receives a file, never holding more than a piece of it in memory.
    /// - Parameters:
    ///   - chunks: the bytes as they come.
    ///   - name: the name given by the sender; its end must fit the bytes.
    ///   - length: what the sender says it will send, so that too much is refused before it comes.
    /// - Throws: `FileRefusal`, `StoreError`, or what the chunks throw; then nothing is kept.
    public func put(
        _ chunks: some AsyncSequence<[UInt8], any Error>, named name: FileName, length: Int? = nil,
        limits: FileLimits = .standard
    ) async throws -> StoredFile {
        if let length, length > limits.file { throw FileRefusal.tooLarge(limit: limits.file) }
        guard let promised = FileType(nameOf: name) else { throw FileRefusal.typeNotAllowed }
        return try await receive(chunks, limit: limits.file) { head in
            let sniffed = try await FileSniffer.shared.mediaType(of: head)
            guard let type = FileType(sniffed: sniffed, head: head) else { throw FileRefusal.typeNotAllowed }
            guard type == promised else { throw FileRefusal.contentDiffersFromName(type) }
            return type
        }
    }

    /// Receives a file that lies in memory already.
    public func put(
        _ bytes: [UInt8], named name: FileName, limits: FileLimits = .standard
    ) async throws -> StoredFile {
        try await put(Self.stream(of: bytes), named: name, length: bytes.count, limits: limits)
    }

    /// Keeps what a job of the house has made; its type is known.
    func keep(_ chunks: some AsyncSequence<[UInt8], any Error>, as type: FileType) async throws -> StoredFile {
        try await receive(chunks, limit: FileLimits.standard.file) { _ in type }
    }

    private func receive(
        _ chunks: some AsyncSequence<[UInt8], any Error>, limit: Int,
        type: ([UInt8]) async throws -> FileType
    ) async throws -> StoredFile {
        let folder = storage.incoming
        let path = "\(folder)/\(ID<StoredFile>.new())"
        try await Disk.off { try Disk.makeFolder(folder) }
        do {
            var spool = Spool(path: path, limit: limit)
            for try await chunk in chunks { try await spool.take(chunk) }
            let hash = try await spool.finish()
            guard spool.size > 0 else { throw FileRefusal.empty }
            let file = StoredFile(hash: hash, size: spool.size, type: try await type(spool.head))
            try await place(file, from: path)
            try await Disk.off { try Disk.remove(path) }
            return file
        } catch {
            try await Disk.off { try Disk.remove(path) }
            throw error
        }
    }

    private func place(_ file: StoredFile, from path: String) async throws {
        switch storage {
        case .folder:
            try await link(file, from: path)
            try await database.write { db in try FileStore(db: db).record(file, at: .now) }
            // The collector may have been deleting old bytes of the same content while these arrived. Now that the
            // row is fresh it does so no more.
            try await link(file, from: path)
        case .database:
            try await database.write { db in
                let files = FileStore(db: db)
                try files.record(file, at: .now)
                guard try !files.hasChunks(file.hash) else { return }
                let size = FileStorage.chunkSize
                for number in 0..<(file.size + size - 1) / size {
                    let bytes = try Disk.read(path, from: number * size, count: size)
                    try files.addChunk(bytes, number: number, of: file.hash)
                }
            }
        }
    }

    /// The bytes and their name are on the disk before anything can refer to them.
    private func link(_ file: StoredFile, from path: String) async throws {
        let (folder, place) = (storage.folder(of: file.hash), storage.path(of: file.hash))
        try await Disk.off {
            guard !Disk.exists(place) else { return }
            try Disk.makeFolder(folder)
            try Disk.sync(path)
            try Disk.addName(place, to: path)
            try Disk.sync(folder)
        }
    }

    /// The bytes of a file, piece by piece, read as they are asked for. Who may read them is the caller's matter.
    /// - Parameter range: of bytes, within the file.
    public func read(_ file: StoredFile, _ range: Range<Int>? = nil) -> FileBytes {
        FileBytes(vault: self, file: file, range: (range ?? 0..<file.size).clamped(to: 0..<file.size))
    }

    /// At most one chunk from the offset on.
    fileprivate func chunk(of file: StoredFile, at offset: Int) async throws -> [UInt8] {
        let size = FileStorage.chunkSize
        switch storage {
        case .folder:
            let path = storage.path(of: file.hash)
            return try await Disk.off { try Disk.read(path, from: offset, count: size) }
        case .database:
            let chunk = try await database.read { db in try FileStore(db: db).chunk(offset / size, of: file.hash) }
            return Array((chunk ?? []).dropFirst(offset % size))
        }
    }

    static func stream(of bytes: [UInt8]) -> AsyncThrowingStream<[UInt8], any Error> {
        AsyncThrowingStream { continuation in
            continuation.yield(bytes)
            continuation.finish()
        }
    }
}

/// The bytes of a stored file.
public struct FileBytes: AsyncSequence, Sendable {
    public typealias Element = [UInt8]
    public typealias Failure = any Error

    fileprivate let vault: FileVault
    fileprivate let file: StoredFile
    let range: Range<Int>

    public func makeAsyncIterator() -> Iterator { Iterator(bytes: self, offset: range.lowerBound) }

    public struct Iterator: AsyncIteratorProtocol {
        fileprivate let bytes: FileBytes
        fileprivate var offset: Int

        /// - Throws: `FileRefusal.gone` when the bytes are lost, `StoreError`.
        public mutating func next() async throws -> [UInt8]? {
            guard offset < bytes.range.upperBound else { return nil }
            let chunk = try await bytes.vault.chunk(of: bytes.file, at: offset)
            guard !chunk.isEmpty else { throw FileRefusal.gone }
            let wanted = Array(chunk.prefix(bytes.range.upperBound - offset))
            offset += wanted.count
            return wanted
        }
    }

    /// All of it, for what needs it in one piece.
    public func collected() async throws -> [UInt8] {
        var all: [UInt8] = []
        all.reserveCapacity(range.count)
        for try await chunk in self { all += chunk }
        return all
    }
}
