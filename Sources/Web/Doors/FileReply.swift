import Foundation
import HTTPTypes
import Hummingbird
public import Kernel
import NIOCore

extension Reply {
    /// A stored file, sent piece by piece and never shown as a page of ours.
    /// - Parameter name: as its owner called it.
    public static func file(_ file: StoredFile, named name: String, from vault: FileVault) -> Reply {
        let body = ResponseBody(contentLength: file.size) { writer in
            for try await piece in vault.read(file) { try await writer.write(ByteBuffer(bytes: piece)) }
            try await writer.finish(nil)
        }
        return .stream(body, type: file.type.mediaType, headers: download(name))
    }

    /// Bytes to be kept under a name.
    public static func download(_ bytes: [UInt8], named name: String, type: String) -> Reply {
        .bytes(bytes, type: type, headers: download(name))
    }

    /// What is made while it is sent, to be kept under a name.
    public static func streamed(
        _ chunks: some AsyncSequence<[UInt8], any Error> & Sendable, named name: String, type: String
    ) -> Reply {
        let body = ResponseBody { writer in
            for try await chunk in chunks { try await writer.write(ByteBuffer(bytes: chunk)) }
            try await writer.finish(nil)
        }
        return .stream(body, type: type, headers: download(name))
    }

    /// RFC 6266: the name in UTF-8 for browsers, a plain one for everything else.
    private static func download(_ name: String) -> HTTPFields {
        let plain = String(decoding: name.utf8.map { isPlain($0) ? $0 : UInt8(ascii: "_") }, as: UTF8.self)
        let encoded = name.addingPercentEncoding(withAllowedCharacters: unreserved) ?? plain
        return [
            .contentDisposition: "attachment; filename=\"\(plain)\"; filename*=UTF-8''\(encoded)",
            .cacheControl: "private, no-store",
        ]
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    private static let unreserved = CharacterSet(
        charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
}
