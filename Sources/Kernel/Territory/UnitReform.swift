/// What the changes of one day make of a tree: pure, so that it can be shown before it is done.
public struct UnitReform: Sendable, Hashable {
    /// How a unit stands in the state's list from the day on.
    public struct Version: Sendable, Hashable {
        public let id: ID<AdminUnit>
        public let code: String
        public let type: String
        public let name: String
        public let fullName: String
        public let parentID: ID<AdminUnit>?
    }

    public let day: Day
    public private(set) var events: [UnitEvent] = []
    /// Units that begin, with their levels.
    public private(set) var begun: [ID<AdminUnit>: UnitLevel] = [:]
    public private(set) var ended: Set<ID<AdminUnit>> = []
    /// Of units that begin, that change, and that hang elsewhere because their parent ended.
    public private(set) var versions: [Version] = []

    /// - Parameters:
    ///   - changes: all of one day.
    ///   - tree: as it stood on the day before.
    /// - Throws: ``UnitReformRefusal``.
    public init(_ changes: [UnitChange], on tree: UnitTree, day: Day, now: Instant) throws(UnitReformRefusal) {
        self.day = day
        var outcomes: [String: ID<AdminUnit>] = [:]
        var touched: Set<ID<AdminUnit>> = []
        for change in changes {
            guard change.day == day else { throw .otherDay }
            guard !change.legalBasis.isEmpty else { throw .basisMissing }
            let predecessors = try Self.predecessors(of: change, in: tree, touched: &touched)
            var made: [String: ID<AdminUnit>] = [:]
            for outcome in change.outcomes {
                guard outcomes[outcome.code] == nil else { throw .codeTaken(outcome.code) }
                let id = try Self.id(of: outcome, predecessors, in: tree, now: now)
                if outcome.kept == nil { begun[id] = outcome.level }
                made[outcome.code] = id
                outcomes[outcome.code] = id
            }
            ended.formUnion(Set(predecessors.values).subtracting(made.values))
            events.append(try Self.event(change, predecessors, made, now: now))
        }
        try place(changes, outcomes, on: tree, touched: touched)
        try hang(tree, touched: touched)
    }

    private static func predecessors(
        of change: UnitChange, in tree: UnitTree, touched: inout Set<ID<AdminUnit>>
    ) throws(UnitReformRefusal) -> [String: ID<AdminUnit>] {
        var found: [String: ID<AdminUnit>] = [:]
        for code in change.predecessors {
            guard let unit = tree.unit(code: code) else { throw .unknownUnit(code) }
            guard touched.insert(unit.id).inserted else { throw .twice(code) }
            found[code] = unit.id
        }
        return found
    }

    private static func id(
        of outcome: UnitChange.Outcome, _ predecessors: [String: ID<AdminUnit>], in tree: UnitTree, now: Instant
    ) throws(UnitReformRefusal) -> ID<AdminUnit> {
        guard let kept = outcome.kept else { return .new(at: now) }
        guard let id = predecessors[kept], let unit = tree[id] else { throw .unknownUnit(kept) }
        guard unit.level == outcome.level else { throw .levelChanged(kept) }
        return id
    }

    private static func event(
        _ change: UnitChange, _ predecessors: [String: ID<AdminUnit>], _ made: [String: ID<AdminUnit>], now: Instant
    ) throws(UnitReformRefusal) -> UnitEvent {
        var edges: [UnitEdge] = []
        for line in change.lines {
            guard line.from != nil || line.to != nil else { throw .emptyLine }
            if let to = line.to, made[to] == nil { throw .unknownUnit(to) }
            edges.append(
                UnitEdge(
                    predecessor: line.from.flatMap { predecessors[$0] }, successor: line.to.flatMap { made[$0] },
                    share: line.share))
        }
        for (_, parts) in Dictionary(grouping: edges, by: \.predecessor) where parts.first?.predecessor != nil {
            let known = parts.compactMap(\.share.millionths)
            guard known.count < parts.count || known.reduce(0, +) == 1_000_000 else { throw .sharesDoNotAddUp }
        }
        return UnitEvent(
            id: .new(at: now), day: change.day, kind: change.kind, legalBasis: change.legalBasis, note: change.note,
            origin: change.origin, edges: edges)
    }

