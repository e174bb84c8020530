/// A statement with its parameters. Literals stand as they are; whatever is interpolated is bound.
///
/// Placeholders are written `$1`, `$2` … and each engine turns them into its own form.
public struct SQL: ExpressibleByStringInterpolation, Sendable {
    public private(set) var text: String
    public private(set) var values: [SQLValue]

    public init(stringLiteral text: StaticString) {
        self.text = text.description
        values = []
    }

    public init(stringInterpolation: StringInterpolation) {
        text = stringInterpolation.text
        values = stringInterpolation.values
    }

    public struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var text = ""
        fileprivate var values: [SQLValue] = []

        public init(literalCapacity: Int, interpolationCount: Int) {
            text.reserveCapacity(literalCapacity + 4 * interpolationCount)
            values.reserveCapacity(interpolationCount)
        }

        public mutating func appendLiteral(_ literal: StaticString) {
            literal.withUTF8Buffer { text += String(decoding: $0, as: UTF8.self) }
        }

        public mutating func appendInterpolation(_ value: some SQLEncodable) {
            bind(value.sqlValue)
        }

        /// Without it the compiler takes an optional value for one that is to be printed, and warns.
        public mutating func appendInterpolation(_ value: (some SQLEncodable)?) {
            bind(value.sqlValue)
        }

        /// Puts a piece of SQL with its own parameters in place.
        public mutating func appendInterpolation(_ piece: SQL) {
            guard !piece.values.isEmpty else {
                text += piece.text
                return
            }
            text += Placeholders.renumbered(piece.text, by: values.count)
            values += piece.values
        }

        /// `IN \(list: ids)` becomes `IN ($1, $2)`; an empty list matches nothing.
        public mutating func appendInterpolation(list: some Collection<some SQLEncodable>) {
            guard !list.isEmpty else {
                text += "(NULL)"
                return
            }
            text += "("
            for (index, value) in list.enumerated() {
                if index > 0 { text += ", " }
                bind(value.sqlValue)
            }
            text += ")"
        }

        private mutating func bind(_ value: SQLValue) {
            values.append(value)
            text += "$"
            text += String(values.count)
        }
    }

    /// Statements or conditions in a row, parted by static text, for example `" AND "`.
    public static func joined(_ parts: [SQL], by separator: StaticString) -> SQL {
        var whole: SQL = ""
        for (index, part) in parts.enumerated() {
            if index > 0 { whole.text += separator.description }
            whole.text += Placeholders.renumbered(part.text, by: whole.values.count)
            whole.values += part.values
        }
        return whole
    }

    /// DDL of migrations only: text that was written in source code as a literal, with the dialect's words filled in.
    package init(migration text: String) {
        self.text = text
        values = []
    }
}

/// Rewriting of `$n` outside quotes and comments.
public enum Placeholders {
    /// `$1` → `$4` for `offset` 3.
    static func renumbered(_ text: String, by offset: Int) -> String {
        offset == 0 ? text : rewritten(text) { "$\($0 + offset)" }
    }

    /// `$1` → `?1`: for SQLite `$1` would be a *named* parameter, numbered by first appearance.
    public static func questionMarks(_ text: String) -> String {
        rewritten(text) { "?\($0)" }
    }

    private static func rewritten(_ text: String, _ write: (Int) -> String) -> String {
        var result: [UInt8] = []
        var text = text
        text.withUTF8 { source in
            result.reserveCapacity(source.count + 8)
            var index = 0
            while index < source.count {
                let byte = source[index]
                switch byte {
                case UInt8(ascii: "'"), UInt8(ascii: "\""):
                    let end = source[(index + 1)...].firstIndex(of: byte) ?? source.count - 1
                    result += source[index...end]
                    index = end + 1
                case UInt8(ascii: "-") where index + 1 < source.count && source[index + 1] == byte:
                    let end = source[index...].firstIndex(of: UInt8(ascii: "\n")) ?? source.count
                    result += source[index..<end]
                    index = end
                case UInt8(ascii: "$"):
                    var end = index + 1
                    var number = 0
                    while end < source.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(source[end]) {
                        number = number * 10 + Int(source[end] - UInt8(ascii: "0"))
                        end += 1
                    }
                    result += end == index + 1 ? [byte] : Array(write(number).utf8)
                    index = end
                default:
                    result.append(byte)
                    index += 1
                }
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}
