public import HTTPTypes

/// Problem details (RFC 9457) with a list of fields that are wrong.
public struct Problem: Sendable, Encodable {
    public let status: HTTPResponse.Status
    public let title: String
    public let detail: String?
    public let errors: [FieldProblem]
    /// The number under which operators find a failure in the log.
    public let incident: String?

    public init(
        _ status: HTTPResponse.Status, title: String, detail: String? = nil, errors: [FieldProblem] = [],
        incident: String? = nil
    ) {
        self.status = status
        self.title = title
        self.detail = detail
        self.errors = errors
        self.incident = incident
    }

    private enum Key: String, CodingKey { case type, title, status, detail, errors, incident }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode("about:blank", forKey: .type)
        try container.encode(title, forKey: .title)
        try container.encode(status.code, forKey: .status)
        try container.encodeIfPresent(detail, forKey: .detail)
        if !errors.isEmpty { try container.encode(errors, forKey: .errors) }
        try container.encodeIfPresent(incident, forKey: .incident)
    }
}

/// What is wrong with one field, in the user's language, with what to do about it.
public struct FieldProblem: Sendable, Equatable, Encodable {
    public let field: String
    public let message: String

    public init(_ field: String, _ message: String) {
        self.field = field
        self.message = message
    }

    private enum Key: String, CodingKey { case pointer, detail }

    /// `{"pointer": "#/name", "detail": "…"}` as RFC 9457 shows it.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode("#/\(field)", forKey: .pointer)
        try container.encode(message, forKey: .detail)
    }
}

/// All that is wrong with what was sent. A form's handler draws the form again; for programs it becomes a problem.
public struct FieldProblems: Error, Sendable, Equatable {
    public private(set) var all: [FieldProblem]

    public init(_ all: [FieldProblem] = []) { self.all = all }

    public var isEmpty: Bool { all.isEmpty }

    public mutating func add(_ field: String, _ message: String) { all.append(FieldProblem(field, message)) }

    public subscript(_ field: String) -> String? { all.first { $0.field == field }?.message }

    /// - Throws: itself when there is any.
    public func throwIfAny() throws {
        if !isEmpty { throw self }
    }
}
