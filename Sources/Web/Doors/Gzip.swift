import Synchronization

/// Compression of answers (RFC 1952) by zlib.
public enum Gzip {
    /// - Parameter level: 1 for pages made for one visitor, 9 for what is made once.
    /// - Returns: `nil` when zlib has no memory for it: then the bytes go as they are.
    public static func compressed(_ bytes: [UInt8], level: Int) -> [UInt8]? {
        guard let deflater = idle.take(level) ?? Deflater(level: level) else { return nil }
        let result = deflater.compressed(bytes)
        idle.keep(deflater)
        return result
    }

    /// Whether bytes of this media type shrink.
    public static func pays(for type: String) -> Bool {
        type.hasPrefix("text/") || type.hasPrefix("application/json") || type.hasPrefix("application/problem+json")
            || type.hasPrefix("application/javascript") || type.hasPrefix("application/manifest+json")
            || type.hasPrefix("application/xml") || type.hasPrefix("application/geo+json")
            || type.hasPrefix("image/svg+xml") || type.hasPrefix("image/x-icon")
    }

    /// What an `Accept-Encoding` says of gzip: `gzip;q=0` means no, `*` speaks for what is not named.
    public static func isAccepted(_ header: String?) -> Bool { isAccepted("gzip", by: header) }

    static func isAccepted(_ coding: String, by header: String?) -> Bool {
        guard let header else { return false }
        var star = false
        for part in header.split(separator: ",").prefix(20) {
            let (name, weight) = Languages.weighted(part)
            if name.lowercased() == coding { return weight > 0 }
            if name == "*" { star = weight > 0 }
        }
        return star
    }

    private static let idle = Idle()

    /// Compressors between two answers: setting one up costs 260 KB of memory to be cleared.
    private final class Idle: Sendable {
        private let deflaters = Mutex<[Deflater]>([])

        func take(_ level: Int) -> Deflater? {
            deflaters.withLock { all in
                guard let index = all.lastIndex(where: { $0.level == level }) else { return nil }
                return all.remove(at: index)
            }
        }

        func keep(_ deflater: Deflater) {
            deflaters.withLock { if $0.count < 16 { $0.append(deflater) } }
        }
    }
}
