import HTTPTypes
import Kernel
import Store
import Web

extension AccountsModule {
    var roleDoors: [Door] { [.page(FormerRole.path, .signedIn, use: showRoles)] }

    @Sendable func showRoles(_ visit: Visit, _ db: any Session) throws -> Reply {
        let account = try visit.account()
        let former = try GrantStore(db: db, roles: roles).formerRoles(of: account.accountID, today: visit.today)
        return .page(
            OwnRolesView(
                visit: visit, account: account, roles: roles, former: former, deciders: deciders(),
                next: Address.own(visit.query["next"])
            ).page)
    }

    /// Where somebody begins after signing in: the front of their work, or, for an officer whose every role has ended
    /// with its unit, the page that says why, until they say that they have read it.
    func begin(_ visit: Visit, next: String, _ db: any Session) throws -> String {
        let front = next == "/" ? front(visit) : next
        guard let signedIn = visit.signedIn, !signedIn.isOfficer(in: roles) else { return front }
        let former = try GrantStore(db: db, roles: roles).formerRoles(
            of: signedIn.accountID, today: visit.today, limit: 1)
        guard !former.isEmpty else { return front }
        let told = try AccountNoticeStore(db: db).latest(.roleEnded, of: signedIn.accountID)
        guard told?.readAt == nil else { return front }
        return Address(FormerRole.path, ["next": next == "/" ? nil : next]).text
    }
}

extension SignedIn {
    /// Whether any role in force reaches beyond one's own person.
    func isOfficer(in roles: Roles) -> Bool {
        grants.contains { roles[$0.role].map { $0.reach != .person } ?? false }
    }
}
