import Foundation
import Kernel

/// Which page of a list is wanted: so many rows after a row that was seen. A page costs the same however far it is,
/// and rows that come in between neither repeat nor hide others.
public struct Keyset: Sendable, Equatable {
    public static let usual = 50
    public static let most = 200

    public let limit: Int
    /// The sort values of the last row of the page before; `nil` on the first page.
    public let after: [String]?

    public init(limit: Int = Keyset.usual, after: [String]? = nil) {
        self.limit = limit
        self.after = after
    }

    /// Reads `after` and `limit`.
    /// - Parameter values: how many sort values a row has.
    /// - Throws: `FieldProblems` for a cursor that is not ours and a limit outside of 1…200.
    public init(_ query: FormData, values: Int) throws {
        var problems = FieldProblems()
        var limit = Self.usual
        if let text = query.filled("limit") {
            if let number = Int(text), (1...Self.most).contains(number) {
                limit = number
            } else {
                problems.add("limit", t("Số dòng phải từ 1 đến {most}.", ["most": Self.most]))
            }
        }
        var after: [String]?
        if let text = query.filled("after") {
            after = Self.values(of: text)
            if after?.count != values {
                problems.add("after", t("Vị trí trang không hợp lệ. Hãy mở lại từ trang đầu."))
            }
        }
        try problems.throwIfAny()
        self.init(limit: limit, after: after)
    }

    /// One row more than is shown tells whether there is another page.
    public var fetch: Int { limit + 1 }

    /// What to show of the rows that were fetched, and where the next page begins.
    /// - Parameter values: the sort values of a row, in the order of the sorting.
    public func page<Item>(of rows: [Item], by values: (Item) -> [String]) -> KeysetPage<Item> {
        guard rows.count > limit, let last = rows.prefix(limit).last else {
            return KeysetPage(items: rows, next: nil)
        }
        return KeysetPage(items: Array(rows.prefix(limit)), next: Self.cursor(values(last)))
    }

    /// Base64url of a JSON array: opaque, so that nobody builds one.
    static func cursor(_ values: [String]) -> String {
        Base64URL.encoded((try? JSONBody.encoded(values)) ?? [])
    }

    private static func values(of cursor: String) -> [String]? {
        Base64URL.decoded(cursor).flatMap { try? JSONDecoder().decode([String].self, from: Data($0)) }
    }
}

/// One page of a list.
public struct KeysetPage<Item> {
    public let items: [Item]
    /// The value of `after` for the next page; `nil` on the last.
    public let next: String?

    public func map<Other>(_ transform: (Item) throws -> Other) rethrows -> KeysetPage<Other> {
        KeysetPage<Other>(items: try items.map(transform), next: next)
    }
}

extension KeysetPage: Sendable where Item: Sendable {}
extension KeysetPage: Encodable where Item: Encodable {}
