import HTTPTypes

/// The doors by their paths, for what the router cannot tell: which methods an address knows.
struct DoorTable: Sendable {
    private let templates: [(parts: [Substring], method: HTTPRequest.Method)]

    init(_ doors: [Door]) {
        templates = doors.map { ($0.path.split(separator: "/"), $0.method) }
    }

    /// In alphabetical order; empty when there is no such address. Looked up only when no door has answered.
    func methods(for path: String) -> [HTTPRequest.Method] {
        let parts = path.split(separator: "/")
        var found = Set(templates.filter { Self.matches($0.parts, parts) }.map(\.method))
        if found.isEmpty { return [] }
        if found.contains(.get) { found.insert(.head) }
        found.insert(.options)
        return found.sorted { $0.rawValue < $1.rawValue }
    }

    private static func matches(_ template: [Substring], _ path: [Substring]) -> Bool {
        if template.last == "**" {
            return path.count >= template.count
                && matches(Array(template.dropLast()), Array(path.prefix(template.count - 1)))
        }
        return template.count == path.count
            && zip(template, path).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
    }
}
