public import Store

/// Bytes that are kept, whatever they are called and wherever they are used.
public struct StoredFile: Sendable, Equatable {
    public let hash: ContentHash
    /// Bytes.
    public let size: Int
    public let type: FileType

    public init(hash: ContentHash, size: Int, type: FileType) {
        self.hash = hash
        self.size = size
        self.type = type
    }
}

/// What a file belongs to, for example `dossier` and its id.
public struct FileSubject: Sendable, Hashable {
    public let kind: String
    public let id: String

    public init(_ kind: String, _ id: String) {
        self.kind = kind
        self.id = id
    }
}

/// A file in its place: the same bytes may be used many times under many names.
public struct FileUse: Sendable, Equatable {
    public let id: ID<FileUse>
    public let file: StoredFile
    public let subject: FileSubject
    public let name: String
    public let addedAt: Instant
}

enum FileState: String, SQLConvertible {
    case stored
    /// Found harmful: kept as evidence, given to nobody.
    case quarantined
}

/// The tables of files within one transaction. Who may see a file is a matter of what it belongs to.
public struct FileStore {
    public let db: any Session

    public init(db: any Session) { self.db = db }

    /// Ties a file to what it belongs to, in the transaction of the fact.
    /// - Throws: `FileRefusal.gone` when the bytes are not kept (any more), `.tooMuchTogether`.
    @discardableResult
    public func attach(
        _ hash: ContentHash, to subject: FileSubject, named name: FileName, at: Instant,
        limits: FileLimits = .standard
    ) throws -> ID<FileUse> {
        guard let file = try find(hash) else { throw FileRefusal.gone }
        guard try totalSize(of: subject) + file.size <= limits.together else {
            throw FileRefusal.tooMuchTogether(limit: limits.together)
        }
        let id = ID<FileUse>.new(at: at)
        try db.enqueue(
            """
            INSERT INTO kernel_file_use (id, sha256, subject_kind, subject_id, name, added_at)
            VALUES (\(id), \(hash), \(subject.kind), \(subject.id), \(name.text), \(at))
            """)
        return id
    }

    /// - Throws: `NotFound`.
    public func detach(_ id: ID<FileUse>) throws {
        guard try db.run("DELETE FROM kernel_file_use WHERE id = \(id)") == 1 else { throw NotFound() }
    }

    /// What belongs to the subject, in the order in which it was added.
    public func uses(of subject: FileSubject) throws -> [FileUse] {
        try uses(where: "u.subject_kind = \(subject.kind) AND u.subject_id = \(subject.id)")
    }

    public func use(_ id: ID<FileUse>) throws -> FileUse? { try uses(where: "u.id = \(id)").first }

    /// `nil` when the bytes are not kept or were set aside.
    public func find(_ hash: ContentHash) throws -> StoredFile? {
        try db.first(
            """
            SELECT sha256, size, media_type FROM kernel_file
            WHERE sha256 = \(hash) AND state = \(FileState.stored)
            """
        ) { row in StoredFile(hash: try row[0], size: try row[1], type: try row[2]) }
    }

    /// Bytes of all files of the subject together.
    public func totalSize(of subject: FileSubject) throws -> Int {
        try db.value(
            """
            SELECT CAST(SUM(f.size) AS BIGINT) FROM kernel_file_use u JOIN kernel_file f ON f.sha256 = u.sha256
            WHERE u.subject_kind = \(subject.kind) AND u.subject_id = \(subject.id)
            """) ?? 0
    }

    /// Sets harmful bytes aside: they are given to nobody from now on. The caller journals it.
    public func quarantine(_ hash: ContentHash) throws {
        try db.run("UPDATE kernel_file SET state = \(FileState.quarantined) WHERE sha256 = \(hash)")
    }

