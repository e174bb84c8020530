import Kernel
import Store
import Web

extension AccountsModule {
    var ownAccountDoors: [Door] {
        [
            .page("/account", .signedIn, use: showAccount),
            .page("/account/password", .signedIn, use: showPassword),
            .work("/account/password", .signedIn, use: changePassword),
            .page("/account/sessions", .signedIn, use: showSessions),
            .act("/account/sessions/others/end", .signedIn, use: endOtherSessions),
            .act("/account/sessions/{id}/end", .signedIn, use: endSession),
            .page("/account/notices", .signedIn, use: showNotices),
            .act("/account/notices/read", .signedIn, use: readNotices),
        ]
    }

    @Sendable func showAccount(_ visit: Visit, _ db: any Session) throws -> Reply {
        let account = try visit.account()
        let unread = try AccountNoticeStore(db: db).list(of: account.accountID, unreadOnly: true, limit: 5)
        return .page(OwnAccountView(visit: visit, account: account, roles: roles, unread: unread).page)
    }

    @Sendable func showPassword(_ visit: Visit, _ db: any Session) throws -> Reply {
        .page(PasswordView(visit: visit).page)
    }

    @Sendable func changePassword(_ visit: Visit, _ form: FormData) async throws -> Reply {
        let account = try visit.account()
        var problems = FieldProblems()
        let (old, new) = (form.exact("password-old"), form.exact("password-new"))
        if old.isEmpty { problems.add("password-old", t("Bạn chưa nhập mật khẩu đang dùng.")) }
        if new != form.exact("password-again") {
            problems.add("password-again", t("Mật khẩu mới ở hai ô chưa giống nhau. Bạn nhập lại cả hai ô."))
        }
        guard problems.isEmpty else { return PasswordView(visit: visit, problems: problems).reply }
        do {
            try await Passwords(database: database, hasher: hasher).change(
                of: account, from: old, to: new, now: visit.now
            ) { db in
                try Journal(db: db).write(
                    visit.journalLine(
                        "account.passwordChanged", subjectKind: "account", subjectID: account.accountID.description))
            }
        } catch let refusal as PasswordRefusal {
            problems.add(refusal == .wrongOld ? "password-old" : "password-new", refusal.message)
            return PasswordView(visit: visit, problems: problems).reply
        }
        return .redirect(to: "/account?done=password")
    }

    @Sendable func showSessions(_ visit: Visit, _ db: any Session) throws -> Reply {
        let account = try visit.account()
        let sessions = try SessionStore(db: db).list(of: account.accountID, now: visit.now)
        return .page(SessionsView(visit: visit, sessions: sessions, current: account.sessionID).page)
    }

    @Sendable func endSession(_ visit: Visit, _ form: FormData, _ db: any Session) throws -> Reply {
        let account = try visit.account()
        let id = try visit.parameter("id", as: ID<SignInSession>.self)
        try SessionStore(db: db).revoke(id, of: account.accountID, now: visit.now)
        try Journal(db: db).write(
            visit.journalLine("account.sessionEnded", subjectKind: "session", subjectID: id.description))
        return .redirect(to: "/account/sessions?done=ended")
    }

    @Sendable func endOtherSessions(_ visit: Visit, _ form: FormData, _ db: any Session) throws -> Reply {
        let account = try visit.account()
        _ = try SessionStore(db: db).revokeOthers(of: account.accountID, keeping: account.sessionID, now: visit.now)
        try Journal(db: db).write(
            visit.journalLine(
                "account.otherSessionsEnded", subjectKind: "account", subjectID: account.accountID.description))
        return .redirect(to: "/account/sessions?done=ended")
    }

    @Sendable func showNotices(_ visit: Visit, _ db: any Session) throws -> Reply {
        let account = try visit.account()
        let notices = try AccountNoticeStore(db: db).list(of: account.accountID, limit: 50)
        return .page(NoticesView(visit: visit, notices: notices).page)
    }

    @Sendable func readNotices(_ visit: Visit, _ form: FormData, _ db: any Session) throws -> Reply {
        try AccountNoticeStore(db: db).markRead(of: try visit.account().accountID, now: visit.now)
        return .redirect(to: form.filled("back").map(Address.own) ?? "/account/notices")
    }
}
