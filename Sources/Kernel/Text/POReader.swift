/// Gathers the entries of a PO file line by line.
struct POReader {
    private(set) var entries: [POEntry] = []
    /// The entry of the empty source.
    private(set) var header: POEntry?

    private enum Part {
        case context, source, plural, translation
    }

    private struct Place: Hashable {
        let context: String?
        let source: String
    }

    private var entry = POEntry()
    /// What the last keyword opened; quoted lines continue it.
    private var part: Part?
    private var hasSource = false
    private var lines: [Place: Int] = [:]

    mutating func read(_ line: Substring, number: Int) throws(POError) {
        let line = trimmed(line)
        if line.isEmpty { return }
        if line.first == "#" {
            if part == .translation { try endEntry() }
            if line.hasPrefix("#,"), line.contains("fuzzy") { entry.isFuzzy = true }
            return
        }
        let text = try keyword(of: line, number: number)
        let value = try unquoted(text, number: number)
        switch part {
        case .context: entry.context = (entry.context ?? "") + value
        case .source: entry.source += value
        case .plural: entry.plural = (entry.plural ?? "") + value
        case .translation: entry.translations[entry.translations.count - 1] += value
        case nil: throw POError(line: number, reason: .unexpected)
        }
    }

    mutating func finish() throws(POError) {
        try endEntry()
        if part != nil || entry.context != nil { throw POError(line: entry.line, reason: .noTranslation) }
    }

    /// Notes which part a line opens, and returns what stands behind its keyword.
    private mutating func keyword(of line: Substring, number: Int) throws(POError) -> Substring {
        if line.first == "\"" { return line }
        let word = line.prefix { $0 != " " && $0 != "\t" && $0 != "\"" }
        switch word {
        case "msgctxt":
            try endEntry()
            guard part == nil else { throw POError(line: entry.line, reason: .noTranslation) }
            part = .context
            entry.line = number
        case "msgid":
            try endEntry()
            if part == .source || part == .plural { throw POError(line: entry.line, reason: .noTranslation) }
            if part == nil { entry.line = number }
            part = .source
            hasSource = true
        case "msgid_plural":
            guard part == .source else { throw POError(line: number, reason: .unexpected) }
            part = .plural
        case "msgstr":
            guard part == .source else { throw POError(line: number, reason: .unexpected) }
            part = .translation
            entry.translations = [""]
        case "msgstr[\(entry.translations.count)]":
            guard part == .plural || (part == .translation && entry.plural != nil) else {
                throw POError(line: number, reason: .unexpected)
            }
            part = .translation
            entry.translations.append("")
        default: throw POError(line: number, reason: .unexpected)
        }
        return trimmed(line.dropFirst(word.count))
    }

    /// Keeps the entry once it has its translation; otherwise leaves it as it is.
    private mutating func endEntry() throws(POError) {
        guard part == .translation, hasSource else { return }
        if entry.source.isEmpty, entry.context == nil {
            if let header { throw POError(line: entry.line, reason: .duplicate(of: header.line)) }
            header = entry
        } else {
            let place = Place(context: entry.context, source: entry.source)
            if let first = lines.updateValue(entry.line, forKey: place) {
                throw POError(line: entry.line, reason: .duplicate(of: first))
            }
            entries.append(entry)
        }
        entry = POEntry()
        part = nil
        hasSource = false
    }

    private func trimmed(_ text: Substring) -> Substring {
        func isBlank(_ character: Character) -> Bool { character == " " || character == "\t" || character == "\r" }
        var text = text.drop(while: isBlank)
        while let last = text.last, isBlank(last) { text.removeLast() }
        return text
    }

    private func unquoted(_ text: Substring, number: Int) throws(POError) -> String {
        guard text.first == "\"" else { throw POError(line: number, reason: .unexpected) }
        var value = String.UnicodeScalarView()
        var scalars = text.unicodeScalars.dropFirst()
        while let scalar = scalars.popFirst() {
            switch scalar {
            case "\"":
                guard scalars.isEmpty else { throw POError(line: number, reason: .unexpected) }
                return String(value)
            case "\\":
                guard let escaped = scalars.popFirst() else { throw POError(line: number, reason: .unclosedQuote) }
                switch escaped {
                case "n": value.append("\n")
                case "t": value.append("\t")
                case "r": value.append("\r")
                case "\"", "\\": value.append(escaped)
                default: throw POError(line: number, reason: .unknownEscape)
                }
            default: value.append(scalar)
            }
        }
        throw POError(line: number, reason: .unclosedQuote)
    }
}
