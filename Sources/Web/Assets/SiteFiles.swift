import Foundation
import HTTPTypes
import Hummingbird
import Kernel

/// Files that browsers and search engines ask for by fixed names.
public enum SiteFiles {
    /// - Parameter openPages: the paths that anybody may read, for `/sitemap.xml`.
    public static func doors(
        assets: Assets, isSecure: Bool, openPages: @escaping @Sendable () async throws -> [String]
    ) -> [Door] {
        [
            assets.door,
            .still("/manifest.webmanifest") { _, _ in
                .bytes(try manifest(assets), type: "application/manifest+json")
            },
            .still("/favicon.ico") { _, _ in try favicon(assets) },
            .still("/robots.txt") { _, request in
                let text = """
                    User-agent: *
                    Disallow: /account
                    Disallow: /api/
                    Disallow: /sign-in
                    Sitemap: \(base(request, isSecure))/sitemap.xml

                    """
                return .bytes(Array(text.utf8), type: "text/plain; charset=utf-8")
            },
            .still("/sitemap.xml") { _, request in
                let base = base(request, isSecure)
                return .bytes(
                    sitemap(try await openPages().map { base + $0 }), type: "application/xml; charset=utf-8")
            },
        ]
    }

    private struct Manifest: Encodable {
        struct Picture: Encodable {
            let src: String
            let type: String
            let sizes: String
            let purpose: String
        }

        let name = "Thác Bà"
        let short_name = "Thác Bà"
        let lang = "vi"
        let start_url = "/"
        let scope = "/"
        let display = "standalone"
        let theme_color = "#0B5D57"
        let background_color = "#FFFFFF"
        let icons: [Picture]
    }

    /// The icons are those that are shipped: `icons/icon-192.png`, `icons/maskable-512.png`, `icons/favicon.svg`.
    private static func manifest(_ assets: Assets) throws -> [UInt8] {
        let icons = assets.names.filter { $0.hasPrefix("icons/") }.compactMap { name -> Manifest.Picture? in
            let type = MediaTypes.of(name) ?? ""
            if name == "icons/favicon.svg" {
                return .init(src: assets.path(name), type: type, sizes: "any", purpose: "any")
            }
            guard type == "image/png", let size = name.dropLast(4).split(separator: "-").last.flatMap({ Int($0) })
            else {
                return nil
            }
            let purpose = name.contains("maskable") ? "maskable" : "any"
            return .init(src: assets.path(name), type: type, sizes: "\(size)x\(size)", purpose: purpose)
        }
        return try JSONBody.encoded(Manifest(icons: icons))
    }

    private static func favicon(_ assets: Assets) throws -> Reply {
        if let bytes = assets.bytes(of: "icons/favicon.ico") { return .bytes(bytes, type: "image/x-icon") }
        let name = ["icons/favicon.svg", "icons/icon-192.png"].first { assets.bytes(of: $0) != nil }
        guard let name else { throw NotFound() }
        return .empty(.found, headers: [.location: assets.path(name)])
    }

    private static func sitemap(_ addresses: [String]) -> [UInt8] {
        let lines = addresses.map { "<url><loc>\($0)</loc></url>" as HTML }
        let body: HTML = "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\(lines)</urlset>"
        return Array("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".utf8) + body.bytes
    }

    /// `https://host`, as the request names it.
    private static func base(_ request: Request, _ isSecure: Bool) -> String {
        let host = request.head.authority ?? "localhost"
        let isPlain = host.utf8.allSatisfy { byte in
            byte.isASCIIAlphanumeric || "-.:[]".utf8.contains(byte)
        }
        return "\(isSecure ? "https" : "http")://\(isPlain ? host : "localhost")"
    }
}

extension UInt8 {
    fileprivate var isASCIIAlphanumeric: Bool {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        default: false
        }
    }
}
