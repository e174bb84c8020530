/// The terrace clock: one step a working day, each a little higher than the one before.
///
/// The same drawing tells how far a form has come. It is a picture beside words, never instead of them,
/// and holds no style, so that a strict content policy lets it pass.
public struct Rise: Sendable {
    public enum Step: Sendable {
        /// Used, or answered: flooded.
        case on
        /// Today, or the present question: gold.
        case now
        /// The clock stood still: dotted.
        case paused
        /// Still to come: empty.
        case left
        /// Beyond the promised day: clay.
        case over

        fileprivate var attribute: HTML? {
            switch self {
            case .on: " class=\"on\""
            case .now: " class=\"now\""
            case .paused: " class=\"pz\""
            case .over: " class=\"over\""
            case .left: nil
            }
        }

        /// What a group of days is drawn as when there are too many to draw each.
        fileprivate var weight: Int {
            switch self {
            case .left: 0
            case .on: 1
            case .paused: 2
            case .over: 3
            case .now: 4
            }
        }
    }

    public let steps: [Step]

    public init(_ steps: [Step]) { self.steps = steps }

    /// The progress of a form: `done` questions answered, the next one at hand, `count` in all.
    public init(done: Int, of count: Int) {
        steps = (0..<max(count, 0)).map { $0 < done ? .on : $0 == done ? .now : .left }
    }

    /// For the head of a dossier or form; at most 60 steps are drawn.
    public var full: HTML { drawing(atMost: 60, room: 5) }

    /// For a table row; at most 12 steps are drawn, longer spans in groups.
    public var mini: HTML { drawing(atMost: 12, room: 3) }

    /// One square, for the key beside a clock.
    public static func sample(_ step: Step) -> HTML {
        """
        <svg class="rise" viewBox="0 0 10 10" aria-hidden="true">\
        <rect\(step.attribute) x="1" y="1" width="8" height="8"/></svg>
        """
    }

    /// Units are quarters of what the mockups draw: a step is 40 wide with a gap of 6, the field 84 high.
    /// - Parameter room: the width in steps that is kept even when there are fewer, so that one day is no wide bar.
    private func drawing(atMost limit: Int, room: Int) -> HTML {
        let steps = grouped(atMost: limit)
        let bars = steps.enumerated().map { index, step -> HTML in
            let height = steps.count < 2 ? 54 : 26 + 54 * index / (steps.count - 1)
            return """
                <rect\(step.attribute) x="\(40 * index + 3)" y="\(82 - height)" width="34" height="\(height)"/>
                """
        }
        return """
            <svg class="rise" viewBox="0 0 \(40 * max(steps.count, room)) 84" preserveAspectRatio="none" \
            aria-hidden="true">\(bars)</svg>
            """
    }

    private func grouped(atMost limit: Int) -> [Step] {
        guard steps.count > limit else { return steps }
        return (0..<limit).map { group in
            let days = steps[group * steps.count / limit..<(group + 1) * steps.count / limit]
            return days.max { $0.weight < $1.weight } ?? .left
        }
    }
}
