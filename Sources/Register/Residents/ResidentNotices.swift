import Kernel
import Store

/// Tells people, in the transaction of the change, that the register says something new of them.
struct ResidentNotices {
    let db: any Session

    /// Where people see what the register holds on them.
    static let ownPage = "/about-me"

    /// - Parameter record: the code of what was decided; nil for a change without one.
    func tell(_ people: [ID<Person>], record: String? = nil, path: String = ownPage, now: Instant) throws {
        try tell(
            people, record == nil ? .residentChanged : .recordChanged, .init(record: record, path: path), now: now)
    }

    /// Whoever acts for somebody, or no longer, reads for whom.
    func tell(holder: ID<Person>, _ kind: AccountNotice.Kind, of name: String, now: Instant) throws {
        try tell([holder], kind, .init(record: name, path: "\(Self.ownPage)/consents"), now: now)
    }

    private func tell(
        _ people: [ID<Person>], _ kind: AccountNotice.Kind, _ body: AccountNotice.Body, now: Instant
    ) throws {
        let accounts: [ID<Account>] = try db.rows(
            """
            SELECT a.id FROM kernel_account a WHERE a.person_id IN \(list: people) AND a.state = 'active'
            ORDER BY a.id LIMIT 50
            """
        ) { try $0[0] }
        let notices = AccountNoticeStore(db: db)
        for account in accounts { try notices.insert(kind, body, to: account, now: now) }
    }
}
