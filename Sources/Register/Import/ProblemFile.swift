import Kernel
import Store

/// The lines that were not taken or have to be looked at: the list's own columns, the line and the reason. It is put
/// together again from the file that came in, so that no second copy of people's data is kept.
struct ProblemFile: Sendable {
    let database: any Database
    let files: FileVault
    let known: ResidentImport
    /// Of the reader's language.
    let words: Catalogue?

    /// Pieces of a CSV file, made as they are asked for.
    var chunks: AsyncThrowingStream<[UInt8], any Error> {
        let source = ProblemSource(self)
        return AsyncThrowingStream { try await source.next() }
    }
}

/// Walks along the file and the problems side by side.
private actor ProblemSource {
    private static let page = 500
    private static let piece = 1 << 20
    private let file: ProblemFile
    private var offset = 0
    private var records: ImportRecords
    private var writer = CSVWriter()
    private var problems: [ImportProblem] = []
    private var place = 0
    private var hasAll = false
    private var isOver = false

    init(_ file: ProblemFile) {
        self.file = file
        records = ImportRecords(file.known.format)
        let heads = Catalogue.$current.withValue(file.words) { [t("Dòng"), t("Kết quả"), t("Lý do")] }
        writer.row(file.known.header + heads)
    }

    func next() async throws -> [UInt8]? {
        while !isOver, writer.bytes.count < 1 << 16 {
            let end = min(offset + Self.piece, file.known.size)
            if offset < end {
                let piece = try await file.files.read(file.known.file, offset..<end).collected()
                offset = end
                for record in records.feed(piece) { try await take(record) }
            } else {
                for record in records.finish() { try await take(record) }
                isOver = true
            }
            if hasAll, place == problems.count { isOver = true }
        }
        let chunk = writer.take()
        return chunk.isEmpty ? nil : chunk
    }

    private func take(_ record: ImportRecord) async throws {
        if place == problems.count, !hasAll { try await fetch(after: problems.last?.line ?? 0) }
        guard place < problems.count, problems[place].line == record.line else { return }
        let problem = problems[place]
        place += 1
        let count = file.known.header.count
        let fields = record.fields.prefix(count) + repeatElement("", count: max(0, count - record.fields.count))
        let outcome = Catalogue.$current.withValue(file.words) {
            problem.isDoubt ? t("Đã ghi, chờ xem lại") : t("Không ghi")
        }
        writer.row(fields + [String(problem.line), outcome, problem.reason])
    }

    private func fetch(after line: Int) async throws {
        let id = file.known.id
        let found = try await file.database.read { db in
            try ImportStore(db: db).problems(of: id, after: line, limit: Self.page)
        }
        if found.isEmpty { hasAll = true } else { (problems, place) = (found, 0) }
    }
}
