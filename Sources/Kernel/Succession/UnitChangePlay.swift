public import Store

/// Plays what has been declared once its day has come: the roles that are held for units that end go on or expire, what
/// no rule settles goes on the list, and everybody who has work at those units is told through the outbox.
///
/// Each event is one transaction, so one that was interrupted has not happened, and each is played once, by whichever
/// node is first. What is given later for a unit that has ended is treated in the same way by the next run.
public struct UnitChangePlay: Sendable {
    public static let kind = "territory.play"
    /// A new day is noticed within minutes of its midnight.
    public static let periodic = PeriodicJob(kind, every: 300)

    private let roles: Roles

    public init(roles: Roles) { self.roles = roles }

    public var handler: JobHandler {
        { [self] context, _ in try await run(on: context.database, clock: context.clock, node: context.node) }
    }

    /// - Returns: how many events were played.
    @discardableResult
    public func run(on database: any Database, clock: Clock, node: String) async throws -> Int {
        let today = clock.today
        let due = try await database.read { db in try UnitPlayStore(db: db).due(on: today) }
        var played = 0
        for event in due {
            try Task.checkCancellation()
            let now = clock.now()
            played += try await database.write { db in try play(event, node: node, now: now, db) ? 1 : 0 }
        }
        return played
    }

    /// - Returns: whether the event was played here for the first time.
    func play(_ event: ID<UnitEvent>, node: String, now: Instant, _ db: any Session) throws -> Bool {
        let store = UnitPlayStore(db: db)
        let isFirst = try store.begin(event, now: now)
        let ends = try TerritoryStore(db: db).ends(by: event)
        let journal = Journal(db: db)
        if isFirst {
            for end in ends {
                try Outbox(db: db).publish(topic: UnitEnd.topic, payload: JobPayload(end.message), at: now)
            }
            try journal.write(ends.map { Self.line("unit.ended", "unit", "\($0.unit.id)", $0, node: node, now: now) })
        }
        let grants = try store.grants(of: ends)
        guard !grants.isEmpty else { return isFirst }
        let people = grants.filter(\.isActive).map(\.grant)
        var succession = RoleSuccession(ends, inOffice: try store.inOffice(after: ends), roles: roles)
        let fates = succession.fates(of: people)
        for grant in grants { try store.expire(grant.grant, ends) }
        var matters: [UnitMatter.Draft] = []
        for (grant, fate) in fates {
            guard let end = grant.unitID.flatMap({ succession.ends[$0] }) else { continue }
            var action = "access.expired"
            switch fate {
            case .goesOn(let unit):
                try handOn(grant, to: unit, end, now: now, db)
                action = "access.handedOn"
            case .expires: break
            case .undecided(let kind, let reason):
                matters.append(
                    UnitMatter.Draft(
                        kind, reason, end, subjectID: "\(grant.id)", label: grant.role, plannedEnd: grant.validTo))
            }
            try journal.write(Self.line(action, "account", "\(grant.accountID)", end, node: node, now: now))
            try tell(grant, fate, end, now: now, db)
        }
        try UnitMatterStore(db: db).raise(matters, now: now)
        return isFirst
    }

    private func handOn(
        _ grant: Grant, to unit: ID<AdminUnit>, _ end: UnitEnd, now: Instant, _ db: any Session
    ) throws {
        let draft = GrantDraft(
            accountID: grant.accountID, role: grant.role, unitID: unit, validFrom: max(end.day, grant.validFrom),
            validTo: grant.validTo)
        _ = try GrantStore(db: db, roles: roles)
            .grant(draft, by: nil, within: .everything, succeeding: grant.id, now: now)
    }

    /// Told to the holder, in the words of the day on which it is read.
    private func tell(
        _ grant: Grant, _ fate: RoleSuccession.Fate, _ end: UnitEnd, now: Instant, _ db: any Session
    ) throws {
        var body = AccountNotice.Body()
        body.unit = end.unit.fullName
        body.day = end.day
        body.basis = end.legalBasis
        let kind: AccountNotice.Kind
        switch fate {
        case .goesOn, .expires:
            body.successor = end.heir?.fullName
            kind = .roleHandedOn
        case .undecided:
            body.path = FormerRole.path
            kind = .roleEnded
        }
        try AccountNoticeStore(db: db).insert(kind, body, to: grant.accountID, now: now)
    }

