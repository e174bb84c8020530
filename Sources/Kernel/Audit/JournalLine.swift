import Store

/// One line of the journal: who did or read what, about whom, in which office and why.
///
/// Whatever tells about a person stands in `body` alone. It can be purged lawfully; the other columns, which hold
/// only opaque ids and words of the program, stay under the proof.
public struct JournalLine: Sendable, Equatable {
    public let id: ID<JournalLine>
    public let at: Instant
    /// The account's id, `visitor`, or `system` for what a job does by itself.
    public let actor: String
    /// The unit in whose name the actor acted.
    public let actingUnit: String?
    /// The person for whom the actor acted.
    public let onBehalfOf: String?
    /// Why; a line about a read is refused without it.
    public let purpose: String?
    public let legalBasis: String?
    /// `aggregate.verb`, for example `dossier.accepted`; reads end in `.read`.
    public let action: String
    public let subjectKind: String?
    public let subjectID: String?
    /// The record (dossier, report …) to which the line belongs.
    public let record: String?
    /// Method and template of the door, or the name of the job or command.
    public let door: String
    /// The machine that wrote the line.
    public let node: String
    /// JSON. `nil` once purged.
    public let body: String?
    /// The place in the Merkle tree. `nil` until the sequencer has numbered the line.
    public internal(set) var leafIndex: Int?

    public init(
        id: ID<JournalLine>? = nil, at: Instant, actor: String, actingUnit: String? = nil, onBehalfOf: String? = nil,
        purpose: String? = nil, legalBasis: String? = nil, action: String, subjectKind: String? = nil,
        subjectID: String? = nil, record: String? = nil, door: String, node: String, body: String? = "{}"
    ) {
        self.id = id ?? .new(at: at)
        self.at = at
        self.actor = actor
        self.actingUnit = actingUnit
        self.onBehalfOf = onBehalfOf
        self.purpose = purpose
        self.legalBasis = legalBasis
        self.action = action
        self.subjectKind = subjectKind
        self.subjectID = subjectID
        self.record = record
        self.door = door
        self.node = node
        self.body = body
    }

    var isRead: Bool { action.hasSuffix(".read") }
}

public enum JournalError: Error, Equatable {
    /// Somebody's data were read and the line does not say why.
    case noPurpose(action: String)
}

/// What the tree proves of a line.
enum JournalLeaf {
    static let saltLength = 16

    /// Binds the body without revealing it: without the salt a short body could be guessed from its hash.
    static func commitment(salt: [UInt8], body: String) -> [UInt8] {
        Sha256.of(salt + Array(body.utf8))
    }

    /// Hash of the leaf: every column that stays, and the commitment in the place of the body.
    static func hash(of line: JournalLine, commitment: [UInt8]) -> [UInt8] {
        MerkleTree.leafHash(bytes(of: line, commitment: commitment))
    }

    /// Each field with its length in front, so that no two lines read alike.
    private static func bytes(of line: JournalLine, commitment: [UInt8]) -> [UInt8] {
        var bytes = Array("thacba-journal-1".utf8)
        for value in values(of: line) { append(value.sqlValue, to: &bytes) }
        append(.bytes(commitment), to: &bytes)
        return bytes
    }

    /// The columns that stay, by their names, as a proof tells them.
    static func fields(of line: JournalLine) -> [(name: String, text: String?)] {
        let names = [
            "id", "at", "actor", "actingUnit", "onBehalfOf", "purpose", "legalBasis", "action", "subjectKind",
            "subjectID", "record", "door", "node",
        ]
        return zip(names, values(of: line)).map { name, value in
            switch value.sqlValue {
            case .text(let text): (name, text)
            case .integer(let number): (name, String(number))
            case .null, .real, .bytes, .bool: (name, nil)
            }
        }
    }

    private static func values(of line: JournalLine) -> [any SQLEncodable] {
        [
            line.id, line.at, line.actor, line.actingUnit, line.onBehalfOf, line.purpose, line.legalBasis,
            line.action, line.subjectKind, line.subjectID, line.record, line.door, line.node,
        ]
    }

    private static func append(_ value: SQLValue, to bytes: inout [UInt8]) {
        let content: [UInt8]
        switch value {
        case .null:
            bytes += [0xff, 0xff, 0xff, 0xff]
            return
        case .integer(let number): content = Array(String(number).utf8)
        case .real(let number): content = Array(String(number).utf8)
        case .text(let text): content = Array(text.utf8)
        case .bytes(let raw): content = raw
        case .bool(let flag): content = [flag ? 1 : 0]
        }
        withUnsafeBytes(of: UInt32(content.count).bigEndian) { bytes += $0 }
        bytes += content
    }
}
