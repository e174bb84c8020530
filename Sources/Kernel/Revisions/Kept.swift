public import Store
import Synchronization

/// What is made of rows that everybody may read and few change, kept in memory as long as their revision stands.
///
/// Each look asks for the revision within its own snapshot: what was changed and committed, by whichever node, is never
/// answered from memory. Nothing personal belongs here.
public final class Kept<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private struct Shelf {
        var revision = -1
        /// ``Revision/total`` when the revision was last asked for.
        var total: Int?
        var values: [Key: Value] = [:]
    }

    private let topic: String
    private let limit: Int
    private let shelf = Mutex(Shelf())

    /// - Parameters:
    ///   - topic: whose changes count, as in ``Revision/advance(_:)``.
    ///   - limit: values kept at once; with one more all are let go.
    public init(topic: String, limit: Int = 16) {
        self.topic = topic
        self.limit = limit
    }

    /// - Parameters:
    ///   - total: ``Revision/total`` as another statement of the same snapshot has read it: spares the question when
    ///     nothing at all has changed.
    ///   - make: reads the rows; also run by several at once, of whom one is remembered.
    public func value(
        _ key: Key, total: Int? = nil, _ db: any Session, make: () throws -> Value
    ) throws -> Value {
        if let total {
            let known = shelf.withLock { $0.total == total ? $0.values[key] : nil }
            if let known { return known }
        }
        let revision = try Revision(db: db).number(of: topic)
        let value = try value(key, revision: revision, make: make)
        if let total { shelf.withLock { if $0.revision == revision { $0.total = total } } }
        return value
    }

    /// - Parameter revision: as another statement of the same snapshot has read it, by ``Revision/number(_:)``.
    public func value(_ key: Key, revision: Int, make: () throws -> Value) throws -> Value {
        let known = shelf.withLock { $0.revision == revision ? $0.values[key] : nil }
        if let known { return known }
        let value = try make()
        shelf.withLock { shelf in
            // An older snapshot does not push out what is newer.
            guard shelf.revision <= revision else { return }
            if shelf.revision < revision || shelf.values.count >= limit { shelf.values = [:] }
            if shelf.revision < revision { shelf.total = nil }
            shelf.revision = revision
            shelf.values[key] = value
        }
        return value
    }
}
