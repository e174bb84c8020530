import Kernel
import Store

/// The trees of days that were asked for and the graph between them, in memory as long as no unit changes.
final class KeptTerritory: Sendable {
    private let trees = Kept<Day, UnitTree>(topic: TerritoryStore.topic)
    private let graphs = Kept<Bool, SuccessionGraph>(topic: TerritoryStore.topic)

    func tree(asOf day: Day, _ db: any Session) throws -> UnitTree {
        try trees.value(day, db) { try TerritoryStore(db: db).tree(asOf: day) }
    }

    func graph(_ db: any Session) throws -> SuccessionGraph {
        try graphs.value(true, db) { try TerritoryStore(db: db).graph() }
    }
}
