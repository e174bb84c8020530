public import Store

/// A file that comes in several requests over a weak network (tus 1.0, core and creation).
public struct Upload: Sendable, Equatable {
    public let id: ID<Upload>
    public let account: ID<Account>
    /// Bytes in all.
    public let length: Int
    /// Bytes that are safely here.
    public let offset: Int
    public let name: FileName
    public let expiresAt: Instant
    /// Once it is complete and checked.
    public let finished: ContentHash?

    public var isComplete: Bool { offset == length }
}

public enum UploadError: Error, Equatable {
    /// The bytes sent do not begin where the ones that are here end; the client asks again and goes on from there.
    case wrongOffset(actual: Int)
    case incomplete(actual: Int)
}

/// Takes uploads in. An upload of somebody else, or an expired one, is not found.
public struct Uploads: Sendable {
    /// How long an upload may take, and how long its file waits to be used.
    public static let lifetime = Duration.seconds(86_400)
    /// Bytes that one account may have under way.
    static let underWay = 100 << 20

    let vault: FileVault

    public init(_ vault: FileVault) { self.vault = vault }

    /// - Throws: `FileRefusal` when the length or the end of the name cannot be accepted.
    public func create(
        by account: ID<Account>, named name: FileName, mediaType: String? = nil, length: Int,
        limits: FileLimits = .standard, at now: Instant = .now
    ) async throws -> Upload {
        guard length > 0 else { throw FileRefusal.empty }
        guard length <= limits.file else { throw FileRefusal.tooLarge(limit: limits.file) }
        guard FileType(nameOf: name) != nil else { throw FileRefusal.typeNotAllowed }
        let upload = Upload(
            id: .new(at: now), account: account, length: length, offset: 0, name: name,
            expiresAt: now + Self.lifetime, finished: nil)
        return try await vault.database.write { db in
            let uploads = UploadStore(db: db)
            guard try uploads.bytesUnderWay(by: account) + length <= Self.underWay else {
                throw FileRefusal.tooMuchTogether(limit: Self.underWay)
            }
            try uploads.add(upload, mediaType: mediaType, at: now)
            return upload
        }
    }

    /// Lets a file of the vault wait as an upload that is finished: a form that could not be taken yet brings it along
    /// by the id when it is sent again.
    /// - Parameter now: time of the machine.
    public static func hold(
        _ file: StoredFile, named name: FileName, by account: ID<Account>, in db: any Session, at now: Instant = .now
    ) throws -> ID<Upload> {
        let upload = Upload(
            id: .new(at: now), account: account, length: file.size, offset: file.size, name: name,
            expiresAt: now + lifetime, finished: file.hash)
        try UploadStore(db: db).addFinished(upload, as: file, at: now)
        return upload.id
    }

    /// How far it has come.
    /// - Throws: `NotFound`.
    public func head(_ id: ID<Upload>, by account: ID<Account>, at now: Instant = .now) async throws -> Upload {
        try await vault.database.read { db in try UploadStore(db: db).find(id, by: account, at: now) }
    }

    /// Takes bytes that begin at the offset. Whatever arrives is kept, also when the connection breaks.
    /// - Returns: the upload with its new offset.
    /// - Throws: `UploadError.wrongOffset`, `FileRefusal.tooLarge` beyond the length, `NotFound`, or what the chunks
    ///   throw.
    public func append(
        _ chunks: some AsyncSequence<[UInt8], any Error>, to id: ID<Upload>, by account: ID<Account>,
        at offset: Int, now: Instant = .now
    ) async throws -> Upload {
        let upload = try await head(id, by: account, at: now)
        guard upload.offset == offset, upload.finished == nil else {
            throw UploadError.wrongOffset(actual: upload.offset)
        }
        var pending: [UInt8] = []
        var reached = offset
        do {
            for try await chunk in chunks {
                guard reached + pending.count + chunk.count <= upload.length else {
                    throw FileRefusal.tooLarge(limit: upload.length)
                }
                pending += chunk
                if pending.count >= FileStorage.chunkSize { try await flush(&pending, of: upload, at: &reached) }
            }
        } catch let error where !(error is UploadError) && !(error is StoreError) {
            try await flush(&pending, of: upload, at: &reached)
            throw error
        }
        try await flush(&pending, of: upload, at: &reached)
        return try await head(id, by: account, at: now)
    }

