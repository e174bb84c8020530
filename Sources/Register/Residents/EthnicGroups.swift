public import Kernel

/// The peoples of Vietnam by their code in QĐ 1019/QĐ-TCTK, from `seeds/ethnic-groups.csv`. Their names are names and
/// stay as they are in every language.
public struct EthnicGroups: Sendable {
    /// In the order of the list.
    public let all: [(code: EthnicCode, name: String)]
    private let names: [EthnicCode: String]
    /// Further names by which lists call them, folded: `cao lan`.
    private var others: [String: EthnicCode] = [:]

    /// - Parameter csv: columns `code` and `name` among others; `other_names` are parted by semicolons.
    /// - Throws: `CSVError`.
    public init(_ csv: some Collection<UInt8>) throws {
        var all: [(code: EthnicCode, name: String)] = []
        var others: [String: EthnicCode] = [:]
        try CSV.records(csv, columns: ["code", "name"]) { record in
            guard let code = EthnicCode(rawValue: record["code"]) else { return }
            all.append((code, record["name"]))
            for name in record["other_names"].split(whereSeparator: { ";-(),".contains($0) }) {
                let key = Fold.folded(String(name))
                if others[key] == nil { others[key] = code }
            }
        }
        self.init(all)
        self.others = others
    }

    init(_ all: [(code: EthnicCode, name: String)]) {
        self.all = all
        names = Dictionary(all.map { ($0.code, $0.name) }, uniquingKeysWith: { first, _ in first })
    }

    /// The code itself for one that the list does not hold.
    func name(_ code: EthnicCode) -> String { names[code] ?? code.rawValue }

    /// Reads a code or a name, with or without diacritics.
    func code(typed text: String) -> EthnicCode? {
        if let code = EthnicCode(rawValue: text), names[code] != nil { return code }
        let folded = Fold.folded(text)
        // Several names fold alike: the exact one goes first.
        return (all.first { $0.name == text } ?? all.first { Fold.folded($0.name) == folded })?.code ?? others[folded]
    }
}

/// Languages that people of the province speak at home, by ISO 639-3 (639-1 for Vietnamese).
enum SpokenLanguages {
    static let all: [SpokenLanguage] = ["vi", "tyz", "blt", "twh", "ium", "hmn", "mtq", "nut", "pcc"]
        .compactMap(SpokenLanguage.init)

    /// Reads a code or a name, with or without diacritics and without the word for language: `tày`, `Tiếng Tày`, `tyz`.
    static func language(typed text: String) -> SpokenLanguage? {
        let folded = Fold.folded(text)
        return all.first { language in
            let name = label(language).map(Fold.folded) ?? ""
            return language.rawValue == text || name == folded || name.hasSuffix(" \(folded)")
        }
    }

    /// Nil for one that is not in the list.
    static func label(_ language: SpokenLanguage) -> String? {
        switch language.rawValue {
        case "vi": t("Tiếng Việt")
        case "tyz": t("Tiếng Tày")
        case "blt": t("Tiếng Thái Đen")
        case "twh": t("Tiếng Thái Trắng")
        case "ium": t("Tiếng Dao")
        case "hmn": t("Tiếng Mông")
        case "mtq": t("Tiếng Mường")
        case "nut": t("Tiếng Nùng")
        case "pcc": t("Tiếng Giáy")
        default: nil
        }
    }
}
