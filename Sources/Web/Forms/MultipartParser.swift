import Foundation

/// Takes `multipart/form-data` (RFC 7578) apart, whatever the pieces are in which it arrives.
///
/// Pull style, so that the reader can wait for a disk between two events: `append`, then `next` until `nil`.
struct MultipartParser {
    enum Event: Equatable {
        case part(PartHead)
        case data(ArraySlice<UInt8>)
        case endOfPart
    }

    struct PartHead: Equatable {
        let name: String
        /// As it was sent; `nil` for a plain field, empty when a file field was left empty.
        let filename: String?
    }

    private enum State { case preamble, delimiter, headers, body, endOfPart, finished }

    /// A line break, two hyphens, the boundary.
    private let delimiter: [UInt8]
    private var state = State.preamble
    // The first delimiter may stand at the very start, without a line break before it.
    private var buffer: [UInt8] = [13, 10]
    private var start = 0

    init(boundary: String) { delimiter = Array("\r\n--\(boundary)".utf8) }

    /// The closing delimiter has been seen.
    var isFinished: Bool { state == .finished }

    mutating func append(_ bytes: some Collection<UInt8>) {
        guard state != .finished else { return }
        buffer.removeFirst(start)
        start = 0
        buffer += bytes
    }

    /// The next event, or `nil` when more bytes are needed or all has been read.
    /// - Throws: `BrokenForm`; `BadText` for names that are no text.
    mutating func next() throws -> Event? {
        while true {
            switch state {
            case .preamble:
                guard let found = delimiterIndex() else {
                    start = max(start, buffer.count - delimiter.count + 1)
                    return nil
                }
                start = found + delimiter.count
                state = .delimiter
            case .delimiter:
                guard try passDelimiter() else { return nil }
            case .headers:
                guard let head = try partHead() else { return nil }
                state = .body
                return .part(head)
            case .body:
                return bodyPiece()
            case .endOfPart:
                state = .delimiter
                return .endOfPart
            case .finished:
                return nil
            }
        }
    }

    /// After the boundary: two hyphens end the form, a line break begins a part.
    private mutating func passDelimiter() throws -> Bool {
        while start < buffer.count, buffer[start] == 32 || buffer[start] == 9 { start += 1 }
        guard buffer.count - start >= 2 else { return false }
        switch (buffer[start], buffer[start + 1]) {
        case (UInt8(ascii: "-"), UInt8(ascii: "-")):
            state = .finished
            buffer = []
            start = 0
        case (13, 10):
            // The line break stays: with none but it, the headers are empty.
            state = .headers
        default:
            throw BrokenForm()
        }
        return true
    }

    private mutating func bodyPiece() -> Event? {
        if let found = delimiterIndex() {
            let piece = buffer[start..<found]
            start = found + delimiter.count
            if piece.isEmpty {
                state = .delimiter
                return .endOfPart
            }
            state = .endOfPart
            return .data(piece)
        }
        let end = buffer.count - delimiter.count + 1
        guard end > start else { return nil }
        defer { start = end }
        return .data(buffer[start..<end])
    }

    private func delimiterIndex() -> Int? { index(of: delimiter, from: start) }

    private func index(of needle: [UInt8], from first: Int) -> Int? {
        buffer.withUnsafeBytes { hay in
            var index = first
            while index + needle.count <= hay.count, let base = hay.baseAddress {
                guard let hit = memchr(base + index, Int32(needle[0]), hay.count - needle.count + 1 - index) else {
                    return nil
                }
                index = UnsafeRawPointer(hit) - base
                if memcmp(hit, needle, needle.count) == 0 { return index }
                index += 1
            }
            return nil
        }
    }

    private mutating func partHead() throws -> PartHead? {
        guard let end = index(of: [13, 10, 13, 10], from: start) else {
            guard buffer.count - start <= 16_384 else { throw BrokenForm() }
            return nil
        }
        let lines = buffer[start..<end]
        start = end + 4
        for line in lines.split(separator: 10) {
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")),
                String(decoding: line[..<colon], as: UTF8.self).lowercased() == "content-disposition"
            else { continue }
            var value = line[(colon + 1)...]
            if value.last == 13 { value.removeLast() }
            let disposition = try Disposition(value)
            guard disposition.kind == "form-data", let name = disposition.parameters["name"] else { break }
            return PartHead(name: name, filename: disposition.parameters["filename"])
        }
        throw BrokenForm()
    }
}
