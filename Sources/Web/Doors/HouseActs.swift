import HTTPTypes
import Hummingbird
import Kernel
import Store

/// A form or a JSON object that changes something.
extension House {
    func act(
        _ visit: Visit, _ door: Door, _ request: Request, _ form: FormData,
        _ handler: @escaping @Sendable (Visit, FormData, any Session) throws -> Reply
    ) async throws -> Response {
        let key = form.filled("_key") ?? ""
        let typed = form.fields.filter { $0.name != "_csrf" }.map { "\($0.name)=\($0.value)" }
        let files = form.files.map { "\($0.field)=\($0.name)=\($0.file.hash)" }
        let hash = RequestHash.of(visit.path, typed + files)
        return try await inOneTransaction(visit, door, request, key: key, hash: hash, csrf: form["_csrf"]) {
            try handler($0, form, $1)
        }
    }

    func act(
        _ visit: Visit, _ door: Door, _ request: Request, _ body: JSONBody,
        _ handler: @escaping @Sendable (Visit, JSONBody, any Session) throws -> Reply
    ) async throws -> Response {
        guard let key = request.headers[.idempotencyKey], (1...200).contains(key.utf8.count) else {
            throw FieldProblems([FieldProblem("Idempotency-Key", t("Thiếu đầu mục Idempotency-Key (1–200 ký tự)."))])
        }
        let hash = RequestHash.of(visit.path, [String(decoding: body.bytes, as: UTF8.self)])
        return try await inOneTransaction(
            visit, door, request, key: key, hash: hash, csrf: request.headers[.csrfToken] ?? ""
        ) { try handler($0, body, $1) }
    }

    /// Session, protection against forgery, handler, journal, and what a repetition will be told: all or nothing.
    ///
    /// A repetition is rare, so nobody is asked whether this is one before the work is done. It shows afterwards: the
    /// key is there already, or the work is refused for having been done. Then nothing of it remains, and the first
    /// answer is given again.
    private func inOneTransaction(
        _ visit: Visit, _ door: Door, _ request: Request, key: String, hash: String, csrf: String,
        _ handler: @escaping @Sendable (Visit, any Session) throws -> Reply
    ) async throws -> Response {
        let token = SessionCookie.token(in: request, isSecure: settings.isSecure)
        let admit = { @Sendable (db: any Session) throws -> Visit in
            let visit = try self.admit(visit, door, token: token, db)
            if let signedIn = visit.signedIn, token?.comesFromCookie == true {
                guard CSRF.isValid(csrf, for: signedIn.csrfSecret) else { throw OldForm(signedIn: signedIn) }
            }
            return visit
        }
        let earlier = { @Sendable (visit: Visit, db: any Session) throws -> SavedReply? in
            if key.isEmpty { return nil }
            return try IdempotencyStore(db: db).find(key: key, account: visit.accountKey, door: door.name)
        }
        let attempt = { @Sendable (db: any Session) throws -> (Visit, Reply) in
            let visit = try admit(db)
            let reply: Reply
            do {
                reply = try visit.speaking { try handler(visit, db) }
            } catch  where !(error is StoreError) {
                guard let earlier = try earlier(visit, db) else { throw error }
                throw Repetition(visit: visit, reply: earlier)
            }
            try Journal(db: db).write(reply.reads)
            guard !key.isEmpty else { return (visit, reply) }
            if let saved = reply.saved(hash: hash) {
                let expires = visit.now + IdempotencyStore.lifetime
                try IdempotencyStore(db: db).save(
                    saved, key: key, account: visit.accountKey, door: door.name, expires: expires)
            } else if let earlier = try earlier(visit, db) {
                throw Repetition(visit: visit, reply: earlier)
            }
            return (visit, reply)
        }
        do {
            let (admitted, reply) = try await database.write(attempt)
            return draw(reply, for: admitted, request)
        } catch let repetition as Repetition {
            return draw(try Self.replay(repetition.reply, hash: hash), for: repetition.visit, request)
        } catch StoreError.unique where !key.isEmpty {
            // Done before, or by the other of two clicks at once; else the conflict is the handler's own. Looked at in
            // a transaction that writes: behind the other one, which may not have ended yet.
            let (admitted, reply) = try await database.write { db in
                let visit = try admit(db)
                if let known = try earlier(visit, db) { return (visit, try Self.replay(known, hash: hash)) }
                return try attempt(db)
            }
            return draw(reply, for: admitted, request)
        }
    }

    /// The second click gets the answer of the first.
    private static func replay(_ earlier: SavedReply, hash: String) throws -> Reply {
        guard earlier.requestHash == hash else { throw KeyUsedForOtherContent(location: earlier.location) }
        let status = HTTPResponse.Status(code: earlier.status)
        var reply =
            earlier.contentType.map { Reply.bytes(earlier.body, type: $0, status: status) } ?? Reply.empty(status)
        if let location = earlier.location { reply.headers[.location] = location }
        reply.headers[.idempotencyReplayed] = "true"
        return reply
    }
}

extension Reply {
    /// What a repetition of the same request will be answered with; `nil` when nothing was done.
    fileprivate func saved(hash: String) -> SavedReply? {
        guard (200..<400).contains(status.code) else { return nil }
        switch body {
        case .none:
            return SavedReply(requestHash: hash, status: status.code, location: headers[.location])
        case .bytes(let bytes, let type):
            return SavedReply(
                requestHash: hash, status: status.code, location: headers[.location], contentType: type, body: bytes)
        case .page, .problem, .stream:
            return nil
        }
    }
}

extension Visit {
    /// Whose keys are looked at; empty before sign-in.
    fileprivate var accountKey: String { signedIn.map { "\($0.accountID)" } ?? "" }
}

/// The request was answered before. Thrown, so that nothing remains of what it has done again.
private struct Repetition: Error {
    let visit: Visit
    let reply: SavedReply
}

/// The form did not come from a page of ours.
struct ForgedForm: Error {}

/// The form is of an earlier session of the same browser.
struct OldForm: Error {
    let signedIn: SignedIn
}

/// The same key came with other content: the browser's back button, an edit, and sent again.
struct KeyUsedForOtherContent: Error {
    /// Where the first one led.
    let location: String?
}
