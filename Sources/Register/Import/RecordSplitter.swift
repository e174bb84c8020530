/// Cuts a CSV file that comes in pieces at the ends of its records, so that one bad record spoils no other and memory
/// holds no more than ``longest`` and a piece.
///
/// A quote opens a field only where a field begins, and a line end inside quotes belongs to the field.
struct RecordSplitter {
    /// Bytes of one record at most: a person needs some hundreds.
    static let longest = 1 << 16

    enum Piece: Equatable {
        /// Whole records, the first of which begins on a line; `ends` are the places behind each.
        case records([UInt8], line: Int, ends: [Int])
        /// A line that is longer than a record may be; skipped.
        case tooLong(line: Int)
        /// A line on which a quote opens that nothing closes within the length of a record; skipped.
        case unclosed(line: Int)
    }

    private let separator: UInt8
    private var buffer: [UInt8] = []
    /// Looked at so far.
    private var place = 0
    /// Behind each record that is complete in the buffer.
    private var ends: [Int] = []
    /// The line on which the buffer begins, and the one on which the eye is.
    private var firstLine = 1
    private var line = 1
    private var lineOfRecord = 1
    private var isQuoted = false
    private var mayOpen = true
    private var isSkipping = false

    init(separator: UInt8) { self.separator = separator }

    mutating func feed(_ bytes: some Collection<UInt8>, _ body: (Piece) throws -> Void) rethrows {
        buffer.append(contentsOf: bytes)
        try cut(isLast: false, body)
    }

    /// The last line needs no line end.
    mutating func finish(_ body: (Piece) throws -> Void) rethrows { try cut(isLast: true, body) }

    private mutating func cut(isLast: Bool, _ body: (Piece) throws -> Void) rethrows {
        while true {
            if isSkipping, !skip(isLast: isLast) { return }
            scan(isLast: isLast)
            try release(body)
            if isLast, buffer.count <= Self.longest, !isQuoted || buffer.isEmpty {
                if !buffer.isEmpty { try body(.records(buffer, line: firstLine, ends: [buffer.count])) }
                buffer = []
                return
            }
            guard isLast || buffer.count > Self.longest else { return }
            // The first line of what is left is the bad one; behind it all may be well.
            guard let end = buffer.firstIndex(where: Self.isLineEnd) else {
                try body(isQuoted && isLast ? .unclosed(line: firstLine) : .tooLong(line: firstLine))
                isSkipping = true
                continue
            }
            try body(end >= Self.longest ? .tooLong(line: firstLine) : .unclosed(line: firstLine))
            isSkipping = true
        }
    }

    /// Drops the rest of a line.
    /// - Returns: whether its end has come.
    private mutating func skip(isLast: Bool) -> Bool {
        defer { restart() }
        guard let end = buffer.firstIndex(where: Self.isLineEnd) else {
            buffer.removeAll(keepingCapacity: true)
            if isLast { isSkipping = false }
            return isLast
        }
        let isPair =
            buffer[end] == UInt8(ascii: "\r") && end + 1 < buffer.count && buffer[end + 1] == UInt8(ascii: "\n")
        // A carriage return at the very end may have its line feed in the next piece.
        guard buffer[end] == UInt8(ascii: "\n") || isPair || end + 1 < buffer.count || isLast else {
            buffer.removeFirst(end)
            return false
        }
        buffer.removeFirst(end + (isPair ? 2 : 1))
        firstLine += 1
        isSkipping = false
        return true
    }

    private mutating func restart() {
        place = 0
        ends = []
        line = firstLine
        lineOfRecord = firstLine
        isQuoted = false
        mayOpen = true
    }

    private mutating func scan(isLast: Bool) {
        buffer.withUnsafeBufferPointer { bytes in
            // What is longer than a record may be is judged by its beginning, however the bytes came.
            while place < bytes.count, place - (ends.last ?? 0) <= Self.longest {
                let byte = bytes[place]
                switch byte {
                case UInt8(ascii: "\""):
                    // A closed quote that is followed by another one was a doubled one.
                    if isQuoted { isQuoted = false } else if mayOpen { isQuoted = true }
                    mayOpen = true
                case UInt8(ascii: "\r"), UInt8(ascii: "\n"):
                    if byte == UInt8(ascii: "\r") {
                        if place + 1 == bytes.count, !isLast { return }
                        if place + 1 < bytes.count, bytes[place + 1] == UInt8(ascii: "\n") { place += 1 }
                    }
                    line += 1
                    mayOpen = true
                    if !isQuoted {
                        ends.append(place + 1)
                        lineOfRecord = line
                    }
                case separator: mayOpen = true
                case UInt8(ascii: " "): break
                default: if !isQuoted { mayOpen = false }
                }
                place += 1
            }
        }
    }

    /// Hands over the complete records.
    private mutating func release(_ body: (Piece) throws -> Void) rethrows {
        guard let end = ends.last else { return }
        let whole = Array(buffer[..<end])
        let piece = Piece.records(whole, line: firstLine, ends: ends)
        buffer.removeFirst(end)
        place -= end
        ends = []
        firstLine = lineOfRecord
        try body(piece)
    }

    private static func isLineEnd(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") }
}
