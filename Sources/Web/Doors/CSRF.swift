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
        var text = Data(bytes).base64EncodedString()
        text.removeAll { $0 == "=" }
        return String(text.map { $0 == "+" ? "-" : $0 == "/" ? "_" : $0 })
    }

    static func decoded(_ text: String) -> [UInt8]? {
        let standard = String(text.map { $0 == "-" ? "+" : $0 == "_" ? "/" : $0 })
        let padding = String(repeating: "=", count: (4 - standard.utf8.count % 4) % 4)
        return Data(base64Encoded: standard + padding).map(Array.init)
    }
}

extension HTTPField.Name {
    static let secFetchSite = HTTPField.Name("Sec-Fetch-Site")!
    static let idempotencyKey = HTTPField.Name("Idempotency-Key")!
    static let idempotencyReplayed = HTTPField.Name("Idempotency-Replayed")!
    static let forwardedFor = HTTPField.Name("X-Forwarded-For")!
    static let csrfToken = HTTPField.Name("X-CSRF-Token")!
}
