/// Prepared statements of one connection by their text. When there are too many, the half that was used longest
/// ago goes: a list of another length is another text, so the number of texts has no bound.
package struct StatementCache<Statement> {
    private var entries: [String: (statement: Statement, lastUse: UInt64)] = [:]
    private var clock: UInt64 = 0
    private let limit: Int

    package init(limit: Int) { self.limit = limit }

    package var count: Int { entries.count }

    package mutating func find(_ text: String) -> Statement? {
        guard let index = entries.index(forKey: text) else { return nil }
        clock += 1
        entries.values[index].lastUse = clock
        return entries.values[index].statement
    }

    /// - Returns: statements that had to make room, to be freed by the caller.
    package mutating func insert(_ statement: Statement, for text: String) -> [Statement] {
        clock += 1
        entries[text] = (statement, clock)
        guard entries.count > limit else { return [] }
        let oldest = entries.sorted { $0.value.lastUse < $1.value.lastUse }.prefix(limit / 2)
        return oldest.compactMap { entries.removeValue(forKey: $0.key)?.statement }
    }

    package mutating func remove(_ text: String) { entries[text] = nil }

    package mutating func removeAll() { entries = [:] }
}
