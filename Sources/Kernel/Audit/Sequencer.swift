import Logging
public import Store

/// Numbers committed journal lines into the Merkle tree and signs what the tree has become.
///
/// Writers never wait for it: they leave lines without a number. One sequencer works at a time, whatever the number
/// of nodes, because each batch locks the tree's row.
public struct Sequencer: Sendable {
    private let database: any Database
    private let signer: CheckpointSigner
    private let batch: Int
    private let checkpointEvery: Int
    private let logger = Logger(label: "thacba.journal")

    /// - Parameters:
    ///   - batch: lines numbered in one transaction.
    ///   - checkpointEvery: seconds between two checkpoints while the journal grows.
    public init(database: any Database, signer: CheckpointSigner, batch: Int = 500, checkpointEvery: Int = 60) {
        self.database = database
        self.signer = signer
        self.batch = batch
        self.checkpointEvery = checkpointEvery
    }

    /// Numbers every second what has been committed, until the task is cancelled.
    public func run() async {
        while !Task.isCancelled {
            do {
                try await sequence(at: .now)
            } catch {
                logger.warning("journal lines wait for their numbers", metadata: ["error": "\(error)"])
            }
            do { try await Task.sleep(for: .seconds(1)) } catch { return }
        }
    }

    /// Numbers all lines that are committed now, and signs when the last checkpoint is old enough.
    /// - Returns: lines numbered.
    /// - Throws: `StoreError`.
    @discardableResult
    public func sequence(at now: Instant, checkpoint force: Bool = false) async throws -> Int {
        guard try await database.read({ [self] db in try needsWork(db, now: now, force: force) }) else { return 0 }
        var total = 0
        while true {
            let count = try await database.write { [self] db in
                let count = try number(in: db)
                if count < batch { try sign(in: db, at: now, force: force) }
                return count
            }
            total += count
            if count < batch { return total }
        }
    }

    private func needsWork(_ db: any Session, now: Instant, force: Bool) throws -> Bool {
        if try db.exists("SELECT 1 FROM kernel_journal WHERE leaf_index IS NULL LIMIT 1") { return true }
        return try isCheckpointDue(in: db, size: JournalTree(db: db).size(), at: now, force: force)
    }

    private func number(in db: any Session) throws -> Int {
        guard var frontier = try lockedFrontier(in: db) else {
            throw StoreError.decoding("kernel_journal_tree does not hold a tree")
        }
        let lines = try db.rows(
            """
            SELECT \(JournalLine.columns), commitment FROM kernel_journal
            WHERE leaf_index IS NULL ORDER BY id LIMIT \(batch)
            """
        ) { row in (line: try JournalLine(row: row), commitment: try row[15] as [UInt8]) }
        guard !lines.isEmpty else { return 0 }
        var nodes: [SQL] = []
        for (line, commitment) in lines {
            let index = frontier.size
            let hash = JournalLeaf.hash(of: line, commitment: commitment)
            try db.enqueue(
                "UPDATE kernel_journal SET leaf_index = \(index), leaf_hash = \(hash) WHERE id = \(line.id)")
            frontier.append(hash) { node, hash in
                guard node.level > 0, node.level.isMultiple(of: JournalTree.levelStep) else { return }
                nodes.append("(\(node.level), \(node.position), \(hash))")
            }
        }
        if !nodes.isEmpty {
            try db.enqueue(
                "INSERT INTO kernel_journal_node (level, position, hash) VALUES \(SQL.joined(nodes, by: ", "))")
        }
        let peaks = Hex.text(frontier.peaks.flatMap { $0 })
        try db.run("UPDATE kernel_journal_tree SET size = \(frontier.size), peaks = \(peaks) WHERE id = 1")
        return lines.count
    }

    private func lockedFrontier(in db: any Session) throws -> MerkleFrontier? {
        let tree = try db.first(
            "SELECT size, peaks FROM kernel_journal_tree WHERE id = 1\(db.dialect.forUpdate)"
        ) { row in (size: try row[0] as Int, peaks: try row[1] as String) }
        guard let tree, let bytes = Hex.bytes(tree.peaks), bytes.count.isMultiple(of: 32) else { return nil }
        let peaks = stride(from: 0, to: bytes.count, by: 32).map { Array(bytes[$0..<$0 + 32]) }
        return MerkleFrontier(size: tree.size, peaks: peaks)
    }

    private func sign(in db: any Session, at now: Instant, force: Bool) throws {
        guard let frontier = try lockedFrontier(in: db),
            try isCheckpointDue(in: db, size: frontier.size, at: now, force: force)
        else { return }
        let checkpoint = Checkpoint(size: frontier.size, root: frontier.root, at: now, signedWith: signer)
        try db.run(
            """
            INSERT INTO kernel_journal_checkpoint (\(Checkpoint.columns))
            VALUES (\(checkpoint.size), \(checkpoint.root), \(checkpoint.at), \(checkpoint.signature),
                \(checkpoint.keyID))
            ON CONFLICT (size) DO NOTHING
            """)
    }

    private func isCheckpointDue(in db: any Session, size: Int, at now: Instant, force: Bool) throws -> Bool {
        guard let last = try JournalTree(db: db).checkpoint() else { return size > 0 }
        return size > last.size && (force || last.at + .seconds(checkpointEvery) <= now)
    }
}
