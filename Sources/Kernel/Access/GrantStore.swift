public import Store

/// Grants with the names that a list shows.
public struct GrantLine: Sendable, Hashable {
    public let grant: Grant
    public let accountName: String
    public let displayName: String
    /// The full name of the unit on the day of the list, or its last one where it had ended.
    public let unitName: String?
}

/// Roles given to accounts.
public struct GrantStore {
    let db: any Session
    let roles: Roles

    public init(db: any Session, roles: Roles) {
        self.db = db
        self.roles = roles
    }

    /// Gives a role.
    /// - Parameters:
    ///   - giver: `nil` for the command line.
    ///   - scope: what the giver holds ``Permission/grantRoles`` for; a role for everything asks for everything.
    ///   - succeeded: the role of an ended unit that goes on in this one.
    /// - Throws: ``GrantRefusal``; `NotFound` for an unknown account.
    public func grant(
        _ draft: GrantDraft, by giver: ID<Account>?, within scope: Scope, succeeding succeeded: ID<Grant>? = nil,
        now: Instant
    ) throws -> Grant {
        let role = try draft.check(in: roles, by: giver)
        guard let account = try AccountStore(db: db).find(draft.accountID) else { throw NotFound() }
        switch role.reach {
        case .everything: guard scope == .everything else { throw GrantRefusal.outOfReach }
        case .person: guard account.personID != nil else { throw GrantRefusal.personMissing }
        case .unit: if let unitID = draft.unitID { try checkUnit(unitID, on: draft.validFrom, within: scope) }
        }
        if role.isSingleHolder { try checkVacant(draft) }
        let grant = Grant(
            id: .new(at: now), accountID: draft.accountID, role: draft.role, unitID: draft.unitID,
            validFrom: draft.validFrom, validTo: draft.validTo, grantedBy: giver, grantedAt: now, revokedBy: nil,
            revokedAt: nil)
        try db.run(
            """
            INSERT INTO kernel_grant (id, account_id, role, unit_id, valid_from, valid_to, granted_by, granted_at,
                succeeds_id)
            VALUES (\(grant.id), \(grant.accountID), \(grant.role), \(grant.unitID), \(grant.validFrom),
                \(grant.validTo), \(grant.grantedBy), \(grant.grantedAt), \(succeeded))
            """)
        return grant
    }

    /// Ends a grant today; one that has not begun never begins.
    /// - Throws: `NotFound` for what lies outside the scope; ``GrantRefusal``.
    public func revoke(
        _ id: ID<Grant>, by revoker: ID<Account>?, within scope: Scope, today: Day, now: Instant
    ) throws -> Grant {
        let found = try db.first(
            """
            SELECT \(Self.columns) FROM kernel_grant g
            WHERE g.id = \(id) AND \(visible(to: scope))\(db.dialect.forUpdate)
            """, Self.grant)
        guard let grant = found else { throw NotFound() }
        guard grant.validTo.map({ $0 > today && $0 > grant.validFrom }) ?? true else { throw GrantRefusal.alreadyEnded }
        if grant.accountID == revoker, try isLastForGranting(grant, on: today) { throw GrantRefusal.ownLast }
        let end = max(today, grant.validFrom)
        try db.run(
            """
            UPDATE kernel_grant SET valid_to = \(end), revoked_by = \(revoker), revoked_at = \(now) WHERE id = \(id)
            """)
        return Grant(
            id: id, accountID: grant.accountID, role: grant.role, unitID: grant.unitID, validFrom: grant.validFrom,
            validTo: end, grantedBy: grant.grantedBy, grantedAt: grant.grantedAt, revokedBy: revoker, revokedAt: now)
    }

    /// Takes back what went on from a role of an ended unit, so that it can be decided anew.
    /// - Throws: `NotFound` outside the scope; ``GrantRefusal``.
    public func undoSuccession(
        _ id: ID<Grant>, by revoker: ID<Account>, within scope: Scope, today: Day, now: Instant
    ) throws -> Grant {
        let grant = try revoke(id, by: revoker, within: scope, today: today, now: now)
        try db.run("UPDATE kernel_grant SET succeeds_id = NULL WHERE id = \(id)")
        return grant
    }

