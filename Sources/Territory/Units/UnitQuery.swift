import Kernel
import Web

/// What is looked for among the units, as it stands in the address.
struct UnitQuery: Sendable, Hashable {
    var text = ""
    var level: UnitLevel?
    /// Only what lies right under this unit.
    var parent: ID<AdminUnit>?
    var day: Day
    /// The day is today, and the address need not say so.
    var isToday = true

    /// What was typed when it is the code of a unit: digits, for a village with the number behind a dash.
    var code: String? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        let isCode = (1...2).contains(parts.count) && parts.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy(\.isDigit) }
        return isCode ? text : nil
    }

    /// Whether the list is but a step of the tree.
    var isBrowsing: Bool { text.isEmpty && level == nil }

    init(day: Day) { self.day = day }

    /// Reads an address; what is not understood is left out, but for the day, which would silently be another one.
    /// - Parameter problems: takes what is wrong with the day; the list is then that of today.
    init(_ query: FormData, today: Day, _ problems: inout FieldProblems) {
        day = today
        text = String(query["q"].prefix(200))
        level = UnitLevel(rawValue: query["level"])
        parent = ID(query["under"])
        guard let typed = query.filled("day") else { return }
        do {
            day = try Day(typed: typed)
            isToday = day == today
        } catch {
            problems.add("day", error.message)
        }
    }

    /// - Parameter parent: another step of the tree; the words and the level stay behind.
    func address(_ path: String = "/units", under parent: ID<AdminUnit>? = nil, after: String? = nil) -> Address {
        let isStep = parent != nil
        return Address(
            path,
            [
                "q": isStep ? nil : text, "level": isStep ? nil : level?.rawValue,
                "under": (parent ?? self.parent)?.description, "day": isToday ? nil : Format.day(day), "after": after,
            ])
    }

    /// The map of the same day.
    var mapAddress: Address { Address("/units/map", ["day": isToday ? nil : Format.day(day)]) }

    /// The page of a unit on the same day.
    func address(of unit: ID<AdminUnit>) -> Address {
        Address("/units/\(unit)", ["day": isToday ? nil : Format.day(day)])
    }
}

extension UInt8 {
    fileprivate var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
}
