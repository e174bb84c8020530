/// The list of peoples with their names: `seeds/ethnic-groups.csv`.
public struct EthnicList: Sendable {
    private var codes: [String: EthnicCode] = [:]
    private var names: [EthnicCode: String] = [:]

    /// A list without any people.
    public init() {}

    /// - Throws: ``CSVError``.
    public init(_ bytes: some Collection<UInt8>) throws {
        try CSV.records(bytes, columns: ["code", "name", "other_names"]) { record in
            guard let code = EthnicCode(rawValue: record["code"]) else { return }
            names[code] = record["name"]
            codes[Fold.folded(record["name"])] = code
            for other in record["other_names"].split(separator: ";") {
                let key = Fold.folded(String(other))
                if codes[key] == nil { codes[key] = code }
            }
        }
    }

    public func name(of code: EthnicCode) -> String? { names[code] }

    /// Understands a code (`9`, `09`) and a name in any spelling that differs in marks and case alone.
    public func code(_ text: String) -> EthnicCode? {
        let key = Fold.folded(text)
        if let number = decimalValue(of: key.utf8), (1...99).contains(number) {
            return EthnicCode(rawValue: padded(number, 2))
        }
        return codes[key]
    }
}