    /// The bytes are on the disk before the offset says so.
    private func flush(_ pending: inout [UInt8], of upload: Upload, at reached: inout Int) async throws {
        guard !pending.isEmpty else { return }
        let (bytes, start) = (pending, reached)
        if case .folder = vault.storage {
            let (folder, path) = (vault.storage.uploads, path(of: upload.id))
            try await Disk.off {
                try Disk.makeFolder(folder)
                try Disk.write(bytes, to: path, at: start)
                try Disk.sync(path)
                if start == 0 { try Disk.sync(folder) }
            }
        }
        let storesBytes = if case .database = vault.storage { true } else { false }
        try await vault.database.write { db in
            let uploads = UploadStore(db: db)
            try uploads.advance(upload.id, from: start, by: bytes.count)
            if storesBytes { try uploads.addChunk(bytes, of: upload.id, at: start) }
        }
        reached += pending.count
        pending.removeAll(keepingCapacity: true)
    }

    /// Checks the complete file and puts it into the vault. Asked again, it gives the same answer.
    /// - Throws: `UploadError.incomplete`, `FileRefusal` (then the upload is gone), `NotFound`.
    public func finish(
        _ id: ID<Upload>, by account: ID<Account>, at now: Instant = .now
    ) async throws -> StoredFile {
        let upload = try await head(id, by: account, at: now)
        if let hash = upload.finished {
            guard let file = try await vault.database.read({ db in try FileStore(db: db).find(hash) }) else {
                throw FileRefusal.gone
            }
            return file
        }
        guard upload.isComplete else { throw UploadError.incomplete(actual: upload.offset) }
        do {
            let bytes = AsyncThrowingStream(unfolding: reader(of: upload))
            let file = try await vault.put(bytes, named: upload.name, length: upload.length)
            try await vault.database.write { db in try UploadStore(db: db).finish(id, as: file.hash) }
            try await removeBytes(of: id)
            return file
        } catch let refusal as FileRefusal {
            try await remove(id)
            throw refusal
        }
    }

    /// Gives an upload up.
    /// - Throws: `NotFound`.
    public func cancel(_ id: ID<Upload>, by account: ID<Account>, at now: Instant = .now) async throws {
        _ = try await head(id, by: account, at: now)
        try await remove(id)
    }

    func discardExpired(now: Instant) async throws {
        let expired = try await vault.database.read { db in try UploadStore(db: db).expired(at: now) }
        for id in expired { try await remove(id) }
    }

    private func remove(_ id: ID<Upload>) async throws {
        try await vault.database.write { db in try UploadStore(db: db).remove(id) }
        try await removeBytes(of: id)
    }

    private func removeBytes(of id: ID<Upload>) async throws {
        let path = path(of: id)
        try await Disk.off { try Disk.remove(path) }
    }

    private func path(of id: ID<Upload>) -> String { "\(vault.storage.uploads)/\(id)" }

    private func reader(of upload: Upload) -> @Sendable () async throws -> [UInt8]? {
        let cursor = UploadCursor()
        let (storage, database, path) = (vault.storage, vault.database, path(of: upload.id))
        return {
            let offset = await cursor.offset
            guard offset < upload.length else { return nil }
            let bytes: [UInt8] =
                switch storage {
                case .folder:
                    try await Disk.off { try Disk.read(path, from: offset, count: FileStorage.chunkSize) }
                case .database:
                    try await database.read { db in try UploadStore(db: db).chunk(of: upload.id, at: offset) ?? [] }
                }
            guard !bytes.isEmpty else { throw FileRefusal.gone }
            await cursor.advance(by: bytes.count)
            return bytes
        }
    }
}

private actor UploadCursor {
    private(set) var offset = 0

    func advance(by count: Int) { offset += count }
}
