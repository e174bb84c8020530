import HTTPTypes
import Kernel
import Store
import Web

/// Passing a plan, and abandoning it.
struct PlanActs: Sendable {
    let desk: PlanDesk
    let database: any Database

    var doors: [Door] {
        [
            .act("/units/plans/{id}/approval", .needs(.scheduleUnits), use: schedule),
            .work("/units/plans/{id}/abandonment", .needs(.planUnits), use: abandon),
        ]
    }

    /// Writes the events, and what they were seen to touch, in one transaction.
    @Sendable private func schedule(_ visit: Visit, _ form: FormData, _ db: any Session) throws -> Reply {
        let store = PlanStore(db: db)
        var plan = try store.find(try visit.parameter("id"), locks: true)
        guard form["version"] == String(plan.version) else {
            let view = PlanConflictView(
                visit: visit, plan: plan, names: try store.names(plan), action: nil, typed: form, facts: [])
            return .page(view.page, status: .conflict)
        }
        do {
            guard form["confirm"] == "1" else {
                throw FieldProblems([FieldProblem("confirm", t("Hãy đánh dấu vào ô để chắc chắn."))])
            }
            let changes = try store.changes(of: plan.id)
            let reform = try desk.reform(plan, changes, now: visit.now, db)
            let touches = try desk.touches(plan, changes, reform, db)
            try plan.schedule(by: try visit.account().accountID, at: visit.now, today: visit.today)
            try TerritoryStore(db: db).carryOut(reform, now: visit.now)
            try store.keep(touches, of: plan.id)
            try store.update(plan)
        } catch let problems as FieldProblems {
            return try again(plan, problems, visit, db)
        } catch let refusal as any Refusal {
            return try again(plan, FieldProblems([FieldProblem("confirm", refusal.message)]), visit, db)
        }
        try Journal(db: db).write(visit.planLine("plan.scheduled", plan))
        return .redirect(to: "/units/plans/\(plan.id)?done=scheduled")
    }

    private func again(
        _ plan: Plan, _ problems: FieldProblems, _ visit: Visit, _ db: any Session
    ) throws -> Reply {
        let current = try PlanStore(db: db).find(plan.id)
        var view = PlanView(
            visit: visit, sheet: try desk.sheet(current, today: visit.today, now: visit.now, db))
        view.problems = problems
        return .page(view.page, status: .unprocessableContent)
    }

    /// Not an act with one transaction: that something refers to a unit that would have begun shows when the database
    /// refuses to forget the unit, and ends the transaction.
    @Sendable private func abandon(_ visit: Visit, _ form: FormData) async throws -> Reply {
        let id: ID<Plan> = try visit.parameter("id")
        let account = try visit.account().accountID
        let reason = String(form["reason"].prefix(500))
        let mayWithdraw = visit.holds(.scheduleUnits)
        var refusal: any Refusal
        do {
            try await database.write { db in
                let store = PlanStore(db: db)
                var plan = try store.find(id, locks: true)
                // The second of two clicks.
                if plan.state == .abandoned, plan.abandonedBy == account, plan.reason == reason { return }
                guard form["version"] == String(plan.version) else { throw Stale() }
                let isScheduled = plan.state == .scheduled
                guard !isScheduled || mayWithdraw else { throw NotPermitted() }
                try plan.abandon(by: account, reason: reason, at: visit.now, today: visit.today)
                try store.update(plan)
                if isScheduled { try TerritoryStore(db: db).withdraw(reformOf: plan.day, today: visit.today) }
                try Journal(db: db).write(visit.planLine("plan.abandoned", plan, reason: reason))
            }
            return .redirect(to: "/units/plans/\(id)?done=abandoned")
        } catch StoreError.foreignKey {
            refusal = PlanRefusal.inUse
        } catch let known as any Refusal {
            refusal = known
        }
        let sheet = try await database.read { db in
            try desk.sheet(try PlanStore(db: db).find(id), today: visit.today, now: visit.now, db)
        }
        var view = PlanView(visit: visit, sheet: sheet)
        view.typed = form
        view.problems = FieldProblems([FieldProblem("reason", refusal.message)])
        return .page(view.page, status: .unprocessableContent)
    }
}