    /// A grant whoever is to decide about it; `nil` outside the scope.
    public func find(_ id: ID<Grant>, within scope: Scope) throws -> Grant? {
        try db.first(
            "SELECT \(Self.columns) FROM kernel_grant g WHERE g.id = \(id) AND \(visible(to: scope))", Self.grant)
    }

    /// All grants of an account that lie in the scope, the latest first, ended ones included.
    public func grants(of account: ID<Account>, within scope: Scope, today: Day) throws -> [GrantLine] {
        try lines("g.account_id = \(account) AND \(visible(to: scope))", limit: 1_000, today: today)
    }

    /// Grants of all accounts, the latest first.
    /// - Parameter before: the last grant of the page before.
    public func page(before: ID<Grant>? = nil, within scope: Scope, limit: Int, today: Day) throws -> [GrantLine] {
        let start: SQL = before.map { "g.id < \($0)" } ?? "TRUE"
        return try lines("\(start) AND \(visible(to: scope))", limit: limit, today: today)
    }

    /// Ids are made in the order of time, so they sort as the grants were given.
    private func lines(_ condition: SQL, limit: Int, today: Day) throws -> [GrantLine] {
        try db.rows(
            """
            SELECT \(Self.columns), a.name, a.display_name, v.full_name
            FROM kernel_grant g JOIN kernel_account a ON a.id = g.account_id
            LEFT JOIN kernel_unit_version v ON v.unit_id = g.unit_id
                AND v.valid_from = (SELECT MAX(w.valid_from) FROM kernel_unit_version w
                    WHERE w.unit_id = g.unit_id AND w.valid_from <= \(today))
            WHERE \(condition) ORDER BY g.id DESC LIMIT \(limit)
            """
        ) { row in
            GrantLine(
                grant: try Self.grant(row), accountName: try row[10], displayName: try row[11], unitName: try row[12])
        }
    }

    private func visible(to scope: Scope) -> SQL { scope.covers(unit: "g.unit_id") }

    private func checkUnit(_ unit: ID<AdminUnit>, on day: Day, within scope: Scope) throws {
        let territory = TerritoryStore(db: db)
        guard try territory.find(unit, asOf: day) != nil else { throw GrantRefusal.unknownUnit }
        guard try territory.covers(unit, scope) else { throw GrantRefusal.outOfReach }
    }

    /// A head is one at a time.
    private func checkVacant(_ draft: GrantDraft) throws {
        let end: SQL = draft.validTo.map { "g.valid_from < \($0)" } ?? "TRUE"
        let holder: String? = try db.value(
            """
            SELECT a.display_name FROM kernel_grant g JOIN kernel_account a ON a.id = g.account_id
            WHERE g.role = \(draft.role) AND g.unit_id = \(draft.unitID) AND g.account_id <> \(draft.accountID)
                AND a.state = \(Account.State.active) AND \(end)
                AND (g.valid_to IS NULL OR (g.valid_to > \(draft.validFrom) AND g.valid_to > g.valid_from))
            ORDER BY g.id LIMIT 1
            """)
        if let holder { throw GrantRefusal.heldByAnother(holder) }
    }

    private func isLastForGranting(_ grant: Grant, on today: Day) throws -> Bool {
        let codes = roles.codes(holding: .grantRoles)
        guard codes.contains(grant.role), grant.holds(on: today) else { return false }
        return try !db.exists(
            """
            SELECT 1 FROM kernel_grant g WHERE g.account_id = \(grant.accountID) AND g.id <> \(grant.id)
            AND g.role IN \(list: codes) AND g.valid_from <= \(today) AND (g.valid_to IS NULL OR g.valid_to > \(today))
            """)
    }

    static let columns: SQL = """
        g.id, g.account_id, g.role, g.unit_id, g.valid_from, g.valid_to, g.granted_by, g.granted_at, g.revoked_by,
        g.revoked_at
        """

    static func grant(_ row: Row) throws -> Grant {
        Grant(
            id: try row[0], accountID: try row[1], role: try row[2], unitID: try row[3], validFrom: try row[4],
            validTo: try row[5], grantedBy: try row[6], grantedAt: try row[7], revokedBy: try row[8],
            revokedAt: try row[9])
    }
}
