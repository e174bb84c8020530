import Kernel

/// Which page of a list is wanted: so many rows after a row that was seen. A page costs the same however far it is,
/// and rows that come in between neither repeat nor hide others.
public struct Keyset: Sendable, Equatable {
    public static let usual = 50
    public static let most = 200

    public let limit: Int
    /// The sort values of the last row of the page before; `nil` on the first page.
    public let after: [String]?
    /// The sort values of the first row of the page behind, when going back: the rows are fetched in the order turned
    /// round.
    public let before: [String]?

    public init(limit: Int = Keyset.usual, after: [String]? = nil, before: [String]? = nil) {
        self.limit = limit
        self.after = after
        self.before = before
    }

    public var isFirst: Bool { after == nil && before == nil }

    /// Reads `after`, `limit` and, for lists that go back too, `before`.
    /// - Parameter values: how many sort values a row has.
    /// - Throws: `FieldProblems` for a cursor that is not ours and a limit outside of 1…200.
    public init(_ query: FormData, values: Int, goesBack: Bool = false) throws {
        var problems = FieldProblems()
        var limit = Self.usual
        if let text = query.filled("limit") {
            if let number = Int(text), (1...Self.most).contains(number) {
                limit = number
            } else {
                problems.add("limit", t("Số dòng phải từ 1 đến {most}.", ["most": Self.most]))
            }
        }
        var places: [String: [String]] = [:]
        for name in goesBack ? ["after", "before"] : ["after"] {
            guard let text = query.filled(name) else { continue }
            places[name] = Self.values(of: text)
            if places[name]?.count != values {
                problems.add(name, t("Vị trí trang không hợp lệ. Hãy mở lại từ trang đầu."))
            }
        }
        try problems.throwIfAny()
        self.init(limit: limit, after: places["after"], before: places["after"] == nil ? places["before"] : nil)
    }

    /// One row more than is shown tells whether there is another page.
    public var fetch: Int { limit + 1 }

    /// What to show of the rows that were fetched, and where the next page begins.
    /// - Parameter values: the sort values of a row, in the order of the sorting.
    public func page<Item>(of rows: [Item], by values: (Item) -> [String]) -> KeysetPage<Item> {
        let goesBack = before != nil
        let shown = Array(rows.prefix(limit))
        let items = goesBack ? shown.reversed() : shown
        let hasMore = rows.count > limit
        return KeysetPage(
            items: items,
            next: goesBack || hasMore ? items.last.map { Self.cursor(values($0)) } : nil,
            previous: (goesBack ? hasMore : after != nil) ? items.first.map { Self.cursor(values($0)) } : nil)
    }

    /// Base64url of the values, parted by a character that no text holds: opaque, so that nobody builds one.
    static func cursor(_ values: [String]) -> String {
        Base64URL.encoded(Array(values.joined(separator: "\u{1F}").utf8))
    }

    private static func values(of cursor: String) -> [String]? {
        Base64URL.decoded(cursor).flatMap { String(validating: $0, as: UTF8.self) }
            .map { $0.split(separator: "\u{1F}", omittingEmptySubsequences: false).map(String.init) }
    }
}

/// One page of a list.
public struct KeysetPage<Item> {
    public let items: [Item]
    /// The value of `after` for the next page; `nil` on the last.
    public let next: String?
    /// The value of `before` for the page in front; `nil` on the first. Not told to programs.
    public let previous: String?

    init(items: [Item], next: String?, previous: String?) {
        self.items = items
        self.next = next
        self.previous = previous
    }

    private enum CodingKeys: String, CodingKey {
        case items, next
    }

    public func map<Other>(_ transform: (Item) throws -> Other) rethrows -> KeysetPage<Other> {
        KeysetPage<Other>(items: try items.map(transform), next: next, previous: previous)
    }
}

extension KeysetPage: Sendable where Item: Sendable {}
extension KeysetPage: Encodable where Item: Encodable {}
