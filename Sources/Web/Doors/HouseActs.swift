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

    /// Session, protection against forgery, replay, handler, journal: all or nothing.
    private func inOneTransaction(
        _ visit: Visit, _ door: Door, _ request: Request, key: String, hash: String, csrf: String,
        _ handler: @escaping @Sendable (Visit, any Session) throws -> Reply
    ) async throws -> Response {
        let token = SessionCookie.token(in: request, isSecure: settings.isSecure)
        let attempt = { @Sendable (db: any Session) throws -> (Visit, Reply) in
            let visit = try self.admit(visit, door, token: token, db)
            if let signedIn = visit.signedIn, token?.comesFromCookie == true {
                guard CSRF.isValid(csrf, for: signedIn.csrfSecret) else { throw OldForm(signedIn: signedIn) }
            }
            let account = visit.signedIn.map { "\($0.accountID)" } ?? ""
            let memory = IdempotencyStore(db: db)
            if !key.isEmpty, let earlier = try memory.find(key: key, account: account, door: door.name) {
                return (visit, try Self.replay(earlier, hash: hash))
            }
            let reply = try visit.speaking { try handler(visit, db) }
            try Journal(db: db).write(reply.reads)
            if !key.isEmpty, let saved = reply.saved(hash: hash) {
                let expires = visit.now + IdempotencyStore.lifetime
                try memory.save(saved, key: key, account: account, door: door.name, expires: expires)
            }
            return (visit, reply)
        }
        do {
            let (admitted, reply) = try await database.write(attempt)
            return draw(reply, for: admitted, request)
        } catch StoreError.unique where !key.isEmpty {
            // Two clicks at once: the other one was first, and its answer is found now.
            let (admitted, reply) = try await database.write(attempt)
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
