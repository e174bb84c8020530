public import Store

/// Recomputes the whole journal and compares it with what was proven.
public struct JournalAudit: Sendable {
    public enum Finding: Sendable, Equatable {
        /// The body is not the one that was committed to.
        case bodyChanged(leaf: Int)
        /// Another column of the line was changed.
        case lineChanged(leaf: Int)
        /// A numbered line is gone.
        case lineMissing(leaf: Int)
        /// The lines up to here are not those that were signed.
        case rootDiffers(checkpoint: Int)
        case signatureInvalid(checkpoint: Int)
        /// No public key is known by this name.
        case keyUnknown(checkpoint: Int, keyID: String)
        /// The checkpoint covers lines that the journal does not have.
        case checkpointAhead(checkpoint: Int)
    }

    public struct Report: Sendable, Equatable {
        /// Numbered lines that were read.
        public internal(set) var lines = 0
        /// Lines whose body was purged.
        public internal(set) var purged = 0
        /// Lines that have no number yet.
        public internal(set) var unnumbered = 0
        public internal(set) var checkpoints = 0
        public internal(set) var findings: [Finding] = []

        public var isSound: Bool { findings.isEmpty }
    }

    private struct Evidence: Sendable {
        let line: JournalLine
        let salt: [UInt8]?
        let commitment: [UInt8]
        let leafHash: [UInt8]
    }

    private let database: any Database
    private let publicKey: @Sendable (_ keyID: String) -> [UInt8]?
    private let page = 1000

    /// - Parameter publicKey: 32 bytes of Ed25519 for the name of a key.
    public init(database: any Database, publicKey: @escaping @Sendable (_ keyID: String) -> [UInt8]?) {
        self.database = database
        self.publicKey = publicKey
    }

    /// Reads in pages, so that no snapshot is held for long. Changes nothing.
    /// - Throws: `StoreError`.
    public func verify() async throws -> Report {
        var report = Report()
        var checkpoints = try await database.read { db in
            try db.rows(
                "SELECT \(Checkpoint.columns) FROM kernel_journal_checkpoint ORDER BY size DESC",
                Checkpoint.init(row:))
        }
        report.checkpoints = checkpoints.count
        var frontier = MerkleFrontier()
        while true {
            let lines = try await evidence(from: frontier.size)
            for evidence in lines {
                let leaf = evidence.line.leafIndex ?? 0
                guard leaf == frontier.size else {
                    // Without the line no later root can be recomputed.
                    report.findings.append(.lineMissing(leaf: frontier.size))
                    return report
                }
                check(evidence, leaf: leaf, in: &report)
                frontier.append(evidence.leafHash)
                while let next = checkpoints.last, next.size == frontier.size {
                    check(next, root: frontier.root, in: &report)
                    checkpoints.removeLast()
                }
            }
            if lines.count < page { break }
        }
        report.findings += checkpoints.map { .checkpointAhead(checkpoint: $0.size) }
        report.unnumbered =
            try await database.read { db in
                try db.value("SELECT COUNT(*) FROM kernel_journal WHERE leaf_index IS NULL")
            } ?? 0
        return report
    }

    private func evidence(from leaf: Int) async throws -> [Evidence] {
        try await database.read { [page] db in
            try db.rows(
                """
                SELECT \(JournalLine.columns), salt, commitment, leaf_hash FROM kernel_journal
                WHERE leaf_index >= \(leaf) ORDER BY leaf_index LIMIT \(page)
                """
            ) { row in
                Evidence(
                    line: try JournalLine(row: row), salt: try row[15], commitment: try row[16], leafHash: try row[17])
            }
        }
    }

    private func check(_ evidence: Evidence, leaf: Int, in report: inout Report) {
        report.lines += 1
        switch (evidence.line.body, evidence.salt) {
        case (nil, nil): report.purged += 1
        case (let body?, let salt?):
            if JournalLeaf.commitment(salt: salt, body: body) != evidence.commitment {
                report.findings.append(.bodyChanged(leaf: leaf))
            }
        default: report.findings.append(.bodyChanged(leaf: leaf))
        }
        if JournalLeaf.hash(of: evidence.line, commitment: evidence.commitment) != evidence.leafHash {
            report.findings.append(.lineChanged(leaf: leaf))
        }
    }

    private func check(_ checkpoint: Checkpoint, root: MerkleTree.Hash, in report: inout Report) {
        if checkpoint.root != root { report.findings.append(.rootDiffers(checkpoint: checkpoint.size)) }
        guard let key = publicKey(checkpoint.keyID) else {
            report.findings.append(.keyUnknown(checkpoint: checkpoint.size, keyID: checkpoint.keyID))
            return
        }
        if !checkpoint.isSigned(by: key) { report.findings.append(.signatureInvalid(checkpoint: checkpoint.size)) }
    }
}
