public import Store

/// The journal within one transaction: a fact and its lines are committed together or not at all.
public struct Journal {
    public let db: any Session

    public init(db: any Session) { self.db = db }

    /// - Throws: `JournalError.noPurpose`, `StoreError`.
    public func write(_ line: JournalLine) throws { try write([line]) }

    /// Writes the lines with one statement for each fifty, without waiting for the outcome.
    /// - Throws: `JournalError.noPurpose`, `StoreError`.
    public func write(_ lines: [JournalLine]) throws {
        for line in lines where line.isRead && (line.purpose ?? "").isEmpty {
            throw JournalError.noPurpose(action: line.action)
        }
        for start in stride(from: 0, to: lines.count, by: 50) {
            let rows = lines[start..<min(start + 50, lines.count)].map(row)
            try db.enqueue(
                """
                INSERT INTO kernel_journal (id, at, actor, acting_unit, on_behalf_of, purpose, legal_basis, action,
                    subject_kind, subject_id, record, door, node, body, salt, commitment)
                VALUES \(SQL.joined(rows, by: ", "))
                """)
        }
    }

    private func row(_ line: JournalLine) -> SQL {
        let salt = Secret.bytes(JournalLeaf.saltLength)
        let body = line.body ?? "{}"
        let commitment = JournalLeaf.commitment(salt: salt, body: body)
        return """
            (\(line.id), \(line.at), \(line.actor), \(line.actingUnit), \(line.onBehalfOf), \(line.purpose),
            \(line.legalBasis), \(line.action), \(line.subjectKind), \(line.subjectID), \(line.record),
            \(line.door), \(line.node), \(body), \(salt), \(commitment))
            """
    }

    /// What was done with a person's data, newest first.
    /// - Parameter before: the last id of the page before this one.
    public func linesAbout(
        person: String, before: ID<JournalLine>? = nil, limit: Int = 50
    ) throws -> [JournalLine] {
        try lines(where: "subject_kind = 'person' AND subject_id = \(person)", before: before, limit: limit)
    }

    /// Who read a person's data, newest first: what the person may see on their own page.
    public func reads(
        of person: String, _ query: ReadQuery = ReadQuery(), before: ID<JournalLine>? = nil, limit: Int = 50
    ) throws -> [JournalLine] {
        try lines(where: "\(Self.isRead(of: person)) AND \(query.condition)", before: before, limit: limit)
    }

    /// One reading of a person's data; `nil` also when the line is about somebody else or no reading.
    public func read(_ id: ID<JournalLine>, of person: String) throws -> JournalLine? {
        try lines(where: "id = \(id) AND \(Self.isRead(of: person))", before: nil, limit: 1).first
    }

    /// The units in whose names a person's data were read, to choose from; `nil` stands for none.
    public func readingUnits(of person: String, limit: Int = 100) throws -> [String?] {
        try db.rows(
            """
            SELECT DISTINCT acting_unit FROM kernel_journal WHERE \(Self.isRead(of: person))
            ORDER BY acting_unit LIMIT \(limit)
            """
        ) { try $0[0] }
    }

    /// How often somebody has done one of these lately, for what may be done only so often.
    public func count(of actions: [String], by actor: String, after moment: Instant) throws -> Int {
        try db.value(
            """
            SELECT COUNT(*) FROM kernel_journal
            WHERE actor = \(actor) AND at > \(moment) AND action IN \(list: actions)
            """) ?? 0
    }

    private static func isRead(of person: String) -> SQL {
        "subject_kind = 'person' AND subject_id = \(person) AND action LIKE '%.read'"
    }

    /// What was done about anything, newest first.
    public func linesAbout(
        kind: String, id: String, before: ID<JournalLine>? = nil, limit: Int = 50
    ) throws -> [JournalLine] {
        try lines(where: "subject_kind = \(kind) AND subject_id = \(id)", before: before, limit: limit)
    }

    /// What somebody did, newest first.
    public func lines(
        by actor: String, before: ID<JournalLine>? = nil, limit: Int = 50
    ) throws -> [JournalLine] {
        try lines(where: "actor = \(actor)", before: before, limit: limit)
    }

    /// The history of a record, newest first.
    public func lines(
        of record: String, before: ID<JournalLine>? = nil, limit: Int = 50
    ) throws -> [JournalLine] {
        try lines(where: "record = \(record)", before: before, limit: limit)
    }

    /// Deletes what the lines of a record tell, and the salt; what the tree proves of them stays.
    /// The caller journals that, with the legal basis.
    /// - Returns: lines purged.
    @discardableResult
    public func purge(record: String) throws -> Int {
        try db.run(
            "UPDATE kernel_journal SET body = NULL, salt = NULL WHERE record = \(record) AND body IS NOT NULL")
    }

    /// As `purge(record:)`, for what was written about a person.
    @discardableResult
    public func purge(person: String) throws -> Int {
        try db.run(
            """
            UPDATE kernel_journal SET body = NULL, salt = NULL
            WHERE subject_kind = 'person' AND subject_id = \(person) AND body IS NOT NULL
            """)
    }

    private func lines(where condition: SQL, before: ID<JournalLine>?, limit: Int) throws -> [JournalLine] {
        let page: SQL = if let before { " AND id < \(before)" } else { "" }
        return try db.rows(
            """
            SELECT \(JournalLine.columns) FROM kernel_journal
            WHERE \(condition)\(page) ORDER BY id DESC LIMIT \(limit)
            """, JournalLine.init(row:))
    }
}

/// Which readings are asked for.
public struct ReadQuery: Sendable, Hashable {
    public enum Office: Sendable, Hashable {
        case any
        /// In no unit's name: a role over the whole province, or somebody who acts for the person.
        case none
        case unit(String)
    }

    public var office: Office
    /// The first moment and the first one after the last.
    public var from: Instant?
    public var until: Instant?

    public init(office: Office = .any, from: Instant? = nil, until: Instant? = nil) {
        self.office = office
        self.from = from
        self.until = until
    }

    fileprivate var condition: SQL {
        let office: SQL =
            switch office {
            case .any: "TRUE"
            case .none: "acting_unit IS NULL"
            case .unit(let id): "acting_unit = \(id)"
            }
        let from: SQL = from.map { "at >= \($0)" } ?? "TRUE"
        let until: SQL = until.map { "at < \($0)" } ?? "TRUE"
        return "\(office) AND \(from) AND \(until)"
    }
}

extension JournalLine {
    static let columns: SQL = """
        id, at, actor, acting_unit, on_behalf_of, purpose, legal_basis, action, subject_kind, subject_id, record,
        door, node, body, leaf_index
        """

    init(row: Row) throws {
        self.init(
            id: try row[0], at: try row[1], actor: try row[2], actingUnit: try row[3], onBehalfOf: try row[4],
            purpose: try row[5], legalBasis: try row[6], action: try row[7], subjectKind: try row[8],
            subjectID: try row[9], record: try row[10], door: try row[11], node: try row[12], body: try row[13])
        leafIndex = try row[14]
    }
}
