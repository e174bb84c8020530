import Kernel

/// Reads the file of an import in batches of records; memory holds a batch and a piece of the file.
struct ImportReading: Sendable {
    let files: FileVault
    let file: StoredFile
    let format: ImportFormat

    struct Batch: Sendable {
        let records: [ImportRecord]
        /// Bytes of the file that had been read when it was complete.
        let bytes: Int
    }

    /// Gives the records behind the head to `body`.
    /// - Parameters:
    ///   - size: records of a batch.
    ///   - skipped: records behind the head that are dealt with already.
    ///   - body: says whether to go on.
    func batches(
        of size: Int, after skipped: Int, _ body: (Batch) async throws -> Bool
    ) async throws {
        var records = ImportRecords(format)
        var waiting: [ImportRecord] = []
        var (left, bytes) = (skipped + 1, 0)
        func take(_ new: [ImportRecord]) {
            let dropped = min(left, new.count)
            left -= dropped
            waiting += new.dropFirst(dropped)
        }
        for try await piece in files.read(file) {
            bytes += piece.count
            take(records.feed(piece))
            var start = 0
            while waiting.count - start >= size {
                let batch = Batch(records: Array(waiting[start..<start + size]), bytes: bytes)
                start += size
                guard try await body(batch) else { return }
            }
            waiting.removeFirst(start)
        }
        take(records.finish())
        for start in stride(from: 0, to: waiting.count, by: size) {
            let part = Array(waiting[start..<min(start + size, waiting.count)])
            guard try await body(Batch(records: part, bytes: bytes)) else { return }
        }
    }
}

/// A first look at a file: how it is to be read, its heads and some of its lines.
struct ImportPreview: Sendable {
    /// Bytes that are looked at.
    static let headSize = 1 << 18
    static let sampleSize = 3

    let format: ImportFormat
    let header: [String]
    let sample: [[String]]

    /// - Throws: ``FileProblem``.
    init(head: [UInt8], isWhole: Bool) throws {
        let encoding = try FileEncoding(of: head, isWhole: isWhole)
        var transcoder = Transcoder(encoding)
        let text = transcoder.utf8(head)
        format = ImportFormat(encoding: encoding, separator: CSV.Separator.guessed(from: text))
        var records = ImportRecords(format)
        var all = records.feed(head)
        if isWhole { all += records.finish() }
        guard let first = all.first else { throw isWhole ? FileProblem.empty : FileProblem.headerTooLong }
        guard first.problem == nil, first.fields.count <= ImportMapping.mostColumns else {
            throw FileProblem.headerTooLong
        }
        guard all.count > 1 else { throw isWhole ? FileProblem.onlyHeader : FileProblem.headerTooLong }
        header = first.fields.map(\.trimmed)
        sample = all.dropFirst().prefix(Self.sampleSize).map(\.fields)
    }

    static func read(_ file: StoredFile, from files: FileVault) async throws -> ImportPreview {
        let head = try await files.read(file, 0..<min(file.size, headSize)).collected()
        return try ImportPreview(head: head, isWhole: file.size <= headSize)
    }
}
