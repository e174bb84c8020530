import Kernel
import Store
import Synchronization
import Web

/// The procedures of a day in memory, in full.
struct KeptProcedures: Sendable {
    private let kept = Kept<Day, [String: Procedure]>(topic: ProcedureStore.topic)

    /// - Parameter revision: of ``ProcedureStore/topic``, as the snapshot shows it.
    /// - Throws: `NotFound` when there is no version of that day.
    func find(code: String, on day: Day, revision: Int, _ db: any Session) throws -> Procedure {
        let all = try kept.value(day, revision: revision) { try ProcedureStore(db: db).all(on: day) }
        guard let found = all[code] else { throw NotFound() }
        return found
    }
}

/// The catalogue of the day in memory.
struct KeptCatalogue: Sendable {
    private struct Key: Hashable {
        let day: Day
        let language: Language
    }

    private let kept = Kept<Key, CatalogueListing>(topic: ProcedureStore.topic)

    /// - Parameter db: the snapshot in which the visitor was recognised.
    func today(_ visit: Visit, _ db: any Session) throws -> CatalogueListing {
        try kept.value(Key(day: visit.today, language: visit.language), total: visit.signedIn?.revision, db) {
            CatalogueListing(index: ProcedureIndex(try ProcedureStore(db: db).entries(on: visit.today)))
        }
    }
}

/// The catalogue of one day in one language, with the pages that were drawn of it lately: they are the same for
/// everybody who asks the same.
final class CatalogueListing: Sendable {
    private struct Place: Hashable {
        let query: CatalogueQuery
        let after: [String]?
        let limit: Int
    }

    /// Pages of some 25 KB.
    private static let most = 100

    let index: ProcedureIndex
    private let pages = Mutex<[Place: HTML]>([:])

    init(index: ProcedureIndex) { self.index = index }

    func drawn(_ query: CatalogueQuery, _ keyset: Keyset, draw: (ProcedureIndex) throws -> HTML) rethrows -> HTML {
        let place = Place(query: query, after: keyset.after, limit: keyset.limit)
        if let known = pages.withLock({ $0[place] }) { return known }
        let page = try draw(index)
        pages.withLock { pages in
            if pages.count >= Self.most { pages = [:] }
            pages[place] = page
        }
        return page
    }
}
