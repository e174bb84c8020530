import Kernel
import Store

/// In what bytes a file's letters are written.
enum FileEncoding: String, Sendable, Hashable, SQLConvertible {
    case utf8, utf16le, utf16be

    /// Tells the encoding by the first bytes.
    /// - Parameter isWhole: the head is the whole file; else a letter may be cut off at its end.
    /// - Throws: ``FileProblem`` for encodings of before Unicode, which cannot be told apart for sure.
    init(of head: [UInt8], isWhole: Bool) throws {
        if head.starts(with: [0xFF, 0xFE]) {
            self = .utf16le
        } else if head.starts(with: [0xFE, 0xFF]) {
            self = .utf16be
        } else if let zero = head.firstIndex(of: 0) {
            // Text without a mark in front: every other byte of Latin letters is zero.
            let zeros = head.count { $0 == 0 }
            guard zeros * 4 > head.count else { throw FileProblem.binary }
            self = zero.isMultiple(of: 2) ? .utf16be : .utf16le
        } else {
            guard Self.isUTF8(head, isWhole: isWhole) else { throw FileProblem.oldEncoding(Self.guess(head)) }
            self = .utf8
        }
    }

    private static func isUTF8(_ head: [UInt8], isWhole: Bool) -> Bool {
        if String(validating: head, as: UTF8.self) != nil { return true }
        guard !isWhole else { return false }
        return (1...3).contains { String(validating: head.dropLast($0), as: UTF8.self) != nil }
    }

    /// Names what Vietnamese files were written in before Unicode, by the bytes that each uses for đ and for tones.
    static func guess(_ head: [UInt8]) -> String {
        var (windows, tcvn) = (0, 0)
        for (byte, next) in zip(head, head.dropFirst()) {
            // Windows-1258 writes a tone behind its vowel; TCVN3 has one byte for both, and 0xAE for đ.
            let isVowel = "aeiouyAEIOUY".utf8.contains(byte) || [0xE2, 0xEA, 0xF4, 0xF5, 0xFD, 0xE3].contains(byte)
            if isVowel, [0xCC, 0xD2, 0xDE, 0xEC, 0xF2].contains(next) { windows += 1 }
            if byte == 0xF0 || byte == 0xD0 { windows += 1 }
            if byte == 0xAE || byte == 0xA7 || (0xB5...0xB9).contains(byte) || (0xC6...0xC9).contains(byte) {
                tcvn += 1
            }
        }
        return windows == tcvn ? "" : windows > tcvn ? "Windows-1258" : "TCVN3 (ABC)"
    }
}

/// Brings a file's bytes to UTF-8, piece by piece.
struct Transcoder {
    private let encoding: FileEncoding
    private var rest: [UInt8] = []
    private var high: UInt16?
    private var isFirst = true

    init(_ encoding: FileEncoding) { self.encoding = encoding }

    /// Half a letter at the end waits for the next piece.
    mutating func utf8(_ bytes: [UInt8]) -> [UInt8] {
        guard encoding != .utf8 else { return withoutMark(bytes) }
        let all = rest + bytes
        var out: [UInt8] = []
        out.reserveCapacity(all.count)
        var index = 0
        while index + 1 < all.count {
            let (first, second) = (UInt16(all[index]), UInt16(all[index + 1]))
            take(encoding == .utf16le ? second << 8 | first : first << 8 | second, into: &out)
            index += 2
        }
        rest = Array(all[index...])
        return out
    }

    /// What is left at the end of the file: half a letter of UTF-16 becomes the sign for what cannot be read.
    mutating func finish() -> [UInt8] {
        defer { (rest, high) = ([], nil) }
        if encoding == .utf8 { return rest }
        return rest.isEmpty && high == nil ? [] : Self.unreadable
    }

    private static let unreadable: [UInt8] = [0xEF, 0xBF, 0xBD]

    private mutating func withoutMark(_ bytes: [UInt8]) -> [UInt8] {
        guard isFirst else { return bytes }
        let all = rest + bytes
        guard all.count >= 3 else {
            rest = all
            return []
        }
        isFirst = false
        rest = []
        return all.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(all.dropFirst(3)) : all
    }

    private mutating func take(_ unit: UInt16, into out: inout [UInt8]) {
        if isFirst {
            isFirst = false
            if unit == 0xFEFF { return }
        }
        if let high {
            self.high = nil
            if 0xDC00...0xDFFF ~= unit {
                let value = 0x10000 + (UInt32(high) - 0xD800) << 10 + (UInt32(unit) - 0xDC00)
                append(value, to: &out)
                return
            }
            out += Self.unreadable
        }
        switch unit {
        case 0xD800...0xDBFF: high = unit
        case 0xDC00...0xDFFF: out += Self.unreadable
        default: append(UInt32(unit), to: &out)
        }
    }

    private func append(_ value: UInt32, to out: inout [UInt8]) {
        guard let scalar = Unicode.Scalar(value) else { return out += Self.unreadable }
        out += UTF8.encode(scalar).map(Array.init) ?? Self.unreadable
    }
}

/// Why a file as a whole cannot be taken.
enum FileProblem: Refusal, Hashable {
    case binary
    /// The encoding that it looks like; empty when that cannot be told.
    case oldEncoding(String)
    case empty, headerTooLong, onlyHeader

    var message: String {
        switch self {
        case .binary: t("Tệp không phải bảng chữ. Hãy lưu bảng tính thành CSV (UTF-8) rồi gửi lại.")
        case .oldEncoding(""):
            t("Chữ trong tệp không phải Unicode. Hãy lưu lại thành CSV UTF-8 rồi gửi lại.")
        case .oldEncoding(let name):
            t(
                "Chữ trong tệp có lẽ dùng bảng mã cũ {name}. Hãy chuyển sang Unicode, lưu thành CSV UTF-8 rồi gửi lại.",
                ["name": name])
        case .empty: t("Tệp không có dòng nào.")
        case .headerTooLong: t("Dòng tên cột quá dài: nhiều nhất 64 KB và 200 cột. Hãy bỏ bớt cột không cần.")
        case .onlyHeader: t("Tệp chỉ có dòng tên cột, không có người nào.")
        }
    }
}
