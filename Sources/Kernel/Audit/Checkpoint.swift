import CSodium
import Store

/// What the tree was at some moment, signed: whoever keeps one can show later that the journal was rewritten.
public struct Checkpoint: Sendable, Equatable {
    /// Lines covered.
    public let size: Int
    public let root: MerkleTree.Hash
    public let at: Instant
    /// Ed25519, 64 bytes, over `signedText`.
    public let signature: [UInt8]
    /// Names the key that signed.
    public let keyID: String

    /// The text that is signed: four lines, each with its line feed.
    public static func signedText(size: Int, root: MerkleTree.Hash, at: Instant) -> [UInt8] {
        var text = "thacba-journal-checkpoint-1\n\(size)\n\(Hex.text(root))\n"
        if case .integer(let microseconds) = at.sqlValue { text += "\(microseconds)\n" }
        return Array(text.utf8)
    }

    /// - Parameter publicKey: 32 bytes.
    public func isSigned(by publicKey: [UInt8]) -> Bool {
        guard publicKey.count == 32, signature.count == 64 else { return false }
        let text = Self.signedText(size: size, root: root, at: at)
        return crypto_sign_ed25519_verify_detached(signature, text, UInt64(text.count), publicKey) == 0
    }

    static let columns: SQL = "size, root_hash, at, signature, key_id"

    init(row: Row) throws {
        size = try row[0]
        root = try row[1]
        at = try row[2]
        signature = try row[3]
        keyID = try row[4]
    }

    init(size: Int, root: MerkleTree.Hash, at: Instant, signedWith signer: CheckpointSigner) {
        self.size = size
        self.root = root
        self.at = at
        signature = signer.sign(Self.signedText(size: size, root: root, at: at))
        keyID = signer.keyID
    }
}

/// Signs checkpoints. Where the key lies is the caller's matter.
public struct CheckpointSigner: Sendable {
    public let keyID: String
    /// Ed25519: 64 bytes over the text.
    public let sign: @Sendable (_ text: [UInt8]) -> [UInt8]

    public init(keyID: String, sign: @escaping @Sendable (_ text: [UInt8]) -> [UInt8]) {
        self.keyID = keyID
        self.sign = sign
    }

    /// A signer and its public key from a secret seed.
    /// - Parameter seed: 32 bytes of the key file.
    /// - Returns: `nil` when the seed has another length.
    public static func ed25519(seed: [UInt8], keyID: String) -> (signer: CheckpointSigner, publicKey: [UInt8])? {
        guard seed.count == 32 else { return nil }
        var publicKey = [UInt8](repeating: 0, count: 32)
        var secretKey = [UInt8](repeating: 0, count: 64)
        crypto_sign_ed25519_seed_keypair(&publicKey, &secretKey, seed)
        let signer = CheckpointSigner(keyID: keyID) { [secretKey] text in
            var signature = [UInt8](repeating: 0, count: 64)
            crypto_sign_ed25519_detached(&signature, nil, text, UInt64(text.count), secretKey)
            return signature
        }
        return (signer, publicKey)
    }
}
