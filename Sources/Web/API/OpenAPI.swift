import Foundation
import HTTPTypes
import Kernel

/// The description of the API (OpenAPI 3.1), made from the doors themselves, so that it cannot say what is not there.
public enum OpenAPI {
    /// - Parameters:
    ///   - schemas: those that `Schema.ref` names.
    ///   - version: of this program.
    /// - Returns: JSON with sorted keys.
    public static func document(doors: [Door], schemas: [(name: String, schema: Schema)] = [], version: String) throws
        -> [UInt8]
    {
        var paths: [String: JSONValue] = [:]
        for door in doors {
            guard let api = door.api else { continue }
            var path = paths[door.path] ?? [:]
            path[door.method.rawValue.lowercased()] = operation(door, api)
            paths[door.path] = path
        }
        return try JSONBody.encoded(
            [
                "openapi": "3.1.0",
                "info": [
                    "title": "Thác Bà", "version": .string(version),
                    "license": ["name": "Apache-2.0", "identifier": "Apache-2.0"],
                ],
                "servers": [["url": "/"]],
                "security": [["session": []], ["bearer": []]],
                "paths": .object(paths),
                "components": components(schemas),
            ] as JSONValue)
    }

    /// `GET /api/v1/openapi.json`, for all doors that are given and itself.
    public static func door(
        describing doors: [Door], schemas: [(name: String, schema: Schema)] = [], version: String
    ) throws -> Door {
        let own = APIDescription(
            summary: "This description", tag: "house", response: .json(.object([])))
        let path = "/api/v1/openapi.json"
        let itself = Door.still(path, own) { _, _ in .empty(.noContent) }
        let bytes = try document(doors: doors + [itself], schemas: schemas, version: version)
        return .still(path, own) { _, _ in .bytes(bytes, type: "application/json") }
    }

    private static func operation(_ door: Door, _ api: APIDescription) -> JSONValue {
        var operation: JSONValue = [
            "operationId": .string(operationID(door)), "summary": .string(api.summary), "tags": [.string(api.tag)],
            "responses": responses(door, api),
        ]
        if let note = api.note { operation["description"] = .string(note) }
        let parameters = parameters(door, api)
        if !parameters.isEmpty { operation["parameters"] = .array(parameters) }
        if let request = api.request { operation["requestBody"] = ["required": true, "content": content(request)] }
        switch door.permission {
        case .open: operation["security"] = []
        case .signedIn: break
        case .needs(let permission): operation["x-permission"] = .string(permission.code)
        }
        return operation
    }

    /// `get_procedures_code`
    private static func operationID(_ door: Door) -> String {
        let words = door.path.split { !$0.isLetter && !$0.isNumber }.drop { $0 == "api" || $0 == "v1" }
        return ([door.method.rawValue.lowercased()] + words.map(String.init)).joined(separator: "_")
    }

    private static func parameters(_ door: Door, _ api: APIDescription) -> [JSONValue] {
        let inPath = door.path.matches(of: #/\{(\w+)\}/#).map {
            parameter(APIParameter(String($0.1), .string(), isRequired: true), in: "path")
        }
        var headers = api.headers
        if case .json = door.handler {
            headers.append(
                APIParameter(
                    "Idempotency-Key", .string(maxLength: 200),
                    note: "Chosen by the client; the same request sent again has one effect and one answer.",
                    isRequired: true))
        }
        return inPath + api.query.map { parameter($0, in: "query") } + headers.map { parameter($0, in: "header") }
    }

    private static func parameter(_ parameter: APIParameter, in place: String) -> JSONValue {
        .object([
            "name": .string(parameter.name), "in": .string(place), "schema": parameter.schema.json,
            "required": parameter.isRequired ? true : nil, "description": parameter.note.map { .string($0) },
        ])
    }

    private static func content(_ content: APIContent) -> JSONValue {
        .object([content.type: ["schema": content.schema.json]])
    }

    private static func responses(_ door: Door, _ api: APIDescription) -> JSONValue {
        var ok: JSONValue = ["description": .string(HTTPResponse.Status(code: api.status).reasonPhrase)]
        if let response = api.response { ok["content"] = content(response) }
        var all: [String: JSONValue] = [String(api.status): ok]
        for status in problems(door) { all[status] = ["$ref": "#/components/responses/Problem"] }
        return .object(all)
    }

    private static func problems(_ door: Door) -> [String] {
        let access: [String] =
            switch door.permission {
            case .open: []
            case .signedIn, .needs: ["401", "403"]
            }
        let found = door.path.contains("{") ? ["404"] : []
        let sent = door.method == .get ? ["422"] : ["400", "409", "413", "422"]
        return access + found + sent + ["429", "503"]
    }

    private static func components(_ schemas: [(name: String, schema: Schema)]) -> JSONValue {
        var all = Dictionary(schemas.map { ($0.name, $0.schema.json) }, uniquingKeysWith: { first, _ in first })
        all["Problem"] = problem.json
        return [
            "schemas": .object(all),
            "responses": [
                "Problem": [
                    "description": "Problem details (RFC 9457) in the language that the request asks for",
                    "content": ["application/problem+json": ["schema": ["$ref": "#/components/schemas/Problem"]]],
                ]
            ],
            "securitySchemes": [
                "session": [
                    "type": "apiKey", "in": "cookie", "name": "session",
                    "description": "`__Host-session` over TLS. What changes something also takes `X-CSRF-Token`.",
                ],
                "bearer": ["type": "http", "scheme": "bearer"],
            ],
        ]
    }

    private static let problem = Schema.object([
        .required("type", .string(format: "uri-reference")), .required("title", .string()),
        .required("status", .integer(minimum: 400, maximum: 599)), .optional("detail", .string()),
        .optional(
            "errors", .array(.object([.required("pointer", .string()), .required("detail", .string())])),
            note: "One entry for each member that is wrong."),
        .optional("incident", .string(), note: "The number under which operators find a failure."),
    ])
}
