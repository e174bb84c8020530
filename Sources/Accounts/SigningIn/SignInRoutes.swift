import HTTPTypes
import Kernel
import Store
import Web

extension AccountsModule {
    var signInDoors: [Door] {
        [
            .page("/sign-in", .open, use: showSignIn),
            .work("/sign-in", .open, use: signIn),
            .page("/sign-out", .signedIn, use: showSignOut),
            .act("/sign-out", .signedIn, use: signOut),
            .apiWork("/api/v1/sessions", .open, SignInAPI.description, use: signInForPrograms),
        ]
    }

    @Sendable func showSignIn(_ visit: Visit, _ db: any Session) throws -> Reply {
        let next = Address.own(visit.query["next"])
        if visit.signedIn != nil { return .redirect(to: try begin(visit, next: next, db)) }
        return .page(SignInView(name: visit.query["login"], next: next, demo: demoAccounts()).page)
    }

    @Sendable func signIn(_ visit: Visit, _ form: FormData) async throws -> Reply {
        let next = Address.own(form["next"])
        let held = HeldForm(in: form)
        do {
            let outcome = try await attempt(visit, name: form["login"], password: form.exact("password"))
            let (signedIn, start) = try await database.read { db -> (SignedIn?, String) in
                let found = try SessionStore(db: db).find(token: outcome.token, now: visit.now, today: visit.today)
                return (found, try found.map { try begin(visit.signedIn(as: $0), next: next, db) } ?? next)
            }
            let cookie = SessionCookie.set(
                outcome.token, lifetimeSeconds: outcome.lifetimeSeconds, isSecure: isSecure)
            let reply =
                if let held, let signedIn {
                    Reply.page(SignInView.goOn(held, csrf: visit.signedIn(as: signedIn)))
                } else {
                    Reply.redirect(to: start)
                }
            return Self.speaking(reply.with(.setCookie, cookie), as: outcome.account)
        } catch let refusal as any Refusal {
            return .page(again(form, refusal.message), status: .unprocessableContent)
        } catch let wait as TooManyAttempts {
            return .page(again(form, wait.message), status: .tooManyRequests)
                .with(.retryAfter, String(wait.retryAfterSeconds))
        }
    }

    /// From here on this browser shows the language that the account has chosen on whichever device.
    private static func speaking(_ reply: Reply, as account: Account) -> Reply {
        account.language.isEmpty ? reply : reply.with(.setCookie, LanguageCookie.set(account.language))
    }

    /// The form with what was typed, but for the password.
    private func again(_ form: FormData, _ problem: String) -> Page {
        SignInView(
            name: form["login"], next: Address.own(form["next"]), held: HeldForm(in: form), problem: problem,
            demo: demoAccounts()
        ).page
    }

    private func attempt(_ visit: Visit, name: String, password: String) async throws -> SignInOutcome {
        let service = SignIn(database: database, hasher: hasher, roles: roles) { db, event in
            try Journal(db: db).write(event.journalLine(on: visit))
        }
        return try await service.attempt(
            name: name, password: password, address: visit.address, agent: visit.agent, now: visit.now,
            today: visit.today)
    }

    @Sendable func showSignOut(_ visit: Visit, _ db: any Session) throws -> Reply {
        .page(SignInView.signOut(visit))
    }

    @Sendable func signOut(_ visit: Visit, _ form: FormData, _ db: any Session) throws -> Reply {
        let account = try visit.account()
        try SessionStore(db: db).revoke(account.sessionID, of: account.accountID, now: visit.now)
        try Journal(db: db).write(
            visit.journalLine("account.signedOut", subjectKind: "account", subjectID: account.accountID.description))
        return .redirect(to: "/").with(.setCookie, SessionCookie.cleared(isSecure: isSecure))
            .with(.clearSiteData, "\"cache\"")
    }

    @Sendable func signInForPrograms(_ visit: Visit, _ body: JSONBody) async throws -> Reply {
        let wish = try body.decode(SignInAPI.Wish.self)
        let outcome = try await attempt(visit, name: wish.name.nfc, password: wish.password)
        return try .json(
            SignInAPI.Session(token: outcome.token, expiresInSeconds: outcome.lifetimeSeconds), status: .created)
    }
}

extension SignInEvent {
    fileprivate func journalLine(on visit: Visit) -> JournalLine {
        switch self {
        case .signedIn(let account, _):
            visit.journalLine(
                "account.signedIn", actor: account.id, subjectKind: "account", subjectID: account.id.description)
        case .failed(let id, _):
            visit.journalLine("account.signInFailed", subjectKind: "account", subjectID: id?.description)
        }
    }
}

extension HTTPField.Name {
    static let clearSiteData = HTTPField.Name("Clear-Site-Data")!
    static let retryAfter = HTTPField.Name("Retry-After")!
}

/// The door for programs: a name and a password for a token.
enum SignInAPI {
    struct Wish: Decodable {
        let name: String
        let password: String
    }

    struct Session: Encodable {
        let token: String
        let expiresInSeconds: Int
    }

    static let session = Schema.object([
        .required("token", .string()), .required("expiresInSeconds", .integer()),
    ])

    static let description = APIDescription(
        summary: "Sign in: the token goes into `Authorization: Bearer …`", tag: "Sessions",
        request: .json(
            .object([.required("name", .string(maxLength: 200)), .required("password", .string(maxLength: 1024))])),
        response: .json(.ref("Session")), status: 201)
}
