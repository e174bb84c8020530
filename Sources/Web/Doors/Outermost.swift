import HTTPTypes
import Hummingbird
import Kernel
import Logging

/// Stands around every request, also around those that find no door: an answer in the visitor's language with the
/// headers that every answer has, a line in the access log, the count of what is being answered.
struct Outermost: RouterMiddleware {
    let house: House
    let table: DoorTable

    func handle(
        _ request: Request, context: HouseContext,
        next: (Request, HouseContext) async throws -> Response
    ) async throws -> Response {
        let started = ContinuousClock.now
        house.metrics.begin()
        defer { house.metrics.end() }
        var response: Response
        do {
            response = try await next(request, context)
        } catch {
            response = await house.astray(error, request, context, table)
            house.metrics.record(door: "none", status: response.status.code, took: started.duration(to: .now))
        }
        if let id = context.logger[metadataKey: "hb.request.id"] {
            response.headers[.requestID] = id.description
        }
        log(request, response, context, took: started.duration(to: .now))
        return response
    }

    /// Never what was asked for or who asked: a path's parameters and a query may name people.
    private func log(_ request: Request, _ response: Response, _ context: HouseContext, took: Duration) {
        let us = took.components.seconds * 1_000_000 + took.components.attoseconds / 1_000_000_000_000
        house.logger.info(
            "request",
            metadata: [
                "method": .string(request.method.rawValue), "door": .string(context.endpointPath ?? "none"),
                "status": .stringConvertible(response.status.code),
                "us": .stringConvertible(us),
                "bytes": .stringConvertible(response.body.contentLength ?? -1),
                "id": .string(response.headers[.requestID] ?? ""),
            ])
    }
}

extension House {
    /// The answer to a request that found no door.
    fileprivate func astray(
        _ error: any Error, _ request: Request, _ context: HouseContext, _ table: DoorTable
    ) async -> Response {
        let door = Door.still("/**") { _, _ in .empty(.notFound) }
        let stranger = visit(door, request, context, language: languages.chosen(for: request))
        // Whoever is signed in sees their own menu on this page too; a failing database does not take the page away.
        let visit = (try? await admitted(stranger, door, request)) ?? stranger
        var reason = error
        if let error = error as? HTTPError, error.status == .notFound {
            let methods = table.methods(for: request.uri.path)
            if request.method == .options, !methods.isEmpty {
                let allowed = MethodNotAllowed(allowed: methods).list
                return draw(.empty(.noContent, headers: [.allow: allowed]), for: visit, request)
            }
            reason = methods.isEmpty ? NotFound() : MethodNotAllowed(allowed: methods)
        }
        let response = draw(refusal(reason, visit, typed: nil), for: visit, request)
        return request.method == .head ? response.createHeadResponse() : response
    }
}

extension HTTPField.Name {
    static let requestID = HTTPField.Name("X-Request-ID")!
}
