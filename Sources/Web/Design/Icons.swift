/// A drawing of 24 × 24 with a stroke of 1.75. Parts painted with `var(--fill)` take a soft ground on tiles.
///
/// A page carries the symbols it uses once, in a hidden sheet, and refers to them as often as it likes:
/// an icon costs 60 bytes, and no request.
public struct Icon: Sendable, Hashable {
    /// The id within the page, `i-search`.
    public let id: String
    /// `<symbol>`, for the sheet.
    public let symbol: HTML
    /// `<svg>` that refers to the symbol. Hidden from readers: the word beside it says what it means.
    public let html: HTML

    private init(_ name: String, _ drawing: HTML) {
        id = "i-\(name)"
        symbol = "<symbol id=\"i-\(name)\" viewBox=\"0 0 24 24\">\(drawing)</symbol>"
        var html: HTML = "<svg class=\"ic\" aria-hidden=\"true\"><use href=\"#i-\(name)\"/></svg>"
        html.icons = IconSet(name: name)
        self.html = html
    }

    public static func == (one: Icon, other: Icon) -> Bool { one.id == other.id }
    public func hash(into hasher: inout Hasher) { hasher.combine(id) }

    /// The hidden sheet with the symbols of `icons`, each once, in the order given.
    public static func sheet(for icons: [Icon]) -> HTML {
        var seen: Set<Icon> = []
        let symbols = icons.filter { seen.insert($0).inserted }.map(\.symbol)
        return "<svg class=\"sr\" aria-hidden=\"true\" width=\"0\" height=\"0\">\(symbols)</svg>"
    }

    /// The icon called `name`, for data that names one: `search`.
    public static func named(_ name: String) -> Icon? { byName["i-\(name)"] }

    private static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.id, $0) })
}

// MARK: People and help

