import HTTPTypes
import Kernel
import Store
import Web

/// What no rule could settle when units ended, for those who decide.
struct MatterDoors: Sendable {
    static let longestNote = 300
    static let mostExported = 2_000

    let roles: Roles
    let handOver: TerritoryModule.HandOver

    var doors: [Door] {
        [
            .page("/units/decisions", .needs(.settleUnits), use: list),
            .page("/units/decisions.csv", .needs(.settleUnits), use: export),
            .page("/units/decisions/{id}", .needs(.settleUnits), use: show),
            .act("/units/decisions/{id}/settlement", .needs(.settleUnits), use: settle),
            .act("/units/decisions/{id}/reopening", .needs(.settleUnits), use: reopen),
        ]
    }

    @Sendable private func list(_ visit: Visit, _ db: any Session) throws -> Reply {
        let query = MatterQuery(visit.query)
        let keyset = try Keyset(visit.query, values: 1)
        let store = UnitMatterStore(db: db)
        let scope = visit.scope(for: .settleUnits)
        let found = try store.page(
            .init(
                isOpen: query.isOpen, kind: query.kind, after: keyset.after.flatMap { ID($0[0]) },
                limit: keyset.fetch),
            within: scope, today: visit.today)
        let counts = try store.counts(within: scope, most: MatterQuery.mostCounted + 1)
        let view = MatterListView(
            visit: visit, roles: roles, query: query, isFirstPage: keyset.isFirst,
            page: keyset.page(of: found) { ["\($0.matter.id)"] }, counts: counts)
        return .page(Page(t("Việc cần quyết định"), face: .officer) { view.html }.flash(flash(visit)))
    }

    private func flash(_ visit: Visit) -> String? {
        switch visit.query["done"] {
        case "settled": t("Đã ghi quyết định. Người liên quan sẽ được báo.")
        case "reopened": t("Đã đưa việc trở lại danh sách.")
        default: nil
        }
    }

    @Sendable private func show(_ visit: Visit, _ db: any Session) throws -> Reply {
        .page(try view(try find(visit, db), visit, db).page)
    }

    private func find(_ visit: Visit, _ db: any Session) throws -> UnitMatterLine {
        try UnitMatterStore(db: db).find(
            try visit.parameter("id"), within: visit.scope(for: .settleUnits), today: visit.today)
    }

    private func view(_ line: UnitMatterLine, _ visit: Visit, _ db: any Session) throws -> MatterView {
        let end = try TerritoryStore(db: db).end(of: line.matter.unitID, by: visit.today)
        return MatterView(
            visit: visit, roles: roles, line: line, successors: end?.successors ?? [],
            units: line.matter.isOpen ? try MatterUnits(db: db).choices(for: visit) : [])
    }

    /// Finds, compares, carries out, writes; a no is drawn with what was typed.
    @Sendable private func settle(_ visit: Visit, _ form: FormData, _ db: any Session) throws -> Reply {
        let line = try find(visit, db)
        let wish = MatterWish(form, for: line.matter)
        var problems = wish.problems(form)
        guard line.matter.isOpen, form["version"] == String(line.matter.version) else { throw Stale() }
        if problems.isEmpty {
            do {
                let decision = try carryOut(wish, line, visit, db)
                try UnitMatterStore(db: db).settle(
                    line.matter.id, decision, by: try visit.account().accountID, version: line.matter.version,
                    now: visit.now)
                try Journal(db: db).write(journalLine("matter.settled", line, decision.outcome, visit))
                return .redirect(to: "/units/decisions?done=settled")
            } catch let refusal as any Refusal {
                problems.add(wish.choice == .end ? "choice" : "unit", refusal.message)
            }
        }
        var view = try view(line, visit, db)
        view.typed = form
        view.problems = problems
        return .page(view.page, status: .unprocessableContent)
    }

    private func carryOut(
        _ wish: MatterWish, _ line: UnitMatterLine, _ visit: Visit, _ db: any Session
    ) throws -> UnitMatterDecision {
        let note = wish.note.isEmpty ? nil : wish.note
        guard wish.choice != .end else {
            if let account = line.accountID { try tell(account, .roleNotContinued, line, visit, db) }
            return UnitMatterDecision(.ended, note: note)
        }
        guard let id = wish.unitID,
            let unit = try MatterUnits(db: db).find(id, for: visit)
        else { throw MatterRefusal.noSuchUnit }
        guard let grantID = line.matter.grantID else {
            try handOver(line.matter, unit, visit, db)
            return UnitMatterDecision(.handed, unitID: id, note: note)
        }
        let grant = try give(grantID, at: unit, line, visit, db)
        return UnitMatterDecision(.given, unitID: id, grantID: grant.id, note: note)
    }

