import HTTPTypes
import Kernel
import Store
import Web

/// Plans: the list, one of them, and what stands at their head.
struct PlanDoors: Sendable {
    let desk: PlanDesk

    var doors: [Door] {
        [
            .page("/units/plans", .needs(.planUnits), use: list),
            .page("/units/plans/new", .needs(.planUnits)) { visit, _ in .page(PlanHeadView(visit: visit).page) },
            .act("/units/plans", .needs(.planUnits), use: add),
            .page("/units/plans/{id}", .needs(.planUnits), use: show),
            .page("/units/plans/{id}/head", .needs(.planUnits)) { visit, db in
                .page(PlanHeadView(visit: visit, plan: try PlanStore(db: db).find(try visit.parameter("id"))).page)
            },
            .act("/units/plans/{id}/head", .needs(.planUnits), use: change),
        ]
    }

    @Sendable private func list(_ visit: Visit, _ db: any Session) throws -> Reply {
        let keyset = try Keyset(visit.query, values: 2)
        let stage = Plan.Stage(rawValue: visit.query["stage"])
        let page = try PlanStore(db: db).page(stage, keyset, today: visit.today)
        return .page(PlanListView(visit: visit, stage: stage, isFirstPage: keyset.isFirst, plans: page).page)
    }

    @Sendable private func show(_ visit: Visit, _ db: any Session) throws -> Reply {
        let plan = try PlanStore(db: db).find(try visit.parameter("id"))
        let sheet = try desk.sheet(plan, today: visit.today, now: visit.now, db)
        return .page(PlanView(visit: visit, sheet: sheet).page)
    }

    @Sendable private func add(_ visit: Visit, _ form: FormData, _ db: any Session) throws -> Reply {
        do {
            let head = try PlanHead(form, today: visit.today)
            try check(head.day, visit, db)
            let account = try visit.account().accountID
            let plan = Plan(
                id: .new(at: visit.now), title: head.title, day: head.day, legalBasis: head.legalBasis,
                createdBy: account, createdAt: visit.now, changedBy: account, changedAt: visit.now)
            try PlanStore(db: db).insert(plan)
            try Journal(db: db).write(visit.planLine("plan.added", plan))
            return .redirect(to: "/units/plans/\(plan.id)")
        } catch let problems as FieldProblems {
            return .page(
                PlanHeadView(visit: visit, typed: form, problems: problems).page, status: .unprocessableContent)
        }
    }

    @Sendable private func change(_ visit: Visit, _ form: FormData, _ db: any Session) throws -> Reply {
        let store = PlanStore(db: db)
        var plan = try store.find(try visit.parameter("id"), locks: true)
        guard form["version"] == String(plan.version) else {
            let view = PlanConflictView(
                visit: visit, plan: plan, names: try store.names(plan), action: "/units/plans/\(plan.id)/head",
                typed: form, facts: PlanHead.facts(plan, form))
            return .page(view.page, status: .conflict)
        }
        do {
            let head = try PlanHead(form, today: visit.today)
            try check(head.day, visit, db)
            try plan.change(by: try visit.account().accountID, at: visit.now)
            plan.title = head.title
            plan.day = head.day
            plan.legalBasis = head.legalBasis
            try store.update(plan)
        } catch let problems as FieldProblems {
            return .page(
                PlanHeadView(visit: visit, plan: plan, typed: form, problems: problems).page,
                status: .unprocessableContent)
        }
        try Journal(db: db).write(visit.planLine("plan.changed", plan))
        return .redirect(to: "/units/plans/\(plan.id)?done=saved")
    }

    /// A plan comes after everything that is known.
    private func check(_ day: Day, _ visit: Visit, _ db: any Session) throws {
        do {
            _ = try TerritoryStore(db: db).reform([], on: day, now: visit.now)
        } catch let refusal as UnitReformRefusal {
            throw FieldProblems([FieldProblem("day", refusal.message)])
        }
    }
}

/// What stands at the head of a plan, as it was typed.
struct PlanHead: Sendable {
    let title: String
    let day: Day
    let legalBasis: String

    /// - Throws: `FieldProblems`.
    init(_ form: FormData, today: Day) throws {
        var problems = FieldProblems()
        title = String(form["title"].prefix(200))
        legalBasis = String(form["basis"].prefix(200))
        if title.isEmpty { problems.add("title", PlanRefusal.titleMissing.message) }
        if legalBasis.isEmpty { problems.add("basis", PlanRefusal.basisMissing.message) }
        var day = today
        if let typed = form.filled("day") {
            do {
                day = try Day(typed: typed)
                if day <= today { problems.add("day", PlanRefusal.dayPast.message) }
            } catch { problems.add("day", error.message) }
        } else {
            problems.add("day", PlanRefusal.dayMissing.message)
        }
        self.day = day
        try problems.throwIfAny()
    }

    /// What is kept and what was typed, side by side.
    static func facts(_ plan: Plan, _ form: FormData) -> [PlanConflictView.Fact] {
        [
            PlanConflictView.Fact(label: t("Tên phương án"), kept: plan.title, typed: form["title"]),
            PlanConflictView.Fact(label: t("Ngày có hiệu lực"), kept: Format.day(plan.day), typed: form["day"]),
            PlanConflictView.Fact(label: t("Căn cứ pháp lý"), kept: plan.legalBasis, typed: form["basis"]),
        ]
    }
}

extension Visit {
    func planLine(_ action: String, _ plan: Plan, reason: String? = nil) -> JournalLine {
        journalLine(
            action, purpose: reason, legalBasis: plan.legalBasis, subjectKind: "plan", subjectID: "\(plan.id)",
            record: "plan:\(plan.id)")
    }
}
