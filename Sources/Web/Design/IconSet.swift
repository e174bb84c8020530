import Synchronization

/// Which icons a piece of markup refers to. It goes along with the markup, so putting pages together costs nothing.
struct IconSet: Sendable, Hashable {
    private var bits: UInt128 = 0

    init() {}

    /// - Parameter name: one of ``names``.
    init(name: String) {
        guard let place = Self.names.firstIndex(of: name) else { preconditionFailure("\(name) stands in no sheet") }
        bits = 1 << UInt128(place)
    }

    mutating func formUnion(_ other: IconSet) { bits |= other.bits }

    /// Those in the set, by name.
    var icons: [Icon] {
        Self.names.indices.filter { bits & 1 << UInt128($0) != 0 }.compactMap { Icon.named(Self.names[$0]) }
    }

    /// In the order in which a page carries them; 128 at most.
    static let names = [
        "back", "basket", "bell", "building", "calendar", "call", "camera", "check", "clock", "coin", "cross", "doc",
        "down", "file", "filter", "folder", "gear", "globe", "go", "hand", "heart", "help", "horn", "info", "key",
        "list", "lock", "out", "pencil", "phone", "place", "plus", "print", "refresh", "school", "search", "server",
        "sound", "star", "trash", "up", "user", "users", "warn",
    ]
}

extension Icon {
    /// The hidden sheet for what a page refers to. Pages share a few dozen of them, so they are kept.
    static func sheet(for set: IconSet) -> HTML {
        if let known = sheets.withLock({ $0[set] }) { return known }
        let sheet = sheet(for: set.icons)
        sheets.withLock { sheets in
            if sheets.count >= 500 { sheets = [:] }
            sheets[set] = sheet
        }
        return sheet
    }

    private static let sheets = Mutex<[IconSet: HTML]>([:])
}
