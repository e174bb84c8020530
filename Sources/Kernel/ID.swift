public import Store
import Synchronization

/// A permanent identifier of one kind of thing: UUIDv7 (RFC 9562), text of 36 characters in SQL, JSON and addresses.
///
/// Ids that one process makes for one moment sort in the order in which they were made, others by millisecond.
/// Text in capitals is understood, and so is any other version of UUID; what is written is always small letters.
public struct ID<Kind>: Sendable, Hashable {
    /// The first eight bytes: 48 bits of milliseconds since 1970 UTC, version, 12 bits of counter.
    public let high: UInt64
    /// The last eight bytes: variant, 14 bits of counter, 48 random bits.
    public let low: UInt64

    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// A new id of that moment.
    public static func new(at instant: Instant = .now) -> ID {
        let (high, low) = IDGenerator.shared.next(at: instant)
        return ID(high: high, low: low)
    }

    /// When it was made, to the millisecond; nil unless it is a UUIDv7.
    public var instant: Instant? {
        guard high >> 12 & 0xF == 7 else { return nil }
        return Instant(microseconds: Int64(high >> 16) * 1000)
    }
}

extension ID: Comparable {
    public static func < (left: ID, right: ID) -> Bool { (left.high, left.low) < (right.high, right.low) }
}

extension ID: LosslessStringConvertible {
    public var description: String {
        String(unsafeUninitializedCapacity: 36) { out in
            out.put(hexadecimal: high >> 32, digits: 8, at: 0)
            out[8] = UInt8(ascii: "-")
            out.put(hexadecimal: high >> 16, digits: 4, at: 9)
            out[13] = UInt8(ascii: "-")
            out.put(hexadecimal: high, digits: 4, at: 14)
            out[18] = UInt8(ascii: "-")
            out.put(hexadecimal: low >> 48, digits: 4, at: 19)
            out[23] = UInt8(ascii: "-")
            out.put(hexadecimal: low, digits: 12, at: 24)
            return 36
        }
    }

    /// Nil unless it is 36 characters of hexadecimal digits and hyphens in their places.
    public init?(_ text: String) {
        var text = text
        guard let (high, low) = text.withUTF8(halves) else { return nil }
        self.init(high: high, low: low)
    }
}

extension ID: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let id = ID(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "\(text) is no id")
        }
        self = id
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

extension ID: SQLConvertible {
    public var sqlValue: SQLValue { .text(description) }

    public static func decode(_ row: Row, _ column: Int) throws -> ID {
        let text = try String.decode(row, column)
        guard let id = ID(text) else { throw StoreError.decoding("\(text) is no id") }
        return id
    }
}

/// The two halves of a UUID's text.
private func halves(_ bytes: UnsafeBufferPointer<UInt8>) -> (UInt64, UInt64)? {
    guard bytes.count == 36 else { return nil }
    var (high, low): (UInt64, UInt64) = (0, 0)
    for place in 0..<36 {
        let byte = bytes[place]
        if place == 8 || place == 13 || place == 18 || place == 23 {
            guard byte == UInt8(ascii: "-") else { return nil }
            continue
        }
        let digit: UInt8
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte - UInt8(ascii: "A") + 10
        default: return nil
        }
        if place < 18 { high = high << 4 | UInt64(digit) } else { low = low << 4 | UInt64(digit) }
    }
    return (high, low)
}

/// Makes the bits of UUIDv7: a counter of 26 bits goes up from one id to the next (RFC 9562, 6.2, method 1), whatever
/// their moments. So ids of one instant stay in order, also when others were made between them; once in 67 million ids the
/// counter begins again.
final class IDGenerator: Sendable {
    static let shared = IDGenerator()

    private let made = Atomic<UInt64>(.random(in: 0..<1 << 25))

    func next(at instant: Instant) -> (high: UInt64, low: UInt64) {
        var random = SystemRandomNumberGenerator()
        let millisecond = UInt64(min(max(instant.milliseconds, 0), 0xFFFF_FFFF_FFFF))
        let counter = made.wrappingAdd(1, ordering: .relaxed).newValue & 0x3FF_FFFF
        let high = millisecond << 16 | 0x7000 | counter >> 14
        let low = 0x8000_0000_0000_0000 | (counter & 0x3FFF) << 48 | random.next() >> 16
        return (high, low)
    }
}
