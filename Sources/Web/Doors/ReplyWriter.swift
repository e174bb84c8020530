import HTTPTypes
import Hummingbird
import NIOCore

/// Turns a reply into bytes: draws the page, sets the headers that every answer has, compresses, knows what the
/// browser has already.
struct ReplyWriter {
    let house: House
    let visit: Visit
    let request: Request

    func response(for reply: Reply) -> Response {
        switch reply.body {
        case .none:
            finished(reply, bytes: [], type: nil)
        case .page(let page):
            finished(
                reply, bytes: house.shell.draw(page, for: visit, house: house).bytes, type: "text/html; charset=utf-8")
        case .bytes(let bytes, let type):
            finished(reply, bytes: bytes, type: type)
        case .problem(let problem):
            finished(reply, bytes: (try? JSONBody.encoded(problem)) ?? [], type: "application/problem+json")
        case .stream(let body, let type):
            streamed(reply, body, type: type)
        }
    }

    private func finished(_ reply: Reply, bytes: [UInt8], type: String?) -> Response {
        var headers = common(reply, type: type)
        guard !bytes.isEmpty else { return Response(status: reply.status, headers: headers) }
        if reply.status == .ok, headers[.eTag] == nil, request.method == .get || request.method == .head {
            let tag = "W/\"\(String(EntityTag.hash(of: bytes), radix: 36))\""
            headers[.eTag] = tag
            if request.headers[.ifNoneMatch] == tag { return Response(status: .notModified, headers: headers) }
        }
        // An asset comes as it shall go; `identity` is what need not be said.
        if headers[.contentEncoding] == "identity" { headers[.contentEncoding] = nil }
        guard bytes.count > 1024, reply.headers[.contentEncoding] == nil, let type, Gzip.pays(for: type),
            Gzip.isAccepted(request.headers[.acceptEncoding]),
            let compressed = Gzip.compressed(bytes, level: 1)
        else {
            return Response(status: reply.status, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
        }
        headers[.contentEncoding] = "gzip"
        return Response(
            status: reply.status, headers: headers,
            body: .init(byteBuffer: ByteBuffer(bytes: compressed)))
    }

    private func streamed(_ reply: Reply, _ body: ResponseBody, type: String) -> Response {
        Response(status: reply.status, headers: common(reply, type: type), body: body)
    }

    private func common(_ reply: Reply, type: String?) -> HTTPFields {
        var headers = house.settings.isSecure ? SecurityHeaders.overTLS : SecurityHeaders.plain
        headers.append(contentsOf: reply.headers)
        if let type { headers[.contentType] = type }
        if headers[.cacheControl] == nil {
            headers[.cacheControl] = visit.signedIn == nil ? "no-cache" : "private, no-cache"
        }
        if headers[.vary] == nil { headers[.vary] = "Accept-Encoding, Cookie, Accept-Language" }
        return headers
    }
}

enum SecurityHeaders {
    private static let policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        + "manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    private static let permissions = "camera=(self), geolocation=(self), microphone=(), payment=(), usb=()"

    static let plain: HTTPFields = [
        .contentSecurityPolicy: policy,
        .xContentTypeOptions: "nosniff",
        .referrerPolicy: "same-origin",
        .crossOriginOpenerPolicy: "same-origin",
        .crossOriginResourcePolicy: "same-origin",
        .permissionsPolicy: permissions,
    ]

    static let overTLS: HTTPFields = {
        var headers = plain
        headers[.strictTransportSecurity] = "max-age=63072000; includeSubDomains"
        return headers
    }()
}

extension HTTPField.Name {
    static let referrerPolicy = HTTPField.Name("Referrer-Policy")!
    static let permissionsPolicy = HTTPField.Name("Permissions-Policy")!
    static let crossOriginOpenerPolicy = HTTPField.Name("Cross-Origin-Opener-Policy")!
}

/// A fast hash for entity tags; not for secrets.
enum EntityTag {
    static func hash(of bytes: [UInt8]) -> UInt64 {
        bytes.withUnsafeBytes { raw in
            var hash = 0x9e37_79b9_7f4a_7c15 ^ UInt64(raw.count)
            var offset = 0
            // Four words at a time, each in a lane of its own: the multiplications need not wait for one another.
            var lanes = SIMD4(hash, hash &+ 1, hash &+ 2, hash &+ 3)
            while offset + 32 <= raw.count {
                lanes =
                    (lanes ^ raw.loadUnaligned(fromByteOffset: offset, as: SIMD4<UInt64>.self)) &* 0x9fb2_1c65_1e98_df25
                lanes ^= lanes &>> 32
                offset += 32
            }
            for lane in lanes.indices { hash = (hash ^ lanes[lane]) &* 0x9fb2_1c65_1e98_df25 }
            while offset < raw.count {
                hash = (hash ^ UInt64(raw[offset])) &* 0x0000_0100_0000_01b3
                offset += 1
            }
            return hash ^ hash >> 29
        }
    }
}
