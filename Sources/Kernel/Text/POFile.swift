/// One message of a PO file with its translation.
public struct POEntry: Sendable, Hashable {
    public internal(set) var context: String?
    public internal(set) var source = ""
    /// `msgid_plural`; nil when the message does not depend on a count.
    public internal(set) var plural: String?
    /// `msgstr`, or `msgstr[0]` … in their order.
    public internal(set) var translations: [String] = []
    public internal(set) var isFuzzy = false
    /// Where the entry begins in the file, from 1.
    public internal(set) var line = 0

    /// True when every form is there and no translator has left a mark of doubt.
    public var isTranslated: Bool {
        !isFuzzy && !translations.isEmpty && translations.allSatisfy { !$0.isEmpty }
    }

    /// Names that the source has and a translation lacks, or the other way round.
    ///
    /// A plural form may leave out `{n}` ("one dossier").
    public var mismatchedPlaceholders: Set<String> {
        let expected = Placeholders.names(in: source)
        let wrong = translations.filter { !$0.isEmpty }.map { translation in
            Placeholders.names(in: translation).symmetricDifference(expected)
        }
        let names = wrong.reduce(into: Set<String>()) { $0.formUnion($1) }
        return plural == nil ? names : names.subtracting(["n"])
    }
}

/// A translation catalogue as translators keep it (GNU gettext PO).
public struct POFile: Sendable {
    public let language: Language
    public let pluralRule: PluralRule
    /// In the order of the file, without the header and obsolete entries.
    public let entries: [POEntry]

    /// Reads a PO file. Understands `msgctxt`, `msgid`, `msgid_plural`, `msgstr`, `msgstr[n]`, comments, flags and the
    /// header's `Language`, `X-Language-Name` and `Plural-Forms`.
    /// - Throws: ``POError`` with the line.
    public init(_ bytes: some Collection<UInt8>) throws(POError) {
        let text: String
        do {
            text = try String(received: bytes)
        } catch {
            let line = bytes.prefix(error.offset).count { $0 == UInt8(ascii: "\n") } + 1
            throw POError(line: line, reason: .notText)
        }
        var reader = POReader()
        var number = 0
        for line in text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            number += 1
            try reader.read(Substring(line), number: number)
        }
        try reader.finish()
        let header = try Header(reader.header)
        for entry in reader.entries where entry.plural != nil {
            guard let rule = header.pluralRule else {
                throw POError(line: entry.line, reason: .noPluralRule)
            }
            guard entry.translations.count == rule.forms else {
                throw POError(line: entry.line, reason: .pluralForms(expected: rule.forms))
            }
        }
        language = header.language
        pluralRule = header.pluralRule ?? .single
        entries = reader.entries
    }

    /// The fields in the translation of the empty source.
    private struct Header {
        var language = Language.vi
        var pluralRule: PluralRule?

        init(_ entry: POEntry?) throws(POError) {
            guard let entry, let text = entry.translations.first else { throw POError(line: 1, reason: .noHeader) }
            var fields: [String: String] = [:]
            for line in text.split(separator: "\n") {
                let parts = line.split(separator: ":", maxSplits: 1)
                guard parts.count == 2 else { continue }
                fields[parts[0].lowercased()] = String(parts[1].drop { $0 == " " })
            }
            guard let code = fields["language"], !code.isEmpty else {
                throw POError(line: entry.line, reason: .noHeader)
            }
            let name = fields["x-language-name"] ?? [Language.vi, .en].first { $0.code == code }?.name
            language = Language(code: code, name: name ?? code)
            if let forms = fields["plural-forms"] {
                guard let rule = PluralRule(forms) else {
                    throw POError(line: entry.line, reason: .unknownPluralRule(forms))
                }
                pluralRule = rule
            }
        }
    }
}

/// What is wrong with a PO file, and where (lines from 1).
public struct POError: Error, Hashable, CustomStringConvertible {
    public enum Reason: Hashable, Sendable {
        /// Not UTF-8, or U+0000 in it.
        case notText
        /// No entry for the empty source that names the language.
        case noHeader
        /// A line that is neither a comment, a keyword nor a quoted text in its place.
        case unexpected
        case unclosedQuote
        case unknownEscape
        /// A source without `msgstr`.
        case noTranslation
        /// The same context and source again; first seen on that line.
        case duplicate(of: Int)
        /// `msgstr[n]` without a rule in the header.
        case noPluralRule
        case unknownPluralRule(String)
        case pluralForms(expected: Int)
    }

    public let line: Int
    public let reason: Reason

    public var description: String { "line \(line): \(reason)" }
}
