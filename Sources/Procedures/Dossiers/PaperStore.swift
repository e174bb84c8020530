import Kernel
import Store

/// A file in its place among the papers of a dossier or draft.
struct Paper: Sendable, Hashable {
    let id: ID<FileUse>
    /// Which of the papers asked for, counted from 0.
    let position: Int
    /// The name that the file had.
    let name: String
    let file: StoredFile
    let addedAt: Instant

    static func == (one: Paper, other: Paper) -> Bool { one.id == other.id }
    func hash(into hasher: inout Hasher) { hasher.combine(id) }
}

/// Papers. Who may see them is settled by who may see the dossier.
struct PaperStore {
    let db: any Session

    /// All papers of a dossier lie under one subject, so that their sizes are limited together.
    private static func subject(_ id: ID<Dossier>) -> FileSubject { FileSubject("procedures.dossier", "\(id)") }
    private static func resultSubject(_ id: ID<Dossier>) -> FileSubject { FileSubject("procedures.result", "\(id)") }

    /// In the order of what was asked for.
    func list(of id: ID<Dossier>) throws -> [Paper] {
        try db.rows(
            """
            SELECT u.id, p.position, u.name, f.sha256, f.size, f.media_type, u.added_at
            FROM procedures_paper p JOIN kernel_file_use u ON u.id = p.use_id JOIN kernel_file f ON f.sha256 = u.sha256
            WHERE p.dossier_id = \(id) ORDER BY p.position, u.id
            """
        ) { row in
            Paper(
                id: try row[0], position: try row[1], name: try row[2],
                file: StoredFile(hash: try row[3], size: try row[4], type: try row[5]), addedAt: try row[6])
        }
    }

    /// - Throws: `FileRefusal`.
    func add(_ file: StoredFile, named name: String, to id: ID<Dossier>, position: Int, now: Instant) throws {
        let use = try FileStore(db: db).attach(file.hash, to: Self.subject(id), named: FileName(name), at: now)
        try db.run(
            "INSERT INTO procedures_paper (use_id, dossier_id, position) VALUES (\(use), \(id), \(position))")
    }

    /// - Throws: `NotFound` when it is not a paper of this dossier.
    func remove(_ use: ID<FileUse>, of id: ID<Dossier>) throws {
        guard try db.run("DELETE FROM procedures_paper WHERE use_id = \(use) AND dossier_id = \(id)") == 1 else {
            throw NotFound()
        }
        try FileStore(db: db).detach(use)
    }

    func removeAll(of id: ID<Dossier>) throws {
        for paper in try list(of: id) { try remove(paper.id, of: id) }
    }

    func addResult(_ file: StoredFile, named name: String, to id: ID<Dossier>, now: Instant) throws {
        try FileStore(db: db).attach(file.hash, to: Self.resultSubject(id), named: FileName(name), at: now)
    }

    /// What the office gave back.
    func results(of id: ID<Dossier>) throws -> [FileUse] { try FileStore(db: db).uses(of: Self.resultSubject(id)) }
}
