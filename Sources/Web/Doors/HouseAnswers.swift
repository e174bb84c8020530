import HTTPTypes
import Hummingbird
import Kernel
import Logging
import NIOCore
import Store

/// How a door is answered: one transaction, then the reply is drawn.
extension House {
    func answer(_ door: Door, _ request: Request, _ context: HouseContext) async -> Response {
        let started = ContinuousClock.now
        let language = languages.chosen(for: request)
        var visit = visit(door, request, context, language: language)
        var typed: FormData?
        let response: Response
        do {
            switch door.handler {
            case .page(let handler):
                response = try await look(visit, door, request, handler)
            case .act(let handler):
                guard CSRF.cameFromHere(request.headers, host: request.head.authority) else { throw ForgedForm() }
                let form = try await form(of: request, visit, door, typed: &typed)
                response = try await act(visit, door, request, form, handler)
            case .work(let handler):
                guard CSRF.cameFromHere(request.headers, host: request.head.authority) else { throw ForgedForm() }
                let form = try await form(of: request, visit, door, typed: &typed)
                visit = try await admitted(visit, door, request)
                try checkToken(form["_csrf"], of: visit, request)
                let reply = try await visit.speaking { [visit] in try await handler(visit, form) }
                response = draw(reply, for: visit, request)
            case .json(let handler):
                let body = JSONBody(Array(buffer: try await request.body.collect(upTo: context.maxUploadSize)))
                response = try await act(visit, door, request, body, handler)
            case .jsonWork(let handler):
                let body = JSONBody(Array(buffer: try await request.body.collect(upTo: context.maxUploadSize)))
                visit = try await admitted(visit, door, request)
                try checkToken(request.headers[.csrfToken] ?? "", of: visit, request)
                let reply = try await visit.speaking { [visit] in try await handler(visit, body) }
                response = draw(reply, for: visit, request)
            case .still(let handler):
                let reply = try await visit.speaking { [visit] in try await handler(visit, request) }
                response = draw(reply, for: visit, request)
            case .stream(let handler):
                visit = try await admitted(visit, door, request)
                let reply = try await visit.speaking { [visit] in try await handler(visit, request, context) }
                try await journal(reply.reads)
                response = draw(reply, for: visit, request)
            }
        } catch {
            let known = await recognised(visit, request, after: error)
            response = draw(refusal(error, known, typed: typed), for: known, request)
        }
        metrics.record(door: door.name, status: response.status.code, took: started.duration(to: .now))
        return response
    }

    func visit(_ door: Door, _ request: Request, _ context: HouseContext, language: Language) -> Visit {
        Visit(
            method: request.method, path: request.uri.path, door: door.name, doorPermission: door.permission,
            parameters: Dictionary(
                context.parameters.map { (String($0.key), (try? FormData.decoded($0.value)) ?? "") },
                uniquingKeysWith: { first, _ in first }),
            query: (try? FormData(urlEncoded: request.uri.query ?? "")) ?? FormData(),
            language: language, now: clock.now(), today: clock.today,
            address: address(of: request, context), agent: String((request.headers[.userAgent] ?? "").prefix(200)),
            node: settings.node, signedIn: nil, roles: roles, catalogue: languages.catalogue(for: language))
    }

    private func address(of request: Request, _ context: HouseContext) -> String {
        guard settings.isBehindProxy, let forwarded = request.headers[.forwardedFor] else { return context.peer }
        return forwarded.split(separator: ",").last.map { $0.filter { !$0.isWhitespace } } ?? context.peer
    }

    /// A GET: authentication and handler on one snapshot; what it shows of others is journaled before it leaves.
    private func look(
        _ visit: Visit, _ door: Door, _ request: Request,
        _ handler: @escaping @Sendable (Visit, any Session) throws -> Reply
    ) async throws -> Response {
        let token = SessionCookie.token(in: request, isSecure: settings.isSecure)
        let (admitted, reply) = try await database.read { db in
            let visit = try self.admit(visit, door, token: token, db)
            return (visit, try visit.speaking { try handler(visit, db) })
        }
        try await journal(reply.reads)
        touchSession(admitted)
        return draw(reply, for: admitted, request)
    }

    /// Whoever is signed in sees so on a page of refusal too; a database that has just failed is not asked again.
    private func recognised(_ visit: Visit, _ request: Request, after error: any Error) async -> Visit {
        guard visit.signedIn == nil, !visit.isForPrograms, !(error is StoreError), !(error is SignInNeeded) else {
            return visit
        }
        return (try? await admitted(visit, Door.still("/**") { _, _ in .empty(.notFound) }, request)) ?? visit
    }

    func admitted(_ visit: Visit, _ door: Door, _ request: Request) async throws -> Visit {
        let token = SessionCookie.token(in: request, isSecure: settings.isSecure)
        if token == nil, door.permission == .open { return visit }
        return try await database.read { db in try self.admit(visit, door, token: token, db) }
    }

    /// Who it is, and whether the door lets them pass.
    func admit(_ visit: Visit, _ door: Door, token: SessionToken?, _ db: any Session) throws -> Visit {
        var visit = visit
        if let token {
            visit.signedIn = try SessionStore(db: db).find(token: token.text, now: visit.now, today: visit.today)
        }
        switch door.permission {
        case .open: break
        case .signedIn: guard visit.signedIn != nil else { throw SignInNeeded() }
        case .needs(let permission):
            guard visit.signedIn != nil else { throw SignInNeeded() }
            guard visit.holds(permission) else { throw NotPermitted() }
        }
        return visit
    }

    /// A form of a signed-in browser carries a token of its own session.
    func checkToken(_ token: String, of visit: Visit, _ request: Request) throws {
        guard let signedIn = visit.signedIn,
            SessionCookie.token(in: request, isSecure: settings.isSecure)?.comesFromCookie == true
        else { return }
        guard CSRF.isValid(token, for: signedIn.csrfSecret) else { throw OldForm(signedIn: signedIn) }
    }

    func journal(_ lines: [JournalLine]) async throws {
        guard !lines.isEmpty else { return }
        try await database.write { db in try Journal(db: db).write(lines) }
    }

    /// Keeps a session alive that is used, without making anybody wait for it.
    private func touchSession(_ visit: Visit) {
        guard let signedIn = visit.signedIn, signedIn.isTouchDue(now: visit.now) else { return }
        let now = visit.now
        _Concurrency.Task {
            try? await database.write { db in try SessionStore(db: db).touch(signedIn, now: now) }
        }
    }

    func draw(_ reply: Reply, for visit: Visit, _ request: Request) -> Response {
        var reply = reply
        if UploadDoors.answers(visit.path) { reply.headers[.tusResumable] = UploadDoors.version }
        return visit.speaking { [reply] in ReplyWriter(house: self, visit: visit, request: request).response(for: reply)
        }
    }
}
