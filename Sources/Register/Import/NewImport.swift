import Kernel
import Store

/// A list that has just come in: its columns are guessed, or named as they were the last time.
struct NewImport: Sendable {
    let account: String
    let actingUnit: String?
    let scope: Scope
    let language: String
    let file: StoredFile
    let name: String
    let day: Day
    let preview: ImportPreview

    /// Larger than what citizens may send: the list of a province.
    static let limits = FileLimits(file: 1 << 30, together: 1 << 30)

    func insert(into db: any Session, now: Instant) throws -> ID<ResidentImport> {
        let earlier = try MappingStore(db: db).find(preview.header, of: account)
        let id = ID<ResidentImport>.new(at: now)
        let mapping = earlier ?? ImportMapping(columns: ImportColumn.guesses(for: preview.header), commune: nil)
        let new = ResidentImport(
            id: id, accountID: account, actingUnit: actingUnit, roots: try roots(), language: language,
            createdAt: now, hash: file.hash, size: file.size, fileName: name, fileDay: day, format: preview.format,
            header: preview.header, mapping: mapping, state: .uploaded, failure: nil, done: 0, bytesDone: 0,
            counts: ImportCounts(), checked: nil, finishedAt: nil)
        try ImportStore(db: db).insert(new)
        try FileStore(db: db).attach(
            file.hash, to: FileSubject("import", "\(id)"), named: FileName(name), at: now, limits: Self.limits)
        return id
    }

    private func roots() throws -> [ID<AdminUnit>]? {
        switch scope {
        case .everything: nil
        case .subtrees(let roots), .subtreesAndPerson(let roots, _): Array(roots)
        case .person, .nothing: throw NotPermitted()
        }
    }
}
