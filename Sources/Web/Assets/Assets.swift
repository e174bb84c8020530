public import Foundation
import HTTPTypes
import Hummingbird
import Kernel

/// Front-end parts as they are shipped: styles, scripts, icons. Read once at the start, compressed once, and served
/// under names that carry a hash of their content, so that browsers never ask again.
public struct Assets: Sendable {
    struct Asset: Sendable {
        let type: String
        let bytes: [UInt8]
        let gzip: [UInt8]?
        let brotli: [UInt8]?
        /// Ten hexadecimal digits of SHA-256.
        let hash: String
        /// `/assets/css/thacba.0a1b2c3d4e.css`
        let path: String
    }

    private let byName: [String: Asset]

    /// - Parameter folder: with `css`, `js`, `icons` …; a `.br` file beside another is its brotli form.
    /// - Throws: a Cocoa error for a file that cannot be read. A missing folder holds nothing.
    public init(folder: URL) throws {
        var byName: [String: Asset] = [:]
        for name in try Self.files(in: folder) where !name.hasSuffix(".br") {
            guard let type = MediaTypes.of(name) else { continue }
            let bytes = Array(try Data(contentsOf: folder.appending(path: name)))
            let brotli = try? Array(Data(contentsOf: folder.appending(path: name + ".br")))
            let gzip = Gzip.pays(for: type) ? Gzip.compressed(bytes, level: 9) : nil
            let hash = Self.hash(of: bytes)
            byName[name] = Asset(
                type: type, bytes: bytes, gzip: gzip.flatMap { $0.count < bytes.count ? $0 : nil }, brotli: brotli,
                hash: hash, path: Self.path(name, hash: hash))
        }
        self.byName = byName
    }

    /// Nothing but names: for tests of pages.
    public init() { byName = [:] }

    /// `css/thacba.css` → `/assets/css/thacba.0a1b2c3d4e.css`; without a hash when no such file is shipped.
    public func path(_ name: String) -> String { byName[name]?.path ?? "/assets/\(name)" }

    private static func path(_ name: String, hash: String) -> String {
        guard let dot = name.lastIndex(of: ".") else { return "/assets/\(name)" }
        return "/assets/\(name[..<dot]).\(hash)\(name[dot...])"
    }

    /// The names that are shipped, in order.
    public var names: [String] { byName.keys.sorted() }

    func bytes(of name: String) -> [UInt8]? { byName[name]?.bytes }

    /// - Parameter path: below `/assets/`. The name without hash, or with that of another version, is answered too,
    ///   but only for now.
    func reply(for path: String, headers: HTTPFields) throws -> Reply {
        let (name, hash) = Self.parts(of: path)
        guard let (asset, isExact) = byName[path].map({ ($0, false) }) ?? byName[name].map({ ($0, $0.hash == hash) })
        else { throw NotFound() }
        let tag = "\"\(asset.hash)\""
        var answer: HTTPFields = [
            .cacheControl: isExact ? "public, max-age=31536000, immutable" : "no-cache",
            .eTag: tag, .vary: "Accept-Encoding",
        ]
        if headers[.ifNoneMatch] == tag { return .empty(.notModified, headers: answer) }
        let accepted = headers[.acceptEncoding]
        if let brotli = asset.brotli, Gzip.isAccepted("br", by: accepted) {
            answer[.contentEncoding] = "br"
            return .bytes(brotli, type: asset.type, headers: answer)
        }
        if let gzip = asset.gzip, Gzip.isAccepted(accepted) {
            answer[.contentEncoding] = "gzip"
            return .bytes(gzip, type: asset.type, headers: answer)
        }
        // As it is: the writer would compress it again for every visitor.
        answer[.contentEncoding] = "identity"
        return .bytes(asset.bytes, type: asset.type, headers: answer)
    }

    public var door: Door {
        .still("/assets/**") { [self] visit, request in
            try reply(for: String(visit.path.dropFirst("/assets/".count)), headers: request.headers)
        }
    }

    /// `css/thacba.0a1b2c3d4e.css` → `("css/thacba.css", "0a1b2c3d4e")`
    private static func parts(of path: String) -> (name: String, hash: String?) {
        guard let dot = path.lastIndex(of: "."), let before = path[..<dot].lastIndex(of: ".") else {
            return (path, nil)
        }
        let hash = path[path.index(after: before)..<dot]
        guard hash.count == 10, hash.allSatisfy(\.isHexDigit) else { return (path, nil) }
        return (String(path[..<before] + path[dot...]), String(hash))
    }

    private static func hash(of bytes: [UInt8]) -> String {
        Sha256.of(bytes).prefix(5).map { String(0x100 | Int($0), radix: 16).dropFirst() }.joined()
    }

    private static func files(in folder: URL) throws -> [String] {
        let manager = FileManager.default
        var isFolder: ObjCBool = false
        guard manager.fileExists(atPath: folder.path, isDirectory: &isFolder), isFolder.boolValue else { return [] }
        return try manager.subpathsOfDirectory(atPath: folder.path).filter { name in
            var isFolder: ObjCBool = false
            _ = manager.fileExists(atPath: folder.appending(path: name).path, isDirectory: &isFolder)
            return !isFolder.boolValue && !name.split(separator: "/").contains { $0.hasPrefix(".") }
        }
    }
}

/// Media types by the ending of a file's name.
enum MediaTypes {
    private static let known = [
        "css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8",
        "mjs": "text/javascript; charset=utf-8", "svg": "image/svg+xml", "png": "image/png", "webp": "image/webp",
        "jpg": "image/jpeg", "ico": "image/x-icon", "woff2": "font/woff2", "json": "application/json",
        "geojson": "application/geo+json", "txt": "text/plain; charset=utf-8", "html": "text/html; charset=utf-8",
        "map": "application/json", "mp3": "audio/mpeg", "webmanifest": "application/manifest+json",
    ]

    static func of(_ name: String) -> String? {
        name.lastIndex(of: ".").flatMap { known[name[name.index(after: $0)...].lowercased()] }
    }
}