    private func give(
        _ id: ID<Grant>, at unit: AdminUnit, _ line: UnitMatterLine, _ visit: Visit, _ db: any Session
    ) throws -> Grant {
        let (grants, scope) = (GrantStore(db: db, roles: roles), visit.scope(for: .settleUnits))
        guard let former = try grants.find(id, within: scope) else { throw NotFound() }
        guard roles[former.role] != nil else { throw MatterRefusal.roleGone }
        if let end = line.matter.plannedEnd, end <= visit.today { throw MatterRefusal.endPassed(end + -1) }
        let draft = GrantDraft(
            accountID: former.accountID, role: former.role, unitID: unit.id, validFrom: visit.today,
            validTo: line.matter.plannedEnd)
        let grant = try grants.grant(
            draft, by: try visit.account().accountID, within: scope, succeeding: former.id, now: visit.now)
        try tell(former.accountID, .roleHandedOn, line, successor: unit.fullName, visit, db)
        return grant
    }

    private func tell(
        _ account: ID<Account>, _ kind: AccountNotice.Kind, _ line: UnitMatterLine, successor: String? = nil,
        _ visit: Visit, _ db: any Session
    ) throws {
        var body = AccountNotice.Body()
        body.unit = line.unitName
        body.successor = successor
        body.day = line.matter.since
        body.basis = line.legalBasis
        try AccountNoticeStore(db: db).insert(kind, body, to: account, now: visit.now)
    }

    /// Takes a decision back: a role that was given ends again; a dossier stays where it is until it is decided anew.
    @Sendable private func reopen(_ visit: Visit, _ form: FormData, _ db: any Session) throws -> Reply {
        let line = try find(visit, db)
        let matter = line.matter
        guard !matter.isOpen, form["version"] == String(matter.version), let outcome = matter.outcome else {
            throw Stale()
        }
        guard outcome != .moot else { throw MatterRefusal.over }
        if let grant = matter.outcomeGrantID {
            _ = try GrantStore(db: db, roles: roles).undoSuccession(
                grant, by: try visit.account().accountID, within: visit.scope(for: .settleUnits), today: visit.today,
                now: visit.now)
        }
        try UnitMatterStore(db: db).reopen(matter.id, version: matter.version)
        try Journal(db: db).write(journalLine("matter.reopened", line, outcome, visit))
        return .redirect(to: "/units/decisions?done=reopened")
    }

    private func journalLine(
        _ action: String, _ line: UnitMatterLine, _ outcome: UnitMatter.Outcome, _ visit: Visit
    ) -> JournalLine {
        visit.journalLine(
            action, legalBasis: line.legalBasis, subjectKind: line.accountID == nil ? "unit" : "account",
            subjectID: line.accountID?.description ?? "\(line.matter.unitID)", record: "\(line.matter.id)",
            body: "{\"outcome\":\"\(outcome.rawValue)\"}")
    }

    @Sendable private func export(_ visit: Visit, _ db: any Session) throws -> Reply {
        let query = MatterQuery(visit.query)
        let lines = try UnitMatterStore(db: db).page(
            .init(isOpen: query.isOpen, kind: query.kind, limit: Self.mostExported),
            within: visit.scope(for: .settleUnits), today: visit.today)
        return .download(
            MatterTable.csv(lines, roles), named: "viec-can-quyet-dinh-\(visit.today.iso).csv",
            type: "text/csv; charset=utf-8"
        )
        .journaling([visit.journalLine("matter.exported")])
    }
}

/// Units of the day that somebody who decides may choose from: those of the scope, but for villages.
struct MatterUnits {
    let db: any Session

    func choices(for visit: Visit) throws -> [AdminUnit] {
        let territory = TerritoryStore(db: db)
        switch visit.scope(for: .settleUnits) {
        case .everything: return try territory.communes(asOf: visit.today)
        case .subtrees(let roots), .subtreesAndPerson(let roots, _):
            return try roots.flatMap { root in
                let own = try territory.find(root, asOf: visit.today)
                let communes = try territory.communes(asOf: visit.today, under: root)
                return [own].compactMap(\.self) + communes.filter { $0.id != root }
            }
        case .person, .nothing: return []
        }
    }

    /// - Returns: `nil` for what is not there today or lies outside the scope.
    func find(_ id: ID<AdminUnit>, for visit: Visit) throws -> AdminUnit? {
        let territory = TerritoryStore(db: db)
        guard try territory.covers(id, visit.scope(for: .settleUnits)) else { return nil }
        return try territory.find(id, asOf: visit.today)
    }
}
