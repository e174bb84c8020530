import HTTPTypes
public import Kernel

/// One entry of the menu. It shows for those who may pass the door behind it.
public struct MenuItem: Sendable {
    public let title: @Sendable () -> String
    public let path: String
    public let permission: DoorPermission

    public init(_ title: @escaping @Sendable () -> String, path: String, permission: DoorPermission) {
        self.title = title
        self.path = path
        self.permission = permission
    }
}

/// What stands around every page: head, band with menu, footer.
public struct Shell: Sendable {
    /// The name of the province on a day, under the brand; `nil` while there is none.
    let province: @Sendable (Day) -> String?
    let officerMenu: [MenuItem]
    /// Pages under `/admin`, drawn as tabs above each of them.
    let adminMenu: [MenuItem]
    /// A sentence in a band above everything: the demo says which day it plays.
    let banner: @Sendable (Visit) -> String?

    public init(
        province: @escaping @Sendable (Day) -> String?, officerMenu: [MenuItem], adminMenu: [MenuItem] = [],
        banner: @escaping @Sendable (Visit) -> String? = { _ in nil }
    ) {
        self.province = province
        self.officerMenu = officerMenu
        self.adminMenu = adminMenu
        self.banner = banner
    }

    /// Where somebody's work begins: the first page of the menus that opens for them and not for everybody.
    public func front(for visit: Visit) -> String {
        let mine = (officerMenu + adminMenu).first { item in
            if case .needs = item.permission { return visit.mayPass(item.permission) }
            return false
        }
        return mine?.path ?? "/"
    }

    func draw(_ page: Page, for visit: Visit, house: House) -> HTML {
        let hero = page.hero?()
        let content = page.body()
        let frame = ShellView(shell: self, page: page, visit: visit, assets: house.assets)
        let visible: HTML = """
            \(frame.top)
            <main id="main"\(page.isFailure ? " data-failed" : nil)>\(hero)
            <div class="\(hero == nil ? page.width.rawValue : "page home stack loose")">
            \(frame.adminTabs)\(frame.crumb)\(frame.flash)\(content)
            </div></main>
            \(frame.foot)
            """
        return """
            \(frame.head)
            <body class="\(page.face)" data-who="\(frame.accountMark)">
            <a class="skip" href="#main">\(t("Đi thẳng tới nội dung"))</a>
            \(Icon.sheet(for: visible.icons))
            \(visible)
            </body>
            </html>

            """
    }
}

/// The parts of the shell as HTML.
private struct ShellView {
    let shell: Shell
    let page: Page
    let visit: Visit
    let assets: Assets

    var head: HTML {
        """
        <!doctype html>
        <html lang="\(visit.language.code)">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta name="theme-color" content="#0B5D57">
        <title>\(page.title) · Thác Bà</title>
        <link rel="stylesheet" href="\(assets.path("css/thacba.css"))">\
        \(page.sheets.map { "\n<link rel=\"stylesheet\" href=\"\(assets.path($0))\">" as HTML })
        <link rel="icon" href="\(assets.path("icons/favicon.svg"))" type="image/svg+xml">
        <link rel="manifest" href="/manifest.webmanifest">
        <script type="module" src="\(assets.path("js/app.js"))"></script>\
        \(page.scripts.map { "\n<script type=\"module\" src=\"\(assets.path($0))\"></script>" as HTML })\
        \(offers.map { "\n<meta name=\"\($0)\" content=\"\(assets.path($0))\">" as HTML })
        </head>
        """
    }

    private var offers: [String] { page.offers.filter { assets.bytes(of: $0) != nil } }

    var top: HTML {
        """
        <header class="top"><div class="top-in">
        <a class="brand" href="\(page.face == .officer ? shell.front(for: visit) : "/")">\(Brand.mark)\
        <span>Thác Bà\(place.map { "<small>\($0)</small>" as HTML })</span></a>
        \(menu)
        <ul class="tools">\(languageSwitch)\(account)</ul>
        </div></header>
        \(shell.banner(visit).map { "<aside class=\"demo\" aria-label=\"\(t("Bản chạy thử"))\"><p>\($0)</p></aside>" as HTML })\
        \(page.proxy.map { "<div class=\"proxy\" role=\"status\"><p>\($0)</p></div>" as HTML })
        """
    }

