import Foundation
public import Store

/// Something about an account that its owner must learn.
public struct AccountNotice: Sendable, Hashable {
    public enum Kind: String, Sendable, Hashable, CaseIterable, SQLConvertible {
        /// Signed in from where the account was never used before.
        case newAddress = "sign-in.new-address"
        /// Signed in after somebody had failed to.
        case afterFailures = "sign-in.after-failures"
        case passwordChanged = "password.changed"
        case passwordReset = "password.reset"
        /// Something happened to a record of the owner's, for example a dossier.
        case recordChanged = "record.changed"
        /// What the register says of the owner has been changed by an office.
        case residentChanged = "resident.changed"
        /// An office has answered why it read the owner's data.
        case readAnswered = "read.answered"
        /// Somebody asks the owner's office why it read their data.
        case readAsked = "read.asked"
        /// Such a question was not answered in time.
        case readAnswerLate = "read.answer-late"
        /// Somebody lets the owner act for them, or no longer.
        case mandateGiven = "mandate.given"
        case mandateRevoked = "mandate.revoked"
        /// A unit ended, and the owner's role goes on at the one that took over.
        case roleHandedOn = "role.handed-on"
        /// A unit ended, and the owner's role with it.
        case roleEnded = "role.ended"
        /// It was decided that such a role stays ended.
        case roleNotContinued = "role.not-continued"
    }

    /// What the sentence is made of.
    public struct Body: Sendable, Hashable, Codable {
        public var address: String?
        public var agent: String?
        public var failures: Int?
        /// What people call the record, for example its code.
        public var record: String?
        /// Where it is to be seen.
        public var path: String?
        /// The unit that ended.
        public var unit: String?
        /// What took over.
        public var successor: String?
        /// The first day on which it is so.
        public var day: Day?
        public var basis: String?

        public init(
            address: String? = nil, agent: String? = nil, failures: Int? = nil, record: String? = nil,
            path: String? = nil
        ) {
            self.address = address
            self.agent = agent
            self.failures = failures
            self.record = record
            self.path = path
        }
    }

    public let id: ID<AccountNotice>
    public let at: Instant
    public let kind: Kind
    public let body: Body
    public let readAt: Instant?

    /// The sentence for the owner, in the reader's language.
    public var message: String {
        switch kind {
        case .newAddress:
            t(
                "Tài khoản vừa được dùng từ địa chỉ mới {address}. Nếu không phải bạn, hãy đổi mật khẩu ngay.",
                ["address": body.address ?? "?"])
        case .afterFailures:
            tn(
                "Có {n} lần nhập sai mật khẩu trước lần đăng nhập này. Nếu không phải bạn, hãy đổi mật khẩu.",
                count: body.failures ?? 0)
        case .passwordChanged: t("Mật khẩu của bạn vừa được đổi. Các thiết bị khác đã bị đăng xuất.")
        case .passwordReset: t("Quản trị viên vừa đặt lại mật khẩu của bạn.")
        case .residentChanged: t("Sổ dân cư vừa ghi thay đổi về bạn. Bạn mở ra xem có đúng không.")
        case .recordChanged: t("Hồ sơ {code} của bạn có tin mới.", ["code": body.record ?? "?"])
        case .readAnswered: t("Cơ quan đã trả lời vì sao xem thông tin của bạn.")
        case .readAsked: t("Có người hỏi vì sao cơ quan bạn xem thông tin của họ. Bạn cần trả lời đúng hẹn.")
        case .readAnswerLate: t("Một câu hỏi về lần xem thông tin đã quá hẹn trả lời.")
        case .mandateGiven: t("{name} vừa cho phép bạn làm thay.", ["name": body.record ?? "?"])
        case .mandateRevoked: t("{name} đã thôi cho phép bạn làm thay.", ["name": body.record ?? "?"])
        case .roleHandedOn:
            t(
                "{unit} kết thúc từ {day} ({basis}). Vai trò của bạn chuyển sang {successor}.",
                [
                    "unit": body.unit ?? "?", "day": body.day.map(Format.day) ?? "?", "basis": body.basis ?? "?",
                    "successor": body.successor ?? "?",
                ])
        case .roleEnded:
            t(
                "{unit} kết thúc từ {day} ({basis}). Vai trò của bạn ở đó cũng kết thúc, cấp trên sẽ quyết định tiếp.",
                ["unit": body.unit ?? "?", "day": body.day.map(Format.day) ?? "?", "basis": body.basis ?? "?"])
        case .roleNotContinued:
            t(
                "Cấp trên đã quyết định: vai trò của bạn ở {unit}, kết thúc từ {day}, không giao tiếp.",
                ["unit": body.unit ?? "?", "day": body.day.map(Format.day) ?? "?"])
        }
    }
}

/// Notices to the owners of accounts.
public struct AccountNoticeStore {
    let db: any Session

    public init(db: any Session) { self.db = db }

    public func insert(
        _ kind: AccountNotice.Kind, _ body: AccountNotice.Body = .init(), to account: ID<Account>, now: Instant
    ) throws {
        let json = String(decoding: try JSONEncoder().encode(body), as: UTF8.self)
        try db.run(
            """
            INSERT INTO kernel_account_notice (id, account_id, at, kind, body)
            VALUES (\(ID<AccountNotice>.new(at: now)), \(account), \(now), \(kind), \(json))
            """)
    }

    /// The latest first.
    public func list(of account: ID<Account>, unreadOnly: Bool = false, limit: Int = 20) throws -> [AccountNotice] {
        let unread: SQL = unreadOnly ? "read_at IS NULL" : "TRUE"
        return try list("account_id = \(account) AND \(unread)", limit: limit)
    }

    private func list(_ condition: SQL, limit: Int) throws -> [AccountNotice] {
        try db.rows(
            """
            SELECT id, at, kind, body, read_at FROM kernel_account_notice
            WHERE \(condition) ORDER BY id DESC LIMIT \(limit)
            """
        ) { row in
            let body = try JSONDecoder().decode(AccountNotice.Body.self, from: Data((try row[3] as String).utf8))
            return AccountNotice(
                id: try row[0], at: try row[1], kind: try row[2], body: body, readAt: try row[4])
        }
    }

    /// The latest of a kind, read or not.
    public func latest(_ kind: AccountNotice.Kind, of account: ID<Account>) throws -> AccountNotice? {
        try list("account_id = \(account) AND kind = \(kind)", limit: 1).first
    }

    /// Marks all that are there as read.
    public func markRead(of account: ID<Account>, now: Instant) throws {
        try db.run(
            "UPDATE kernel_account_notice SET read_at = \(now) WHERE account_id = \(account) AND read_at IS NULL")
    }
}
