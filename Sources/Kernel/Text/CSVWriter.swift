/// Writes CSV (RFC 4180, CRLF, UTF-8), safe to open in a spreadsheet.
///
/// Text that a spreadsheet would run as a formula (it begins with `= + - @`, their full-width forms, tab, CR or LF, also
/// behind blanks) gets a `'` in front, as OWASP advises. Numbers are not touched. Bytes gather in ``bytes``;
/// ``take()`` them now and then to stream.
public struct CSVWriter: Sendable {
    /// What a field holds.
    public enum Field: Sendable, Hashable, ExpressibleByStringLiteral, ExpressibleByIntegerLiteral {
        case text(String)
        case number(Int)

        public init(stringLiteral value: String) { self = .text(value) }
        public init(integerLiteral value: Int) { self = .number(value) }
    }

    public private(set) var bytes: [UInt8]
    private let separator: UInt8

    /// - Parameter byteOrderMark: true for files that people open in a spreadsheet, which else takes them for Latin-1.
    public init(separator: CSV.Separator = .comma, byteOrderMark: Bool = true) {
        self.separator = separator.byte ?? UInt8(ascii: ",")
        bytes = byteOrderMark ? [0xEF, 0xBB, 0xBF] : []
    }

    public mutating func row(_ fields: [Field]) {
        for (index, field) in fields.enumerated() {
            if index > 0 { bytes.append(separator) }
            switch field {
            case .number(let number): bytes.append(contentsOf: String(number).utf8)
            case .text(let text): append(text, isAlone: fields.count == 1)
            }
        }
        bytes.append(contentsOf: "\r\n".utf8)
    }

    public mutating func row(_ fields: [String]) {
        row(fields.map(Field.text))
    }

    /// The bytes so far; the writer goes on with none.
    public mutating func take() -> [UInt8] {
        let taken = bytes
        bytes.removeAll(keepingCapacity: true)
        return taken
    }

    /// A row of one empty field needs quotes, or it would read as an empty line.
    private mutating func append(_ text: String, isAlone: Bool) {
        let isGuarded = Self.startsFormula(text)
        let needsQuotes =
            (isAlone && text.isEmpty) || text.utf8.first == Self.blank || text.utf8.last == Self.blank
            || text.utf8.contains { byte in
                switch byte {
                case separator, UInt8(ascii: "\""), UInt8(ascii: "\r"), UInt8(ascii: "\n"), UInt8(ascii: "\t"): true
                default: false
                }
            }
        if needsQuotes { bytes.append(UInt8(ascii: "\"")) }
        if isGuarded { bytes.append(UInt8(ascii: "'")) }
        for byte in text.utf8 {
            if byte == UInt8(ascii: "\"") { bytes.append(byte) }
            bytes.append(byte)
        }
        if needsQuotes { bytes.append(UInt8(ascii: "\"")) }
    }

    private static let blank = UInt8(ascii: " ")

    private static func startsFormula(_ text: String) -> Bool {
        switch text.unicodeScalars.first(where: { $0 != " " && $0 != "\u{A0}" }) {
        case "=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠": true
        default: false
        }
    }
}
