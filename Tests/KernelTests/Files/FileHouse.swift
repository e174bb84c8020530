import Foundation
import Store
import TestKit
import Testing

@testable import Kernel

/// A vault with an empty database and a folder of its own: folder storage on SQLite, the database on PostgreSQL.
struct FileHouse: Sendable {
    let database: any Database
    let vault: FileVault
    let folder: String

    static let now = Instant.now

    /// Names of everything that lies in the folder.
    func filesOnDisk() throws -> [String] {
        let paths = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
        return try paths.filter { path in
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: "\(folder)/\(path)", isDirectory: &isFolder) else {
                throw NotFound()
            }
            return !isFolder.boolValue
        }.sorted()
    }

    /// Rows that hold bytes or speak of them.
    func rows() async throws -> Int {
        try await database.read { db in
            try db.value(
                """
                SELECT (SELECT COUNT(*) FROM kernel_file) + (SELECT COUNT(*) FROM kernel_file_chunk)
                    + (SELECT COUNT(*) FROM kernel_upload) + (SELECT COUNT(*) FROM kernel_upload_chunk)
                """) ?? 0
        }
    }

    func expectNothingKept(sourceLocation: SourceLocation = #_sourceLocation) async throws {
        let (files, rows) = (try filesOnDisk(), try await rows())
        #expect(files.isEmpty, sourceLocation: sourceLocation)
        #expect(rows == 0, sourceLocation: sourceLocation)
    }

    func attach(_ file: StoredFile, limits: FileLimits = .standard) async throws -> ID<FileUse> {
        try await database.write { db in
            try FileStore(db: db).attach(
                file.hash, to: FileSubject("dossier", "d1"), named: FileName("don.pdf"), at: Self.now, limits: limits)
        }
    }
}

func withFiles(_ engine: TestEngine, _ body: (FileHouse) async throws -> Void) async throws {
    try await withDatabase(engine) { database in
        _ = try await Migrator(FilesSchema.migrations + JobsSchema.migrations).run(on: database)
        let folder = FileManager.default.temporaryDirectory.appending(path: "thacba-files-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let storage: FileStorage = engine == .sqlite ? .folder(folder) : .database(spool: folder)
        try await body(
            FileHouse(
                database: database, vault: FileVault(database: database, storage: storage), folder: folder))
    }
}

/// A connection over which the bytes come in pieces; it breaks after the last one if told so.
func pieces(_ bytes: [UInt8], of size: Int, breaks: Bool = false) -> AsyncThrowingStream<[UInt8], any Error> {
    AsyncThrowingStream { continuation in
        for start in stride(from: 0, to: bytes.count, by: size) {
            continuation.yield(Array(bytes[start..<min(start + size, bytes.count)]))
        }
        continuation.finish(throwing: breaks ? ConnectionBroken() : nil)
    }
}

struct ConnectionBroken: Error {}
