import Kernel

/// The administration's pages beside one another; each visitor sees those that open.
struct AdminTabs {
    private let visit: Visit
    private let open: [MenuItem]

    init(visit: Visit, all: [MenuItem]) {
        self.visit = visit
        open = all.filter { visit.mayPass($0.permission) }
    }

    /// Whether the page is one of the administration's.
    var isInside: Bool { visit.path.hasPrefix("/admin/") }

    var html: HTML {
        """
        <nav class="tabs" aria-label="\(t("Quản trị"))">\(open.map { item in
            """
            <a href="\(item.path)"\(isCurrent(item) ? " aria-current=\"page\"" : nil)>\(item.title())</a>
            """ as HTML
        })</nav>

        """
    }

    /// The way into the administration, in the officers' menu.
    var entry: HTML? {
        open.first.map { first in
            """
            <li><a href="\(first.path)"\(isInside ? " aria-current=\"true\"" : nil)>\(t("Quản trị"))</a></li>
            """
        }
    }

    private func isCurrent(_ item: MenuItem) -> Bool {
        visit.path == item.path || visit.path.hasPrefix("\(item.path)/")
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