    private var place: String? {
        let office = page.face == .officer ? visit.signedIn?.officeName : nil
        return office ?? shell.province(visit.today)
    }

    private var menu: HTML? {
        guard page.face == .officer else { return nil }
        let items = shell.officerMenu.filter { visit.mayPass($0.permission) }
        // Of two entries of which one lies under the other, the nearer is the current one.
        let here = items.map(\.path).filter(isAbove).max { $0.count < $1.count }
        return """
            <nav aria-label="\(t("Chính"))"><ul class="tools">\(items.map { item in
                "<li><a href=\"\(item.path)\"\(item.path == here ? " aria-current=\"page\"" as HTML : nil)>\(item.title())</a></li>"
            })\(tabs.entry)</ul></nav>
            """
    }

    private var tabs: AdminTabs { AdminTabs(visit: visit, all: shell.adminMenu) }

    var adminTabs: HTML? { page.face == .officer && tabs.isInside ? tabs.html : nil }

    private func isAbove(_ path: String) -> Bool { visit.path == path || visit.path.hasPrefix("\(path)/") }

    private var languageSwitch: HTML {
        let other: Language = visit.language == .vi ? .en : .vi
        let here = Address(visit.path, fields: visit.query.fields).text
        let address = Address("/language", ["to": other.code, "back": visit.method == .get ? here : "/"])
        let short: HTML = other == .en ? "En<span class=\"long\">glish</span>" : "Vi<span class=\"long\">ệt</span>"
        return """
            <li><a href="\(address)" hreflang="\(other.code)" lang="\(other.code)"><span>\(short)</span></a></li>
            """
    }

    private var account: HTML {
        guard let signedIn = visit.signedIn else {
            return """
                <li><a href="/sign-in" class="line">\(Icon.user.html)<span>\(t("Đăng nhập"))</span></a></li>
                """
        }
        return """
            <li><a href="/account">\(Icon.user.html)\
            <span><span class="long">\(signedIn.displayName)</span>\
            <span class="sr">, \(t("tài khoản của tôi"))</span></span></a></li>
            """
    }

    /// Tells scripts whose text they keep in the tab, without telling who it is.
    var accountMark: String { visit.signedIn.map { String($0.accountID.description.suffix(8)) } ?? "" }

    var crumb: HTML? {
        page.back.map { "<a class=\"crumb\" href=\"\($0.path)\">\(Icon.back.html)\($0.title)</a>\n" }
    }

    var flash: HTML? {
        page.flash.map {
            """
            <div class="notice" data-s="ok" role="status">\(Icon.check.html)<div><p>\($0)</p></div></div>

            """
        }
    }

    var foot: HTML {
        if page.face == .officer {
            return """
                <footer class="foot-page"><div>\
                <span>\(t("Phím tắt:")) <kbd>j</kbd> <kbd>k</kbd> \(t("lên xuống")), <kbd>Enter</kbd> \
                \(t("mở")), <kbd>x</kbd> \(t("chọn")), <kbd>/</kbd> \(t("tìm"))</span>\
                <button class="link" type="button" data-keys data-on="\(t("Tắt phím tắt"))" \
                data-off="\(t("Bật phím tắt"))" hidden></button><a href="/help">\(t("Trợ giúp"))</a></div></footer>
                """
        }
        return """
            <footer class="foot-page"><div>
            <p><b>\(t("Cần người giúp?"))</b> \
            \(t("Tổ công nghệ số cộng đồng ở thôn của bạn làm cùng bạn, không mất tiền."))</p>
            <a href="/help">\(t("Nhờ người giúp"))</a>\
            <a href="/procedures">\(t("Thủ tục"))</a>\
            <a href="/about-me">\(t("Tỉnh biết gì về tôi"))</a>
            </div></footer>
            """
    }
}

extension Visit {
    /// Whether a door with this permission would open.
    public func mayPass(_ permission: DoorPermission) -> Bool {
        switch permission {
        case .open: true
        case .signedIn: signedIn != nil
        case .needs(let permission): holds(permission)
        }
    }
}
