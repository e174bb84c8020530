import CLibPQ
import Store

/// libpq itself: prepared statements, nothing else.
///
/// `@unchecked`: whoever took it out of its pool uses it alone.
final class RawPostgres: RawConnection, @unchecked Sendable {
    private let handle: OpaquePointer
    private var names: [String: String] = [:]

    init(_ connectionString: String) throws {
        guard let handle = PQconnectdb(connectionString), PQstatus(handle) == CONNECTION_OK else {
            throw RawFailure(message: "PostgreSQL does not answer")
        }
        self.handle = handle
    }

    deinit { PQfinish(handle) }

    /// `BEGIN` travels with the first statement and nobody waits for the `COMMIT`: as few round trips as there are
    /// statements.
    func read(_ statements: [RecordedStatement]) throws -> Int {
        for statement in statements { try prepare(statement.text) }
        PQenterPipelineMode(handle)
        try control("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        var bytes = 0
        for (index, statement) in statements.enumerated() {
            try send(statement)
            PQsendFlushRequest(handle)
            PQflush(handle)
            bytes += try results(index == 0 ? 2 : 1)
        }
        try control("COMMIT")
        PQpipelineSync(handle)
        _ = try results(1)
        try sync()
        PQexitPipelineMode(handle)
        return bytes
    }

    /// The whole transaction is one round trip.
    func write(_ group: [[RecordedStatement]]) throws {
        for statement in group.joined() { try prepare(statement.text) }
        PQenterPipelineMode(handle)
        try control("BEGIN")
        var count = 2
        for statement in group.joined() {
            try send(statement)
            count += 1
        }
        try control("COMMIT")
        PQpipelineSync(handle)
        _ = try results(count)
        try sync()
        PQexitPipelineMode(handle)
    }

    private func prepare(_ text: String) throws {
        guard names[text] == nil else { return }
        let name = "s\(names.count)"
        let result = PQprepare(handle, name, text, 0, nil)
        defer { PQclear(result) }
        guard PQresultStatus(result) == PGRES_COMMAND_OK else { throw failure }
        names[text] = name
    }

    private func control(_ text: String) throws {
        guard PQsendQueryParams(handle, text, 0, nil, nil, nil, nil, 0) == 1 else { throw failure }
    }

    private func send(_ statement: RecordedStatement) throws {
        guard let name = names[statement.text] else { throw failure }
        var buffer: [UInt8] = []
        var offsets: [Int] = []
        for value in statement.values {
            offsets.append(value == .null ? -1 : buffer.count)
            switch value {
            case .null: continue
            case .integer(let number): buffer += String(number).utf8
            case .real(let number): buffer += String(number).utf8
            case .text(let text): buffer += text.utf8
            case .bool(let flag): buffer += flag ? "t".utf8 : "f".utf8
            case .bytes(let bytes):
                buffer += "\\x".utf8
                for byte in bytes { buffer += (byte < 16 ? "0" : "").utf8 + Array(String(byte, radix: 16).utf8) }
            }
            buffer.append(0)
        }
        let sent = buffer.withUnsafeBytes { raw in
            let start = raw.bindMemory(to: CChar.self).baseAddress
            let pointers = offsets.map { offset in offset < 0 ? nil : start.map { $0 + offset } }
            return PQsendQueryPrepared(handle, name, Int32(pointers.count), pointers, nil, nil, 0)
        }
        guard sent == 1 else { throw failure }
    }

    /// - Returns: how many bytes the rows have.
    private func results(_ count: Int) throws -> Int {
        var bytes = 0
        for _ in 0..<count {
            guard let result = PQgetResult(handle) else { throw failure }
            let status = PQresultStatus(result)
            let columns = PQnfields(result)
            for row in 0..<PQntuples(result) {
                for column in 0..<columns where PQgetvalue(result, row, column) != nil {
                    bytes += Int(PQgetlength(result, row, column))
                }
            }
            let message = String(cString: PQresultErrorMessage(result))
            PQclear(result)
            guard status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK else { throw RawFailure(message: message) }
            while let more = PQgetResult(handle) { PQclear(more) }
        }
        return bytes
    }

    private func sync() throws {
        guard let result = PQgetResult(handle) else { throw failure }
        defer { PQclear(result) }
        guard PQresultStatus(result) == PGRES_PIPELINE_SYNC else { throw failure }
    }

    private var failure: RawFailure { RawFailure(message: String(cString: PQerrorMessage(handle))) }
}
