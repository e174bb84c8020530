public import Store

/// The list of what people must decide after units have ended.
public struct UnitMatterStore {
    let db: any Session

    public init(db: any Session) { self.db = db }

    /// Which matters are wanted, and where the page begins.
    public struct Query: Sendable, Hashable {
        public var isOpen: Bool
        public var kind: UnitMatter.Kind?
        /// The last matter of the page before.
        public var after: ID<UnitMatter>?
        public var limit: Int

        public init(isOpen: Bool = true, kind: UnitMatter.Kind? = nil, after: ID<UnitMatter>? = nil, limit: Int = 50) {
            self.isOpen = isOpen
            self.kind = kind
            self.after = after
            self.limit = limit
        }
    }

    /// Puts matters on the list; one that is there already, or was settled, is not put there again.
    /// - Returns: how many were new.
    @discardableResult
    public func raise(_ drafts: [UnitMatter.Draft], now: Instant) throws -> Int {
        var added = 0
        for start in stride(from: 0, to: drafts.count, by: 50) {
            let rows = drafts[start..<min(start + 50, drafts.count)].map { draft -> SQL in
                """
                (\(ID<UnitMatter>.new(at: now)), \(draft.kind), \(draft.reason), \(draft.unitID), \(draft.eventID),
                    \(draft.subjectID), \(draft.label), \(draft.since), \(draft.plannedEnd), \(now), 1)
                """
            }
            added += try db.run(
                """
                INSERT INTO kernel_unit_matter (id, kind, reason, unit_id, event_id, subject_id, label, since,
                    planned_end, raised_at, version)
                VALUES \(SQL.joined(rows, by: ", ")) ON CONFLICT (subject_id, unit_id) DO NOTHING
                """)
        }
        return added
    }

    /// Those that are open in the order in which they were raised, the settled ones latest first.
    /// - Parameter scope: what the reader may settle.
    public func page(_ query: Query, within scope: Scope, today: Day) throws -> [UnitMatterLine] {
        var conditions: [SQL] = [
            query.isOpen ? "m.settled_at IS NULL" : "m.settled_at IS NOT NULL", scope.covers(unit: "m.unit_id"),
        ]
        if let kind = query.kind { conditions.append("m.kind = \(kind)") }
        if let mark = query.after {
            conditions.append(
                query.isOpen
                    ? "m.id > \(mark)"
                    : """
                    (m.settled_at, m.id) < (SELECT p.settled_at, p.id FROM kernel_unit_matter p WHERE p.id = \(mark))
                    """)
        }
        return try lines(
            SQL.joined(conditions, by: " AND "), order: query.isOpen ? "m.id" : "m.settled_at DESC, m.id DESC",
            limit: query.limit, today: today)
    }

    /// - Throws: `NotFound`, also for what lies outside the scope.
    public func find(_ id: ID<UnitMatter>, within scope: Scope, today: Day) throws -> UnitMatterLine {
        let found = try lines(
            "m.id = \(id) AND \(scope.covers(unit: "m.unit_id"))", order: "m.id", limit: 1, today: today)
        guard let line = found.first else { throw NotFound() }
        return line
    }

    /// Open matters by kind, counted to a bound.
    public func counts(within scope: Scope, most: Int) throws -> [UnitMatter.Kind: Int] {
        let counted = UnitMatter.Kind.allCases.map { kind -> SQL in
            """
            SELECT \(kind.rawValue) AS kind, COUNT(*) AS n FROM (
                SELECT 1 FROM kernel_unit_matter m WHERE m.settled_at IS NULL AND m.kind = \(kind)
                    AND \(scope.covers(unit: "m.unit_id")) LIMIT \(most)) AS counted
            """
        }
        let rows = try db.rows(SQL.joined(counted, by: " UNION ALL ")) { row in
            (try row[0] as UnitMatter.Kind, try row[1] as Int)
        }
        return Dictionary(rows, uniquingKeysWith: { first, _ in first })
    }

