public import Kernel
public import Store

/// What a module holds on people, told to each of them about themselves: *Tỉnh biết gì về tôi* and its download are
/// made of these. A test fails when a table speaks of people and no holding tells of it.
public struct Holding: Sendable {
    /// `procedures-dossiers`: the module and what it holds. The anchor on the page, and the name in the download.
    public let code: String
    public let icon: Icon
    /// Tables whose rows it tells of.
    public let tables: [String]
    public let words: @Sendable () -> Words
    /// Where more is to be seen or done; it opens for the person alone, not for whoever acts for them.
    public let links: @Sendable () -> [HeldLink]
    private let records: @Sendable (any Session, ID<Person>, Day, Int) throws -> [HeldRecord]

    /// What a person wants to know before the rows.
    public struct Words: Sendable {
        public let title: String
        /// What for, and the rule that allows it.
        public let purpose: String
        public let kept: String
        public let readers: String

        public init(title: String, purpose: String, kept: String, readers: String) {
            self.title = title
            self.purpose = purpose
            self.kept = kept
            self.readers = readers
        }
    }

    /// - Parameters:
    ///   - words: in the reader's language.
    ///   - records: of one person on a day, the latest first, so many at most.
    public init(
        _ code: String, _ icon: Icon, tables: [String], words: @escaping @Sendable () -> Words,
        links: @escaping @Sendable () -> [HeldLink] = { [] },
        records: @escaping @Sendable (any Session, ID<Person>, Day, Int) throws -> [HeldRecord]
    ) {
        self.code = code
        self.icon = icon
        self.tables = tables
        self.words = words
        self.links = links
        self.records = records
    }

    /// - Parameter limit: how many at most; one more than is shown tells that there are more.
    public func records(of person: ID<Person>, on day: Day, limit: Int, _ db: any Session) throws -> [HeldRecord] {
        Array(try records(db, person, day, limit).prefix(limit))
    }
}

/// One thing that is held: a home, a dossier, an account.
public struct HeldRecord: Sendable, Hashable {
    /// Empty where the facts speak for themselves.
    public let title: String
    /// Where the person sees all of it.
    public let path: String?
    /// Whether it is over: shown last, and smaller.
    public let isPast: Bool
    public let facts: [HeldFact]

    public init(_ title: String = "", path: String? = nil, isPast: Bool = false, _ facts: [HeldFact]) {
        self.title = title
        self.path = path
        self.isPast = isPast
        self.facts = facts
    }

    /// One that needs no title.
    public init(_ facts: [HeldFact]) { self.init("", facts) }
}

/// A label and a value in the reader's language.
public struct HeldFact: Sendable, Hashable {
    /// Stable, for the download: `fullName`.
    public let name: String
    public let label: String
    public let value: String
    /// Since when it holds, and by whom or what it is known; empty where the record says it.
    public let note: String
    /// Covered until the person asks to see it: somebody may look over the shoulder.
    public let isCovered: Bool
    /// The page offers to ask for a correction.
    public let mayBeWrong: Bool

    public init(
        _ name: String, _ label: String, _ value: String, note: String = "", isCovered: Bool = false,
        mayBeWrong: Bool = false
    ) {
        self.name = name
        self.label = label
        self.value = value
        self.note = note
        self.isCovered = isCovered
        self.mayBeWrong = mayBeWrong
    }
}

public struct HeldLink: Sendable, Hashable {
    public let title: String
    public let path: String

    public init(_ title: String, to path: String) {
        self.title = title
        self.path = path
    }
}
