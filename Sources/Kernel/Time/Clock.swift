/// Where a request or a job gets its time from. Rules take `now` and `today` as values and never ask a clock.
public struct Clock: Sendable {
    private enum Source {
        /// The machine's clock and what is added to it.
        case shifted(Duration)
        case fixed(Instant)
    }

    private let source: Source

    /// The machine's clock.
    public static let system = Clock(source: .shifted(.zero))

    /// A clock that stands still, for tests.
    public static func fixed(_ instant: Instant) -> Clock { Clock(source: .fixed(instant)) }

    /// The machine's clock with the date moved so that it is that day now; the time of day and the pace stay.
    public static func starting(on day: Day, at now: Instant = .now) -> Clock {
        Clock(source: .shifted(.seconds((day - now.day) * 86_400)))
    }

    /// The machine's clock moved by a duration.
    public static func shifted(by offset: Duration) -> Clock { Clock(source: .shifted(offset)) }

    public func now() -> Instant {
        switch source {
        case .shifted(let offset): .now + offset
        case .fixed(let instant): instant
        }
    }

    /// The day at UTC+7.
    public var today: Day { now().day }

    /// How far this clock is from the machine's; nil for one that stands still.
    public var offset: Duration? {
        switch source {
        case .shifted(let offset): offset
        case .fixed: nil
        }
    }
}
