import HTTPTypes
import Kernel
import Store
import Web

/// The changes of a plan, one at a time.
struct PlanChangeDoors: Sendable {
    let desk: PlanDesk

    var doors: [Door] {
        [
            .page("/units/plans/{id}/changes/new", .needs(.planUnits), use: begin),
            .act("/units/plans/{id}/changes", .needs(.planUnits), use: add),
            .page("/units/plans/{id}/changes/{change}", .needs(.planUnits), use: show),
            .act("/units/plans/{id}/changes/{change}", .needs(.planUnits), use: edit),
            .act("/units/plans/{id}/changes/{change}/removal", .needs(.planUnits), use: remove),
        ]
    }

    @Sendable private func begin(_ visit: Visit, _ db: any Session) throws -> Reply {
        let plan = try PlanStore(db: db).find(try visit.parameter("id"))
        let kind = PlanChange.Kind(rawValue: visit.query["kind"]) ?? .merge
        let form = PlanChangeForm(kind: kind, typed: visit.query)
        return .page(try view(plan, form, nil, visit, db).page)
    }

    @Sendable private func show(_ visit: Visit, _ db: any Session) throws -> Reply {
        let store = PlanStore(db: db)
        let plan = try store.find(try visit.parameter("id"))
        let planned = try planned(visit, plan, store)
        let form = PlanChangeForm(planned.change, on: try desk.kept.tree(asOf: plan.day + -1, db))
        return .page(try view(plan, form, planned, visit, db).page)
    }

    @Sendable private func add(_ visit: Visit, _ form: FormData, _ db: any Session) throws -> Reply {
        try save(nil, visit, form, db)
    }

    @Sendable private func edit(_ visit: Visit, _ form: FormData, _ db: any Session) throws -> Reply {
        let store = PlanStore(db: db)
        let plan = try store.find(try visit.parameter("id"))
        return try save(try planned(visit, plan, store, form: form), visit, form, db)
    }

    @Sendable private func remove(_ visit: Visit, _ form: FormData, _ db: any Session) throws -> Reply {
        let store = PlanStore(db: db)
        var plan = try store.find(try visit.parameter("id"), locks: true)
        let change: ID<PlanChange> = try visit.parameter("change")
        guard form["version"] == String(plan.version) else {
            let view = PlanConflictView(
                visit: visit, plan: plan, names: try store.names(plan), action: nil, typed: form, facts: [])
            return .page(view.page, status: .conflict)
        }
        guard try store.changes(of: plan.id).contains(where: { $0.id == change }) else { throw NotFound() }
        try plan.change(by: try visit.account().accountID, at: visit.now)
        try store.remove(change, from: plan.id)
        try store.update(plan)
        try Journal(db: db).write(visit.planLine("plan.changed", plan))
        return .redirect(to: "/units/plans/\(plan.id)?done=removed")
    }

    /// - Parameter earlier: the change that is edited; `nil` for a new one.
    private func save(
        _ earlier: PlannedChange?, _ visit: Visit, _ typed: FormData, _ db: any Session
    ) throws -> Reply {
        let store = PlanStore(db: db)
        var plan = try store.find(try visit.parameter("id"), locks: true)
        let kind = earlier?.change.kind ?? PlanChange.Kind(rawValue: typed["kind"]) ?? .merge
        let form = PlanChangeForm(kind: kind, typed: typed)
        // The button for more rows, or for looking again: nothing is kept yet.
        if typed.filled("more") != nil { return .page(try view(plan, form, earlier, visit, db).page) }
        guard typed["version"] == String(plan.version) else {
            return try conflict(plan, form, earlier, visit, db)
        }
        do {
            let change = try form.change(on: try desk.kept.tree(asOf: plan.day + -1, db))
            let planned = PlannedChange(id: earlier?.id ?? .new(at: visit.now), change: change)
            try check(planned, of: plan, form, visit, db)
            try plan.change(by: try visit.account().accountID, at: visit.now)
            try store.put(planned, in: plan.id)
        } catch let problems as FieldProblems {
            var view = try view(plan, form, earlier, visit, db)
            view.problems = problems
            return .page(view.page, status: .unprocessableContent)
        }
        try store.update(plan)
        try Journal(db: db).write(visit.planLine("plan.changed", plan))
        return .redirect(to: "/units/plans/\(plan.id)?done=saved")
    }

