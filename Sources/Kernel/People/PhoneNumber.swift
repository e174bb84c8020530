/// A telephone number of Vietnam as it is dialled at home: `0` and nine digits, ten for a fixed line.
public struct PhoneNumber: Sendable, Hashable {
    public let digits: String

    /// - Parameter text: blanks, points and hyphens are dropped; `+84` and `84` stand for the `0`.
    /// - Throws: ``PhoneRefusal``.
    public init(_ text: String) throws {
        var bytes = text.utf8.filter { !" .-()".utf8.contains($0) }
        if bytes.first == UInt8(ascii: "+") { bytes.removeFirst() }
        if bytes.starts(with: "84".utf8), bytes.count >= 11 { bytes.replaceSubrange(0..<2, with: "0".utf8) }
        guard bytes.allSatisfy(NumberText.isDigit), bytes.first == UInt8(ascii: "0"), (10...11).contains(bytes.count)
        else { throw PhoneRefusal() }
        digits = String(decoding: bytes, as: UTF8.self)
    }
}

public struct PhoneRefusal: Refusal, Hashable {
    public init() {}

    public var message: String { t("Số điện thoại bắt đầu bằng 0 và có 10 hoặc 11 chữ số.") }
}
