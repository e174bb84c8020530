import Kernel
import Store

/// Dossiers of units that end, and where they went.
struct DossierMoveStore {
    let db: any Session

    /// Open dossiers of a unit that are on no list yet, locked.
    func waiting(at unit: ID<AdminUnit>, limit: Int) throws -> [Dossier] {
        try db.rows(
            """
            SELECT \(DossierStore.columns) FROM procedures_dossier d
            WHERE d.unit_id = \(unit) AND d.state IN \(list: Self.open)
                AND NOT EXISTS (SELECT 1 FROM kernel_unit_matter m WHERE m.subject_id = d.id
                    AND m.unit_id = d.unit_id)
            ORDER BY d.id LIMIT \(limit)\(db.dialect.forUpdate)
            """, DossierStore.dossier)
    }

    /// Units that have ended by a day and have such dossiers.
    func endedUnits(by day: Day) throws -> [ID<AdminUnit>] {
        try db.rows(
            """
            SELECT u.id FROM kernel_unit u WHERE u.ended_on <= \(day)
                AND EXISTS (SELECT 1 FROM procedures_dossier d WHERE d.unit_id = u.id
                    AND d.state IN \(list: Self.open)
                    AND NOT EXISTS (SELECT 1 FROM kernel_unit_matter m WHERE m.subject_id = d.id
                        AND m.unit_id = d.unit_id))
            ORDER BY u.ended_on, u.id
            """
        ) { try $0[0] }
    }

    /// An open dossier by its id, locked; `nil` when it is closed or unknown.
    func open(_ id: ID<Dossier>) throws -> Dossier? {
        try db.first(
            """
            SELECT \(DossierStore.columns) FROM procedures_dossier d
            WHERE d.id = \(id) AND d.state IN \(list: Self.open)\(db.dialect.forUpdate)
            """, DossierStore.dossier)
    }

    /// Dossiers on the list that were closed before anybody decided.
    func closed(limit: Int) throws -> [String] {
        try db.rows(
            """
            SELECT m.subject_id FROM kernel_unit_matter m JOIN procedures_dossier d ON d.id = m.subject_id
            WHERE m.kind = \(UnitMatter.Kind.dossier) AND m.settled_at IS NULL AND d.state NOT IN \(list: Self.open)
            LIMIT \(limit)
            """
        ) { try $0[0] }
    }

    /// Gives dossiers to a unit. Whoever works on one keeps it while a role of theirs reaches it there.
    func move(_ dossiers: [Dossier], to unit: ID<AdminUnit>, on day: Day) throws {
        try db.run(
            """
            UPDATE procedures_dossier SET unit_id = \(unit), version = version + 1,
                assignee_id = CASE WHEN EXISTS (SELECT 1 FROM kernel_grant g
                    JOIN kernel_unit_cover c ON c.ancestor_id = g.unit_id
                    WHERE g.account_id = procedures_dossier.assignee_id AND c.unit_id = \(unit)
                        AND c.valid_from <= \(day) AND c.valid_to > \(day)
                        AND g.valid_from <= \(day) AND (g.valid_to IS NULL OR g.valid_to > \(day)))
                    THEN assignee_id ELSE NULL END
            WHERE id IN \(list: dossiers.map(\.id))
            """)
    }

    struct Entry {
        let dossier: Dossier
        let from: UnitEnd
        let to: AdminUnit
        let rule: DossierRoute.Rule
        var decidedBy: ID<Account>?
        /// The unit that has it, where that is not the ended one.
        var holder: AdminUnit?

        var fromName: String { holder?.addressName ?? from.unit.addressName }
    }

    func insert(_ entries: [Entry], now: Instant) throws {
        for start in stride(from: 0, to: entries.count, by: 50) {
            let rows = entries[start..<min(start + 50, entries.count)].map { entry -> SQL in
                """
                (\(ID<DossierMove>.new(at: now)), \(entry.dossier.id), \(now), \(entry.from.day),
                \(entry.dossier.unitID), \(entry.fromName), \(entry.to.id), \(entry.to.addressName),
                \(entry.from.legalBasis), \(entry.rule), \(entry.decidedBy))
                """
            }
            try db.run(
                """
                INSERT INTO procedures_move (id, dossier_id, at, moved_on, from_unit_id, from_name, to_unit_id, to_name,
                    legal_basis, rule, decided_by)
                VALUES \(SQL.joined(rows, by: ", "))
                """)
        }
    }

    /// The latest first.
    func list(of id: ID<Dossier>) throws -> [DossierMove] {
        try db.rows(
            """
            SELECT m.at, m.moved_on, m.from_name, m.to_name, m.legal_basis, m.rule, a.display_name
            FROM procedures_move m LEFT JOIN kernel_account a ON a.id = m.decided_by
            WHERE m.dossier_id = \(id) ORDER BY m.id DESC LIMIT 100
            """
        ) { row in
            DossierMove(
                at: try row[0], day: try row[1], fromName: try row[2], toName: try row[3], legalBasis: try row[4],
                rule: try row[5], decidedBy: try row[6])
        }
    }

    private static let open = Dossier.State.allCases.filter(\.isOpen)
}
