import Kernel

/// A record of an imported file with the line on which it begins; the header is line 1.
struct ImportRecord: Sendable {
    let line: Int
    /// Empty when it cannot be read.
    let fields: [String]
    let problem: LineProblem?
}

/// How a file is to be read.
struct ImportFormat: Sendable, Hashable {
    let encoding: FileEncoding
    /// The byte between two fields.
    let separator: UInt8
}

/// Reads an imported file record by record: what one record has wrong stays its own.
struct ImportRecords {
    private var transcoder: Transcoder
    private var splitter: RecordSplitter
    private let separator: CSV.Separator

    init(_ format: ImportFormat) {
        transcoder = Transcoder(format.encoding)
        splitter = RecordSplitter(separator: format.separator)
        separator =
            switch format.separator {
            case UInt8(ascii: ";"): .semicolon
            case UInt8(ascii: "\t"): .tab
            default: .comma
            }
    }

    /// - Returns: the records that are complete now.
    mutating func feed(_ bytes: [UInt8]) -> [ImportRecord] {
        var pieces: [RecordSplitter.Piece] = []
        splitter.feed(transcoder.utf8(bytes)) { pieces.append($0) }
        return pieces.flatMap(read)
    }

    mutating func finish() -> [ImportRecord] {
        var pieces: [RecordSplitter.Piece] = []
        splitter.feed(transcoder.finish()) { pieces.append($0) }
        splitter.finish { pieces.append($0) }
        return pieces.flatMap(read)
    }

    private func read(_ piece: RecordSplitter.Piece) -> [ImportRecord] {
        switch piece {
        case .tooLong(let line): [ImportRecord(line: line, fields: [], problem: .tooLong)]
        case .unclosed(let line): [ImportRecord(line: line, fields: [], problem: .quotes)]
        case .records(let bytes, let line, let ends): read(bytes, line, ends)
        }
    }

    /// All at once; when one of them is bad, one by one.
    private func read(_ bytes: [UInt8], _ line: Int, _ ends: [Int]) -> [ImportRecord] {
        if let records = try? rows(bytes, line) { return records }
        var (start, line) = (0, line)
        return ends.flatMap { end -> [ImportRecord] in
            let record = Array(bytes[start..<end])
            defer {
                start = end
                line += Self.lines(record)
            }
            do { return try rows(record, line) } catch {
                return [ImportRecord(line: line, fields: [], problem: LineProblem(error))]
            }
        }
    }

    private func rows(_ bytes: [UInt8], _ line: Int) throws -> [ImportRecord] {
        var records: [ImportRecord] = []
        try CSV.rows(bytes, separator: separator) { row in
            records.append(ImportRecord(line: line + row.line - 1, fields: row.fields, problem: nil))
        }
        return records
    }

    private static func lines(_ bytes: [UInt8]) -> Int {
        var (count, last) = (0, UInt8(0))
        for byte in bytes {
            if byte == UInt8(ascii: "\r") || (byte == UInt8(ascii: "\n") && last != UInt8(ascii: "\r")) { count += 1 }
            last = byte
        }
        return count
    }
}

extension LineProblem {
    fileprivate init(_ error: any Error) {
        switch error as? CSVError {
        case .notText: self = .notText
        case .fieldTooLong, .outOfMemory: self = .tooLong
        default: self = .quotes
        }
    }
}
