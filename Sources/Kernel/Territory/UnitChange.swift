/// An event as somebody declares it: by codes, before it has ids.
public struct UnitChange: Sendable, Hashable {
    /// A unit as it is from the day on.
    public struct Outcome: Sendable, Hashable {
        public let code: String
        public let level: UnitLevel
        public let type: String
        public let name: String
        public let fullName: String
        public let parentCode: String?
        /// The code of the predecessor that goes on as this unit; `nil` for a new unit.
        public let kept: String?

        public init(
            code: String, level: UnitLevel, type: String, name: String, fullName: String, parentCode: String?,
            kept: String? = nil
        ) {
            self.code = code
            self.level = level
            self.type = type
            self.name = name
            self.fullName = fullName
            self.parentCode = parentCode
            self.kept = kept
        }
    }

    /// One line between a predecessor and an outcome, by their codes.
    public struct Line: Sendable, Hashable {
        /// The code that it bore on the day before.
        public let from: String?
        /// The code that it bears from the day on.
        public let to: String?
        public let share: UnitShare

        public init(from: String?, to: String?, share: UnitShare = .whole) {
            self.from = from
            self.to = to
            self.share = share
        }
    }

    public let origin: String
    public let day: Day
    public let kind: UnitEventKind
    public let legalBasis: String
    public let note: String
    public let lines: [Line]
    public let outcomes: [Outcome]

    public init(
        origin: String, day: Day, kind: UnitEventKind, legalBasis: String, note: String = "", lines: [Line],
        outcomes: [Outcome]
    ) {
        self.origin = origin
        self.day = day
        self.kind = kind
        self.legalBasis = legalBasis
        self.note = note
        self.lines = lines
        self.outcomes = outcomes
    }

    /// Codes of the predecessors, each once.
    var predecessors: [String] {
        lines.compactMap(\.from).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }
}
