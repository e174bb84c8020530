import Kernel
import Store
import Web

/// What lies on the table when a plan is looked at.
struct PlanSheet: Sendable {
    let plan: Plan
    let changes: [PlannedChange]
    /// Why it cannot be scheduled as it is.
    var obstacle: (any Refusal)?
    var preview: PlanPreview?
    /// Counted now for a draft; for what was scheduled, as counted then.
    var touches: [PlanTouch] = []
    /// Titles of what other modules count, by code.
    let titles: [String: @Sendable () -> String]
    var overlapping: [Plan] = []
    let names: [ID<Account>: String]

    func title(of touch: PlanTouch) -> String { titles[touch.code]?() ?? touch.label }
}

/// Reading plans together with what they would do.
struct PlanDesk: Sendable {
    let kept: KeptTerritory
    /// What lies at units, this module's own counts first.
    let openWork: [OpenWork]

    func sheet(_ plan: Plan, today: Day, now: Instant, _ db: any Session) throws -> PlanSheet {
        let store = PlanStore(db: db)
        let changes = try store.changes(of: plan.id)
        var sheet = PlanSheet(
            plan: plan, changes: changes,
            titles: Dictionary(openWork.map { ($0.code, $0.title) }, uniquingKeysWith: { first, _ in first }),
            names: try store.names(plan))
        let named = Set(changes.flatMap(\.change.units).map(\.id))
        do {
            let reform = try reform(plan, changes, now: now, db)
            let tree = try kept.tree(asOf: plan.day + -1, db)
            sheet.preview = PlanPreview(reform, on: tree, named: named)
            if plan.state == .draft { sheet.touches = try touches(plan, changes, reform, db) }
        } catch let refusal as any Refusal {
            sheet.obstacle = refusal
        }
        if plan.state == .scheduled { sheet.touches = try store.touches(of: plan.id) }
        if plan.stage(on: today) == .draft || plan.stage(on: today) == .scheduled {
            sheet.overlapping = try store.overlapping(plan, named, today: today)
        }
        if plan.state == .draft, plan.day <= today { sheet.obstacle = PlanRefusal.dayPast }
        return sheet
    }

    /// What a plan makes of the tree of its eve.
    /// - Throws: ``PlanRefusal``, `UnitReformRefusal`.
    func reform(_ plan: Plan, _ changes: [PlannedChange], now: Instant, _ db: any Session) throws -> UnitReform {
        guard !changes.isEmpty else { throw PlanRefusal.noChanges }
        let tree = try kept.tree(asOf: plan.day + -1, db)
        let declared = try changes.map { try $0.change.unitChange(of: plan, $0.id, on: tree) }
        switch plan.state {
        case .draft: return try TerritoryStore(db: db).reform(declared, on: plan.day, now: now)
        case .scheduled, .abandoned: return try UnitReform(declared, on: tree, day: plan.day, now: now)
        }
    }

    /// What lies at the units that end or move.
    func touches(
        _ plan: Plan, _ changes: [PlannedChange], _ reform: UnitReform, _ db: any Session
    ) throws -> [PlanTouch] {
        let eve = plan.day + -1
        let tree = try kept.tree(asOf: eve, db)
        let moving = changes.filter { $0.change.kind != .rename }.flatMap(\.change.units).map(\.id)
        let scope = Scope.subtrees(UnitRoots(Set(moving).sorted(), on: eve))
        let grants = try grants(reform, on: plan.day, db)
        let preview = PlanPreview(reform, on: tree, named: [])
        return [
            PlanTouch(code: PlanTouch.Code.ended, count: preview.ended.count),
            PlanTouch(code: PlanTouch.Code.begun, count: preview.begun.count),
            PlanTouch(code: PlanTouch.Code.villages, count: preview.villagesMoved),
            PlanTouch(code: PlanTouch.Code.handedOn, count: grants.handedOn),
            PlanTouch(code: PlanTouch.Code.unsettled, count: grants.unsettled),
        ] + (try openWork.map { PlanTouch(code: $0.code, count: try $0.count(scope, db)) })
    }

    /// Roles held for units that end: where one unit takes over the whole, it can take over the role.
    private func grants(
        _ reform: UnitReform, on day: Day, _ db: any Session
    ) throws -> (handedOn: Int, unsettled: Int) {
        let edges = Dictionary(grouping: reform.events.flatMap(\.edges), by: \.predecessor)
        let held = try db.rows(
            """
            SELECT unit_id, COUNT(*) FROM kernel_grant
            WHERE unit_id IN \(list: reform.ended.sorted()) AND valid_from < \(day)
                AND (valid_to IS NULL OR valid_to > \(day))
            GROUP BY unit_id
            """
        ) { (unit: try $0[0] as ID<AdminUnit>, count: try $0[1] as Int) }
        var counts = (handedOn: 0, unsettled: 0)
        for entry in held {
            let parts = edges[entry.unit] ?? []
            let isWhole = parts.count == 1 && parts[0].share == .whole && parts[0].successor != nil
            if isWhole { counts.handedOn += entry.count } else { counts.unsettled += entry.count }
        }
        return counts
    }
}