    private static func line(
        _ action: String, _ subjectKind: String, _ subjectID: String, _ end: UnitEnd, node: String, now: Instant
    ) -> JournalLine {
        JournalLine(
            at: now, actor: "system", actingUnit: nil, legalBasis: end.legalBasis, action: action,
            subjectKind: subjectKind, subjectID: subjectID, record: "\(end.eventID)", door: kind, node: node)
    }
}

/// What the play reads and writes.
struct UnitPlayStore {
    let db: any Session

    /// Events whose day has come and that were not played, and those whose ended units hold roles again, in the order of
    /// their days.
    func due(on today: Day) throws -> [ID<UnitEvent>] {
        try db.rows(
            """
            SELECT e.id FROM kernel_unit_event e WHERE e.effective_on <= \(today) AND (e.played_at IS NULL
                OR EXISTS (SELECT 1 FROM kernel_unit_succession s
                    JOIN kernel_unit u ON u.id = s.predecessor_id AND u.ended_on = e.effective_on
                    JOIN kernel_grant g ON g.unit_id = u.id AND \(Self.isLeft)
                    WHERE s.event_id = e.id))
            ORDER BY e.effective_on, e.id
            """
        ) { try $0[0] }
    }

    /// - Returns: whether it was not played before.
    func begin(_ event: ID<UnitEvent>, now: Instant) throws -> Bool {
        try db.run("UPDATE kernel_unit_event SET played_at = \(now) WHERE id = \(event) AND played_at IS NULL") == 1
    }

    /// Roles for the units that were not over when those ended, and whether their accounts are in use.
    func grants(of ends: [UnitEnd]) throws -> [(grant: Grant, isActive: Bool)] {
        guard !ends.isEmpty else { return [] }
        return try db.rows(
            """
            SELECT \(GrantStore.columns), (SELECT a.state FROM kernel_account a WHERE a.id = g.account_id)
            FROM kernel_grant g JOIN kernel_unit u ON u.id = g.unit_id AND \(Self.isLeft)
            WHERE g.unit_id IN \(list: ends.map(\.unit.id)) ORDER BY g.id\(db.dialect.forUpdate)
            """
        ) { row in (try GrantStore.grant(row), try row[10] as Account.State == .active) }
    }

    /// Roles of accounts in use for the units that took over, on the day or later.
    func inOffice(after ends: [UnitEnd]) throws -> [Grant] {
        let heirs = ends.compactMap(\.heir?.id)
        guard let day = ends.first?.day, !heirs.isEmpty else { return [] }
        return try db.rows(
            """
            SELECT \(GrantStore.columns) FROM kernel_grant g
            JOIN kernel_account a ON a.id = g.account_id AND a.state = \(Account.State.active)
            WHERE g.unit_id IN \(list: heirs) AND (g.valid_to IS NULL OR (g.valid_to > \(day)
                AND g.valid_to > g.valid_from))
            ORDER BY g.id
            """, GrantStore.grant)
    }

    /// Writes the unit's end into a role that was given for longer.
    func expire(_ grant: Grant, _ ends: [UnitEnd]) throws {
        guard let end = ends.first(where: { $0.unit.id == grant.unitID }) else { return }
        try db.run(
            """
            UPDATE kernel_grant SET valid_to = \(max(end.day, grant.validFrom))
            WHERE id = \(grant.id) AND (valid_to IS NULL OR valid_to > \(max(end.day, grant.validFrom)))
            """)
    }

    /// A role that reaches beyond the end of its unit. One that would begin later never does: it ends as it begins.
    private static let isLeft: SQL = """
        (g.valid_to IS NULL OR (g.valid_to > u.ended_on AND g.valid_to > g.valid_from))
        """
}
