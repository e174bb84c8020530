public import Store

/// Việc cần quyết định: what no rule could move when a unit ended, until people have said who goes on with it.
public struct UnitMatter: Sendable, Hashable {
    public enum Kind: String, Sendable, Hashable, CaseIterable, SQLConvertible {
        /// A role that goes nowhere by rule.
        case grant
        /// A role that one alone may hold, and several could go on with it.
        case leadership
        case dossier
    }

    /// Why no rule settles it.
    public enum Reason: String, Sendable, Hashable, CaseIterable, SQLConvertible {
        /// Nothing took the unit's place at its level.
        case noSuccessor
        /// Several units took it over, or one took a part.
        case severalSuccessors
        case otherLevel
        /// The role is declared no more.
        case unknownRole
        case severalLeaders
    }

    public enum Outcome: String, Sendable, Hashable, CaseIterable, SQLConvertible {
        /// The role goes on at a unit.
        case given
        /// The role stays ended.
        case ended
        /// The work went to a unit.
        case handed
        /// The work was over before anybody decided.
        case moot
    }

    /// What is raised.
    public struct Draft: Sendable, Hashable {
        public let kind: Kind
        public let reason: Reason
        public let unitID: ID<AdminUnit>
        public let eventID: ID<UnitEvent>
        public let subjectID: String
        public let label: String
        public let since: Day
        public let plannedEnd: Day?

        public init(
            _ kind: Kind, _ reason: Reason, _ end: UnitEnd, subjectID: String, label: String, plannedEnd: Day? = nil
        ) {
            self.kind = kind
            self.reason = reason
            unitID = end.unit.id
            eventID = end.eventID
            self.subjectID = subjectID
            self.label = label
            since = end.day
            self.plannedEnd = plannedEnd
        }
    }

    public let id: ID<UnitMatter>
    public let kind: Kind
    public let reason: Reason
    /// The unit that ended.
    public let unitID: ID<AdminUnit>
    /// The id of a ``Grant``, or of what a module has at the unit.
    public let subjectID: String
    /// What people call it: the code of a role, of a dossier. Nothing personal.
    public let label: String
    /// The first day without the unit.
    public let since: Day
    /// The first day on which the role would have ended anyhow; `nil` where it was given without an end.
    public let plannedEnd: Day?
    public let raisedAt: Instant
    public let settledAt: Instant?
    public let settledBy: ID<Account>?
    public let outcome: Outcome?
    public let outcomeUnitID: ID<AdminUnit>?
    public let outcomeGrantID: ID<Grant>?
    public let note: String?
    /// One more with each decision.
    public let version: Int

    public var isOpen: Bool { settledAt == nil }

    /// The role that ended; `nil` for other work.
    public var grantID: ID<Grant>? {
        switch kind {
        case .grant, .leadership: ID(subjectID)
        case .dossier: nil
        }
    }
}

/// What people have decided.
public struct UnitMatterDecision: Sendable, Hashable {
    public let outcome: UnitMatter.Outcome
    public let unitID: ID<AdminUnit>?
    public let grantID: ID<Grant>?
    public let note: String?

    public init(
        _ outcome: UnitMatter.Outcome, unitID: ID<AdminUnit>? = nil, grantID: ID<Grant>? = nil, note: String? = nil
    ) {
        self.outcome = outcome
        self.unitID = unitID
        self.grantID = grantID
        self.note = note
    }
}

/// A matter with the names that a list shows.
public struct UnitMatterLine: Sendable, Hashable {
    public let matter: UnitMatter
    /// The ended unit as it was last called: `Huyện Yên Bình`.
    public let unitName: String
    public let unitLevel: UnitLevel
    public let legalBasis: String
    /// Whose role it was.
    public let accountID: ID<Account>?
    public let displayName: String?
    public let settledByName: String?
    public let outcomeUnitName: String?
}
