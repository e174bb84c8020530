/// The number of a health insurance card in its form of 15 characters (QĐ 1351/QĐ-BHXH of 2015): group of the insured,
/// level of benefit, province that issued it, social insurance number. Cards since 2021 show the last ten alone.
public struct HealthCardNumber: Sendable, Hashable {
    /// Capitals and digits, 15 of them.
    public let text: String

    /// - Throws: ``NumberRefusal``.
    public init(_ text: String) throws {
        let bytes = NumberText.compact(text).filter { $0 != UInt8(ascii: "-") }.map(Self.capital)
        guard !bytes.isEmpty else { throw NumberRefusal.missing(.healthInsurance) }
        guard bytes.count == 15 else {
            throw NumberRefusal.wrongLength(.healthInsurance, found: bytes.count)
        }
        guard bytes.prefix(2).allSatisfy({ (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }) else {
            throw NumberRefusal.wrongGroup
        }
        guard (UInt8(ascii: "1")...UInt8(ascii: "5")).contains(bytes[2]) else { throw NumberRefusal.wrongBenefit }
        guard bytes.dropFirst(3).allSatisfy(NumberText.isDigit) else {
            throw NumberRefusal.notDigits(.healthInsurance)
        }
        guard bytes[3...4] != [UInt8(ascii: "0"), UInt8(ascii: "0")] else { throw NumberRefusal.wrongIssuer }
        self.text = String(decoding: bytes, as: UTF8.self)
    }

    /// `HS` for pupils, `HN` for poor households …
    public var group: String { String(text.prefix(2)) }
    /// 1–5.
    public var benefitLevel: Int { decimalValue(of: text.utf8.dropFirst(2).prefix(1)) ?? 0 }
    public var socialInsuranceNumber: String { String(text.suffix(10)) }

    private static func capital(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) ? byte - 32 : byte
    }
}
