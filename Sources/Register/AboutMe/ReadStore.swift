import Foundation
import Kernel
import Store

/// One look at a person's data, as that person may see it: the role and the office, not the name of the official.
struct PersonRead: Sendable {
    let line: JournalLine
    let unitName: String?
    /// Codes of the roles that the reader held on that day.
    let roles: [String]
    var rating: ReadRating?
    /// The latest question about it.
    var question: ReadQuestion?

    /// What people call the record: its code where the line tells one.
    var record: String? {
        let told = line.body.flatMap { try? JSONDecoder().decode(Told.self, from: Data($0.utf8)) }
        return told?.code
    }

    private struct Told: Decodable {
        let code: String?
    }
}

/// The journal's lines about readings, with the words that a citizen understands.
struct ReadStore {
    let db: any Session

    /// Newest first.
    /// - Parameter before: the last line of the page before.
    func reads(
        of person: ID<Person>, _ query: ReadQuery = ReadQuery(), before: ID<JournalLine>? = nil, limit: Int, today: Day
    ) throws -> [PersonRead] {
        try described(
            Journal(db: db).reads(of: person.description, query, before: before, limit: limit), of: person,
            today: today)
    }

    /// - Throws: `NotFound`, also for a reading of somebody else's data.
    func read(_ id: ID<JournalLine>, of person: ID<Person>, today: Day) throws -> PersonRead {
        let line = try Journal(db: db).read(id, of: person.description)
        guard let line, let read = try described([line], of: person, today: today).first else { throw NotFound() }
        return read
    }

    /// Units that have read, to choose from; those in nobody's name are told by `nil`.
    func offices(reading person: ID<Person>, today: Day) throws -> [(id: String, name: String)?] {
        let units = try Journal(db: db).readingUnits(of: person.description)
        let names = try names(of: Set(units.compactMap(\.self)), asOf: today)
        return units.map { unit in unit.map { ($0, names[$0] ?? $0) } }
    }

    /// Says once what a person thinks of a reading; the last word holds.
    func rate(_ read: PersonRead, _ rating: ReadRating, of person: ID<Person>, by account: ID<Account>, now: Instant)
        throws
    {
        try db.run(
            """
            INSERT INTO register_read_rating (line_id, person_id, rating, rated_at, rated_by)
            VALUES (\(read.line.id), \(person), \(rating), \(now), \(account))
            ON CONFLICT (line_id) DO UPDATE SET rating = excluded.rating, rated_at = excluded.rated_at,
                rated_by = excluded.rated_by
            """)
    }

    private func described(_ lines: [JournalLine], of person: ID<Person>, today: Day) throws -> [PersonRead] {
        let units = try names(of: Set(lines.compactMap(\.actingUnit)), asOf: today)
        let roles = try rolesHeld(by: Set(lines.map(\.actor)))
        let ids = lines.map(\.id)
        let ratings = try ratings(of: ids)
        let questions = try ReadQuestionStore(db: db).latest(about: ids, within: .person(person))
        return lines.map { line in
            PersonRead(
                line: line, unitName: line.actingUnit.flatMap { units[$0] },
                roles: (roles[line.actor] ?? []).filter { $0.holds(on: line.at.day) }.map(\.role),
                rating: ratings[line.id], question: questions[line.id])
        }
    }

    private func ratings(of lines: [ID<JournalLine>]) throws -> [ID<JournalLine>: ReadRating] {
        guard !lines.isEmpty else { return [:] }
        let rows = try db.rows(
            "SELECT line_id, rating FROM register_read_rating WHERE line_id IN \(list: lines)"
        ) { row in (try row[0] as ID<JournalLine>, try row[1] as ReadRating) }
        return Dictionary(rows) { $1 }
    }

    private func names(of units: Set<String>, asOf day: Day) throws -> [String: String] {
        guard !units.isEmpty else { return [:] }
        let rows = try db.rows(
            """
            SELECT unit_id, full_name FROM kernel_unit_version
            WHERE unit_id IN \(list: units.sorted()) AND valid_from <= \(day) ORDER BY valid_from
            """
        ) { row in (id: try row[0] as String, name: try row[1] as String) }
        return Dictionary(rows.map { ($0.id, $0.name) }, uniquingKeysWith: { $1 })
    }

    private struct Held {
        let role: String
        let from: Day
        /// The first day on which it no longer holds.
        let until: Day?

        func holds(on day: Day) -> Bool { from <= day && (until.map { day < $0 } ?? true) }
    }

    private func rolesHeld(by accounts: Set<String>) throws -> [String: [Held]] {
        guard !accounts.isEmpty else { return [:] }
        let rows = try db.rows(
            """
            SELECT account_id, role, valid_from, valid_to FROM kernel_grant
            WHERE account_id IN \(list: accounts.sorted()) ORDER BY id
            """
        ) { row in
            (
                account: try row[0] as String,
                held: Held(role: try row[1], from: try row[2], until: try row[3])
            )
        }
        return Dictionary(grouping: rows, by: \.account).mapValues { $0.map(\.held) }
    }
}
