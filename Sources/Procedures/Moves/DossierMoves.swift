import Kernel
import Store
import Web

/// Moves the open dossiers of units that have ended, a batch a transaction: one that was interrupted has not happened,
/// and what was moved is no longer at the old unit, so a second run does not find it.
struct DossierMoves: Sendable {
    static let kind = "procedures.unitEnded"
    /// What was sent to an ended unit after all, as when a demo's calendar went back, is found here.
    static let sweep = "procedures.endedUnits"
    static let batch = 100

    let node: String
    let today: Day
    let now: Instant

    static let handlers: [String: JobHandler] = [
        kind: { context, payload in
            let message = try payload.decoded(as: UnitEnd.Message.self)
            try await moveAll(of: message.unit, context)
        },
        sweep: { context, _ in
            let today = context.clock.today
            let units = try await context.database.read { db in try DossierMoveStore(db: db).endedUnits(by: today) }
            for unit in units { try await moveAll(of: unit, context) }
            let now = context.clock.now()
            try await context.database.write { db in
                let closed = try DossierMoveStore(db: db).closed(limit: batch)
                try UnitMatterStore(db: db).moot(subjects: closed, now: now)
            }
        },
    ]

    static let periodic = PeriodicJob(sweep, every: 3_600)

    private static func moveAll(of unit: ID<AdminUnit>, _ context: JobContext) async throws {
        var moved = batch
        while moved == batch {
            try Task.checkCancellation()
            let moves = DossierMoves(node: context.node, today: context.clock.today, now: context.clock.now())
            moved = try await context.database.write { db in try moves.moveBatch(of: unit, db) }
        }
    }

    /// - Returns: how many dossiers were looked at; fewer than a batch when none is left.
    func moveBatch(of unit: ID<AdminUnit>, limit: Int = batch, _ db: any Session) throws -> Int {
        // The demo's calendar may have gone back behind the day that was told.
        guard let end = try TerritoryStore(db: db).end(of: unit, by: today) else { return 0 }
        let dossiers = try DossierMoveStore(db: db).waiting(at: unit, limit: limit)
        guard !dossiers.isEmpty else { return 0 }
        let homes = try homes(of: dossiers, end, db)
        var entries: [DossierMoveStore.Entry] = []
        var matters: [UnitMatter.Draft] = []
        for dossier in dossiers {
            let route = DossierRoute.after(
                end, isOfProvinceAlone: try isOfProvinceAlone(dossier, on: end.day, db),
                home: homes[dossier.personID])
            switch route {
            case .to(let target, let rule):
                entries.append(.init(dossier: dossier, from: end, to: target, rule: rule))
            case .people(let reason):
                matters.append(
                    UnitMatter.Draft(.dossier, reason, end, subjectID: "\(dossier.id)", label: dossier.code))
            }
        }
        try UnitMatterStore(db: db).raise(matters, now: now)
        try record(entries, db)
        try Journal(db: db).write(
            entries.map { entry in
                JournalLine(
                    at: now, actor: "system", legalBasis: end.legalBasis, action: "dossier.moved",
                    subjectKind: "person", subjectID: "\(entry.dossier.personID)", record: "\(entry.dossier.id)",
                    door: Self.kind, node: node, body: "{\"code\":\"\(entry.dossier.code)\"}")
            })
        return dossiers.count
    }

    /// The rows, and what is told; the journal line is the caller's.
    private func record(_ entries: [DossierMoveStore.Entry], _ db: any Session) throws {
        let store = DossierMoveStore(db: db)
        try store.insert(entries, now: now)
        for (target, entries) in Dictionary(grouping: entries, by: \.to.id).sorted(by: { $0.key < $1.key }) {
            try store.move(entries.map(\.dossier), to: target, on: today)
            for entry in entries {
                try DossierEvent(dossier: entry.dossier.id, unit: target).publish(.moved, in: Outbox(db: db), at: now)
            }
            // Where the units of several days are played at once, a target may have ended in its turn.
            guard let next = try TerritoryStore(db: db).end(of: target, by: today) else { continue }
            try Outbox(db: db).publish(topic: UnitEnd.topic, payload: JobPayload(next.message), at: now)
        }
    }

    /// What people have decided about a dossier on the list.
    /// - Throws: ``MoveRefusal``; `NotFound` for a unit that is not there.
    func handOver(_ matter: UnitMatter, to unit: AdminUnit, _ visit: Visit, _ db: any Session) throws {
        guard let id = ID<Dossier>(matter.subjectID),
            let end = try TerritoryStore(db: db).end(of: matter.unitID, by: today)
        else { throw NotFound() }
        guard let dossier = try DossierMoveStore(db: db).open(id) else { throw MoveRefusal.closed }
        guard dossier.unitID != unit.id else { throw MoveRefusal.alreadyThere }
        var entry = DossierMoveStore.Entry(dossier: dossier, from: end, to: unit, rule: .decided)
        entry.decidedBy = try visit.account().accountID
        // Handed on before, and decided anew.
        entry.holder = try TerritoryStore(db: db).find(dossier.unitID, asOf: today)
        try record([entry], db)
        try Journal(db: db).write(
            visit.line("dossier.moved", DossierSubject(dossier), legalBasis: end.legalBasis))
    }

    private func isOfProvinceAlone(_ dossier: Dossier, on day: Day, _ db: any Session) throws -> Bool {
        let store = ProcedureStore(db: db)
        let procedure: Procedure
        do { procedure = try store.find(code: dossier.procedureCode, on: day) } catch is NotFound {
            procedure = try store.find(dossier.procedureID)
        }
        return procedure.isOfProvinceAlone
    }

    /// Where the applicants of a district live: asked only where the answer decides.
    private func homes(_ people: [ID<Person>], _ end: UnitEnd, _ db: any Session) throws -> [ID<Person>: AdminUnit] {
        let before = end.day + -1
        let communes = try ResidenceStore(db: db).communes(
            of: people, on: before, within: .subtrees(UnitRoots([end.unit.id], on: before)))
        let territory = TerritoryStore(db: db)
        var known: [ID<AdminUnit>: AdminUnit?] = [:]
        for commune in Set(communes.values).sorted() {
            known[commune] = try territory.find(commune, asOf: end.day) ?? territory.end(of: commune, by: end.day)?.heir
        }
        return communes.compactMapValues { known[$0] ?? nil }
    }

    private func homes(of dossiers: [Dossier], _ end: UnitEnd, _ db: any Session) throws -> [ID<Person>: AdminUnit] {
        guard end.heir == nil, end.unit.level == .district else { return [:] }
        return try homes(Set(dossiers.map(\.personID)).sorted(), end, db)
    }
}

enum MoveRefusal: Refusal, Hashable {
    case closed, alreadyThere

    var message: String {
        switch self {
        case .closed: t("Hồ sơ này đã kết thúc, không cần chuyển nữa. Việc sẽ tự rời khỏi danh sách.")
        case .alreadyThere: t("Hồ sơ đang ở đơn vị này rồi. Hãy chọn đơn vị khác.")
        }
    }
}
