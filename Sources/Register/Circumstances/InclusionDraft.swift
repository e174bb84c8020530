import Kernel
import Store
import Web

/// A circumstance as an officer types it.
struct InclusionDraft: Sendable, Hashable {
    static let longestSource = 300

    let fact: InclusionFact
    let since: Day
    /// The paper that it rests on, or who went and saw.
    let source: String

    /// Reads `fact`, `since` and `source`.
    /// - Parameters:
    ///   - known: what was ever written down of the person and the household.
    ///   - hasHousehold: whether there is a household for what is told of one.
    /// - Throws: `FieldProblems` with all that is wrong.
    init(_ form: FormData, known: [DatedInclusionFact], birth: BirthDate?, hasHousehold: Bool, today: Day) throws {
        var problems = FieldProblems()
        let fact = InclusionFact(rawValue: form["fact"])
        if let fact {
            if fact.isOfHousehold, !hasHousehold { problems.add("fact", UpkeepRefusal.noHousehold.message) }
            if known.contains(where: { $0.fact == fact && $0.validTo == nil }) {
                problems.add("fact", InclusionRefusal.alreadyHolds.message)
            }
        } else {
            problems.add("fact", UpkeepRefusal.kindMissing.message)
        }
        var since = today
        do {
            since = try UpkeepDay.read(form["since"], today: today)
            if let fact { try Self.check(fact, since: since, known: known, birth: birth) }
        } catch let refusal as any Refusal {
            problems.add("since", refusal.message)
        }
        source = form["source"]
        if source.isEmpty { problems.add("source", InclusionRefusal.sourceMissing.message) }
        if source.count > Self.longestSource {
            problems.add("source", UpkeepRefusal.tooLong(Self.longestSource).message)
        }
        try problems.throwIfAny()
        guard let fact else { throw problems }
        (self.fact, self.since) = (fact, since)
    }

    /// One fact has one span at a time; what is told of a household may be older than a person in it.
    private static func check(
        _ fact: InclusionFact, since: Day, known: [DatedInclusionFact], birth: BirthDate?
    ) throws {
        if !fact.isOfHousehold, let birth, since < birth.earliest { throw UpkeepRefusal.beforeBirth }
        if let last = known.filter({ $0.fact == fact }).compactMap(\.validTo).max(), since < last {
            throw UpkeepRefusal.heldUntil(last)
        }
    }
}

/// By what a circumstance ended. The kernel keeps the day alone.
struct InclusionEnds {
    let db: any Session

    func insert(_ fact: ID<DatedInclusionFact>, recording: Recording) throws {
        try db.run(
            """
            INSERT INTO register_inclusion_end (fact_id, ground, ended_at, ended_by)
            VALUES (\(fact), \(recording.reason), \(recording.at), \(recording.by))
            """)
    }

    /// The paper or the visit by which each ended; those that still hold are not in the answer.
    func grounds(of facts: [DatedInclusionFact]) throws -> [ID<DatedInclusionFact>: String] {
        let ended = facts.filter { $0.validTo != nil }.map(\.id)
        guard !ended.isEmpty else { return [:] }
        let rows = try db.rows(
            "SELECT e.fact_id, e.ground FROM register_inclusion_end e WHERE e.fact_id IN \(list: ended)"
        ) { row in (id: try row[0] as ID<DatedInclusionFact>, ground: try row[1] as String) }
        return Dictionary(rows.map { ($0.id, $0.ground) }, uniquingKeysWith: { first, _ in first })
    }
}
