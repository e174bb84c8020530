import CLibPQ
import Store

/// Rows as `COPY … FROM STDIN` takes them in its text format: a line each, fields parted by tabs.
struct CopyLines {
    private(set) var bytes: [UInt8] = []

    mutating func append(_ row: ArraySlice<SQLValue>) {
        var isFirst = true
        for value in row {
            if !isFirst { bytes.append(UInt8(ascii: "\t")) }
            isFirst = false
            append(value)
        }
        bytes.append(UInt8(ascii: "\n"))
    }

    mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

    private mutating func append(_ value: SQLValue) {
        switch value {
        case .null: bytes += "\\N".utf8
        case .integer(let number): bytes += String(number).utf8
        case .real(let number): bytes += String(number).utf8
        case .bool(let flag): bytes.append(UInt8(ascii: flag ? "t" : "f"))
        case .text(var text): text.withUTF8 { appendEscaped($0) }
        case .bytes(let raw): appendHex(raw)
        }
    }

    private mutating func appendEscaped(_ text: UnsafeBufferPointer<UInt8>) {
        guard text.contains(where: { $0 == UInt8(ascii: "\\") || $0 < 0x20 }) else {
            bytes.append(contentsOf: text)
            return
        }
        for byte in text {
            switch byte {
            case UInt8(ascii: "\\"): bytes += "\\\\".utf8
            case UInt8(ascii: "\n"): bytes += "\\n".utf8
            case UInt8(ascii: "\r"): bytes += "\\r".utf8
            case UInt8(ascii: "\t"): bytes += "\\t".utf8
            default: bytes.append(byte)
            }
        }
    }

    private mutating func appendHex(_ raw: [UInt8]) {
        func digit(_ value: UInt8) -> UInt8 { value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10 }
        bytes += "\\\\x".utf8
        for byte in raw {
            bytes.append(digit(byte >> 4))
            bytes.append(digit(byte & 15))
        }
    }
}

extension PostgresLink {
    /// Bytes that are handed over at once.
    private static let pieceSize = 1 << 17

    /// Sends rows outside the pipeline.
    /// - Parameter statement: `COPY … FROM STDIN`.
    /// - Throws: `PostgresFailure`, also what the server said.
    func copy(
        _ statement: String, _ rows: RowBatch, until deadline: ContinuousClock.Instant, whenRung: () -> Void
    ) throws {
        guard let handle, PQsendQuery(handle, statement) == 1 else { throw PostgresFailure.lost(errorMessage) }
        guard let answer = try nextResult(until: deadline, whenRung: whenRung) else { throw PostgresFailure.lost("") }
        let isReady = PQresultStatus(answer) == PGRES_COPY_IN
        var failure = isReady ? nil : PostgresFailure.of(answer)
        PQclear(answer)
        if isReady {
            var lines = CopyLines()
            for start in stride(from: 0, to: rows.values.count, by: rows.columns.count) {
                lines.append(rows.values[start..<start + rows.columns.count])
                guard lines.bytes.count >= Self.pieceSize else { continue }
                try put(lines.bytes, until: deadline)
                lines.removeAll()
            }
            try put(lines.bytes, until: deadline)
            while PQputCopyEnd(handle, nil) == 0 { try flush(until: deadline) }
        }
        while let result = try nextResult(until: deadline, whenRung: whenRung) {
            if PQresultStatus(result) == PGRES_FATAL_ERROR { failure = failure ?? PostgresFailure.of(result) }
            PQclear(result)
        }
        if let failure { throw failure }
    }

    private func put(_ bytes: [UInt8], until deadline: ContinuousClock.Instant) throws {
        guard !bytes.isEmpty else { return }
        let outcome = bytes.withUnsafeBytes { raw in
            raw.withMemoryRebound(to: CChar.self) { PQputCopyData(handle, $0.baseAddress, Int32($0.count)) }
        }
        guard outcome != -1 else { throw PostgresFailure.lost(errorMessage) }
        // 0: its buffer is full. Once the kernel has taken it, the same bytes are offered again.
        try flush(until: deadline)
        if outcome == 0 { try put(bytes, until: deadline) }
    }
}
