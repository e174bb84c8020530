public import Kernel

/// How far a language is translated.
public struct CatalogueState: Sendable, Equatable {
    public let language: Language
    public let translated: Int
    public let total: Int
    /// The first of the Vietnamese texts that have no translation yet, or one that a translator doubts.
    public let missing: [String]

    public static let mostMissing = 50

    public init(language: Language, translated: Int, total: Int, missing: [String]) {
        self.language = language
        self.translated = translated
        self.total = total
        self.missing = Array(missing.prefix(Self.mostMissing))
    }

    public init(_ file: POFile) {
        let missing = file.entries.filter { !$0.isTranslated }
        self.init(
            language: file.language, translated: file.entries.count - missing.count, total: file.entries.count,
            missing: missing.map(\.source))
    }

    /// Percent, rounded down: 100 only when nothing is missing.
    var percent: Int { total == 0 ? 100 : translated * 100 / total }
}
