import CLibCSV

/// Reads CSV as it comes in, row by row, with libcsv.
///
/// Fields may be quoted and hold line ends; blanks around unquoted fields are dropped; empty lines are skipped; a byte
/// order mark is skipped. Text is checked and brought to NFC. After an error the reader is not to be used further.
final class CSVReader {
    /// A field longer than this is taken for a quote that was never closed.
    static let longestField = 1 << 20

    private let parser = UnsafeMutablePointer<csv_parser>.allocate(capacity: 1)
    private let separator: CSV.Separator
    private let onRow: (CSVRow) throws -> Void
    /// The first bytes, kept until it is known whether they are a byte order mark; nil from then on.
    private var head: [UInt8]? = []
    private var line = 1
    private var firstLine = 1
    private var lastByte: UInt8 = 0
    private var fields: [String] = []
    private var failure: (any Error)?

    init(separator: CSV.Separator, onRow: @escaping (CSVRow) throws -> Void) {
        self.separator = separator
        self.onRow = onRow
        csv_init(parser, UInt8(CSV_STRICT | CSV_STRICT_FINI))
    }

    deinit {
        csv_free(parser)
        parser.deallocate()
    }

    /// Takes the next bytes, of any number.
    /// - Throws: ``CSVError``, or what the row's closure threw.
    func feed(_ bytes: UnsafeBufferPointer<UInt8>) throws {
        guard head != nil else { return try feedLines(bytes) }
        head?.append(contentsOf: bytes)
        if let head, head.count > 3 { try begin(with: head) }
    }

    /// Ends the input; the last line needs no line end.
    func finish() throws {
        if let head { try begin(with: head) }
        let isOpen = csv_fini(parser, Self.onField, Self.onRowEnd, context) != 0
        if let failure { throw failure }
        if isOpen { throw CSVError.unclosedQuote(line: firstLine) }
    }

    private var context: UnsafeMutableRawPointer { Unmanaged.passUnretained(self).toOpaque() }

    private func begin(with head: [UInt8]) throws {
        self.head = nil
        let bytes = head.starts(with: [0xEF, 0xBB, 0xBF]) ? head.dropFirst(3) : head[...]
        csv_set_delim(parser, separator.byte ?? CSV.Separator.guessed(from: bytes))
        try bytes.withUnsafeBufferPointer(feedLines)
    }

    /// Hands the bytes over line by line, so that the line of every row and error is known.
    private func feedLines(_ bytes: UnsafeBufferPointer<UInt8>) throws {
        var start = 0
        for (index, byte) in bytes.enumerated() {
            defer { lastByte = byte }
            guard byte == UInt8(CSV_LF) || byte == UInt8(CSV_CR) else { continue }
            let isSecondHalf = byte == UInt8(CSV_LF) && lastByte == UInt8(CSV_CR)
            // A line feed after a carriage return belongs to the line that has just been counted.
            if isSecondHalf { line -= 1 }
            try parse(UnsafeBufferPointer(rebasing: bytes[start...index]))
            line += 1
            start = index + 1
        }
        try parse(UnsafeBufferPointer(rebasing: bytes[start...]))
    }

    private func parse(_ bytes: UnsafeBufferPointer<UInt8>) throws {
        guard !bytes.isEmpty else { return }
        // libcsv's ROW_NOT_BEGUN
        if parser.pointee.pstate == 0 { firstLine = line }
        let taken = csv_parse(parser, bytes.baseAddress, bytes.count, Self.onField, Self.onRowEnd, context)
        if let failure { throw failure }
        if taken < bytes.count {
            throw csv_error(parser) == CSV_EPARSE ? CSVError.malformed(line: line) : CSVError.outOfMemory(line: line)
        }
        if parser.pointee.entry_pos > Self.longestField { throw CSVError.fieldTooLong(line: firstLine) }
    }

    private static let onField: @convention(c) (UnsafeMutableRawPointer?, Int, UnsafeMutableRawPointer?) -> Void = {
        field, count, context in
        guard let context else { return }
        Unmanaged<CSVReader>.fromOpaque(context).takeUnretainedValue()
            .take(UnsafeRawBufferPointer(start: field, count: count))
    }

    private static let onRowEnd: @convention(c) (Int32, UnsafeMutableRawPointer?) -> Void = { _, context in
        guard let context else { return }
        Unmanaged<CSVReader>.fromOpaque(context).takeUnretainedValue().endRow()
    }

    private func take(_ field: UnsafeRawBufferPointer) {
        guard failure == nil else { return }
        do {
            fields.append(try String(received: field))
        } catch {
            // The field may have gone on for some lines after the wrong byte.
            let linesAfter = field.dropFirst(error.offset).count { $0 == UInt8(CSV_LF) }
            failure = CSVError.notText(line: line - linesAfter, reason: error)
        }
    }

    private func endRow() {
        guard failure == nil else { return }
        do {
            try onRow(CSVRow(line: firstLine, fields: fields))
        } catch {
            failure = error
        }
        fields.removeAll(keepingCapacity: true)
    }
}
