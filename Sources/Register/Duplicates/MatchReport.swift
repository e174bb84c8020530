import Kernel
import Store

/// Why somebody takes two records for one person. The queue itself is the kernel's.
struct MatchReport: Sendable, Hashable {
    static let longestReason = 300

    let reason: String
    /// As they are called on their account.
    let reporter: String
    let reportedAt: Instant
}

enum MatchReportRefusal: Refusal, Hashable {
    case otherMissing, itself, alreadyQueued, alreadyMerged

    var message: String {
        switch self {
        case .otherMissing: t("Bạn chưa ghi hồ sơ kia: số giấy tờ hoặc địa chỉ trang của hồ sơ đó.")
        case .itself: t("Đây chính là hồ sơ này. Hãy ghi số của hồ sơ kia.")
        case .alreadyQueued: t("Hai hồ sơ này đã có trong danh sách chờ xem.")
        case .alreadyMerged: t("Hồ sơ kia đã được gộp vào hồ sơ này rồi.")
        }
    }
}

/// Reports of officers that two records may be of one person.
struct MatchReportStore {
    let db: any Session

    /// The id in an id or in the address of a record's page.
    static func id(in text: String) -> ID<Person>? {
        text.lowercased().split { !($0.isHexDigit || $0 == "-") }.lazy.compactMap { ID<Person>(String($0)) }.first
    }

    /// The record that somebody means beside a person's own. One that gave way stands for the one that took it in.
    /// - Parameter text: a number, an id, or the address of the record's page.
    /// - Throws: ``MatchReportRefusal``; ``UpkeepRefusal`` when there is nobody such in the scope.
    func other(_ text: String, than person: ID<Person>, within scope: Scope) throws -> ID<Person> {
        guard !text.isEmpty else { throw MatchReportRefusal.otherMissing }
        let named = try named(text, within: scope)
        let keepers = try keepers(of: named)
        let people = PersonStore(db: db)
        for id in named.map({ keepers[$0] ?? $0 }) where id != person {
            if try people.find(id, within: scope) != nil { return id }
        }
        if named.contains(where: { keepers[$0] == person }) { throw MatchReportRefusal.alreadyMerged }
        if named.contains(person) { throw MatchReportRefusal.itself }
        throw UpkeepRefusal.nobodyFound
    }

    /// Puts two records into the review queue with the reason.
    /// - Throws: ``MatchReportRefusal``; `NotFound` when either lies outside the scope.
    func report(
        _ person: ID<Person>, _ other: ID<Person>, within scope: Scope, recording: Recording
    ) throws -> ID<PersonMatch> {
        try RecordHold(db: db).hold([person, other])
        guard try queued(person, other) == nil else { throw MatchReportRefusal.alreadyQueued }
        try MatchStore(db: db).report(person, other, within: scope, recording: recording)
        guard let match = try queued(person, other) else { throw NotFound() }
        try db.run(
            """
            INSERT INTO register_match_report (match_id, reason, reported_at, reported_by)
            VALUES (\(match), \(recording.reason), \(recording.at), \(recording.by))
            """)
        return match
    }

    /// `nil` for a pair that nobody has reported.
    func report(of match: ID<PersonMatch>) throws -> MatchReport? {
        try db.first(
            """
            SELECT r.reason, a.display_name, r.reported_at FROM register_match_report r
            JOIN kernel_account a ON a.id = r.reported_by WHERE r.match_id = \(match)
            """
        ) { row in MatchReport(reason: try row[0], reporter: try row[1], reportedAt: try row[2]) }
    }

    private func named(_ text: String, within scope: Scope) throws -> [ID<Person>] {
        if let id = Self.id(in: text) { return [id] }
        let numbers = IdentifierStore(db: db)
        return try Identifier.readings(of: text).flatMap { number in
            try numbers.holders(of: number, within: scope).map(\.personID)
        }
    }

    /// Of those that gave way, the record that took them in.
    private func keepers(of people: [ID<Person>]) throws -> [ID<Person>: ID<Person>] {
        guard !people.isEmpty else { return [:] }
        let rows = try db.rows(
            "SELECT p.id, p.merged_into FROM kernel_person p WHERE p.id IN \(list: people) AND p.merged_into IS NOT NULL"
        ) { row in (merged: try row[0] as ID<Person>, kept: try row[1] as ID<Person>) }
        return Dictionary(rows.map { ($0.merged, $0.kept) }, uniquingKeysWith: { first, _ in first })
    }

    private func queued(_ one: ID<Person>, _ other: ID<Person>) throws -> ID<PersonMatch>? {
        try db.value(
            """
            SELECT m.id FROM kernel_person_match m
            WHERE m.first_id = \(min(one, other)) AND m.second_id = \(max(one, other)) AND m.outcome IS NULL
            ORDER BY m.id LIMIT 1
            """)
    }
}

/// Holds records for the rest of the transaction, so that two officers at once do not write the same thing twice.
struct RecordHold {
    let db: any Session

    func hold(_ people: [ID<Person>]) throws {
        _ = try db.rows(
            "SELECT p.id FROM kernel_person p WHERE p.id IN \(list: people) ORDER BY p.id\(db.dialect.forUpdate)"
        ) { row in try row[0] as ID<Person> }
    }
}
