/// A tax code: ten digits of which the last checks the others, and for a dependent unit three more behind a hyphen.
public struct TaxCode: Sendable, Hashable {
    /// `0100109106` or `0100109106-001`
    public let text: String

    /// - Parameter text: the hyphen may be left out.
    /// - Throws: ``NumberRefusal``.
    public init(_ text: String) throws {
        let digits = try NumberText.digits(
            text.filter { $0 != "-" }, counts: [10, 13], of: .tax)
        guard Self.checkDigit(of: digits) == digits.utf8.dropFirst(9).first.map({ Int($0) - 48 }) else {
            throw NumberRefusal.wrongCheckDigit
        }
        let unit = digits.dropFirst(10)
        guard unit != "000" else { throw NumberRefusal.wrongTaxUnit }
        self.text = unit.isEmpty ? digits : "\(digits.prefix(10))-\(unit)"
    }

    /// Of a dependent unit.
    public var isDependent: Bool { text.utf8.count > 10 }

    private static let weights = [31, 29, 23, 19, 17, 13, 7, 5, 3]

    /// 10 for a number that is never issued.
    static func checkDigit(of digits: String) -> Int {
        10 - zip(weights, digits.utf8).reduce(0) { $0 + $1.0 * (Int($1.1) - 48) } % 11
    }
}
