import Kernel
import Store

/// A unit through time, and on one day.
struct UnitHistory: Sendable {
    let day: Day
    /// As it is on the day; for one that has ended, as it was last; for one to come, as it will be.
    let unit: AdminUnit
    /// From the top to the unit itself, as long as it stands.
    let path: [AdminUnit]
    let versions: [AdminUnit]
    /// The latest first.
    let events: [EventLine]
    /// What it has become by the day; empty while it stands, and when nothing took its place.
    let became: [AdminUnit]
    let children: [AdminUnit]
    let origins: UnitOrigins?

    var stands: Bool { unit.holds(on: day) }
    var isToCome: Bool { day < unit.validFrom }

    /// - Returns: `nil` for an id that no unit has.
    init?(of id: ID<AdminUnit>, on day: Day, _ kept: KeptTerritory, _ db: any Session) throws {
        let versions = try TerritoryStore(db: db).versions(of: id)
        let known = versions.last { $0.validFrom <= day } ?? versions.first
        guard let known else { return nil }
        let (tree, graph) = (try kept.tree(asOf: day, db), try kept.graph(db))
        let then = try kept.tree(
            asOf: known.holds(on: day) ? day : (known.validTo.map { $0 + -1 } ?? known.validFrom), db)
        self.day = day
        self.versions = versions
        unit = then[id] ?? known
        path = then.lineage(of: id).reversed()
        events = try graph.events(of: id).reversed().map { try EventLine($0, kept, db) }
        let stands = known.holds(on: day)
        became = stands || day < known.validFrom ? [] : graph.successors(of: id, on: day).compactMap { tree[$0] }
        children = then.children(of: id)
        let first = try UnitListStore(db: db).firstDay() ?? day
        origins = stands ? UnitOrigins(of: id, on: tree, since: try kept.tree(asOf: first, db), graph) : nil
    }
}

/// How many units of an earlier day a unit came from: figures of that day put on the tree of this one.
struct UnitOrigins: Sendable, Hashable {
    struct Figure: Sendable, Hashable {
        let level: UnitLevel
        let count: Int
        /// Further ones of which nobody knows how many came here, by the unit that was split.
        let notApportioned: [String: Int]
    }

    let base: Day
    let figures: [Figure]
    /// The communes of the earlier day that went into it, by name.
    let communes: [AdminUnit]
    /// What the changes between the days rest upon.
    let legalBases: [String]

    /// - Returns: `nil` when nothing has changed for the unit between the days, or it is a village.
    init?(of id: ID<AdminUnit>, on tree: UnitTree, since base: UnitTree, _ graph: SuccessionGraph) {
        guard base.day < tree.day, let unit = tree[id], unit.level != .village else { return nil }
        let isUnder = { (other: ID<AdminUnit>) in tree.lineage(of: other).contains { $0.id == id } }
        let came = base.all.filter { $0.level == .commune }.filter { commune in
            graph.successors(of: commune.id, on: tree.day).contains(where: isUnder)
        }
        let between = graph.events.filter { base.day < $0.day && $0.day <= tree.day }
        let involved = Set(came.map(\.id)).union([id])
        let touching = between.filter { event in
            event.edges.contains { edge in
                edge.predecessor.map(involved.contains) ?? false || edge.successor.map(isUnder) ?? false
            }
        }
        guard !touching.isEmpty else { return nil }
        self.base = base.day
        communes = came.map { (key: SortKey.text($0.name), unit: $0) }
            .sorted { ($0.key, $0.unit.id) < ($1.key, $1.unit.id) }.map(\.unit)
        legalBases = touching.map(\.legalBasis).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
        figures = [UnitLevel.commune, .village].map { level in
            let ones = Dictionary(base.all.filter { $0.level == level }.map { ($0.id, 1) }, uniquingKeysWith: +)
            let rebased = graph.rebased(ones, recorded: base.day, onto: tree.day)
            let left = rebased.notApportioned.filter { entry in
                graph.successors(of: entry.key, on: tree.day).contains(where: isUnder)
            }
            return Figure(
                level: level, count: tree.rolledUp(rebased.figures).totals[id] ?? 0,
                notApportioned: Dictionary(
                    left.map { (base[$0.key]?.fullName ?? "\($0.key)", $0.value) }, uniquingKeysWith: +))
        }
    }
}
