/// Digits written straight into the bytes of a new string: dates, numbers and ids fill whole pages.
extension UnsafeMutableBufferPointer<UInt8> {
    /// Decimal digits with leading zeros, `count` of them from `place` on.
    @inline(__always)
    func put(_ number: Int, digits count: Int, at place: Int) {
        var rest = number
        for offset in stride(from: count - 1, through: 0, by: -1) {
            self[place + offset] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
    }

    /// The lowest `count` hexadecimal digits in small letters, from `place` on.
    @inline(__always)
    func put(hexadecimal number: UInt64, digits count: Int, at place: Int) {
        var rest = number
        for offset in stride(from: count - 1, through: 0, by: -1) {
            let digit = UInt8(truncatingIfNeeded: rest & 0xF)
            self[place + offset] = digit + (digit < 10 ? UInt8(ascii: "0") : UInt8(ascii: "a") - 10)
            rest >>= 4
        }
    }
}

/// A number with leading zeros.
func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
}
