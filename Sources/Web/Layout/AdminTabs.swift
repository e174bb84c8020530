import Kernel

/// The administration's pages beside one another; each visitor sees those that open.
public struct AdminTabs {
    let visit: Visit
    let current: String

    public init(visit: Visit, current: String) {
        self.visit = visit
        self.current = current
    }

    private var pages: [(path: String, title: String, permission: String)] {
        [
            ("/admin/accounts", t("Tài khoản"), "accounts.manage"),
            ("/admin/grants", t("Phân quyền"), "access.grantRoles"),
            ("/admin/calendar", t("Lịch làm việc"), "administration.calendar"),
            ("/admin/jobs", t("Việc chạy nền"), "administration.jobs"),
            ("/admin/languages", t("Ngôn ngữ"), "administration.languages"),
            ("/admin/server", t("Máy chủ"), "administration.server"),
        ]
    }

    public var html: HTML {
        let open = pages.filter { visit.mayPass(.needs(Permission(code: $0.permission))) }
        return """
            <nav class="tabs" aria-label="\(t("Quản trị"))">\(open.map { page in
                """
                <a href="\(page.path)"\(page.path == current ? " aria-current=\"page\"" : nil)>\(page.title)</a>
                """ as HTML
            })</nav>
            """
    }
}

/// Links to further pages of a list.
public enum Pager {
    /// Only onwards: the browser's back button leads to where one came from.
    public static func next(_ address: Address) -> HTML {
        """
        <nav class="pager" aria-label="\(t("Trang"))"><span></span>\
        <a class="btn quiet" rel="next" href="\(address)">\(t("Trang sau"))</a></nav>
        """
    }
}