    /// - Parameter version: as whoever decides has seen it.
    /// - Throws: `Stale` when somebody else has decided meanwhile.
    public func settle(
        _ id: ID<UnitMatter>, _ decision: UnitMatterDecision, by account: ID<Account>?, version: Int, now: Instant
    ) throws {
        let changed = try db.run(
            """
            UPDATE kernel_unit_matter SET settled_at = \(now), settled_by = \(account), outcome = \(decision.outcome),
                outcome_unit_id = \(decision.unitID), outcome_grant_id = \(decision.grantID), note = \(decision.note),
                version = version + 1
            WHERE id = \(id) AND version = \(version) AND settled_at IS NULL
            """)
        guard changed == 1 else { throw Stale() }
    }

    /// Puts a settled matter back on the list.
    /// - Throws: `Stale`.
    public func reopen(_ id: ID<UnitMatter>, version: Int) throws {
        let changed = try db.run(
            """
            UPDATE kernel_unit_matter SET settled_at = NULL, settled_by = NULL, outcome = NULL, outcome_unit_id = NULL,
                outcome_grant_id = NULL, note = NULL, version = version + 1
            WHERE id = \(id) AND version = \(version) AND settled_at IS NOT NULL
            """)
        guard changed == 1 else { throw Stale() }
    }

    /// Takes what is over off the list.
    /// - Returns: how many were open.
    @discardableResult
    public func moot(subjects: [String], now: Instant) throws -> Int {
        guard !subjects.isEmpty else { return 0 }
        return try db.run(
            """
            UPDATE kernel_unit_matter SET settled_at = \(now), outcome = \(UnitMatter.Outcome.moot),
                version = version + 1
            WHERE subject_id IN \(list: subjects) AND settled_at IS NULL
            """)
    }

    private func lines(_ condition: SQL, order: SQL, limit: Int, today: Day) throws -> [UnitMatterLine] {
        try db.rows(
            """
            SELECT m.id, m.kind, m.reason, m.unit_id, m.subject_id, m.label, m.since, m.raised_at, m.settled_at,
                m.settled_by, m.outcome, m.outcome_unit_id, m.outcome_grant_id, m.note, m.version, v.full_name, u.level,
                e.legal_basis, a.id, a.display_name, b.display_name, w.full_name, m.planned_end
            FROM kernel_unit_matter m JOIN kernel_unit u ON u.id = m.unit_id
            JOIN kernel_unit_event e ON e.id = m.event_id
            JOIN kernel_unit_version v ON v.unit_id = m.unit_id AND v.valid_to = u.ended_on
            LEFT JOIN kernel_grant g ON g.id = m.subject_id
            LEFT JOIN kernel_account a ON a.id = g.account_id
            LEFT JOIN kernel_account b ON b.id = m.settled_by
            LEFT JOIN kernel_unit_version w ON w.unit_id = m.outcome_unit_id
                AND w.valid_from = (SELECT MAX(x.valid_from) FROM kernel_unit_version x
                    WHERE x.unit_id = m.outcome_unit_id AND x.valid_from <= \(today))
            WHERE \(condition) ORDER BY \(order) LIMIT \(limit)
            """
        ) { row in
            UnitMatterLine(
                matter: UnitMatter(
                    id: try row[0], kind: try row[1], reason: try row[2], unitID: try row[3], subjectID: try row[4],
                    label: try row[5], since: try row[6], plannedEnd: try row[22], raisedAt: try row[7],
                    settledAt: try row[8],
                    settledBy: try row[9], outcome: try row[10], outcomeUnitID: try row[11],
                    outcomeGrantID: try row[12], note: try row[13], version: try row[14]),
                unitName: try row[15], unitLevel: try row[16], legalBasis: try row[17], accountID: try row[18],
                displayName: try row[19], settledByName: try row[20], outcomeUnitName: try row[21])
        }
    }
}
