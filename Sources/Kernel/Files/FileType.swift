public import Store

/// The kinds of files that offices accept.
public enum FileType: String, Sendable, CaseIterable, SQLConvertible {
    case pdf = "application/pdf"
    case jpeg = "image/jpeg"
    case png = "image/png"
    case webp = "image/webp"
    case heic = "image/heic"
    case docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    case xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    case text = "text/plain"

    public var mediaType: String { rawValue }

    /// Lower-case, the usual one first.
    public var extensions: [String] {
        switch self {
        case .pdf: ["pdf"]
        case .jpeg: ["jpg", "jpeg"]
        case .png: ["png"]
        case .webp: ["webp"]
        case .heic: ["heic", "heif"]
        case .docx: ["docx"]
        case .xlsx: ["xlsx"]
        case .text: ["txt", "csv"]
        }
    }

    public var isImage: Bool {
        switch self {
        case .jpeg, .png, .webp, .heic: true
        case .pdf, .docx, .xlsx, .text: false
        }
    }

    /// For the `accept` attribute of a file field.
    public static let accepted = allCases.flatMap(\.extensions).map { "." + $0 }.joined(separator: ",")

    /// The type that the end of a name promises. `nil` for an end that is not accepted.
    public init?(nameOf file: FileName) {
        guard let type = Self.allCases.first(where: { $0.extensions.contains(file.fileExtension) }) else {
            return nil
        }
        self = type
    }

    /// What the bytes are.
    /// - Parameters:
    ///   - sniffed: what libmagic says of the head.
    ///   - head: the first bytes of the file.
    init?(sniffed: String, head: [UInt8]) {
        if let type = Self(rawValue: sniffed) {
            self = type
            return
        }
        switch sniffed {
        case "image/heif": self = .heic
        case "text/csv", "application/csv", "application/json": self = .text
        case "application/zip", "application/octet-stream":
            // Some programs put the parts of a document in an order that libmagic does not know.
            guard head.starts(with: Array("PK\u{3}\u{4}".utf8)), head.holds("[Content_Types].xml") else { return nil }
            if head.holds("word/document.xml") {
                self = .docx
            } else if head.holds("xl/workbook.xml") {
                self = .xlsx
            } else {
                return nil
            }
        default: return nil
        }
    }
}

/// The name that a file had where it came from: shown, never used as a path.
public struct FileName: Sendable, Hashable, CustomStringConvertible {
    public let text: String

    /// Takes the last part of a path, drops what cannot be seen, and keeps the end when it is too long.
    public init(_ raw: String) {
        let last = raw.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map(String.init) ?? ""
        let seen = last.nfc.unicodeScalars.filter { scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
            default: true
            }
        }
        var kept = String(String.UnicodeScalarView(seen))
        while kept.utf8.count > 200 { kept.removeFirst() }
        let isBlank = kept.allSatisfy { $0 == "." || $0.isWhitespace }
        text = isBlank ? "tep" : kept
    }

    public var description: String { text }

    /// Lower-case, without the dot; empty when there is none.
    public var fileExtension: String {
        guard let dot = text.lastIndex(of: ".") else { return "" }
        return text[text.index(after: dot)...].lowercased()
    }
}

extension [UInt8] {
    fileprivate func holds(_ text: StaticString) -> Bool {
        let pattern = Array(text.description.utf8)
        guard let first = pattern.first, count >= pattern.count else { return false }
        var start = startIndex
        while let found = self[start...].firstIndex(of: first), found + pattern.count <= count {
            if self[found..<(found + pattern.count)].elementsEqual(pattern) { return true }
            start = found + 1
        }
        return false
    }
}
