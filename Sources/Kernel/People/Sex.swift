public import Store

/// As in the papers.
public enum Sex: String, Sendable, Hashable, CaseIterable, SQLConvertible {
    case male, female

    public var label: String {
        switch self {
        case .male: t("Nam")
        case .female: t("Nữ")
        }
    }

    /// Reads `Nam`, `nữ`, `nu`.
    public init?(vietnamese text: String) {
        switch Fold.folded(text) {
        case "nam": self = .male
        case "nu": self = .female
        default: return nil
        }
    }
}
