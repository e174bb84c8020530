/// A language that pages can be read in. Vietnamese is the source; every other one comes with its catalogue.
public struct Language: Sendable, Hashable, Codable {
    /// BCP 47, as in `lang="…"`.
    public let code: String
    /// What its speakers call it.
    public let name: String

    public init(code: String, name: String) {
        self.code = code
        self.name = name
    }

    public static let vi = Language(code: "vi", name: "Tiếng Việt")
    public static let en = Language(code: "en", name: "English")

    /// The language of the catalogue in force, Vietnamese without one.
    public static var current: Language { Catalogue.current?.language ?? .vi }

    public static func == (left: Language, right: Language) -> Bool { left.code == right.code }

    public func hash(into hasher: inout Hasher) { hasher.combine(code) }
}
