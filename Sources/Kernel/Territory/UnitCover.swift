/// Which units answer for which, and when: the closure of the tree in time. A unit answers for those under it while
/// they are under it, and from the day of an event on for the past of those that went into it, so that what was filed
/// at a commune that is gone stays in the hands of the one that took its place.
struct UnitCover {
    struct Span: Hashable {
        let from: Day
        /// The first day on which it no longer holds.
        let to: Day?

        func intersected(_ other: Span) -> Span? {
            let start = max(from, other.from)
            let end = [to, other.to].compactMap(\.self).min()
            if let end, end <= start { return nil }
            return Span(from: start, to: end)
        }
    }

    struct Row: Hashable {
        let ancestor: ID<AdminUnit>
        let unit: ID<AdminUnit>
        let span: Span
    }

    /// A version's parent.
    struct Place: Hashable {
        let unit: ID<AdminUnit>
        let parent: ID<AdminUnit>?
        let span: Span
    }

    private let lives: [ID<AdminUnit>: Span]
    private let places: [ID<AdminUnit>: [Place]]
    private let graph: SuccessionGraph

    init(lives: [ID<AdminUnit>: Span], places: [Place], graph: SuccessionGraph) {
        self.lives = lives
        self.places = Dictionary(grouping: places.filter { $0.parent != nil }, by: \.unit)
        self.graph = graph
    }

    /// In the order of ancestor, unit and day.
    func rows() -> [Row] {
        var spans: [Pair: [Span]] = [:]
        for (holder, held) in holdings() {
            for (unit, from) in held {
                guard let life = lives[holder], let span = life.intersected(Span(from: from, to: nil)) else { continue }
                spans[Pair(ancestor: holder, unit: unit), default: []].append(span)
                climb(from: holder, over: span) { ancestor, span in
                    spans[Pair(ancestor: ancestor, unit: unit), default: []].append(span)
                }
            }
        }
        return spans.flatMap { pair, spans in
            Self.joined(spans).map { Row(ancestor: pair.ancestor, unit: pair.unit, span: $0) }
        }
        .sorted { ($0.ancestor, $0.unit, $0.span.from) < ($1.ancestor, $1.unit, $1.span.from) }
    }

    private struct Pair: Hashable {
        let ancestor: ID<AdminUnit>
        let unit: ID<AdminUnit>
    }

    /// Each unit with those whose past it took over, itself first, and since when.
    private func holdings() -> [ID<AdminUnit>: [(unit: ID<AdminUnit>, from: Day)]] {
        var holdings = lives.reduce(into: [ID<AdminUnit>: [(unit: ID<AdminUnit>, from: Day)]]()) { all, life in
            all[life.key] = [(life.key, life.value.from)]
        }
        let days = Dictionary(grouping: graph.events, by: \.day)
        for day in days.keys.sorted() {
            let edges = (days[day] ?? []).flatMap(\.edges)
            let gone = Set(edges.compactMap(\.predecessor)).filter { lives[$0]?.to == day }
            let heirs = UnitHeirs(edges, parents: parents(on: day + -1))
            for unit in gone.sorted() {
                guard let heir = heirs.keeper(of: unit), heir != unit else { continue }
                holdings[heir, default: []] += (holdings[unit] ?? []).map { ($0.unit, max($0.from, day)) }
            }
        }
        return holdings
    }

    private func parents(on day: Day) -> [ID<AdminUnit>: ID<AdminUnit>] {
        places.compactMapValues { places in
            places.first { $0.span.from <= day && ($0.span.to.map { day < $0 } ?? true) }?.parent
        }
    }

    /// Villages, communes, districts, province: a circle, which the rules refuse, would end here all the same.
    private func climb(
        from unit: ID<AdminUnit>, over span: Span, steps: Int = 8, _ found: (ID<AdminUnit>, Span) -> Void
    ) {
        guard steps > 0 else { return }
        for place in places[unit] ?? [] {
            guard let parent = place.parent, let common = place.span.intersected(span) else { continue }
            found(parent, common)
            climb(from: parent, over: common, steps: steps - 1, found)
        }
    }

    /// Spans that touch become one.
    static func joined(_ spans: [Span]) -> [Span] {
        var joined: [Span] = []
        for span in spans.sorted(by: { $0.from < $1.from }) {
            guard let last = joined.last, last.to.map({ span.from <= $0 }) ?? true else {
                joined.append(span)
                continue
            }
            let end = last.to.flatMap { left in span.to.map { max(left, $0) } }
            joined[joined.count - 1] = Span(from: last.from, to: end)
        }
        return joined
    }
}
