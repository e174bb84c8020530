/// What a reader of QR codes types when it is shown a card.
public struct ScannedCard: Sendable, Hashable {
    public let identifiers: [Identifier]
    public let fullName: String
    public let birth: BirthDate
    public let sex: Sex
    public let address: String
    public let issuedOn: Day?

    /// Tells the two cards apart by their shape.
    /// - Throws: ``CardRefusal``, ``NumberRefusal``, ``BirthRefusal``.
    public init(_ text: String, today: Day) throws {
        let fields = text.nfc.split(separator: "|", omittingEmptySubsequences: false)
            .map { String($0).trimmed }
        guard fields.count > 1 else { throw CardRefusal.notACard }
        if fields[0].utf8.first.map(NumberText.isDigit) == true, fields[0].utf8.count == 12 {
            try self.init(identityCard: fields, today: today)
        } else {
            try self.init(insuranceCard: fields, today: today)
        }
    }

    /// Seven fields: number, old number or nothing, name, `ddMMyyyy`, `Nam` or `Nữ`, address, `ddMMyyyy`.
    private init(identityCard fields: [String], today: Day) throws {
        guard fields.count == 7 else { throw CardRefusal.fieldCount(found: fields.count) }
        let number = try PersonalNumber(fields[0])
        guard let sex = Sex(vietnamese: fields[4]) else { throw CardRefusal.unreadable(field: 5) }
        guard let born = Self.day(packed: fields[3]) else { throw CardRefusal.unreadable(field: 4) }
        guard let issued = Self.day(packed: fields[6]) else { throw CardRefusal.unreadable(field: 7) }
        guard !fields[2].isEmpty else { throw CardRefusal.unreadable(field: 3) }
        guard born <= today else { throw BirthRefusal.inTheFuture }
        try number.check(birth: .day(born), sex: sex)
        var identifiers = [Identifier(stored: .personal, number.digits)]
        if !fields[1].isEmpty { identifiers.append(try Identifier(.oldCard, fields[1])) }
        self.identifiers = identifiers
        fullName = fields[2]
        birth = .day(born)
        self.sex = sex
        address = fields[5]
        issuedOn = issued
    }

    /// Number, name, birth, `1` or `2`, address and what the register does not ask for; name and address are UTF-8 in
    /// hexadecimal digits.
    private init(insuranceCard fields: [String], today: Day) throws {
        guard fields.count >= 5 else { throw CardRefusal.fieldCount(found: fields.count) }
        if fields[0].utf8.count == 10 {
            identifiers = [try Identifier(.socialInsurance, fields[0])]
        } else {
            let card = try HealthCardNumber(fields[0])
            identifiers = [
                Identifier(stored: .healthInsurance, card.text),
                Identifier(stored: .socialInsurance, card.socialInsuranceNumber),
            ]
        }
        guard let name = Self.text(hexadecimal: fields[1]), !name.isEmpty else {
            throw CardRefusal.unreadable(field: 2)
        }
        fullName = name
        birth = try BirthDate(typed: fields[2], today: today)
        switch fields[3] {
        case "1": sex = .male
        case "2": sex = .female
        default: throw CardRefusal.unreadable(field: 4)
        }
        guard let address = Self.text(hexadecimal: fields[4]) else { throw CardRefusal.unreadable(field: 5) }
        self.address = address
        issuedOn = nil
    }

    /// `01031952`
    private static func day(packed text: String) -> Day? {
        let bytes = Array(text.utf8)
        guard bytes.count == 8, let day = decimalValue(of: bytes[0..<2]), let month = decimalValue(of: bytes[2..<4]),
            let year = decimalValue(of: bytes[4..<8])
        else { return nil }
        return Day(year: year, month: month, day: day)
    }

    private static func text(hexadecimal text: String) -> String? {
        let digits = text.utf8.compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
        guard digits.count == text.utf8.count, digits.count.isMultiple(of: 2) else { return nil }
        let bytes = stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
        return String(validating: bytes, as: UTF8.self)?.nfc.trimmed
    }
}

public enum CardRefusal: Refusal, Hashable {
    case notACard
    case fieldCount(found: Int)
    /// Fields count from 1.
    case unreadable(field: Int)

    public var message: String {
        switch self {
        case .notACard: t("Đây không phải nội dung mã QR của thẻ căn cước hay thẻ bảo hiểm y tế.")
        case .fieldCount(let found):
            t("Mã QR của thẻ căn cước có 7 phần, đọc được {n}. Hãy quét lại.", ["n": found])
        case .unreadable(let field): t("Không đọc được phần thứ {n} của mã QR. Hãy quét lại.", ["n": field])
        }
    }
}

extension String {
    fileprivate var trimmed: String {
        var text = Substring(self)
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text.drop { $0.isWhitespace })
    }
}
