import Kernel
import Store
import Web

/// What is done after the commit: open pages are told, applicants get a notice.
enum DossierJobs {
    static let notify = "procedures.notify"
    static let upkeep = "procedures.upkeep"

    /// The live channel of everything that lies under a unit.
    static func channel(_ unit: ID<AdminUnit>) -> String { "inbox/\(unit)" }
    static let wholeProvince = "inbox/all"

    static let subscriptions: [String: [String]] = [
        DossierEvent.Topic.accepted.rawValue: [notify],
        DossierEvent.Topic.answered.rawValue: [notify],
        DossierEvent.Topic.refused.rawValue: [notify],
        DossierEvent.Topic.moved.rawValue: [notify],
        UnitEnd.topic: [DossierMoves.kind],
    ]

    static let announcers: [String: OutboxAnnouncer] = [
        DossierEvent.Topic.submitted.rawValue: tellPages,
        DossierEvent.Topic.withdrawn.rawValue: tellPages,
        DossierEvent.Topic.moved.rawValue: tellPages,
    ]

    static let handlers = own.merging(DossierMoves.handlers) { own, _ in own }

    private static let own: [String: JobHandler] = [
        notify: { context, payload in
            let event = try payload.decoded(as: DossierEvent.self)
            let now = context.clock.now()
            try await context.database.write { db in try tellApplicant(of: event.dossier, now, db)
            }
        },
        upkeep: { context, _ in
            let now = context.clock.now()
            var removed = 100
            while removed == 100 {
                removed = try await context.database.write { db in try removeExpired(now, db) }
            }
        },
    ]

    static let periodic = [PeriodicJob(upkeep, every: 86_400), DossierMoves.periodic]

    /// Officers of the units and of those above them. Not in the transaction of the dossier: notices would make
    /// PostgreSQL commit one dossier after the other.
    @Sendable private static func tellPages(_ payloads: [JobPayload], _ db: any Session) throws {
        let units = Set(payloads.compactMap { try? $0.decoded(as: DossierEvent.self).unit })
        guard !units.isEmpty else { return }
        let ancestors = try db.rows(
            "SELECT DISTINCT ancestor_id FROM kernel_unit_cover WHERE unit_id IN \(list: Array(units))"
        ) { row in try row[0] as ID<AdminUnit> }
        for ancestor in ancestors { try LiveHub.tell(channel(ancestor), in: db) }
        try LiveHub.tell(wholeProvince, in: db)
    }

    /// A notice in each account of the applicant. A job may run twice; the second run finds the first one's notice.
    private static func tellApplicant(
        of id: ID<Dossier>, _ now: Instant, _ db: any Session
    ) throws {
        let found = try db.rows(
            """
            SELECT d.code, a.id FROM procedures_dossier d JOIN kernel_account a ON a.person_id = d.person_id
            WHERE d.id = \(id) AND a.state = 'active'
            """
        ) { row in (code: try row[0] as String, account: try row[1] as ID<Account>) }
        let notices = AccountNoticeStore(db: db)
        for (code, account) in found {
            let body = AccountNotice.Body(record: code, path: "/dossiers/\(code)")
            let known = try notices.list(of: account, unreadOnly: true, limit: 50)
            if known.contains(where: { $0.kind == .recordChanged && $0.body.record == code }) { continue }
            try notices.insert(.recordChanged, body, to: account, now: now)
        }
    }

    private static func removeExpired(_ now: Instant, _ db: any Session) throws -> Int {
        let drafts = DraftStore(db: db)
        let expired = try drafts.expired(at: now, limit: 100)
        for id in expired {
            try PaperStore(db: db).removeAll(of: id)
            try drafts.enqueueRemoval(of: id)
        }
        return expired.count
    }
}
