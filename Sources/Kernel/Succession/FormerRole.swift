public import Store

/// A role that ended because its unit did, and did not go on elsewhere: what its holder is told.
public struct FormerRole: Sendable, Hashable {
    /// Where an account reads about its roles.
    public static let path = "/account/roles"

    /// What has become of it.
    public enum Standing: Sendable, Hashable {
        /// People have yet to decide, or nothing was put before them.
        case undecided
        /// They decided that it stays ended.
        case ended
    }

    /// The code of a ``Role``.
    public let role: String
    public let unitName: String
    /// The first day on which it no longer held.
    public let endedOn: Day
    public let legalBasis: String
    public let standing: Standing
}

extension GrantStore {
    /// Roles of an account that ended with their units by a day and went on nowhere, the latest first. By date, whether
    /// or not the day has been played already.
    public func formerRoles(of account: ID<Account>, today: Day, limit: Int = 20) throws -> [FormerRole] {
        try db.rows(
            """
            SELECT g.role, v.full_name, u.ended_on,
                (SELECT MIN(e.legal_basis) FROM kernel_unit_succession s JOIN kernel_unit_event e ON e.id = s.event_id
                    WHERE s.predecessor_id = u.id AND e.effective_on = u.ended_on), m.outcome
            FROM kernel_grant g JOIN kernel_unit u ON u.id = g.unit_id AND u.ended_on <= \(today)
            JOIN kernel_unit_version v ON v.unit_id = u.id AND v.valid_to = u.ended_on
            LEFT JOIN kernel_unit_matter m ON m.subject_id = g.id AND m.unit_id = u.id
            WHERE g.account_id = \(account) AND g.valid_from < u.ended_on
                AND (g.valid_to IS NULL OR g.valid_to >= u.ended_on) AND g.revoked_at IS NULL
                AND NOT EXISTS (SELECT 1 FROM kernel_grant n WHERE n.succeeds_id = g.id AND n.revoked_at IS NULL)
                AND NOT EXISTS (SELECT 1 FROM kernel_grant n WHERE n.account_id = g.account_id AND n.role = g.role
                    AND \(TerritoryStore.valid("n", on: today)) AND n.id <> g.id)
            ORDER BY u.ended_on DESC, g.id DESC LIMIT \(limit)
            """
        ) { row in
            FormerRole(
                role: try row[0], unitName: try row[1], endedOn: try row[2],
                legalBasis: try (row[3] as String?) ?? "",
                standing: try row[4] as UnitMatter.Outcome? == .ended ? .ended : .undecided)
        }
    }
}
