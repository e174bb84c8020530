import Kernel
import Store
import Web

extension AccountsModule {
    var grantDoors: [Door] {
        [
            .page("/admin/grants", .needs(.grantRoles), use: listGrants),
            .act("/admin/accounts/{id}/grants", .needs(.grantRoles), use: grantRole),
            .act("/admin/grants/{id}/end", .needs(.grantRoles), use: endGrant),
        ]
    }

    @Sendable func listGrants(_ visit: Visit, _ db: any Session) throws -> Reply {
        let before = visit.query.filled("before").flatMap(ID<Grant>.init)
        let found = try GrantStore(db: db, roles: roles).page(
            before: before, within: visit.scope(for: .grantRoles), limit: GrantListView.pageLength + 1,
            today: visit.today)
        let shown = Array(found.prefix(GrantListView.pageLength))
        return .page(
            GrantListView(
                visit: visit, roles: roles, grants: shown, next: found.count > shown.count ? shown.last?.grant.id : nil
            ).page)
    }

    @Sendable func grantRole(_ visit: Visit, _ form: FormData, _ db: any Session) throws -> Reply {
        let account = try visit.parameter("id", as: ID<Account>.self)
        var problems = FieldProblems()
        let from = GrantForm.day(form, "from", &problems) ?? visit.today
        let until = GrantForm.day(form, "until", &problems)
        let unit = form.filled("unit").flatMap(ID<AdminUnit>.init)
        guard problems.isEmpty else { return try accountReply(visit, db, typed: form, problems: problems) }
        do {
            let grant = try GrantStore(db: db, roles: roles).grant(
                GrantDraft(
                    accountID: account, role: form["role"], unitID: unit, validFrom: from,
                    validTo: until.map { $0 + 1 }),
                by: try visit.account().accountID, within: visit.scope(for: .grantRoles), now: visit.now)
            try Journal(db: db).write(
                visit.journalLine("access.granted", subjectKind: "account", subjectID: grant.accountID.description))
        } catch let refusal as GrantRefusal {
            problems.add(GrantForm.field(of: refusal), refusal.message)
            return try accountReply(visit, db, typed: form, problems: problems)
        }
        return .redirect(to: "/admin/accounts/\(account)?done=saved")
    }

    @Sendable func endGrant(_ visit: Visit, _ form: FormData, _ db: any Session) throws -> Reply {
        let grant = try GrantStore(db: db, roles: roles).revoke(
            try visit.parameter("id"), by: try visit.account().accountID, within: visit.scope(for: .grantRoles),
            today: visit.today, now: visit.now)
        try Journal(db: db).write(
            visit.journalLine("access.revoked", subjectKind: "account", subjectID: grant.accountID.description))
        return .redirect(to: "/admin/accounts/\(grant.accountID)?done=saved")
    }
}

/// Reading what was typed to give a role.
enum GrantForm {
    /// A day in dd/MM/yyyy; `nil` when the field is empty or wrong, which is noted.
    static func day(_ form: FormData, _ name: String, _ problems: inout FieldProblems) -> Day? {
        guard let text = form.filled(name) else { return nil }
        do { return try Day(typed: text) } catch {
            problems.add(name, error.message)
            return nil
        }
    }

    static func field(of refusal: GrantRefusal) -> String {
        switch refusal {
        case .unitMissing, .unitWithoutMeaning, .unknownUnit, .outOfReach: "unit"
        case .intervalReversed: "until"
        case .unknownRole, .toOneself, .ownLast, .personMissing, .alreadyEnded, .heldByAnother: "role"
        }
    }
}
