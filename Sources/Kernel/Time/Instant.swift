public import Store

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A point in time: microseconds since 1970-01-01 00:00 UTC. Read as Viet Nam's wall clock, UTC+7 since 1975.
public struct Instant: Sendable, Hashable, Comparable {
    public let microseconds: Int64

    public init(microseconds: Int64) { self.microseconds = microseconds }

    /// That minute of the day on the wall clock at UTC+7. Hours and minutes beyond the day go on into the next.
    public init(day: Day, hour: Int = 0, minute: Int = 0) {
        let minutes = Int64(day.number) * 1440 + Int64(hour) * 60 + Int64(minute)
        microseconds = minutes * 60_000_000 - Self.offset
    }

    /// The wall clock of the machine.
    public static var now: Instant {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Instant(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000)
    }

    /// The day at UTC+7.
    public var day: Day { Day(number: floorDivided(local, Self.dayLength)) }

    /// Minutes since midnight at UTC+7, 0–1439.
    public var minuteOfDay: Int { microsecondOfDay / 60_000_000 }

    /// Milliseconds since 1970 UTC.
    public var milliseconds: Int64 { Int64(floorDivided(Int(microseconds), 1000)) }

    /// Stops at the ends of what can be counted.
    public static func + (instant: Instant, duration: Duration) -> Instant {
        let (sum, overflow) = instant.microseconds.addingReportingOverflow(duration.wholeMicroseconds)
        return Instant(microseconds: overflow ? (instant.microseconds < 0 ? .min : .max) : sum)
    }

    public static func - (instant: Instant, duration: Duration) -> Instant {
        instant + (.zero - duration)
    }

    /// From the right one to the left one.
    public static func - (left: Instant, right: Instant) -> Duration {
        .microseconds(left.microseconds) - .microseconds(right.microseconds)
    }

    public static func < (left: Instant, right: Instant) -> Bool { left.microseconds < right.microseconds }

    private static let offset: Int64 = 7 * 3_600_000_000
    private static let dayLength = 86_400_000_000

    private var local: Int { Int(microseconds.addingReportingOverflow(Self.offset).partialValue) }
    private var microsecondOfDay: Int { local - floorDivided(local, Self.dayLength) * Self.dayLength }
}

extension Instant {
    /// `2022-07-25T14:30:00+07:00`, with six more digits when there is a fraction of a second (RFC 3339).
    public var rfc3339: String {
        let microsecond = microsecondOfDay
        let (minute, second) = (microsecond / 60_000_000, microsecond / 1_000_000 % 60)
        let fraction = microsecond % 1_000_000
        // In one piece: each line of the log begins with it.
        let time = String(unsafeUninitializedCapacity: 16) { out in
            out[0] = UInt8(ascii: "T")
            out.put(minute / 60, digits: 2, at: 1)
            out[3] = UInt8(ascii: ":")
            out.put(minute % 60, digits: 2, at: 4)
            out[6] = UInt8(ascii: ":")
            out.put(second, digits: 2, at: 7)
            guard fraction != 0 else { return 9 }
            out[9] = UInt8(ascii: ".")
            out.put(fraction, digits: 6, at: 10)
            return 16
        }
        return day.iso + time + "+07:00"
    }

    /// Reads RFC 3339 at any offset. A fraction finer than microseconds is cut; a leap second is the next second.
    public init?(rfc3339 text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, let day = Day(iso: String(decoding: bytes[..<10], as: UTF8.self)),
            [UInt8(ascii: "T"), UInt8(ascii: "t"), UInt8(ascii: " ")].contains(bytes[10]),
            bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"),
            let hour = decimalValue(of: bytes[11..<13]), let minute = decimalValue(of: bytes[14..<16]),
            let second = decimalValue(of: bytes[17..<19]), hour < 24, minute < 60, second <= 60
        else { return nil }
        var rest = bytes[19...]
        var fraction = 0
        if rest.first == UInt8(ascii: ".") {
            let digits = rest.dropFirst().prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            let six = Array(digits.prefix(6)) + Array(repeating: UInt8(ascii: "0"), count: max(0, 6 - digits.count))
            guard !digits.isEmpty, let value = decimalValue(of: six) else { return nil }
            fraction = value
            rest = rest[digits.endIndex...]
        }
        guard let offset = Self.offsetMinutes(rest) else { return nil }
        let seconds = day.number * 86_400 + (hour * 60 + minute - offset) * 60 + second
        microseconds = Int64(seconds * 1_000_000 + fraction)
    }

    /// `Z`, `+07:00` or `-03:30`, in minutes.
    private static func offsetMinutes(_ bytes: ArraySlice<UInt8>) -> Int? {
        let bytes = Array(bytes)
        if bytes == [UInt8(ascii: "Z")] || bytes == [UInt8(ascii: "z")] { return 0 }
        guard bytes.count == 6, bytes[3] == UInt8(ascii: ":"), let hours = decimalValue(of: bytes[1..<3]),
            let minutes = decimalValue(of: bytes[4..<6]), hours < 24, minutes < 60
        else { return nil }
        switch bytes[0] {
        case UInt8(ascii: "+"): return hours * 60 + minutes
        case UInt8(ascii: "-"): return -(hours * 60 + minutes)
        default: return nil
        }
    }
}

extension Instant: CustomStringConvertible, Codable, SQLConvertible {
    public var description: String { rfc3339 }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let instant = Instant(rfc3339: text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "\(text) is no RFC 3339 time")
        }
        self = instant
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rfc3339)
    }

    public var sqlValue: SQLValue { .integer(microseconds) }

    public static func decode(_ row: Row, _ column: Int) throws -> Instant {
        Instant(microseconds: try Int64.decode(row, column))
    }
}

extension Duration {
    /// Rounded down; stops at the ends of `Int64`.
    public var wholeMicroseconds: Int64 {
        let (seconds, attoseconds) = components
        let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000)
        let fraction = attoseconds / 1_000_000_000_000 - (attoseconds % 1_000_000_000_000 < 0 ? 1 : 0)
        let (sum, overflowAgain) = whole.addingReportingOverflow(fraction)
        return overflow || overflowAgain ? (seconds < 0 ? .min : .max) : sum
    }
}
