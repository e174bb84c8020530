public import Store

/// Two records that may be one person: a line of the review queue.
public struct PersonMatch: Sendable, Hashable {
    public let id: ID<PersonMatch>
    public let firstID: ID<Person>
    public let secondID: ID<Person>
    /// The number over which the two were found; nil when somebody took them for one.
    public let identifier: Identifier?
    public let foundAt: Instant
}

public enum MatchRefusal: Refusal, Hashable {
    case reasonMissing, alreadySettled, alreadyMerged, notMerged

    public var message: String {
        switch self {
        case .reasonMissing: t("Hãy ghi lý do.")
        case .alreadySettled: t("Người khác đã xử lý cặp hồ sơ này.")
        case .alreadyMerged: t("Một trong hai hồ sơ đã được gộp, hoặc đã nhận hồ sơ khác. Hãy giữ lại hồ sơ đó.")
        case .notMerged: t("Hồ sơ này không ở trong trạng thái đã gộp.")
        }
    }
}

/// Duplicates: found, looked at side by side, merged, and parted again.
///
/// A merge moves nothing. The record that gives way points to the one that stays, and is not found by search any more;
/// so undoing it brings back exactly what was. One that has taken in another is not merged away itself.
public struct MatchStore {
    let db: any Session

    public init(db: any Session) { self.db = db }

    /// Puts two records into the queue, once. A number over which people have parted them already is no news.
    func insert(
        _ first: ID<Person>, _ second: ID<Person>, over identifier: ID<HeldIdentifier>? = nil, recording: Recording
    ) throws {
        let (first, second) = (min(first, second), max(first, second))
        let isKnown = try db.exists(
            """
            SELECT 1 FROM kernel_person_match
            WHERE first_id = \(first) AND second_id = \(second)
                AND (outcome IS NULL OR (outcome = 'distinct' AND identifier_id = \(identifier)))
            """)
        guard !isKnown else { return }
        try db.run(
            """
            INSERT INTO kernel_person_match (id, first_id, second_id, identifier_id, found_at, found_by)
            VALUES (\(ID<PersonMatch>.new(at: recording.at)), \(first), \(second), \(identifier), \(recording.at),
                \(recording.by))
            """)
    }

    /// Somebody takes two records for one person.
    /// - Throws: `NotFound` when either lies outside the scope.
    public func report(
        _ first: ID<Person>, _ second: ID<Person>, within scope: Scope, recording: Recording
    ) throws {
        let people = PersonStore(db: db)
        guard first != second, try people.find(first, within: scope) != nil,
            try people.find(second, within: scope) != nil
        else { throw NotFound() }
        try insert(first, second, recording: recording)
    }

    /// What waits for a decision, the longest first. Either of the two in the scope is enough to see that there is
    /// something to settle; merging asks for both.
    /// - Parameter after: the last one of the page before.
    public func open(after: ID<PersonMatch>? = nil, within scope: Scope, limit: Int = 50) throws -> [PersonMatch] {
        let start: SQL = after.map { "m.id > \($0)" } ?? "TRUE"
        return try matches(
            """
            m.outcome IS NULL AND \(start)
                AND (\(scope.reaches(person: "m.first_id")) OR \(scope.reaches(person: "m.second_id")))
            """, limit: limit)
    }

    /// - Returns: `nil` also outside the scope.
    public func find(_ id: ID<PersonMatch>, within scope: Scope) throws -> PersonMatch? {
        try matches(
            """
            m.id = \(id) AND (\(scope.reaches(person: "m.first_id")) OR \(scope.reaches(person: "m.second_id")))
            """, limit: 1
        ).first
    }

    /// The two are different people; a disputed number stays as it is until a paper decides.
    /// - Throws: ``MatchRefusal``; `NotFound` outside the scope.
    public func part(_ id: ID<PersonMatch>, within scope: Scope, recording: Recording) throws {
        guard try find(id, within: scope) != nil else { throw NotFound() }
        try settle(id, as: "distinct", recording: recording)
    }

    /// The two are one person: the other record gives way to the one that stays.
    /// - Parameter kept: one of the two.
    /// - Throws: ``MatchRefusal``; `NotFound` when either lies outside the scope.
    @discardableResult
    public func merge(
        _ id: ID<PersonMatch>, keeping kept: ID<Person>, within scope: Scope, recording: Recording
    ) throws -> ID<PersonMerge> {
        guard let match = try find(id, within: scope), [match.firstID, match.secondID].contains(kept) else {
            throw NotFound()
        }
        let merged = match.firstID == kept ? match.secondID : match.firstID
        let people = PersonStore(db: db)
        guard try people.find(kept, within: scope) != nil, try people.find(merged, within: scope) != nil else {
            throw NotFound()
        }
        try settle(id, as: "merged", recording: recording)
        let changed = try db.run(
            """
            UPDATE kernel_person SET merged_into = \(kept) WHERE id = \(merged) AND merged_into IS NULL
                AND NOT EXISTS (SELECT 1 FROM kernel_person k WHERE k.id = \(kept) AND k.merged_into IS NOT NULL)
                AND NOT EXISTS (SELECT 1 FROM kernel_person k WHERE k.merged_into = \(merged))
            """)
        guard changed == 1 else { throw MatchRefusal.alreadyMerged }
        try db.run("DELETE FROM kernel_resident WHERE resident_id = \(merged)")
        try db.run("UPDATE kernel_person SET unplaced_key = NULL WHERE id = \(merged)")
        let merge = ID<PersonMerge>.new(at: recording.at)
        try db.run(
            """
            INSERT INTO kernel_person_merge (id, kept_id, merged_id, match_id, merged_at, merged_by, reason)
            VALUES (\(merge), \(kept), \(merged), \(id), \(recording.at), \(recording.by), \(recording.reason))
            """)
        return merge
    }

    private func settle(_ id: ID<PersonMatch>, as outcome: String, recording: Recording) throws {
        guard recording.reason.contains(where: { !$0.isWhitespace }) else { throw MatchRefusal.reasonMissing }
        let changed = try db.run(
            """
            UPDATE kernel_person_match SET outcome = \(outcome), settled_at = \(recording.at),
                settled_by = \(recording.by), reason = \(recording.reason)
            WHERE id = \(id) AND outcome IS NULL
            """)
        guard changed == 1 else { throw MatchRefusal.alreadySettled }
    }

    private func matches(_ condition: SQL, limit: Int) throws -> [PersonMatch] {
        try db.rows(
            """
            SELECT m.id, m.first_id, m.second_id, i.kind, i.number, m.found_at FROM kernel_person_match m
            LEFT JOIN kernel_person_identifier i ON i.id = m.identifier_id
            WHERE \(condition) ORDER BY m.id LIMIT \(limit)
            """
        ) { row in
            let kind: IdentifierKind? = try row[3]
            let identifier = try kind.map { Identifier(stored: $0, try row[4]) }
            return PersonMatch(
                id: try row[0], firstID: try row[1], secondID: try row[2], identifier: identifier, foundAt: try row[5])
        }
    }
}