    /// What a job has made of an image; `nil` as long as it has not.
    public func derived(of hash: ContentHash, _ variant: ImageVariant) throws -> StoredFile? {
        try db.first(
            """
            SELECT f.sha256, f.size, f.media_type FROM kernel_file_derived d
            JOIN kernel_file f ON f.sha256 = d.derived_sha256
            WHERE d.sha256 = \(hash) AND d.kind = \(variant) AND f.state = \(FileState.stored)
            """
        ) { row in StoredFile(hash: try row[0], size: try row[1], type: try row[2]) }
    }

    func addDerived(_ derived: ContentHash, of hash: ContentHash, _ variant: ImageVariant) throws {
        try db.run(
            """
            INSERT INTO kernel_file_derived (sha256, kind, derived_sha256) VALUES (\(hash), \(variant), \(derived))
            ON CONFLICT (sha256, kind) DO UPDATE SET derived_sha256 = excluded.derived_sha256
            """)
    }

    /// Begins the day for which bytes may lie unreferenced, anew if they were known.
    func record(_ file: StoredFile, at: Instant) throws {
        try db.run(
            """
            INSERT INTO kernel_file (sha256, size, media_type, created_at, state)
            VALUES (\(file.hash), \(file.size), \(file.type), \(at), \(FileState.stored))
            ON CONFLICT (sha256) DO UPDATE SET created_at = excluded.created_at
            """)
    }

    func hasChunks(_ hash: ContentHash) throws -> Bool {
        try db.exists("SELECT 1 FROM kernel_file_chunk WHERE sha256 = \(hash) LIMIT 1")
    }

    func addChunk(_ bytes: [UInt8], number: Int, of hash: ContentHash) throws {
        try db.enqueue("INSERT INTO kernel_file_chunk (sha256, seq, bytes) VALUES (\(hash), \(number), \(bytes))")
    }

    func chunk(_ number: Int, of hash: ContentHash) throws -> [UInt8]? {
        try db.value("SELECT bytes FROM kernel_file_chunk WHERE sha256 = \(hash) AND seq = \(number)")
    }

    /// Files that nothing has referred to since `before`, oldest first.
    func unreferenced(before: Instant, limit: Int) throws -> [ContentHash] {
        try db.rows(
            """
            SELECT sha256 FROM kernel_file WHERE created_at < \(before) AND \(isUnreferenced)
            ORDER BY created_at LIMIT \(limit)
            """
        ) { try $0[0] }
    }

    /// - Returns: `false` when something refers to it again.
    func forget(_ hash: ContentHash, before: Instant) throws -> Bool {
        try db.run(
            """
            DELETE FROM kernel_file WHERE sha256 = \(hash) AND created_at < \(before) AND \(isUnreferenced)
            """) == 1
    }

    func isKnown(_ hash: ContentHash) throws -> Bool {
        try db.exists("SELECT 1 FROM kernel_file WHERE sha256 = \(hash)")
    }

    private var isUnreferenced: SQL {
        """
        NOT EXISTS (SELECT 1 FROM kernel_file_use u WHERE u.sha256 = kernel_file.sha256)
        AND NOT EXISTS (SELECT 1 FROM kernel_file_derived d WHERE d.derived_sha256 = kernel_file.sha256)
        AND NOT EXISTS (SELECT 1 FROM kernel_upload p WHERE p.finished_sha256 = kernel_file.sha256)
        """
    }

    private func uses(where condition: SQL) throws -> [FileUse] {
        try db.rows(
            """
            SELECT u.id, u.sha256, f.size, f.media_type, u.subject_kind, u.subject_id, u.name, u.added_at
            FROM kernel_file_use u JOIN kernel_file f ON f.sha256 = u.sha256
            WHERE \(condition) ORDER BY u.id
            """
        ) { row in
            FileUse(
                id: try row[0], file: StoredFile(hash: try row[1], size: try row[2], type: try row[3]),
                subject: FileSubject(try row[4], try row[5]), name: try row[6], addedAt: try row[7])
        }
    }
}