    /// Asks the kernel's rules about the plan with this change in it. What was wrong without it does not stand in its
    /// way, and a unit that has no parent yet may get one by the next change.
    private func check(
        _ planned: PlannedChange, of plan: Plan, _ form: PlanChangeForm, _ visit: Visit, _ db: any Session
    ) throws {
        let others = try PlanStore(db: db).changes(of: plan.id).filter { $0.id != planned.id }
        guard others.count < PlanStore.mostChanges else {
            throw FieldProblems([FieldProblem("unit-1", PlanRefusal.tooManyChanges.message)])
        }
        do {
            _ = try desk.reform(plan, others + [planned], now: visit.now, db)
        } catch let refusal as UnitReformRefusal {
            if case .orphan = refusal { return }
            let isOlder = { () -> Bool in
                do { _ = try desk.reform(plan, others, now: visit.now, db) } catch let earlier as UnitReformRefusal {
                    return earlier == refusal
                } catch { return false }
                return false
            }
            if isOlder() { return }
            let tree = try desk.kept.tree(asOf: plan.day + -1, db)
            throw FieldProblems([
                FieldProblem(form.field(of: refusal, planned.change, on: tree), refusal.message)
            ])
        } catch is PlanRefusal {
            // Another change names a unit that is gone: the plan's page says so.
        }
    }

    private func conflict(
        _ plan: Plan, _ form: PlanChangeForm, _ earlier: PlannedChange?, _ visit: Visit, _ db: any Session
    ) throws -> Reply {
        let store = PlanStore(db: db)
        let path = "/units/plans/\(plan.id)/changes"
        let tree = try desk.kept.tree(asOf: plan.day + -1, db)
        let typed = (try? form.change(on: tree)).map { ChangeSentence(change: $0).text }
        let kept = try store.changes(of: plan.id)
        let now = earlier.flatMap { mine in kept.first { $0.id == mine.id } }.map(\.change) ?? kept.last?.change
        let facts = [
            PlanConflictView.Fact(
                label: earlier == nil ? t("Thay đổi thêm sau cùng") : form.kind.label,
                kept: now.map { ChangeSentence(change: $0).text } ?? t("chưa có"),
                typed: typed ?? form.typed.typed.map(\.value).filter { !$0.isEmpty }.joined(separator: "; "))
        ]
        let view = PlanConflictView(
            visit: visit, plan: plan, names: try store.names(plan),
            action: earlier.map { "\(path)/\($0.id)" } ?? path, typed: form.typed, facts: facts)
        return .page(view.page, status: .conflict)
    }

    /// - Parameter form: `nil` for looking; with a form a change that somebody else has removed is a conflict.
    private func planned(
        _ visit: Visit, _ plan: Plan, _ store: PlanStore, form: FormData? = nil
    ) throws -> PlannedChange {
        let id: ID<PlanChange> = try visit.parameter("change")
        guard let planned = try store.changes(of: plan.id).first(where: { $0.id == id }) else {
            if let form, form["version"] != String(plan.version) { throw Stale() }
            throw NotFound()
        }
        return planned
    }

    private func view(
        _ plan: Plan, _ form: PlanChangeForm, _ earlier: PlannedChange?, _ visit: Visit, _ db: any Session
    ) throws -> PlanChangeView {
        let tree = try desk.kept.tree(asOf: plan.day + -1, db)
        return PlanChangeView(
            visit: visit, plan: plan, form: form, planned: earlier?.id,
            units: tree.all.filter { $0.level != .village }.sorted { $0.code < $1.code },
            types: Set(tree.all.map(\.type)).sorted())
    }
}
