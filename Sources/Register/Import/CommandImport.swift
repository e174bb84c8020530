public import Foundation
public import Kernel
import Store
import Synchronization

/// A list that comes in by the command line: the same steps as on the page, in this process.
public struct CommandImport: Sendable {
    /// The list.
    public var file: URL
    /// The day that it is of; its units are those of that day.
    public var day: Day
    /// Code of the commune where everybody of a list without a column for communes lives.
    public var communeCode: String?
    /// Heads of the list and what they mean, where the guess is wrong: `Tên gọi` → `fullName`.
    public var columns: [String: String] = [:]
    /// Check only.
    public var isDryRun = false

    public init(file: URL, day: Day) {
        self.file = file
        self.day = day
    }

    /// What came of it.
    public struct Report: Sendable {
        public let added: Int
        public let matched: Int
        public let doubtful: Int
        public let refused: Int
        /// The first lines that were not taken or have to be looked at.
        public let problems: [(line: Int, reason: String)]
    }

    /// Why it cannot go on: words for the operator.
    public struct Failure: Error {
        public let text: String
    }

    /// The account under which such imports stand.
    static let account = "system"
    static let shownProblems = 20
    fileprivate static let pause = Duration.seconds(5)
}

extension RegisterModule {
    /// Goes on where an earlier run for the same bytes was stopped.
    /// - Parameter say: told how far it has come, every few seconds.
    /// - Throws: ``CommandImport/Failure``, refusals, `StoreError`.
    public func bringIn(
        _ wanted: CommandImport, clock: Clock, node: String, say: @escaping @Sendable (String) -> Void
    ) async throws -> CommandImport.Report {
        let known = try await begun(wanted, clock)
        let runner = ImportRunner(
            database: database, files: files, groups: groups, catalogue: catalogue, clock: clock, node: node,
            linesAtOnce: ImportRunner.largeBatchSize)
        while true {
            guard let now = try await database.read({ db in try ImportStore(db: db).find(known) }) else {
                throw NotFound()
            }
            switch now.state {
            case .uploaded: try await nameColumns(now, wanted)
            case .checking:
                say("checking \(now.fileName)")
                _ = try await runner.run(known)
            case .checked:
                if wanted.isDryRun { return try await report(known) }
                say("writing \(now.fileName)")
                try await database.write { db in try ImportStore(db: db).beginRun(known) }
            case .running:
                let last = Mutex(ContinuousClock.now)
                _ = try await runner.run(known) { lines, bytes in
                    let isDue = last.withLock { last in
                        guard last.duration(to: .now) > CommandImport.pause else { return false }
                        last = .now
                        return true
                    }
                    if isDue { say("\(lines) lines, \(bytes * 100 / max(1, now.file.size)) %") }
                }
            case .done: return try await report(known)
            case .cancelled: throw CommandImport.Failure(text: "The import was stopped.")
            case .failed: throw CommandImport.Failure(text: now.failure ?? "The import has failed.")
            }
        }
    }

    private func begun(_ wanted: CommandImport, _ clock: Clock) async throws -> ID<ResidentImport> {
        let pieces = try Self.pieces(of: wanted.file)
        let name = FileName(wanted.file.lastPathComponent)
        let file = try await files.put(pieces, named: name, limits: NewImport.limits)
        guard file.type == .text else { throw ImportRefusal.notCSV }
        let preview = try await ImportPreview.read(file, from: files)
        let now = clock.now()
        return try await database.write { db in
            if let open = try ImportStore(db: db).open(of: CommandImport.account, hash: file.hash) { return open.id }
            return try NewImport(
                account: CommandImport.account, actingUnit: nil, scope: .everything, language: Language.vi.code,
                file: file, name: name.text, day: wanted.day, preview: preview
            ).insert(into: db, now: now)
        }
    }

    /// Nothing else runs in a command, so nobody waits while a piece is read.
    private static func pieces(of file: URL) throws -> AsyncThrowingStream<[UInt8], any Error> {
        let handle = try FileHandle(forReadingFrom: file)
        return AsyncThrowingStream {
            let piece = try handle.read(upToCount: 1 << 18).map { [UInt8]($0) } ?? []
            return piece.isEmpty ? nil : piece
        }
    }

    private func nameColumns(_ known: ResidentImport, _ wanted: CommandImport) async throws {
        var columns = known.mapping.columns
        for (head, name) in wanted.columns {
            guard let place = known.header.firstIndex(where: { Fold.folded($0) == Fold.folded(head) }) else {
                throw CommandImport.Failure(text: "There is no column \"\(head)\": \(known.header).")
            }
            guard let column = ImportColumn(rawValue: name) else {
                let names = ImportColumn.allCases.map(\.rawValue).joined(separator: ", ")
                throw CommandImport.Failure(text: "\"\(name)\" is none of \(names).")
            }
            columns = columns.map { $0 == column ? nil : $0 }
            columns[place] = column
        }
        let named = columns
        try await database.write { db in
            var commune: ID<AdminUnit>?
            if let code = wanted.communeCode {
                guard let unit = try TerritoryStore(db: db).find(code: code, asOf: wanted.day) else {
                    throw CommandImport.Failure(text: "No unit has the code \(code) on \(wanted.day.iso).")
                }
                commune = unit.id
            }
            let mapping = ImportMapping(columns: named, commune: commune)
            try mapping.check()
            try ImportStore(db: db).beginCheck(known.id, mapping: mapping, fileDay: wanted.day)
        }
    }

    private func report(_ id: ID<ResidentImport>) async throws -> CommandImport.Report {
        try await database.read { db in
            let store = ImportStore(db: db)
            guard let known = try store.find(id) else { throw NotFound() }
            let problems = try store.problems(of: id, limit: CommandImport.shownProblems)
            return CommandImport.Report(
                added: known.counts.added, matched: known.counts.matched, doubtful: known.counts.doubtful,
                refused: known.counts.refused, problems: problems.map { ($0.line, $0.reason) })
        }
    }
}
