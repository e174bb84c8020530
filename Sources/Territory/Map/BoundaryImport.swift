public import Foundation
public import Kernel
public import Store

/// Loading official boundaries from a GeoJSON file, as an operator orders it.
public struct BoundaryImport: Sendable {
    /// What a province's communes need at a useful scale is a tenth of this.
    static let mostBytes = 64 * 1_048_576
    static let mostCorners = 400_000
    /// Corners of all lines together that a page carries: a shared edge counts once.
    static let webCorners = 4_000

    public let day: Day
    /// The property that holds the code or the name, when its name is none of the usual ones.
    public let code: String?
    public let name: String?
    /// The name of the server in the journal.
    public let node: String

    public init(day: Day, code: String? = nil, name: String? = nil, node: String) {
        self.day = day
        self.code = code
        self.name = name
        self.node = node
    }

    /// What came of it, or would come of it.
    public struct Report: Sendable {
        /// Lines for the operator.
        public let lines: [String]
        public let isTaken: Bool
    }

    /// Reads, compares and, unless it is a dry run, stores. One wrong outline and nothing is stored: half a map misleads.
    /// - Throws: `StoreError`.
    public func run(_ file: URL, on database: any Database, now: Instant, isDryRun: Bool) async throws -> Report {
        let plan: BoundaryPlan
        do {
            let data = try Self.read(file)
            let tree = try await database.read { [day] db in try TerritoryStore(db: db).tree(asOf: day) }
            plan = try BoundaryPlan(data, tree: tree, match: BoundaryMatch(tree, code: code, name: name))
        } catch let problem as BoundaryFileProblem {
            return Report(lines: ["\(file.lastPathComponent): \(problem.text)"], isTaken: false)
        }
        guard plan.isSound else { return Report(lines: plan.lines, isTaken: false) }
        if isDryRun { return Report(lines: plan.lines + ["Dry run: nothing was stored."], isTaken: true) }
        let stored = BoundaryFile(
            id: .new(at: now), day: day, name: String(file.lastPathComponent.prefix(200)), hash: plan.hash,
            importedAt: now)
        try await database.write { [node, day] db in
            try BoundaryStore(db: db).save(stored, plan.outlines)
            let body = try JSONEncoder().encode(
                ImportNote(asOf: day.iso, file: stored.name, sha256: stored.hash, units: plan.outlines.count))
            try Journal(db: db).write(
                Self.line("boundaries.imported", record: stored.id.description, body: body, node: node, now: now))
        }
        return Report(lines: plan.lines + ["Stored. /units/map offers them from now on."], isTaken: true)
    }

    /// Takes boundaries away again.
    /// - Returns: how many units had one.
    public func remove(on database: any Database, now: Instant) async throws -> Int {
        try await database.write { [node, day] db in
            let count = try BoundaryStore(db: db).remove(on: day)
            guard count > 0 else { return 0 }
            let body = try JSONEncoder().encode(RemovalNote(asOf: day.iso, units: count))
            try Journal(db: db).write(
                Self.line("boundaries.removed", record: nil, body: body, node: node, now: now))
            return count
        }
    }

    private struct ImportNote: Encodable {
        let asOf: String
        let file: String
        let sha256: String
        let units: Int
    }

    private struct RemovalNote: Encodable {
        let asOf: String
        let units: Int
    }

    private static func line(_ action: String, record: String?, body: Data, node: String, now: Instant) -> JournalLine {
        JournalLine(
            at: now, actor: "system", action: action, record: record, door: "thacba import boundaries", node: node,
            body: String(decoding: body, as: UTF8.self))
    }

    /// The size is asked for first, so that a file of half a gigabyte is refused without being read.
    private static func read(_ file: URL) throws -> Data {
        let size = (try? FileManager.default.attributesOfItem(atPath: file.path))?[.size] as? Int
        guard let size else { throw BoundaryFileProblem.missing }
        guard size <= mostBytes else { throw BoundaryFileProblem.tooLarge(bytes: size, most: mostBytes) }
        do { return try Data(contentsOf: file) } catch { throw BoundaryFileProblem.missing }
    }
}
