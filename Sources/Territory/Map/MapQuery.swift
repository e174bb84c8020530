import Kernel
import Web

/// What a map of the units shows, as it stands in the address.
struct MapQuery: Sendable, Hashable {
    enum Colour: String, Sendable, CaseIterable {
        case region, villages, area
    }

    enum Shapes: String, Sendable {
        case tiles, official
    }

    enum Sort: String, Sendable, CaseIterable {
        case name, region, villages, area
    }

    var day: Day
    /// The day is today, and the address need not say so.
    var isToday = true
    var colour = Colour.region
    var shapes = Shapes.tiles
    /// Key of the only region to show.
    var region = ""
    var text = ""
    var sort = Sort.name
    var isDescending = false

    init(day: Day) { self.day = day }

    /// Reads an address; what is not understood is left out, but for the day, which would silently be another one.
    /// - Parameter problems: takes what is wrong with the day; the map is then that of today.
    init(_ query: FormData, today: Day, _ problems: inout FieldProblems) {
        day = today
        colour = Colour(rawValue: query["color"]) ?? .region
        shapes = Shapes(rawValue: query["shapes"]) ?? .tiles
        region = String(query["region"].prefix(20))
        text = String(query["q"].prefix(200))
        let sort = query["sort"]
        isDescending = sort.hasPrefix("-")
        self.sort = Sort(rawValue: isDescending ? String(sort.dropFirst()) : sort) ?? .name
        guard let typed = query.filled("day") else { return }
        do {
            day = try Day(typed: typed)
            isToday = day == today
        } catch {
            problems.add("day", error.message)
        }
    }

    func address(_ path: String = "/units/map", after: String? = nil) -> Address {
        let order = (isDescending ? "-" : "") + sort.rawValue
        return Address(
            path,
            [
                "day": isToday ? nil : Format.day(day), "color": colour == .region ? nil : colour.rawValue,
                "shapes": shapes == .tiles ? nil : shapes.rawValue, "region": region, "q": text,
                "sort": order == "name" ? nil : order, "after": after,
            ])
    }

    /// The same map but for what `change` says.
    func with(_ change: (inout MapQuery) -> Void) -> MapQuery {
        var query = self
        change(&query)
        return query
    }

    /// The page of a unit on the same day.
    func address(of unit: ID<AdminUnit>) -> Address {
        Address("/units/\(unit)", ["day": isToday ? nil : Format.day(day)])
    }
}
