import Kernel
import Web

/// What somebody looks for in the catalogue.
struct CatalogueQuery: Sendable, Hashable {
    enum Sort: String, Sendable, CaseIterable {
        case name
        /// The shortest term first, those without one last.
        case term

        /// How many values place a row in this order.
        var values: Int { self == .name ? 2 : 3 }
    }

    enum Level: String, Sendable, CaseIterable {
        case commune, province
    }

    var text = ""
    var field = ""
    var level: Level?
    var sort = Sort.name
}

/// A procedure as the catalogue lists, finds and sorts it.
struct ProcedureEntry: Sendable {
    let line: ProcedureLine
    /// Folded.
    let search: String
    let nameSort: String
    let termSort: Int
    let isOfCommunes: Bool
}

/// The whole catalogue of a day. A province has a few hundred procedures: looking at each is faster than asking a
/// database, and every citizen's way begins here.
struct ProcedureIndex: Sendable {
    /// By name.
    let entries: [ProcedureEntry]
    /// Positions in `entries`, by term and then by name.
    private let byTerm: [Int]
    /// Fields in alphabetical order.
    private let fields: [String]
    /// What is looked at for each entry, apart from the rest: the position of its field, whether communes handle it,
    /// its folded text.
    private let fieldOf: [Int]
    private let isOfCommunes: [Bool]
    private let texts: [String]

    /// - Parameter entries: by name, then by id.
    init(_ entries: [ProcedureEntry]) {
        self.entries = entries
        byTerm = entries.indices.sorted { (entries[$0].termSort, $0) < (entries[$1].termSort, $1) }
        fields = Set(entries.map(\.line.field)).map { (key: SortKey.text($0), field: $0) }.sorted { $0 < $1 }.map(
            \.field)
        let positions = Dictionary(uniqueKeysWithValues: fields.enumerated().map { ($1, $0) })
        fieldOf = entries.map { positions[$0.line.field] ?? 0 }
        isOfCommunes = entries.map(\.isOfCommunes)
        texts = entries.map(\.search)
    }

    /// A page of what matches, as positions in ``entries``.
    /// - Throws: `NotFound` for a cursor that does not belong to this order.
    func page(_ query: CatalogueQuery, _ keyset: Keyset) throws -> KeysetPage<Int> {
        let matches = matches(query)
        let order = query.sort == .name ? Array(entries.indices) : byTerm
        let seen = try keyset.after.map { try Mark($0, query.sort) }
        let found = order.lazy.filter { position in
            matches(position) && (seen.map { $0 < mark(of: position, query.sort) } ?? true)
        }
        return keyset.page(of: Array(found.prefix(keyset.fetch))) { mark(of: $0, query.sort).values }
    }

    /// How many procedures each field has among those that match but for the field, the fullest first.
    func fields(_ query: CatalogueQuery) -> [(field: String, count: Int)] {
        var open = query
        open.field = ""
        let matches = matches(open)
        var counts = [Int](repeating: 0, count: fields.count)
        for position in entries.indices where matches(position) { counts[fieldOf[position]] += 1 }
        return fields.indices.filter { counts[$0] > 0 }.sorted { (-counts[$0], $0) < (-counts[$1], $1) }
            .map { (fields[$0], counts[$0]) }
    }

    /// When nothing holds every word: those that hold most of the words, as positions in ``entries``.
    func suggestions(for text: String, limit: Int = 5) -> [Int] {
        let words = Fold.tokens(text).prefix(8).filter { $0.count > 1 }
        let scores = texts.map { text in words.count { text.contains($0) } }
        let best = entries.indices.filter { scores[$0] > 0 }.sorted { (-scores[$0], $0) < (-scores[$1], $1) }
        return Array(best.prefix(limit))
    }

    private func matches(_ query: CatalogueQuery) -> (Int) -> Bool {
        let words = Fold.tokens(query.text).prefix(10)
        let field = query.field.isEmpty ? nil : fields.firstIndex(of: query.field) ?? -1
        let level = query.level.map { $0 == .commune }
        return { position in
            (field == nil || field == fieldOf[position]) && (level == nil || level == isOfCommunes[position])
                && (words.isEmpty || words.allSatisfy { texts[position].contains($0) })
        }
    }

    private func mark(of position: Int, _ sort: CatalogueQuery.Sort) -> Mark {
        let entry = entries[position]
        return Mark(
            term: sort == .term ? entry.termSort : nil, name: entry.nameSort, id: entry.line.id.description)
    }
}

/// A place in an order of the catalogue.
private struct Mark: Comparable {
    /// Where it is sorted by.
    let term: Int?
    let name: String
    let id: String

    init(term: Int?, name: String, id: String) {
        self.term = term
        self.name = name
        self.id = id
    }

    init(_ values: [String], _ sort: CatalogueQuery.Sort) throws {
        guard values.count == sort.values else { throw NotFound() }
        term = sort == .term ? Int(values[0]) : nil
        guard sort == .name || term != nil else { throw NotFound() }
        name = values[values.count - 2]
        id = values[values.count - 1]
    }

    var values: [String] { (term.map { [String($0)] } ?? []) + [name, id] }

    static func < (one: Mark, other: Mark) -> Bool {
        (one.term ?? 0, one.name, one.id) < (other.term ?? 0, other.name, other.id)
    }
}
