/// A page before it is drawn: what its shell needs to know, and a body that is drawn after the transaction.
public struct Page: Sendable {
    public enum Face: String, Sendable {
        case citizen, officer
        /// A citizen's page that prints on one sheet of A5.
        case receipt = "citizen a5"
    }

    public let title: String
    public let face: Face
    /// Where one came from: a link above the content.
    public var back: (title: String, path: String)?
    /// The width of the content: one question, or a table.
    public var width: Width = .slim
    /// For whom one is acting, when it is somebody else.
    public var proxy: String?
    /// A sentence about what has just been done.
    public var flash: String?
    /// Kept text of forms stays in the tab when this page answers them.
    public var isFailure = false
    /// Scripts beside `js/app.js`, by their names under `assets/`.
    public var scripts: [String] = []
    /// Style sheets beside `css/thacba.css`, by their names under `assets/`.
    public var sheets: [String] = []
    /// What a script may fetch when it wants it, by its name under `assets/`: left out where it is not shipped.
    public var offers: [String] = []
    /// Content from edge to edge above the page's own: the front page's hill.
    public var hero: (@Sendable () -> HTML)?
    let body: @Sendable () -> HTML

    public enum Width: String, Sendable {
        case slim = "page slim stack"
        case normal = "page stack"
        case wide = "page wide stack"
    }

    /// - Parameter body: begins with the page's only `h1`.
    public init(_ title: String, face: Face = .citizen, width: Width? = nil, body: @escaping @Sendable () -> HTML) {
        self.title = title
        self.face = face
        self.width = width ?? (face == .officer ? .wide : .slim)
        self.body = body
    }

    public func back(_ title: String, to path: String) -> Page {
        var page = self
        page.back = (title, path)
        return page
    }

    public func scripts(_ names: String...) -> Page {
        var page = self
        page.scripts += names
        return page
    }

    /// Marks a page that says no.
    public func failed() -> Page {
        var page = self
        page.isFailure = true
        return page
    }

    public func flash(_ text: String?) -> Page {
        var page = self
        page.flash = text
        return page
    }

    public func hero(_ hero: @escaping @Sendable () -> HTML) -> Page {
        var page = self
        page.hero = hero
        return page
    }
}
