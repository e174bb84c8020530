/// The shape of a JSON value, as the API description tells it.
public indirect enum Schema: Sendable {
    /// - Parameters:
    ///   - format: `date`, `date-time`, `uuid`, `binary` …
    ///   - values: the only ones that are possible, when there are few.
    case string(format: String? = nil, maxLength: Int? = nil, values: [String] = [])
    case integer(minimum: Int? = nil, maximum: Int? = nil)
    case number
    case boolean
    case array(Schema)
    case object([Member])
    /// One of the schemas of the house, by name.
    case ref(String)
    /// The value or `null`.
    case optional(Schema)

    public struct Member: Sendable {
        let name: String
        let schema: Schema
        let isRequired: Bool
        let note: String?

        public static func required(_ name: String, _ schema: Schema, note: String? = nil) -> Member {
            Member(name: name, schema: schema, isRequired: true, note: note)
        }

        public static func optional(_ name: String, _ schema: Schema, note: String? = nil) -> Member {
            Member(name: name, schema: schema, isRequired: false, note: note)
        }
    }

    /// One page of a list, as ``Keyset`` makes it: `{"items": […], "next": "…"}`.
    public static func page(of item: Schema) -> Schema {
        .object([
            .required("items", .array(item)),
            .optional("next", .string(), note: "Give it as `after` to get the next page; missing on the last."),
        ])
    }

    /// JSON Schema 2020-12.
    var json: JSONValue {
        switch self {
        case .string(let format, let maxLength, let values):
            JSONValue.object([
                "type": "string", "format": format.map { .string($0) }, "maxLength": maxLength.map { .integer($0) },
                "enum": values.isEmpty ? nil : .array(values.map { .string($0) }),
            ])
        case .integer(let minimum, let maximum):
            JSONValue.object([
                "type": "integer", "minimum": minimum.map { .integer($0) }, "maximum": maximum.map { .integer($0) },
            ])
        case .number: ["type": "number"]
        case .boolean: ["type": "boolean"]
        case .array(let item): ["type": "array", "items": item.json]
        case .object(let members): Self.object(members)
        case .ref(let name): ["$ref": .string("#/components/schemas/\(name)")]
        case .optional(let schema): ["anyOf": [schema.json, ["type": "null"]]]
        }
    }

    private static func object(_ members: [Member]) -> JSONValue {
        var properties: [String: JSONValue] = [:]
        for member in members {
            var schema = member.schema.json
            if let note = member.note { schema["description"] = .string(note) }
            properties[member.name] = schema
        }
        let required = members.filter(\.isRequired).map { JSONValue.string($0.name) }
        return .object([
            "type": "object", "properties": .object(properties), "required": required.isEmpty ? nil : .array(required),
        ])
    }
}

/// What a description of an API is made of; encoded with sorted keys.
public enum JSONValue: Sendable, Equatable {
    case string(String)
    case integer(Int)
    case boolean(Bool)
    case array([JSONValue])
    case object([String: JSONValue])

    /// Members that are `nil` are left out.
    static func object(_ members: [String: JSONValue?]) -> JSONValue { .object(members.compactMapValues(\.self)) }

    subscript(_ member: String) -> JSONValue? {
        get {
            guard case .object(let members) = self else { return nil }
            return members[member]
        }
        set {
            guard case .object(var members) = self else { return }
            members[member] = newValue
            self = .object(members)
        }
    }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    public init(stringLiteral value: String) { self = .string(value) }
    public init(integerLiteral value: Int) { self = .integer(value) }
    public init(booleanLiteral value: Bool) { self = .boolean(value) }
    public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .object(Dictionary(elements, uniquingKeysWith: { first, _ in first }))
    }
}

extension JSONValue: Encodable {
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .string(let value): try container.encode(value)
        case .integer(let value): try container.encode(value)
        case .boolean(let value): try container.encode(value)
        case .array(let values): try container.encode(values)
        case .object(let members): try container.encode(members)
        }
    }
}
