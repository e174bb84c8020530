import CSodium

/// Values that nobody can guess, from the system's random source.
enum Secret {
    /// libsodium must be started once before anything else is asked of it; starting again does nothing.
    static let isReady = sodium_init() >= 0

    static func bytes(_ count: Int) -> [UInt8] {
        _ = isReady
        var bytes = [UInt8](repeating: 0, count: count)
        randombytes_buf(&bytes, count)
        return bytes
    }

    /// 256 bits in base64url, 43 characters: for cookies.
    static func token() -> String { Base64.url(bytes(32)) }

    /// A password to be read out and typed: `k7mq-x3fd-9wtn-hb4s`, 79 bits, without letters that look alike.
    static func password() -> String {
        _ = isReady
        let letters = Array("abcdefghjkmnpqrstuvwxyz23456789")
        let groups = (0..<4).map { _ in
            String((0..<4).map { _ in letters[Int(randombytes_uniform(UInt32(letters.count)))] })
        }
        return groups.joined(separator: "-")
    }
}

/// Base64 without padding, with `-` and `_` (RFC 4648 §5).
enum Base64 {
    static func url(_ bytes: [UInt8]) -> String {
        let variant = Int32(sodium_base64_VARIANT_URLSAFE_NO_PADDING)
        var text = [CChar](repeating: 0, count: sodium_base64_encoded_len(bytes.count, variant))
        sodium_bin2base64(&text, text.count, bytes, bytes.count, variant)
        return String(decoding: text.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    static func bytes(url text: String) -> [UInt8]? {
        let count = text.utf8.count
        var bytes = [UInt8](repeating: 0, count: count)
        var used = 0
        let variant = Int32(sodium_base64_VARIANT_URLSAFE_NO_PADDING)
        // Without a pointer for the end, libsodium refuses text that is not base64 to its last character.
        guard sodium_base642bin(&bytes, count, text, count, nil, &used, nil, variant) == 0 else { return nil }
        return Array(bytes.prefix(used))
    }
}
