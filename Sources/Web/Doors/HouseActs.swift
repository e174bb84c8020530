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
        let hash = RequestHash.of(visit.path, form.fields.filter { $0.name != "_csrf" }.map { "\($0.name)=\($0.value)" })
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
        let (admitted, reply) = try await database.write { db in
            let visit = try self.admit(visit, door, token: token, db)
            if let signedIn = visit.signedIn, token?.comesFromCookie == true {
                guard CSRF.isValid(csrf, for: signedIn.csrfSecret) else { throw ForgedForm() }
            }
            let account = visit.signedIn.map { "\($0.accountID)" } ?? "-"
            let memory = IdempotencyStore(db: db)
            if !key.isEmpty, let earlier = try memory.find(key: key, account: account, door: door.name) {
                return (visit, try Self.replay(earlier, hash: hash))
            }
            let reply = try visit.speaking { try handler(visit, db) }
            try Journal(db: db).write(reply.reads)
            if !key.isEmpty, let entry = reply.remembered(hash: hash, expires: visit.now + .hours(48)) {
                try memory.save(entry, key: key, account: account, door: door.name)
            }
            return (visit, reply)
        }
        return draw(reply, for: admitted, request)
    }

    /// The second click gets the answer of the first.
    private static func replay(_ earlier: IdempotencyEntry, hash: String) throws -> Reply {
        guard earlier.requestHash == hash else { throw KeyUsedForOtherContent(location: earlier.location) }
        let status = HTTPResponse.Status(code: earlier.status)
        var reply =
            earlier.response.isEmpty
            ? Reply.empty(status)
            : Reply.bytes(Array(earlier.response.utf8), type: "application/json", status: status)
        if let location = earlier.location { reply.headers[.location] = location }
        reply.headers[.idempotencyReplayed] = "true"
        return reply
    }
}

extension Reply {
    /// What a repetition of the same request will be answered with; `nil` when nothing was done.
    fileprivate func remembered(hash: String, expires: Instant) -> IdempotencyEntry? {
        guard (200..<400).contains(status.code) else { return nil }
        switch body {
        case .none:
            return IdempotencyEntry(
                requestHash: hash, status: status.code, response: "", location: headers[.location], expires: expires)
        case .bytes(let bytes, _):
            return IdempotencyEntry(
                requestHash: hash, status: status.code, response: String(decoding: bytes, as: UTF8.self),
                location: headers[.location], expires: expires)
        case .page, .problem, .stream:
            return nil
        }
    }
}

/// The form did not come from a page of ours, or is of another session.
struct ForgedForm: Error {}

/// The same key came with other content: the browser's back button, an edit, and sent again.
struct KeyUsedForOtherContent: Error {
    /// Where the first one led.
    let location: String?
}
