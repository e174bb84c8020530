public import Store

/// The Merkle tree over the journal, as it lies in the database.
///
/// Every eighth level of full subtrees is stored (one row for 255 leaves in all), so that a proof reads a few hundred
/// hashes however long the journal is.
public struct JournalTree {
    static let levelStep = 8

    public let db: any Session

    public init(db: any Session) { self.db = db }

    /// Lines numbered so far.
    public func size() throws -> Int {
        try db.value("SELECT size FROM kernel_journal_tree WHERE id = 1") ?? 0
    }

    /// The newest checkpoint, or the newest of at most `size` lines.
    public func checkpoint(within size: Int? = nil) throws -> Checkpoint? {
        let limit: SQL = if let size { "WHERE size <= \(size)" } else { "" }
        return try db.first(
            "SELECT \(Checkpoint.columns) FROM kernel_journal_checkpoint \(limit) ORDER BY size DESC LIMIT 1",
            Checkpoint.init(row:))
    }

    /// The first checkpoint that covers a leaf.
    public func checkpoint(covering index: Int) throws -> Checkpoint? {
        try db.first(
            """
            SELECT \(Checkpoint.columns) FROM kernel_journal_checkpoint
            WHERE size > \(index) ORDER BY size LIMIT 1
            """, Checkpoint.init(row:))
    }

    /// The path from a line to the root of a checkpoint.
    /// - Throws: `StoreError.decoding` when nodes are missing.
    public func inclusionProof(of index: Int, in size: Int) throws -> [MerkleTree.Hash] {
        try MerkleTree.inclusionProof(of: index, in: size, node: hash)
    }

    /// That an older checkpoint is the beginning of a newer one.
    /// - Throws: `StoreError.decoding` when nodes are missing.
    public func consistencyProof(from old: Int, to new: Int) throws -> [MerkleTree.Hash] {
        try MerkleTree.consistencyProof(from: old, to: new, node: hash)
    }

    /// The hash of a full subtree, put together from the nearest stored level below it.
    func hash(_ node: MerkleTree.Node) throws -> MerkleTree.Hash {
        let storedLevel = node.level / Self.levelStep * Self.levelStep
        let rise = node.level - storedLevel
        let first = node.position << rise
        let end = (node.position + 1) << rise
        let query: SQL =
            storedLevel == 0
            ? """
            SELECT leaf_hash FROM kernel_journal
            WHERE leaf_index >= \(first) AND leaf_index < \(end) ORDER BY leaf_index
            """
            : """
            SELECT hash FROM kernel_journal_node
            WHERE level = \(storedLevel) AND position >= \(first) AND position < \(end) ORDER BY position
            """
        var hashes: [MerkleTree.Hash] = try db.rows(query) { try $0[0] }
        guard hashes.count == end - first else {
            throw StoreError.decoding("journal tree lacks nodes at level \(storedLevel) from \(first)")
        }
        while hashes.count > 1 {
            hashes = stride(from: 0, to: hashes.count, by: 2).map {
                MerkleTree.parentHash(hashes[$0], hashes[$0 + 1])
            }
        }
        return hashes[0]
    }
}
