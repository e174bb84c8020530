public import Hummingbird
public import Kernel
public import Store

/// The languages of the house: Vietnamese, which stands in the source, and every one that has a catalogue.
public struct Languages: Sendable {
    /// Vietnamese first, the others by code.
    public let all: [Language]
    private let catalogues: [Language: Catalogue]
    private let byCode: [String: Language]

    public init(_ catalogues: [Language: Catalogue] = [:]) {
        self.catalogues = catalogues
        all = [.vi] + catalogues.keys.filter { $0 != .vi }.sorted { $0.code < $1.code }
        byCode = Dictionary(all.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// `nil` for Vietnamese.
    public func catalogue(for language: Language) -> Catalogue? { catalogues[language] }

    public subscript(code code: String) -> Language? { byCode[code] }

    /// What the visitor has chosen, else what the browser asks for first among those we have, else Vietnamese.
    public func chosen(for request: Request) -> Language {
        if all.count == 1 { return .vi }
        if let code = RequestCookies.value(LanguageCookie.name, in: request.headers), let language = byCode[code] {
            return language
        }
        return request.headers[.acceptLanguage].flatMap(preferred) ?? .vi
    }

    /// The first by weight of an `Accept-Language` (RFC 9110 §12.5.4); equal weights in the order in which they stand.
    func preferred(_ header: String) -> Language? {
        var best: (language: Language, weight: Double)?
        for part in header.split(separator: ",").prefix(20) {
            let (range, weight) = Self.weighted(part)
            guard weight > best?.weight ?? 0, let tag = range.split(separator: "-").first else { continue }
            if let language = byCode[tag.lowercased()] { best = (language, weight) }
        }
        return best?.language
    }

    /// `en-US;q=0.8` → `("en-US", 0.8)`
    static func weighted(_ part: Substring) -> (range: String, weight: Double) {
        let pieces = part.split(separator: ";").map { $0.filter { $0 != " " && $0 != "\t" } }
        let weight = pieces.dropFirst().first { $0.hasPrefix("q=") || $0.hasPrefix("Q=") }
        return (pieces.first ?? "", weight.map { Double($0.dropFirst(2)) ?? 0 } ?? 1)
    }
}

extension Languages {
    /// `GET /language?to=en&back=/x`: remembers the choice for a year, and with the account of whoever is signed in.
    /// A link, so that it works without a form.
    public func doors(database: any Database) -> [Door] {
        [
            .stream(.get, "/language", .open) { [self] visit, request, _ in
                let reply = Reply.redirect(to: Address.own(visit.query["back"]))
                guard let language = self[code: visit.query["to"]] else { return reply }
                // A link on a page of somebody else's sets this browser's cookie at most.
                if let signedIn = visit.signedIn, signedIn.language != language.code, request.method == .get,
                    CSRF.cameFromHere(request.headers, host: request.head.authority)
                {
                    try await database.write { db in
                        try AccountStore(db: db).setLanguage(of: signedIn.accountID, to: language.code)
                    }
                }
                return reply.with(.setCookie, LanguageCookie.set(language.code))
            }
        ]
    }
}

/// The cookie of the language that a browser shows.
public enum LanguageCookie {
    static let name = "lang"

    /// The value of `Set-Cookie`; kept for a year.
    /// - Parameter code: of a language; one that the house does not know is passed over when it comes back.
    public static func set(_ code: String) -> String { "\(name)=\(code); Path=/; Max-Age=31536000; SameSite=Lax" }
}
