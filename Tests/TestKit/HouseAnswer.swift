import Foundation
public import HTTPTypes

/// What a house answered.
public struct HouseAnswer: Sendable {
    public let status: HTTPResponse.Status
    public let headers: HTTPFields
    public let bytes: [UInt8]
    /// What was asked for.
    public let path: String

    public var text: String { String(decoding: bytes, as: UTF8.self) }

    public var location: String? { headers[.location] }

    /// The body as JSON: dictionaries, arrays, strings, numbers.
    public func json() throws -> Any { try JSONSerialization.jsonObject(with: Data(bytes)) }

    /// A member of the JSON object that the body is.
    public subscript(_ member: String) -> Any? { ((try? json()) as? [String: Any])?[member] }

    /// The forms of the page, in order.
    public var forms: [PageForm] { PageForm.all(in: text, page: path) }

    /// The first form that is sent to this path.
    public func form(to action: String) -> PageForm? { forms.first { $0.action == action } }

    /// The first form that posts.
    public var form: PageForm? { forms.first { $0.method == "post" } }

    /// The page's words, without markup and with entities resolved.
    public var words: String {
        let bare = text.replacing(#/<script[\s\S]*?</script>|<style[\s\S]*?</style>/#, with: "")
            .replacing(#/<[^>]*>/#, with: " ")
        return PageForm.plain(bare).split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}

/// A form as the page holds it, with the values it would send untouched.
public struct PageForm: Sendable {
    public let action: String
    public let method: String
    public let isMultipart: Bool
    public let fields: [(String, String)]

    public subscript(_ name: String) -> String? { fields.first { $0.0 == name }?.1 }

    static func all(in page: String, page path: String) -> [PageForm] {
        page.matches(of: #/<form\b([^>]*)>([\s\S]*?)</form>/#).map { match in
            let attributes = attributes(String(match.1))
            let inside = String(match.2)
            return PageForm(
                action: attributes["action"] ?? path, method: (attributes["method"] ?? "get").lowercased(),
                isMultipart: attributes["enctype"] == "multipart/form-data", fields: fields(in: inside))
        }
    }

    private static func fields(in markup: String) -> [(String, String)] {
        let pattern = #/<input\b([^>]*)>|<textarea\b([^>]*)>([\s\S]*?)</textarea>|<select\b([^>]*)>([\s\S]*?)</select>/#
        return markup.matches(of: pattern).compactMap { match -> (String, String)? in
            if let input = match.1 {
                let attributes = attributes(String(input))
                guard let name = attributes["name"], attributes["disabled"] == nil else { return nil }
                switch attributes["type"] ?? "text" {
                case "file", "submit", "button": return nil
                case "radio", "checkbox":
                    return attributes["checked"] == nil ? nil : (name, attributes["value"] ?? "on")
                default: return (name, attributes["value"] ?? "")
                }
            }
            if let area = match.2, let name = attributes(String(area))["name"] {
                let text = plain(String(match.3 ?? ""))
                return (name, text.hasPrefix("\n") ? String(text.dropFirst()) : text)
            }
            if let select = match.4, let name = attributes(String(select))["name"] {
                return (name, chosen(in: String(match.5 ?? "")))
            }
            return nil
        }
    }

    private static func chosen(in options: String) -> String {
        let all = options.matches(of: #/<option\b([^>]*)>/#).map { attributes(String($0.1)) }
        return (all.first { $0["selected"] != nil } ?? all.first)?["value"] ?? ""
    }

    private static func attributes(_ markup: String) -> [String: String] {
        var found: [String: String] = [:]
        for match in markup.matches(of: #/([a-zA-Z_:][-a-zA-Z0-9_:.]*)(?:="([^"]*)")?/#) {
            found[match.1.lowercased()] = plain(String(match.2 ?? ""))
        }
        return found
    }

    static func plain(_ markup: String) -> String {
        markup.replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&quot;", with: "\"")
            .replacing("&#39;", with: "'").replacing("&nbsp;", with: "\u{A0}").replacing("&amp;", with: "&")
    }
}
