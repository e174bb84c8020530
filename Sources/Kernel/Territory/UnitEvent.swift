public import Store

/// What happened to units on a day.
public enum UnitEventKind: String, Sendable, Hashable, CaseIterable, SQLConvertible {
    /// Several units go on as one, which may be one of them.
    case merge
    /// One unit goes on as several.
    case split
    case rename
    /// The same unit under another code of the state's list.
    case recode
    /// The same unit under another parent.
    case transfer
    /// It ends and nothing takes its place at its level.
    case abolish
    /// It begins and has no predecessor that is known here.
    case establish
}

/// How much of a predecessor's people a successor took over.
public enum UnitShare: Sendable, Hashable {
    case whole
    /// Of a million, 1 to 999,999.
    case part(Int)
    /// It was split and nobody has said how.
    case unknown

    /// Reads millionths; `nil` when they are no share.
    init?(millionths: Int?) {
        switch millionths {
        case nil: self = .unknown
        case 1_000_000: self = .whole
        case .some(1..<1_000_000): self = .part(millionths ?? 0)
        case .some: return nil
        }
    }

    /// `nil` when unknown.
    var millionths: Int? {
        switch self {
        case .whole: 1_000_000
        case .part(let part): part
        case .unknown: nil
        }
    }
}

/// What became of one unit, or where one came from. A unit that goes on is its own predecessor.
public struct UnitEdge: Sendable, Hashable {
    /// `nil` for what was established.
    public let predecessor: ID<AdminUnit>?
    /// `nil` for what was abolished.
    public let successor: ID<AdminUnit>?
    public let share: UnitShare

    public init(predecessor: ID<AdminUnit>?, successor: ID<AdminUnit>?, share: UnitShare = .whole) {
        self.predecessor = predecessor
        self.successor = successor
        self.share = share
    }
}

/// A joint of the succession graph.
public struct UnitEvent: Sendable, Hashable {
    public let id: ID<UnitEvent>
    /// The first day on which it holds.
    public let day: Day
    public let kind: UnitEventKind
    /// `1673/NQ-UBTVQH15`
    public let legalBasis: String
    public let note: String
    /// Where it was declared, once in a database: loading the same list again finds it there.
    public let origin: String
    public let edges: [UnitEdge]

    public init(
        id: ID<UnitEvent>, day: Day, kind: UnitEventKind, legalBasis: String, note: String = "", origin: String,
        edges: [UnitEdge]
    ) {
        self.id = id
        self.day = day
        self.kind = kind
        self.legalBasis = legalBasis
        self.note = note
        self.origin = origin
        self.edges = edges
    }
}
