/// The words that stand in the source, in the language of the reader.
///
/// `t("Còn {n} ngày", ["n": days])`: values replace their `{name}` after the look-up, by their `description` (give
/// numbers for people through ``Format``); a name without a value stays visible. A value is never searched for names.
/// - Parameters:
///   - source: Vietnamese, one line, NFC, a literal: the extractor finds it and user text cannot become a key.
///   - context: tells apart what is one word in Vietnamese and two elsewhere (`msgctxt`).
public func t(
    _ source: StaticString,
    _ values: KeyValuePairs<StaticString, any CustomStringConvertible> = [:],
    context: StaticString? = nil
) -> String {
    let catalogue = Catalogue.current
    let text =
        if let catalogue {
            (context == nil ? catalogue[source] : catalogue[source, context]) ?? source.description
        } else {
            source.description
        }
    return values.isEmpty ? text : Placeholders.filled(text, values)
}

/// Words that depend on a count: `tn("{n} hồ sơ", count: 3)`. `{n}` is the count, grouped as the reader writes numbers.
///
/// Vietnamese has one form; other languages keep theirs under `msgid_plural`.
public func tn(
    _ source: StaticString,
    count: Int,
    _ values: KeyValuePairs<StaticString, any CustomStringConvertible> = [:],
    context: StaticString? = nil
) -> String {
    let text = Catalogue.current?[source, count: count, context] ?? source.description
    return Placeholders.filled(text, values, count: count)
}

/// Named places in a text: `{name}`.
public enum Placeholders {
    /// The names in a text, for the check that a translation keeps those of its source.
    public static func names(in text: String) -> Set<String> {
        var names: Set<String> = []
        visit(text) { piece in
            if case .name(let name) = piece { names.insert(String(name)) }
        }
        return names
    }

    static func filled(
        _ text: String, _ values: KeyValuePairs<StaticString, any CustomStringConvertible>, count: Int? = nil
    ) -> String {
        var filled = ""
        filled.reserveCapacity(text.utf8.count + 16 * (values.count + 1))
        visit(text) { piece in
            switch piece {
            case .text(let part): filled.append(contentsOf: part)
            case .name(let name):
                if let value = values.first(where: { $0.key.description == name })?.value {
                    filled.append(value.description)
                } else if name == "n", let count {
                    filled.append(Format.number(count))
                } else {
                    filled.append("{\(name)}")
                }
            }
        }
        return filled
    }

    private enum Piece {
        case text(Substring)
        case name(Substring)
    }

    /// Splits at `{name}`, where a name is made of ASCII letters, digits and `_`; other braces are text.
    private static func visit(_ text: String, _ body: (Piece) -> Void) {
        let bytes = text.utf8
        var start = bytes.startIndex
        var from = start
        while let open = bytes[from...].firstIndex(of: UInt8(ascii: "{")) {
            let first = bytes.index(after: open)
            let end = bytes[first...].firstIndex { !isNameByte($0) } ?? bytes.endIndex
            guard end < bytes.endIndex, end > first, bytes[end] == UInt8(ascii: "}") else {
                from = first
                continue
            }
            if start < open { body(.text(text[start..<open])) }
            body(.name(text[first..<end]))
            start = bytes.index(after: end)
            from = start
        }
        if start < bytes.endIndex { body(.text(text[start...])) }
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
