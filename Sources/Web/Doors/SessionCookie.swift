import Foundation
import HTTPTypes
public import Hummingbird

/// What a request shows to say who it is.
public struct SessionToken: Sendable, Hashable {
    public let text: String
    /// Browsers send cookies by themselves, also with forms of other sites; a program names its token on purpose.
    public let comesFromCookie: Bool
}

/// The cookie of a session. With TLS its name binds it to this host and to TLS (`__Host-`).
public enum SessionCookie {
    static func name(isSecure: Bool) -> String { isSecure ? "__Host-session" : "session" }

    /// The token in `Authorization: Bearer …`, else in the cookie.
    public static func token(in request: Request, isSecure: Bool) -> SessionToken? {
        if let header = request.headers[.authorization], header.lowercased().hasPrefix("bearer ") {
            let text = header.dropFirst(7).trimmingCharacters(in: .whitespaces)
            return text.isEmpty ? nil : SessionToken(text: text, comesFromCookie: false)
        }
        guard let text = RequestCookies.value(name(isSecure: isSecure), in: request.headers), !text.isEmpty else {
            return nil
        }
        return SessionToken(text: text, comesFromCookie: true)
    }

    /// The value of `Set-Cookie` after signing in. The server ends the session; the cookie may outlive it.
    /// - Parameter token: base64url, as `SessionStore.insert` gives it.
    public static func set(_ token: String, lifetimeSeconds: Int, isSecure: Bool) -> String {
        "\(name(isSecure: isSecure))=\(token); Max-Age=\(lifetimeSeconds); \(attributes(isSecure))"
    }

    /// The value of `Set-Cookie` after signing out.
    public static func cleared(isSecure: Bool) -> String {
        "\(name(isSecure: isSecure))=; Max-Age=0; \(attributes(isSecure))"
    }

    private static func attributes(_ isSecure: Bool) -> String {
        "Path=/; HttpOnly; SameSite=Lax" + (isSecure ? "; Secure" : "")
    }
}
