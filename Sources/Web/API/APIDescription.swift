/// What the API description says of a door, beside what the door itself knows (method, path, permission).
public struct APIDescription: Sendable {
    /// One line, in English: programmers read it.
    public let summary: String
    /// The module to which it belongs.
    public let tag: String
    public let query: [APIParameter]
    public let headers: [APIParameter]
    /// The body that is sent; `nil` when there is none.
    public let request: APIContent?
    /// The body of the answer; `nil` when there is none.
    public let response: APIContent?
    public let status: Int
    public let note: String?

    public init(
        summary: String, tag: String, query: [APIParameter] = [], headers: [APIParameter] = [],
        request: APIContent? = nil, response: APIContent? = nil, status: Int = 200, note: String? = nil
    ) {
        self.summary = summary
        self.tag = tag
        self.query = query
        self.headers = headers
        self.request = request
        self.response = response
        self.status = status
        self.note = note
    }
}

/// A body: its media type and shape.
public struct APIContent: Sendable {
    let type: String
    let schema: Schema

    public static func json(_ schema: Schema) -> APIContent { APIContent(type: "application/json", schema: schema) }

    public static func bytes(_ type: String) -> APIContent { APIContent(type: type, schema: .string(format: "binary")) }
}

/// A value in the query or a header.
public struct APIParameter: Sendable {
    let name: String
    let schema: Schema
    let note: String?
    let isRequired: Bool

    public init(_ name: String, _ schema: Schema, note: String? = nil, isRequired: Bool = false) {
        self.name = name
        self.schema = schema
        self.note = note
        self.isRequired = isRequired
    }

    /// What every paged list takes.
    public static let paging = [
        APIParameter("after", .string(), note: "`next` of the page before."),
        APIParameter("limit", .integer(minimum: 1, maximum: Keyset.most), note: "\(Keyset.usual) unless given."),
    ]
}
