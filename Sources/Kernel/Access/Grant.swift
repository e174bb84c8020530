/// A role given to an account for an interval. It is ended, never deleted: what somebody was allowed to do on a day
/// can be told after years.
public struct Grant: Sendable, Hashable {
    public let id: ID<Grant>
    public let accountID: ID<Account>
    /// The code of a ``Role``.
    public let role: String
    public let unitID: ID<AdminUnit>?
    public let validFrom: Day
    /// The first day on which it no longer holds; `nil` while no end is set.
    public let validTo: Day?
    /// `nil` when the command line gave it.
    public let grantedBy: ID<Account>?
    public let grantedAt: Instant
    public let revokedBy: ID<Account>?
    public let revokedAt: Instant?

    public func holds(on day: Day) -> Bool {
        validFrom <= day && (validTo.map { day < $0 } ?? true)
    }
}

/// What is asked for when a role is given.
public struct GrantDraft: Sendable, Hashable {
    public var accountID: ID<Account>
    public var role: String
    public var unitID: ID<AdminUnit>?
    public var validFrom: Day
    /// The first day on which it no longer holds.
    public var validTo: Day?

    public init(
        accountID: ID<Account>, role: String, unitID: ID<AdminUnit>? = nil, validFrom: Day, validTo: Day? = nil
    ) {
        self.accountID = accountID
        self.role = role
        self.unitID = unitID
        self.validFrom = validFrom
        self.validTo = validTo
    }

    /// Checks what needs no look into the tables.
    /// - Parameter giver: the account that gives, `nil` for the command line.
    /// - Returns: the role, so that nobody has to look it up again.
    @discardableResult
    func check(in roles: Roles, by giver: ID<Account>?) throws(GrantRefusal) -> Role {
        guard let role = roles[role] else { throw .unknownRole }
        guard giver != accountID else { throw .toOneself }
        guard role.reach != .unit || unitID != nil else { throw .unitMissing }
        guard role.reach == .unit || unitID == nil else { throw .unitWithoutMeaning }
        if let validTo, validTo <= validFrom { throw .intervalReversed }
        return role
    }
}

public enum GrantRefusal: Refusal, Hashable {
    case unknownRole, unitMissing, unitWithoutMeaning, unknownUnit, outOfReach, intervalReversed
    case toOneself, ownLast, personMissing, alreadyEnded
    /// One at a time holds this role for a unit.
    case heldByAnother(String)

    public var message: String {
        switch self {
        case .unknownRole: t("Không có vai trò này. Hãy chọn một vai trò trong danh sách.")
        case .unitMissing: t("Vai trò này cần một đơn vị. Hãy chọn đơn vị.")
        case .unitWithoutMeaning: t("Vai trò này không gắn với đơn vị. Hãy bỏ trống ô đơn vị.")
        case .unknownUnit: t("Không có đơn vị này vào ngày bắt đầu. Hãy chọn lại đơn vị.")
        case .outOfReach: t("Vai trò hoặc đơn vị này nằm ngoài phạm vi của bạn.")
        case .intervalReversed: t("Ngày kết thúc phải sau ngày bắt đầu. Hãy sửa lại ngày.")
        case .toOneself: t("Bạn không thể tự cấp vai trò cho mình. Hãy nhờ một quản trị viên khác.")
        case .ownLast: t("Bạn không thể tự thu hồi quyền quản trị cuối cùng của mình.")
        case .personMissing: t("Tài khoản chưa gắn với một người nên không nhận được vai trò này.")
        case .alreadyEnded: t("Vai trò này đã kết thúc.")
        case .heldByAnother(let name):
            t("{name} đang giữ vai trò này ở đơn vị đó. Hãy thu hồi trước, rồi cấp cho người mới.", ["name": name])
        }
    }
}
