/// What a reading of a person's data is called before that person.
public struct ReadingWords: Sendable {
    /// The journal's word for it, `dossier.read`.
    public let action: String
    /// In the reader's language: `Mở hồ sơ`.
    public let title: @Sendable () -> String
    /// What was shown by it.
    public let shown: @Sendable () -> String

    public init(
        _ action: String, title: @escaping @Sendable () -> String, shown: @escaping @Sendable () -> String
    ) {
        self.action = action
        self.title = title
        self.shown = shown
    }
}
