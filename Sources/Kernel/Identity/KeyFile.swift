import CSodium
import Foundation

/// The keys that must not lie in the database: they seal what the database holds (seeds of second factors, tokens of
/// other services). One file, readable by its owner alone, one key a line; the last one seals, all of them open.
public struct KeyFile: Sendable {
    private struct Key: Codable, Sendable {
        let id: String
        let created: String
        /// 32 bytes in base64url.
        let key: String
    }

    private let path: String
    private let keys: [Key]

    /// Ids of the keys, the oldest first.
    public var keyIDs: [String] { keys.map(\.id) }

    /// Opens the file, or makes it with a first key where there is none yet.
    /// - Parameter path: `data/keys/thacba.key`; its folder is made, closed to others.
    /// - Throws: ``KeyFileError``.
    public static func openOrCreate(at path: String, now: Instant) throws -> KeyFile {
        do { return try open(at: path) } catch KeyFileError.missing {
            let folder = (path as NSString).deletingLastPathComponent
            guard folder.isEmpty || PrivateFile.makeFolder(folder) else { throw KeyFileError.unwritable(path: path) }
            let file = KeyFile(path: path, keys: [newKey(now)])
            // Another process that starts at the same time may have been faster.
            return try PrivateFile.create(path, file.lines) ? file : open(at: path)
        }
    }

    /// - Throws: ``KeyFileError``.
    public static func open(at path: String) throws -> KeyFile {
        let text = try PrivateFile.contents(of: path)
        let lines = text.split(separator: UInt8(ascii: "\n"))
        let keys = try lines.enumerated().map { index, line in
            guard let key = try? JSONDecoder().decode(Key.self, from: Data(line)),
                Base64.bytes(url: key.key)?.count == keyLength, !key.id.isEmpty
            else { throw KeyFileError.damaged(path: path, line: index + 1) }
            return key
        }
        guard !keys.isEmpty else { throw KeyFileError.damaged(path: path, line: 1) }
        return KeyFile(path: path, keys: keys)
    }

    /// Adds a key that seals from now on. What older ones sealed still opens.
    /// - Throws: ``KeyFileError``.
    public func rotated(now: Instant) throws -> KeyFile {
        let next = KeyFile(path: path, keys: keys + [Self.newKey(now)])
        try PrivateFile.replace(path, next.lines)
        return next
    }

    /// Encrypts and authenticates with the newest key (XChaCha20-Poly1305).
    /// - Parameter context: what it is for and whose it is; it opens only under the same.
    /// - Returns: `key id.base64url`, for a text column.
    public func seal(_ secret: [UInt8], context: String) throws -> String {
        guard let newest = keys.last, let key = Base64.bytes(url: newest.key) else {
            throw KeyFileError.damaged(path: path, line: 1)
        }
        let nonce = Secret.bytes(Int(crypto_aead_xchacha20poly1305_ietf_npubbytes()))
        let bound = Self.bound(newest.id, context)
        var sealed = [UInt8](repeating: 0, count: secret.count + Self.tagLength)
        crypto_aead_xchacha20poly1305_ietf_encrypt(
            &sealed, nil, secret, UInt64(secret.count), bound, UInt64(bound.count), nil, nonce, key)
        return "\(newest.id).\(Base64.url(nonce + sealed))"
    }

    /// - Throws: ``SealError``.
    public func open(_ sealed: String, context: String) throws(SealError) -> [UInt8] {
        let parts = sealed.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let bytes = Base64.bytes(url: String(parts[1])) else { throw .malformed }
        let id = String(parts[0])
        guard let found = keys.first(where: { $0.id == id }), let key = Base64.bytes(url: found.key) else {
            throw .unknownKey(id: id)
        }
        let nonceLength = Int(crypto_aead_xchacha20poly1305_ietf_npubbytes())
        guard bytes.count >= nonceLength + Self.tagLength else { throw .malformed }
        let (nonce, cipher) = (Array(bytes.prefix(nonceLength)), Array(bytes.dropFirst(nonceLength)))
        let bound = Self.bound(id, context)
        var secret = [UInt8](repeating: 0, count: cipher.count - Self.tagLength)
        let status = crypto_aead_xchacha20poly1305_ietf_decrypt(
            &secret, nil, nil, cipher, UInt64(cipher.count), bound, UInt64(bound.count), nonce, key)
        guard status == 0 else { throw .forged }
        return secret
    }

    /// 32 bytes for a purpose, derived from a key (keyed BLAKE2b): a seed to sign with.
    /// - Parameter id: of the key; the newest one by default.
    /// - Returns: `nil` when there is no such key.
    public func seed(for purpose: String, keyID id: String? = nil) -> [UInt8]? {
        guard let found = id.map({ id in keys.first { $0.id == id } }) ?? keys.last,
            let key = Base64.bytes(url: found.key)
        else { return nil }
        let message = Array("thacba-seed|\(purpose)".utf8)
        var seed = [UInt8](repeating: 0, count: 32)
        crypto_generichash(&seed, seed.count, message, UInt64(message.count), key, key.count)
        return seed
    }

    /// The id of the key that seals and signs.
    public var newestID: String { keys.last?.id ?? "" }

    private static let keyLength = Int(crypto_aead_xchacha20poly1305_ietf_keybytes())
    private static let tagLength = Int(crypto_aead_xchacha20poly1305_ietf_abytes())

    private static func newKey(_ now: Instant) -> Key {
        Key(id: Hex.text(Secret.bytes(4)), created: now.rfc3339, key: Base64.url(Secret.bytes(keyLength)))
    }

    /// The key's id is bound as well, so that it cannot be exchanged.
    private static func bound(_ id: String, _ context: String) -> [UInt8] { Array("\(id)|\(context)".utf8) }

    private var lines: [UInt8] {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys]
            return try keys.flatMap { Array(try encoder.encode($0)) + [UInt8(ascii: "\n")] }
        }
    }
}

/// Why something sealed does not open.
public enum SealError: Error, Sendable, Hashable {
    case malformed
    /// Sealed with a key that the file does not hold: the wrong file, or a key was taken out of it.
    case unknownKey(id: String)
    /// Changed, or sealed for another context.
    case forged
}

/// What is wrong with the file of keys, in words for the operator.
public enum KeyFileError: Error, Sendable, Hashable, CustomStringConvertible {
    case missing(path: String)
    case unreadable(path: String, reason: String)
    case unwritable(path: String)
    /// Others than its owner may read it.
    case tooOpen(path: String)
    case damaged(path: String, line: Int)

    public var description: String { message }

    public var message: String {
        switch self {
        case .missing(let path):
            t("Không có tệp khoá {path}. Hãy khôi phục tệp từ bản sao lưu.", ["path": path])
        case .unreadable(let path, let reason):
            t("Không đọc được tệp khoá {path}: {reason}.", ["path": path, "reason": reason])
        case .unwritable(let path):
            t("Không ghi được tệp khoá {path}. Hãy kiểm tra quyền ghi và chỗ trống.", ["path": path])
        case .tooOpen(let path):
            t("Người khác đọc được tệp khoá {path}. Hãy chạy: chmod 600 {path}", ["path": path])
        case .damaged(let path, let line):
            t("Tệp khoá {path} hỏng ở dòng {line}. Hãy khôi phục từ bản sao lưu.", ["path": path, "line": line])
        }
    }
}
