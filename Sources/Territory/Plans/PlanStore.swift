import Foundation
import Kernel
import Store
import Web

/// Plans and the changes in them. A plan is the whole province's: whoever may plan sees all of them.
struct PlanStore {
    static let mostChanges = 200

    let db: any Session

    /// - Parameter locks: `true` where it is about to be changed.
    /// - Throws: `NotFound`.
    func find(_ id: ID<Plan>, locks: Bool = false) throws -> Plan {
        let lock: SQL = locks ? db.dialect.forUpdate : ""
        let found = try db.first(
            "SELECT \(Self.columns) FROM territory_plan p WHERE p.id = \(id)\(lock)", Self.plan)
        guard let found else { throw NotFound() }
        return found
    }

    /// The latest day first.
    /// - Throws: `NotFound` for a cursor that is not of this list.
    func page(_ stage: Plan.Stage?, _ keyset: Keyset, today: Day) throws -> KeysetPage<Plan> {
        var conditions: [SQL] = [stage.map { Self.condition($0, today) } ?? "TRUE"]
        if let place = keyset.after { conditions.append("(p.day, p.id) < (\(place[0]), \(place[1]))") }
        let plans = try db.rows(
            """
            SELECT \(Self.columns) FROM territory_plan p WHERE \(SQL.joined(conditions, by: " AND "))
            ORDER BY p.day DESC, p.id DESC LIMIT \(keyset.fetch)
            """, Self.plan)
        return keyset.page(of: plans) { [$0.day.iso, "\($0.id)"] }
    }

    private static func condition(_ stage: Plan.Stage, _ today: Day) -> SQL {
        switch stage {
        case .draft: "p.state = 'draft'"
        case .scheduled: "p.state = 'scheduled' AND p.day > \(today)"
        case .carriedOut: "p.state = 'scheduled' AND p.day <= \(today)"
        case .abandoned: "p.state = 'abandoned'"
        }
    }

    /// Other plans that are still open and name one of the units.
    func overlapping(_ plan: Plan, _ units: Set<ID<AdminUnit>>, today: Day) throws -> [Plan] {
        let open = try db.rows(
            """
            SELECT \(Self.columns) FROM territory_plan p
            WHERE p.id <> \(plan.id) AND (p.state = 'draft' OR (p.state = 'scheduled' AND p.day > \(today)))
            ORDER BY p.day, p.id LIMIT 100
            """, Self.plan)
        return try open.filter { other in
            try changes(of: other.id).contains { $0.change.units.contains { units.contains($0.id) } }
        }
    }

    func insert(_ plan: Plan) throws {
        try db.run(
            """
            INSERT INTO territory_plan (id, title, day, legal_basis, state, created_by, created_at, changed_by,
                changed_at, reason, version)
            VALUES (\(plan.id), \(plan.title), \(plan.day), \(plan.legalBasis), \(plan.state), \(plan.createdBy),
                \(plan.createdAt), \(plan.changedBy), \(plan.changedAt), \(plan.reason), \(plan.version))
            """)
    }

    /// - Throws: `Stale` when somebody else was faster.
    func update(_ plan: Plan) throws {
        let count = try db.run(
            """
            UPDATE territory_plan SET title = \(plan.title), day = \(plan.day), legal_basis = \(plan.legalBasis),
                state = \(plan.state), changed_by = \(plan.changedBy), changed_at = \(plan.changedAt),
                scheduled_by = \(plan.scheduledBy), scheduled_at = \(plan.scheduledAt),
                abandoned_by = \(plan.abandonedBy), abandoned_at = \(plan.abandonedAt), reason = \(plan.reason),
                version = version + 1
            WHERE id = \(plan.id) AND version = \(plan.version)
            """)
        guard count == 1 else { throw Stale() }
    }

    // MARK: Changes

    /// In the order in which they were added.
    func changes(of plan: ID<Plan>) throws -> [PlannedChange] {
        try db.rows(
            "SELECT id, content FROM territory_plan_change WHERE plan_id = \(plan) ORDER BY id LIMIT \(Self.mostChanges)"
        ) { row in
            PlannedChange(id: try row[0], change: try Self.change(json: try row[1]))
        }
    }

    /// Adds a change, or puts it in the place of the one with this id.
    func put(_ planned: PlannedChange, in plan: ID<Plan>) throws {
        let content = String(decoding: try JSONEncoder().encode(planned.change), as: UTF8.self)
        try db.run(
            """
            INSERT INTO territory_plan_change (id, plan_id, content) VALUES (\(planned.id), \(plan), \(content))
            ON CONFLICT (id) DO UPDATE SET content = \(content)
            """)
    }

    func remove(_ change: ID<PlanChange>, from plan: ID<Plan>) throws {
        try db.run("DELETE FROM territory_plan_change WHERE id = \(change) AND plan_id = \(plan)")
    }

    // MARK: What it touched

    /// Keeps what was counted when the plan was passed, for those who look back.
    func keep(_ touches: [PlanTouch], of plan: ID<Plan>) throws {
        for touch in touches {
            try db.enqueue(
                """
                INSERT INTO territory_plan_touch (plan_id, code, count) VALUES (\(plan), \(touch.code), \(touch.count))
                ON CONFLICT (plan_id, code) DO UPDATE SET count = \(touch.count)
                """)
        }
    }

    func touches(of plan: ID<Plan>) throws -> [PlanTouch] {
        try db.rows("SELECT code, count FROM territory_plan_touch WHERE plan_id = \(plan) ORDER BY code") {
            PlanTouch(code: try $0[0], count: try $0[1])
        }
    }

    /// Names of the accounts that a plan speaks of.
    func names(_ plan: Plan) throws -> [ID<Account>: String] {
        let ids = [plan.createdBy, plan.changedBy, plan.scheduledBy, plan.abandonedBy].compactMap(\.self)
        let rows = try db.rows("SELECT id, display_name FROM kernel_account WHERE id IN \(list: ids)") {
            (try $0[0] as ID<Account>, try $0[1] as String)
        }
        return Dictionary(rows, uniquingKeysWith: { first, _ in first })
    }

    private static func change(json: String) throws -> PlanChange {
        try JSONDecoder().decode(PlanChange.self, from: Data(json.utf8))
    }

    private static let columns: SQL = """
        p.id, p.title, p.day, p.legal_basis, p.state, p.created_by, p.created_at, p.changed_by, p.changed_at,
        p.scheduled_by, p.scheduled_at, p.abandoned_by, p.abandoned_at, p.reason, p.version
        """

    private static func plan(_ row: Row) throws -> Plan {
        Plan(
            id: try row[0], title: try row[1], day: try row[2], legalBasis: try row[3], state: try row[4],
            createdBy: try row[5], createdAt: try row[6], changedBy: try row[7], changedAt: try row[8],
            scheduledBy: try row[9], scheduledAt: try row[10], abandonedBy: try row[11], abandonedAt: try row[12],
            reason: try row[13], version: try row[14])
    }
}

/// A change with its place in a plan.
struct PlannedChange: Sendable, Hashable {
    let id: ID<PlanChange>
    var change: PlanChange
}
