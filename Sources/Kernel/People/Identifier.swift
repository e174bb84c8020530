public import Store

/// What numbers a person or an organisation is known by.
public enum IdentifierKind: String, Sendable, Hashable, CaseIterable, SQLConvertible {
    /// 12 digits: `PersonalNumber`.
    case personal
    /// The identity card of 9 digits that was given until 2016; without structure.
    case oldCard
    /// 10 digits.
    case socialInsurance
    /// 15 characters, of which the last ten are the social insurance number.
    case healthInsurance
    /// 10 digits, or 13 for a dependent unit.
    case tax

    public var label: String {
        switch self {
        case .personal: t("Số định danh cá nhân")
        case .oldCard: t("Số chứng minh nhân dân cũ")
        case .socialInsurance: t("Mã số bảo hiểm xã hội")
        case .healthInsurance: t("Số thẻ bảo hiểm y tế")
        case .tax: t("Mã số thuế")
        }
    }
}

/// A number that is well formed for its kind, in the one form in which it is stored and compared.
public struct Identifier: Sendable, Hashable {
    public let kind: IdentifierKind
    public let number: String

    /// - Throws: ``NumberRefusal``.
    public init(_ kind: IdentifierKind, _ text: String) throws {
        self.kind = kind
        number =
            switch kind {
            case .personal: try PersonalNumber(text).digits
            case .oldCard: try NumberText.digits(text, counts: [9], of: kind)
            case .socialInsurance: try NumberText.digits(text, counts: [10], of: kind)
            case .healthInsurance: try HealthCardNumber(text).text
            case .tax: try TaxCode(text).text
            }
    }

    /// As ``init(_:_:)``, for a number that the register holds already.
    init(stored kind: IdentifierKind, _ number: String) {
        self.kind = kind
        self.number = number
    }

    /// Every kind that a typed number may be, the likeliest first; empty when it is none.
    public static func readings(of text: String) -> [Identifier] {
        IdentifierKind.allCases.compactMap { try? Identifier($0, text) }
    }

    /// What of it is shown in lists: all but the last three are covered.
    public var covered: String {
        String(repeating: "•", count: max(0, number.count - 3)) + number.suffix(3)
    }
}

/// Characters of a typed number.
enum NumberText {
    /// What people put between groups of digits.
    static func compact(_ text: String) -> [UInt8] {
        text.nfc.utf8.filter { !" .".utf8.contains($0) }
    }

    /// - Throws: ``NumberRefusal``.
    static func digits(_ text: String, counts: [Int], of kind: IdentifierKind) throws -> String {
        let bytes = compact(text)
        guard !bytes.isEmpty else { throw NumberRefusal.missing(kind) }
        guard bytes.allSatisfy(isDigit) else { throw NumberRefusal.notDigits(kind) }
        guard counts.contains(bytes.count) else { throw NumberRefusal.wrongLength(kind, found: bytes.count) }
        return String(decoding: bytes, as: UTF8.self)
    }

    static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
