/// Translations by source text. A reference, so that passing it along a request costs one retain.
public final class Catalogue: Sendable {
    /// The catalogue that ``t(_:_:context:)`` reads; nil is Vietnamese, the language of the sources.
    @TaskLocal public static var current: Catalogue?

    public let language: Language
    /// How many entries are translated.
    public var count: Int { texts.count + plurals.count }

    /// Kept, because every number that is written asks for it.
    let isEnglish: Bool

    private let texts: [Key: String]
    private let plurals: [Key: [String]]
    private let pluralRule: PluralRule

    /// The translated entries of a PO file; those that are empty or marked `fuzzy` do not count.
    public init(_ file: POFile) {
        var texts: [Key: String] = [:]
        var plurals: [Key: [String]] = [:]
        for entry in file.entries where entry.isTranslated {
            let key = Key(entry.source, context: entry.context)
            if entry.plural == nil {
                texts[key] = entry.translations[0]
            } else {
                plurals[key] = entry.translations
            }
        }
        self.language = file.language
        isEnglish = file.language == .en
        self.texts = texts
        self.plurals = plurals
        self.pluralRule = file.pluralRule
    }

    /// Translations without contexts and plurals.
    public init(language: Language, _ translations: [String: String]) {
        self.language = language
        isEnglish = language == .en
        texts = Dictionary(uniqueKeysWithValues: translations.map { (Key($0), $1) })
        plurals = [:]
        pluralRule = .single
    }

    /// The translation, nil when there is none.
    public subscript(source: StaticString) -> String? { texts[Key(source.description)] }

    /// The translation under a context (`msgctxt`), nil when there is none.
    public subscript(source: StaticString, context: StaticString?) -> String? {
        texts[Key(source.description, context: context?.description)]
    }

    /// The translation in the plural form that the count asks for, nil when there is none.
    public subscript(source: StaticString, count count: Int, context: StaticString? = nil) -> String? {
        let key = Key(source.description, context: context?.description)
        return plurals[key]?[pluralRule.form(for: count)] ?? texts[key]
    }

    /// Whether a source text is translated, for the check that no entry lacks.
    public func has(_ source: String, context: String? = nil) -> Bool {
        let key = Key(source, context: context)
        return texts[key] != nil || plurals[key] != nil
    }

    /// Hashed by its bytes: `String` itself hashes its normal form, which takes three times as long.
    private struct Key: Hashable {
        let text: String

        /// A context stands before its text, as in GNU gettext.
        init(_ source: String, context: String? = nil) {
            text = context.map { "\($0)\u{4}\(source)" } ?? source
        }

        func hash(into hasher: inout Hasher) {
            var text = text
            text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        }
    }
}

/// The plural rules of the languages that are in use here: one form, or two.
public enum PluralRule: Sendable, Hashable, CaseIterable {
    /// Vietnamese, Tày, Thái, H'Mông: `nplurals=1; plural=0`
    case single
    /// English: `nplurals=2; plural=n!=1`
    case oneAndOthers
    /// French: `nplurals=2; plural=n>1`
    case upToOneAndOthers

    /// The rule that a `Plural-Forms` line of a PO file spells, nil when it is none of these.
    public init?(_ header: String) {
        let bare = header.filter { !" \t();".contains($0) }
        switch bare {
        case "nplurals=1plural=0": self = .single
        case "nplurals=2plural=n!=1": self = .oneAndOthers
        case "nplurals=2plural=n>1": self = .upToOneAndOthers
        default: return nil
        }
    }

    public var forms: Int { self == .single ? 1 : 2 }

    func form(for count: Int) -> Int {
        switch self {
        case .single: 0
        case .oneAndOthers: count == 1 ? 0 : 1
        case .upToOneAndOthers: count <= 1 ? 0 : 1
        }
    }
}