extension Icon {
    /// Somebody who helps: ask a helper.
    public static let hand = Icon(
        "hand",
        #"""
        <circle cx="9" cy="7" r="3"/><path d="M3.5 20c0-4 2.2-6.5 5.5-6.5 1.6 0 3 .6 3.9 1.6M17 12.5v7M13.5 \#
        16h7"/>
        """#)
    public static let user = Icon(
        "user",
        #"""
        <circle cx="12" cy="8" r="4"/><path d="M4 21c.6-4.5 3.7-7 8-7s7.4 2.5 8 7"/>
        """#)
    public static let users = Icon(
        "users",
        #"""
        <circle cx="9" cy="8" r="3.5"/><path d="M2.5 20c.5-4 2.9-6 6.5-6s6 2 6.5 6M15 4.8a3.5 3.5 0 0 1 0 \#
        6.4M17.5 14.5c2.4.6 3.7 2.5 4 5.5"/>
        """#)
    public static let phone = Icon("phone", #"<path d="M6 3h12v18H6zM10.5 18h3"/>"#)
    public static let call = Icon(
        "call",
        #"""
        <path d="M5 4h4l1.7 4.6-2.3 1.7c1 2.2 2.7 3.9 4.9 4.9l1.7-2.3L19.5 15v4c0 .8-.6 1.5-1.5 1.5C10.5 20 \#
        4 13.5 3.5 5.5 3.5 4.7 4.2 4 5 4z"/>
        """#)
    public static let sound = Icon(
        "sound",
        #"""
        <path fill="var(--fill)" d="M4 9.5v5h3.5L12 19V5L7.5 9.5z"/><path d="M15.5 9c1.3 1.8 1.3 4.2 0 \#
        6M18.3 6.5c2.6 3.3 2.6 7.7 0 11"/>
        """#)
    public static let info = Icon("info", #"<circle cx="12" cy="12" r="9"/><path d="M12 11v5.5M12 7.6v.1"/>"#)
    public static let warn = Icon("warn", #"<path d="M12 4 2.5 20h19zM12 10v4.5M12 17.3v.1"/>"#)
    public static let bell = Icon(
        "bell",
        #"""
        <path fill="var(--fill)" d="M6 16V11a6 6 0 0 1 12 0v5l2 2.5H4z"/><path d="M10 21h4"/>
        """#)
    public static let help = Icon(
        "help",
        #"""
        <circle cx="12" cy="12" r="9"/><path d="M9.3 9.5a2.7 2.7 0 1 1 4 2.4c-.9.5-1.3 1-1.3 2.1M12 \#
        16.9v.1"/>
        """#)
}

// MARK: Things

extension Icon {
    public static let doc = Icon(
        "doc",
        #"""
        <path fill="var(--fill)" d="M6 3h8l5 5v13H6z"/><path d="M14 3v5h5M9 13h7M9 17h4"/>
        """#)
    public static let file = Icon("file", #"<path fill="var(--fill)" d="M6 3h8l5 5v13H6z"/><path d="M14 3v5h5"/>"#)
    public static let folder = Icon(
        "folder",
        #"""
        <path fill="var(--fill)" d="M3 19V6h6l2 2.5h10V19z"/><path d="m8.5 14 2.2 2.2 4.3-4.4"/>
        """#)
    public static let heart = Icon(
        "heart",
        #"""
        <path fill="var(--fill)" d="M12 20.5C5 15.8 3 12.6 3 9.2 3 6.4 5.1 4.5 7.5 4.5c1.9 0 3.5 1 4.5 2.7 \#
        1-1.7 2.6-2.7 4.5-2.7 2.4 0 4.5 1.9 4.5 4.7 0 3.4-2 6.6-9 11.3z"/><path d="M12 9.5v5M9.5 12h5"/>
        """#)
    public static let school = Icon(
        "school",
        #"""
        <path fill="var(--fill)" d="M12 4 2 9l10 5 10-5z"/><path d="M6 11.2V16c1.5 1.6 3.6 2.5 6 2.5s4.5-.9 \#
        6-2.5v-4.8M22 9v5.5"/>
        """#)
    public static let horn = Icon(
        "horn",
        #"""
        <path fill="var(--fill)" d="M4 10v4.5h3L17 19V5.5L7 10z"/><path d="M20 9.5c.8 1.6.8 3.9 0 5.5M8 \#
        14.5 9.5 20h2.6l-1.3-4.2"/>
        """#)
    public static let camera = Icon(
        "camera",
        #"""
        <path fill="var(--fill)" d="M3 7.5h4.5L9 5h6l1.5 2.5H21V19H3z"/><circle cx="12" cy="13" r="3.5"/>
        """#)
    public static let basket = Icon(
        "basket",
        #"""
        <path fill="var(--fill)" d="M4 10h16l-2 10H6z"/><path d="M2.5 10h19M8 10l3-6M16 10l-3-6M9.5 \#
        13.5v3M14.5 13.5v3"/>
        """#)
    public static let coin = Icon(
        "coin",
        #"""
        <path fill="var(--fill)" d="M3 6h18v12H3z"/><circle cx="12" cy="12" r="2.75"/><path d="M6.5 \#
        9.5v5M17.5 9.5v5"/>
        """#)
    public static let place = Icon(
        "place",
        #"""
        <path fill="var(--fill)" d="M12 21.5C7.5 16.5 5 13 5 9.7a7 7 0 0 1 14 0c0 3.3-2.5 6.8-7 11.8z"/>\#
        <circle cx="12" cy="9.8" r="2.5"/>
        """#)
    public static let building = Icon(
        "building",
        #"""
        <path fill="var(--fill)" d="M3 9.5 12 4l9 5.5z"/><path d="M5 10v8M9.7 10v8M14.3 10v8M19 10v8M3 \#
        20.5h18"/>
        """#)
    public static let star = Icon(
        "star",
        #"""
        <path fill="var(--fill)" d="m12 3.5 2.6 5.5 6 .8-4.4 4.2 1.1 6-5.3-2.9L6.7 20l1.1-6-4.4-4.2 6-.8z"/>
        """#)
    public static let globe = Icon(
        "globe",
        #"""
        <circle cx="12" cy="12" r="9"/><path d="M3 12h18M12 3c2.7 2.5 4 5.5 4 9s-1.3 6.5-4 \#
        9c-2.7-2.5-4-5.5-4-9s1.3-6.5 4-9z"/>
        """#)
    public static let lock = Icon("lock", #"<path d="M5 11h14v10H5zM8 11V8a4 4 0 0 1 8 0v3"/>"#)
    public static let key = Icon(
        "key",
        #"""
        <circle cx="8" cy="15" r="4.5"/><path d="M11.2 11.8 20 3M16 7l3.5 3.5M13.5 9.5l2 2"/>
        """#)
    public static let calendar = Icon(
        "calendar",
        #"""
        <path fill="var(--fill)" d="M4 5.5h16V21H4z"/><path d="M4 10h16M8.5 3v5M15.5 3v5M8 14h.1M12 \#
        14h.1M16 14h.1M8 17.5h.1M12 17.5h.1"/>
        """#)
    public static let clock = Icon("clock", #"<circle cx="12" cy="12" r="9"/><path d="M12 6.5V12l3.5 2.5"/>"#)
    public static let server = Icon(
        "server",
        #"""
        <path fill="var(--fill)" d="M4 4h16v7H4zM4 13h16v7H4z"/><path d="M7.5 7.5h.1M7.5 16.5h.1M11 \#
        7.5h5.5M11 16.5h5.5"/>
        """#)
    public static let gear = Icon(
        "gear",
        #"""
        <circle cx="12" cy="12" r="3"/><path d="M12 2.8v3M12 18.2v3M2.8 12h3M18.2 12h3M5.5 5.5l2.1 2.1M16.4 \#
        16.4l2.1 2.1M18.5 5.5l-2.1 2.1M7.6 16.4l-2.1 2.1"/><circle cx="12" cy="12" r="6.2"/>
        """#)
}

// MARK: Acts and directions

extension Icon {
    public static let search = Icon("search", #"<circle cx="11" cy="11" r="6.5"/><path d="m16 16 5 5"/>"#)
    public static let go = Icon("go", #"<path d="m9 5 7 7-7 7"/>"#)
    public static let back = Icon("back", #"<path d="m15 5-7 7 7 7"/>"#)
    /// Down to one's own machine: download, export.
    public static let down = Icon("down", #"<path d="M12 4v12M7 11.5l5 5 5-5M4 20.5h16"/>"#)
    public static let up = Icon("up", #"<path d="M12 16.5v-12M7 9l5-5 5 5M4 20.5h16"/>"#)
    public static let out = Icon("out", #"<path d="M10 4H4v16h6M9.5 12H21M16.5 7.5 21 12l-4.5 4.5"/>"#)
    public static let print = Icon("print", #"<path d="M7 9V3.5h10V9M7 17H3.5V9h17v8H17M7 14h10v6.5H7z"/>"#)
    public static let check = Icon("check", #"<path d="m4.5 12.5 5 5 10-11"/>"#)
    public static let cross = Icon("cross", #"<path d="m5.5 5.5 13 13M18.5 5.5l-13 13"/>"#)
    public static let plus = Icon("plus", #"<path d="M12 4.5v15M4.5 12h15"/>"#)
    public static let list = Icon("list", #"<path d="M9 6h12M9 12h12M9 18h12M4 6h.1M4 12h.1M4 18h.1"/>"#)
    public static let refresh = Icon("refresh", #"<path d="M20 12a8 8 0 1 1-2.3-5.6L20 8.5M20 3.5v5h-5"/>"#)
    public static let pencil = Icon(
        "pencil",
        #"""
        <path fill="var(--fill)" d="M4 20l1-4.5L16.5 4 20 7.5 8.5 19z"/><path d="m14 6.5 3.5 3.5"/>
        """#)
    public static let trash = Icon(
        "trash",
        #"""
        <path fill="var(--fill)" d="M6 7h12l-1 14H7z"/><path d="M3.5 7h17M9 7V3.5h6V7M10 11v6M14 11v6"/>
        """#)
    public static let filter = Icon("filter", #"<path fill="var(--fill)" d="M3.5 5h17L14 13v7l-4-2v-5z"/>"#)

    /// Every icon there is, for the style page and for look-up by name.
    public static let all: [Icon] = [
        hand, user, users, phone, call, sound, info, warn, bell, help,
        doc, file, folder, heart, school, horn, camera, basket, coin, place, building, star, globe,
        lock, key, calendar, clock, server, gear,
        search, go, back, down, up, out, print, check, cross, plus, list, refresh, pencil, trash, filter,
    ]
}
