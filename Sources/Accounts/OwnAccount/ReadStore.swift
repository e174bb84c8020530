import Foundation
import Kernel
import Store

/// One look at a person's data, as that person may see it: the role and the office, not the name of the official.
struct PersonRead: Sendable {
    let line: JournalLine
    let unitName: String?
    /// Codes of the roles that the reader held on that day.
    let roles: [String]

    /// What people call the record: its code where the line tells one.
    var record: String? {
        let told = line.body.flatMap { try? JSONDecoder().decode(Told.self, from: Data($0.utf8)) }
        return told?.code ?? line.record
    }

    private struct Told: Decodable {
        let code: String?
    }
}

/// The journal's lines about reads, with the words that a citizen understands.
struct ReadStore {
    let db: any Session

    /// Newest first.
    /// - Parameter before: the last line of the page before.
    func reads(of person: ID<Person>, before: ID<JournalLine>?, limit: Int, today: Day) throws -> [PersonRead] {
        let lines = try Journal(db: db).reads(of: person.description, before: before, limit: limit)
        let units = try names(of: Set(lines.compactMap(\.actingUnit)), asOf: today)
        let roles = try rolesHeld(by: Set(lines.map(\.actor)))
        return lines.map { line in
            PersonRead(
                line: line, unitName: line.actingUnit.flatMap { units[$0] },
                roles: (roles[line.actor] ?? []).filter { $0.holds(on: line.at.day) }.map(\.role))
        }
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
            WHERE account_id IN \(list: accounts.sorted())
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
