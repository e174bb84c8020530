import Store

/// One line of the journal with the way from it to a signed checkpoint: whoever holds it can check, without the house,
/// that the line stands in the journal as it is told (`Scripts/check-read-proof`).
public struct JournalProof: Sendable, Encodable {
    /// What begins the bytes of a leaf.
    public let form = "thacba-journal-1"
    /// In the order in which they are hashed, each with its length in front; a null has the length 0xffffffff. The
    /// commitment comes last.
    public let fields: [Field]
    /// What the commitment binds; both are gone once the line was purged.
    public let body: String?
    public let salt: String?
    public let commitment: String
    public let leafIndex: Int
    /// From the leaf's sister upwards (RFC 9162 §2.1.3).
    public let path: [String]
    public let checkpoint: Signed

    public struct Field: Sendable, Encodable {
        public let name: String
        public let value: String?
    }

    /// Bytes are told in hexadecimal.
    public struct Signed: Sendable, Encodable {
        public let size: Int
        public let root: String
        /// Microseconds since 1970.
        public let at: Int
        public let signature: String
        public let keyID: String
    }
}

extension JournalTree {
    /// - Returns: `nil` for a line that is not there, not numbered yet, or not covered by a checkpoint yet.
    /// - Throws: `StoreError.decoding` when nodes are missing.
    public func proof(of id: ID<JournalLine>) throws -> JournalProof? {
        let found = try db.first(
            "SELECT \(JournalLine.columns), salt, commitment FROM kernel_journal WHERE id = \(id)"
        ) { row in (line: try JournalLine(row: row), salt: try row[15] as [UInt8]?, commitment: try row[16] as [UInt8])
        }
        guard let (line, salt, commitment) = found, let index = line.leafIndex,
            let checkpoint = try checkpoint(covering: index)
        else { return nil }
        return JournalProof(
            fields: JournalLeaf.fields(of: line).map { JournalProof.Field(name: $0.name, value: $0.text) },
            body: line.body, salt: salt.map(Hex.text), commitment: Hex.text(commitment), leafIndex: index,
            path: try inclusionProof(of: index, in: checkpoint.size).map(Hex.text),
            checkpoint: .init(
                size: checkpoint.size, root: Hex.text(checkpoint.root), at: Int(checkpoint.at.microseconds),
                signature: Hex.text(checkpoint.signature), keyID: checkpoint.keyID))
    }
}
