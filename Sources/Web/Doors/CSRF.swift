import Foundation
import HTTPTypes
import Kernel

/// Protection against forms that other sites send in a visitor's name.
enum CSRF {
    /// `mask ‖ mask XOR secret` in base64url: a new one for every rendering, so that nothing is learnt from how well
    /// a page compresses (BREACH).
    static func token(for secret: [UInt8]) -> String {
        var generator = SystemRandomNumberGenerator()
        let mask = secret.map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        return Base64URL.encoded(mask + zip(mask, secret).map { $0 ^ $1 })
    }

    static func isValid(_ token: String, for secret: [UInt8]) -> Bool {
        guard let bytes = Base64URL.decoded(token), bytes.count == 2 * secret.count, !secret.isEmpty else {
            return false
        }
        var difference: UInt8 = 0
        for index in secret.indices { difference |= bytes[index] ^ bytes[secret.count + index] ^ secret[index] }
        return difference == 0
    }

    /// What the browser itself says about where the form came from. Old browsers say nothing: then the token decides.
    static func cameFromHere(_ headers: HTTPFields, host: String?) -> Bool {
        if let site = headers[.secFetchSite] { return site == "same-origin" || site == "none" }
        guard let origin = headers[.origin] else { return true }
        guard origin != "null", let host, let range = origin.range(of: "://") else { return false }
        return origin[range.upperBound...].lowercased() == host.lowercased()
    }
}

enum Base64URL {
    static func encoded(_ bytes: [UInt8]) -> String {
        String(unsafeUninitializedCapacity: (bytes.count * 4 + 2) / 3) { text in
            var count = 0
            for start in stride(from: 0, to: bytes.count, by: 3) {
                let held = min(3, bytes.count - start)
                var group: UInt32 = 0
                for offset in 0..<3 { group = group << 8 | (offset < held ? UInt32(bytes[start + offset]) : 0) }
                for place in 0...held {
                    text[count] = letters[Int(group >> UInt32(18 - 6 * place) & 63)]
                    count += 1
                }
            }
            return count
        }
    }

    private static let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    /// - Returns: `nil` for anything but letters of the alphabet in a number that holds whole bytes.
    static func decoded(_ text: String) -> [UInt8]? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count * 3 / 4)
        var group: UInt32 = 0
        var bits = 0
        for letter in text.utf8 {
            guard let value = value(of: letter) else { return nil }
            group = group << 6 | value
            bits += 6
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(truncatingIfNeeded: group >> UInt32(bits)))
            }
        }
        return bits < 6 ? bytes : nil
    }

    private static func value(of letter: UInt8) -> UInt32? {
        switch letter {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(letter - UInt8(ascii: "A"))
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(letter - UInt8(ascii: "a")) + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(letter - UInt8(ascii: "0")) + 52
        case UInt8(ascii: "-"): 62
        case UInt8(ascii: "_"): 63
        default: nil
        }
    }
}

extension HTTPField.Name {
    static let secFetchSite = HTTPField.Name("Sec-Fetch-Site")!
    static let idempotencyKey = HTTPField.Name("Idempotency-Key")!
    static let idempotencyReplayed = HTTPField.Name("Idempotency-Replayed")!
    static let forwardedFor = HTTPField.Name("X-Forwarded-For")!
    static let csrfToken = HTTPField.Name("X-CSRF-Token")!
}