    /// Gives each outcome its version under a parent that is there from the day on.
    private mutating func place(
        _ changes: [UnitChange], _ outcomes: [String: ID<AdminUnit>], on tree: UnitTree,
        touched: Set<ID<AdminUnit>>
    ) throws(UnitReformRefusal) {
        let levels = Dictionary(
            changes.flatMap(\.outcomes).map { ($0.code, $0.level) }, uniquingKeysWith: { first, _ in first })
        for outcome in changes.flatMap(\.outcomes) {
            guard let id = outcomes[outcome.code] else { continue }
            let staying = tree.unit(code: outcome.code).flatMap { touched.contains($0.id) ? nil : $0 }
            guard staying == nil else { throw .codeTaken(outcome.code) }
            var parent: ID<AdminUnit>?
            if let code = outcome.parentCode {
                let old = tree.unit(code: code).flatMap { touched.contains($0.id) ? nil : $0 }
                guard let found = outcomes[code] ?? old?.id, let level = levels[code] ?? old?.level else {
                    throw .unknownUnit(code)
                }
                guard level.depth < outcome.level.depth else { throw .parentTooLow(outcome.code) }
                parent = found
            }
            versions.append(
                Version(
                    id: id, code: outcome.code, type: outcome.type, name: outcome.name, fullName: outcome.fullName,
                    parentID: parent))
        }
    }

    /// A unit whose parent ended goes under what took the parent's place.
    private mutating func hang(_ tree: UnitTree, touched: Set<ID<AdminUnit>>) throws(UnitReformRefusal) {
        let heirs = UnitHeirs(events.flatMap(\.edges), parents: tree.parents)
        for unit in tree.all where !touched.contains(unit.id) {
            guard let parent = unit.parentID, ended.contains(parent) else { continue }
            guard let heir = heirs.place(of: parent) else { throw .orphan(unit.fullName) }
            versions.append(
                Version(
                    id: unit.id, code: unit.code, type: unit.type, name: unit.name, fullName: unit.fullName,
                    parentID: heir))
        }
    }
}

/// Who takes the place of units that end on one day.
struct UnitHeirs {
    private let edges: [ID<AdminUnit>: [UnitEdge]]
    private let parents: [ID<AdminUnit>: ID<AdminUnit>]

    init(_ edges: [UnitEdge], parents: [ID<AdminUnit>: ID<AdminUnit>]) {
        var byPredecessor: [ID<AdminUnit>: [UnitEdge]] = [:]
        for edge in edges {
            if let predecessor = edge.predecessor { byPredecessor[predecessor, default: []].append(edge) }
        }
        self.edges = byPredecessor
        self.parents = parents
    }

    /// The one that took over the whole of a unit; `nil` when it was split or nothing took its place.
    func successor(of unit: ID<AdminUnit>) -> ID<AdminUnit>? {
        guard let edges = edges[unit] else { return unit }
        guard edges.count == 1, let edge = edges.first, edge.share == .whole else { return nil }
        return edge.successor
    }

    /// The successor, or for what was abolished the next competent level; `nil` when people must say which.
    func place(of unit: ID<AdminUnit>) -> ID<AdminUnit>? {
        if let successor = successor(of: unit) { return successor }
        guard let edges = edges[unit], edges.allSatisfy({ $0.successor == nil }) else { return nil }
        return parents[unit].flatMap(place)
    }

    /// As ``place(of:)``; a unit that was split leaves its past to the level above until people say which.
    func keeper(of unit: ID<AdminUnit>) -> ID<AdminUnit>? { place(of: unit) ?? parents[unit].flatMap(keeper) }
}

/// Why changes of a day cannot be.
public enum UnitReformRefusal: Refusal, Hashable {
    case unknownUnit(String), twice(String), codeTaken(String), levelChanged(String), parentTooLow(String)
    case orphan(String)
    case otherDay, basisMissing, emptyLine, sharesDoNotAddUp
    /// Changes from that day on are known already.
    case tooEarly(last: Day)

    public var message: String {
        switch self {
        case .unknownUnit(let code): t("Không có đơn vị mang mã {code} vào ngày này.", ["code": code])
        case .twice(let code): t("Đơn vị mã {code} có trong hai thay đổi của cùng một ngày.", ["code": code])
        case .codeTaken(let code): t("Mã {code} đã có đơn vị khác dùng từ ngày này.", ["code": code])
        case .levelChanged(let code): t("Đơn vị mã {code} không thể chuyển sang cấp khác.", ["code": code])
        case .parentTooLow(let code): t("Đơn vị cấp trên của mã {code} phải ở cấp cao hơn.", ["code": code])
        case .orphan(let name): t("{unit} chưa có đơn vị cấp trên mới. Hãy chọn đơn vị cho nó.", ["unit": name])
        case .otherDay: t("Các thay đổi phải có hiệu lực trong cùng một ngày.")
        case .basisMissing: t("Hãy ghi căn cứ pháp lý của thay đổi.")
        case .emptyLine: t("Mỗi thay đổi cần một đơn vị trước hoặc sau thay đổi.")
        case .sharesDoNotAddUp: t("Các phần của một đơn vị phải cộng lại bằng 100%.")
        case .tooEarly(let last):
            t("Đã có thay đổi có hiệu lực từ {day}. Hãy chọn một ngày sau đó.", ["day": Format.day(last)])
        }
    }
}
