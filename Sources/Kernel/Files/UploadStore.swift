import Store

/// The tables of uploads within one transaction.
struct UploadStore {
    let db: any Session

    init(db: any Session) { self.db = db }

    func add(_ upload: Upload, mediaType: String?, at now: Instant) throws {
        try db.run(
            """
            INSERT INTO kernel_upload (id, account_id, length, offset_bytes, name, media_type, created_at, expires_at)
            VALUES (\(upload.id), \(upload.account), \(upload.length), 0, \(upload.name.text), \(mediaType), \(now),
                \(upload.expiresAt))
            """)
    }

    func addFinished(_ upload: Upload, as file: StoredFile, at now: Instant) throws {
        try db.run(
            """
            INSERT INTO kernel_upload (id, account_id, length, offset_bytes, name, media_type, created_at, expires_at,
                finished_sha256)
            VALUES (\(upload.id), \(upload.account), \(upload.length), \(upload.offset), \(upload.name.text),
                \(file.type), \(now), \(upload.expiresAt), \(file.hash))
            """)
    }

    /// - Throws: `NotFound` when it is somebody else's or has expired.
    func find(_ id: ID<Upload>, by account: ID<Account>, at now: Instant) throws -> Upload {
        let upload = try db.first(
            """
            SELECT id, account_id, length, offset_bytes, name, expires_at, finished_sha256 FROM kernel_upload
            WHERE id = \(id) AND account_id = \(account) AND expires_at > \(now)
            """
        ) { row in
            Upload(
                id: try row[0], account: try row[1], length: try row[2], offset: try row[3],
                name: FileName(try row[4]), expiresAt: try row[5], finished: try row[6])
        }
        guard let upload else { throw NotFound() }
        return upload
    }

    func bytesUnderWay(by account: ID<Account>) throws -> Int {
        try db.value(
            """
            SELECT CAST(SUM(length) AS BIGINT) FROM kernel_upload
            WHERE account_id = \(account) AND finished_sha256 IS NULL
            """) ?? 0
    }

    /// - Throws: `UploadError.wrongOffset` when another request was faster.
    func advance(_ id: ID<Upload>, from offset: Int, by count: Int) throws {
        let moved = try db.run(
            """
            UPDATE kernel_upload SET offset_bytes = \(offset + count)
            WHERE id = \(id) AND offset_bytes = \(offset) AND finished_sha256 IS NULL
            """)
        guard moved == 0 else { return }
        let actual: Int? = try db.value("SELECT offset_bytes FROM kernel_upload WHERE id = \(id)")
        throw UploadError.wrongOffset(actual: actual ?? 0)
    }

    func addChunk(_ bytes: [UInt8], of id: ID<Upload>, at offset: Int) throws {
        try db.run(
            "INSERT INTO kernel_upload_chunk (upload_id, offset_bytes, bytes) VALUES (\(id), \(offset), \(bytes))")
    }

    func chunk(of id: ID<Upload>, at offset: Int) throws -> [UInt8]? {
        try db.value(
            "SELECT bytes FROM kernel_upload_chunk WHERE upload_id = \(id) AND offset_bytes = \(offset)")
    }

    func finish(_ id: ID<Upload>, as hash: ContentHash) throws {
        try db.run("UPDATE kernel_upload SET finished_sha256 = \(hash) WHERE id = \(id)")
        try db.run("DELETE FROM kernel_upload_chunk WHERE upload_id = \(id)")
    }

    func expired(at now: Instant) throws -> [ID<Upload>] {
        try db.rows("SELECT id FROM kernel_upload WHERE expires_at <= \(now) ORDER BY expires_at LIMIT 1000") {
            try $0[0]
        }
    }

    func remove(_ id: ID<Upload>) throws { try db.run("DELETE FROM kernel_upload WHERE id = \(id)") }
}
