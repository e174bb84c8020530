import HTTPTypes
import Kernel
import Store
import Web

extension AccountsModule {
    var accountDoors: [Door] {
        [
            .page("/admin/accounts", .needs(.manageAccounts), use: listAccounts),
            .page("/admin/accounts/new", .needs(.manageAccounts), use: showNewAccount),
            .work("/admin/accounts", .needs(.manageAccounts), use: addAccount),
            .page("/admin/accounts/{id}", .needs(.manageAccounts), use: showAccountOfOther),
            .act("/admin/accounts/{id}/name", .needs(.manageAccounts), use: renameAccount),
            .act("/admin/accounts/{id}/state", .needs(.manageAccounts), use: setState),
            .work("/admin/accounts/{id}/password", .needs(.manageAccounts), use: resetPassword),
        ]
    }

    @Sendable func listAccounts(_ visit: Visit, _ db: any Session) throws -> Reply {
        let accounts = AccountStore(db: db)
        let after = try visit.query.filled("after").flatMap(ID<Account>.init).flatMap(accounts.find)
        let found = try accounts.page(
            search: visit.query["q"], after: after, limit: AccountListView.pageLength + 1)
        let shown = Array(found.prefix(AccountListView.pageLength))
        return .page(
            AccountListView(visit: visit, accounts: shown, next: found.count > shown.count ? shown.last : nil).page)
    }

    @Sendable func showNewAccount(_ visit: Visit, _ db: any Session) throws -> Reply {
        .page(NewAccountView(visit: visit).page)
    }

    @Sendable func addAccount(_ visit: Visit, _ form: FormData) async throws -> Reply {
        let password = Passwords.made()
        let hash = try await hasher.hash(password)
        let draft = AccountDraft(
            name: form["name"], displayName: form["displayName"], passwordHash: hash, mustChangePassword: true)
        do {
            let account = try await database.write { db in
                let person = try PersonStore(db: db).insert(fullName: draft.displayName, now: visit.now)
                var draft = draft
                draft.personID = person.id
                let account = try AccountStore(db: db).insert(draft, now: visit.now)
                try Journal(db: db).write(
                    visit.journalLine("account.added", subjectKind: "account", subjectID: account.id.description))
                return account
            }
            return .page(NewPasswordView(account: account, password: password).page, status: .created)
        } catch let refusal as any Refusal {
            let problems = FieldProblems([FieldProblem(NewAccountView.field(of: refusal), refusal.message)])
            return .page(
                NewAccountView(visit: visit, typed: form, problems: problems).page, status: .unprocessableContent)
        }
    }

    @Sendable func showAccountOfOther(_ visit: Visit, _ db: any Session) throws -> Reply {
        try accountReply(visit, db)
    }

    @Sendable func renameAccount(_ visit: Visit, _ form: FormData, _ db: any Session) throws -> Reply {
        let account = try current(visit, form, db)
        do {
            try AccountStore(db: db).rename(account, displayName: form["displayName"])
        } catch let refusal as AccountRefusal {
            return try accountReply(visit, db, problems: FieldProblems([FieldProblem("displayName", refusal.message)]))
        }
        try Journal(db: db).write(
            visit.journalLine("account.renamed", subjectKind: "account", subjectID: account.id.description))
        return .redirect(to: "/admin/accounts/\(account.id)?done=saved")
    }

    @Sendable func setState(_ visit: Visit, _ form: FormData, _ db: any Session) throws -> Reply {
        let account = try current(visit, form, db)
        let isDisabling = account.state == .active
        if isDisabling {
            guard form["confirm"] == account.name else {
                let words = t("Tên vừa gõ chưa đúng. Bạn gõ {name} để khoá tài khoản này.", ["name": account.name])
                return try accountReply(visit, db, problems: FieldProblems([FieldProblem("confirm", words)]))
            }
            do {
                try AccountStore(db: db).disable(account, by: try visit.account().accountID, now: visit.now)
            } catch let refusal as AccountRefusal {
                return try accountReply(visit, db, problems: FieldProblems([FieldProblem("confirm", refusal.message)]))
            }
        } else {
            try AccountStore(db: db).enable(account)
        }
        try Journal(db: db).write(
            visit.journalLine(
                isDisabling ? "account.disabled" : "account.enabled", subjectKind: "account",
                subjectID: account.id.description))
        return .redirect(to: "/admin/accounts/\(account.id)?done=saved")
    }

    @Sendable func resetPassword(_ visit: Visit, _ form: FormData) async throws -> Reply {
        let id = try visit.parameter("id", as: ID<Account>.self)
        let found = try await database.read { db in try AccountStore(db: db).find(id) }
        guard let account = found else { throw NotFound() }
        let password = try await Passwords(database: database, hasher: hasher).reset(of: id, now: visit.now) { db in
            try Journal(db: db).write(
                visit.journalLine("account.passwordReset", subjectKind: "account", subjectID: id.description))
        }
        return .page(NewPasswordView(account: account, password: password).page)
    }

    /// The account of the address, as the form knew it.
    private func current(_ visit: Visit, _ form: FormData, _ db: any Session) throws -> Account {
        let id = try visit.parameter("id", as: ID<Account>.self)
        guard let account = try AccountStore(db: db).find(id) else { throw NotFound() }
        guard form["version"] == String(account.version) else { throw Stale() }
        return account
    }

    func accountReply(
        _ visit: Visit, _ db: any Session, typed: FormData = FormData(), problems: FieldProblems = FieldProblems()
    ) throws -> Reply {
        let id = try visit.parameter("id", as: ID<Account>.self)
        guard let account = try AccountStore(db: db).find(id) else { throw NotFound() }
        let scope = visit.scope(for: .grantRoles)
        let view = AccountView(
            visit: visit, account: account, roles: roles,
            grants: try GrantStore(db: db, roles: roles).grants(of: id, within: scope, today: visit.today),
            units: try GrantUnits(db: db).choices(on: visit.today), typed: typed, problems: problems)
        return .page(view.page, status: problems.isEmpty ? .ok : .unprocessableContent)
    }
}
