public import HTTPTypes
public import Hummingbird
public import Kernel

/// What a handler answers. Pages are drawn after the transaction has ended.
public struct Reply: Sendable {
    public var status: HTTPResponse.Status
    public var headers: HTTPFields = [:]
    var body: Body
    /// Lines of personal data shown by this reply: they are durable before the reply leaves.
    public private(set) var reads: [JournalLine] = []

    enum Body: Sendable {
        case none
        case page(Page)
        case bytes([UInt8], type: String)
        case problem(Problem)
        case stream(ResponseBody, type: String)
    }

    public static func page(_ page: Page, status: HTTPResponse.Status = .ok) -> Reply {
        Reply(status: status, body: .page(page))
    }

    /// 303 after a form: the browser fetches the page, and the back button does not send again.
    public static func redirect(to path: String) -> Reply {
        Reply(status: .seeOther, headers: [.location: path], body: .none)
    }

    /// - Parameter value: encoded with sorted keys, so that equal answers have equal bytes.
    public static func json(_ value: some Encodable & Sendable, status: HTTPResponse.Status = .ok) throws -> Reply {
        Reply(status: status, body: .bytes(try JSONBody.encoded(value), type: "application/json"))
    }

    public static func problem(_ problem: Problem) -> Reply {
        Reply(status: problem.status, body: .problem(problem))
    }

    /// - Parameter type: a media type with its charset where it has one.
    public static func bytes(
        _ bytes: [UInt8], type: String, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]
    ) -> Reply {
        Reply(status: status, headers: headers, body: .bytes(bytes, type: type))
    }

    public static func stream(_ body: ResponseBody, type: String, headers: HTTPFields = [:]) -> Reply {
        Reply(status: .ok, headers: headers, body: .stream(body, type: type))
    }

    public static func empty(_ status: HTTPResponse.Status, headers: HTTPFields = [:]) -> Reply {
        Reply(status: status, headers: headers, body: .none)
    }

    /// The same reply with journal lines for what it shows of other people.
    public func journaling(_ lines: [JournalLine]) -> Reply {
        var reply = self
        reply.reads += lines
        return reply
    }

    public func with(_ name: HTTPField.Name, _ value: String) -> Reply {
        var reply = self
        reply.headers.append(HTTPField(name: name, value: value))
        return reply
    }
}
