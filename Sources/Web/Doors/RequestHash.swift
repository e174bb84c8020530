import Kernel

/// A fingerprint of what was sent, by which a repetition is told from other content under the same key.
enum RequestHash {
    /// SHA-256 of path and parts, each with its length in front, so that no two requests read alike.
    static func of(_ path: String, _ parts: [String]) -> String {
        var hash = Sha256()
        add(path, to: &hash)
        for part in parts { add(part, to: &hash) }
        return Base64URL.encoded(hash.finish())
    }

    private static func add(_ text: String, to hash: inout Sha256) {
        var length = UInt64(text.utf8.count).littleEndian
        withUnsafeBytes(of: &length) { hash.update($0) }
        hash.update(text.utf8)
    }
}
