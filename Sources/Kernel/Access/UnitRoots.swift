/// Units on a day. What lies under a unit changes with the day, so a scope does not go without one.
public struct UnitRoots: RandomAccessCollection, Sendable, Hashable {
    private let ids: [ID<AdminUnit>]
    public let day: Day

    public init(_ ids: [ID<AdminUnit>], on day: Day) {
        self.ids = ids
        self.day = day
    }

    public var startIndex: Int { ids.startIndex }
    public var endIndex: Int { ids.endIndex }
    public subscript(index: Int) -> ID<AdminUnit> { ids[index] }

    /// Both stem from one account, which is looked at on one day.
    func union(_ other: UnitRoots) -> UnitRoots {
        UnitRoots(Set(ids).union(other.ids).sorted(), on: Swift.max(day, other.day))
    }
}
