import HTTPTypes
import Kernel
import Store
import Web

/// Search for residents. Every page of results is journaled for the people on it, before it leaves.
struct SearchDoors: Sendable {
    var doors: [Door] { [.page(ResidentQuery.path, .needs(.readResidents), use: search)] }

    @Sendable private func search(_ visit: Visit, _ db: any Session) throws -> Reply {
        try visit.stating(db) { purpose in
            let scope = visit.scope(for: .readResidents).unitsOnly
            let query = ResidentQuery(visit.query)
            var view = SearchView(
                visit: visit, query: query, purpose: purpose,
                places: try OfficePlaces(within: scope, on: visit.today, db))
            guard !query.isEmpty else { return .page(view.page) }
            do {
                let (asked, card) = try query.read(today: visit.today)
                view.card = card
                view.results = try ResidentSearch(db: db).find(asked, within: scope, on: visit.today)
            } catch let problems as FieldProblems {
                view.problems = problems
                return .page(view.page, status: .unprocessableContent)
            }
            return .page(view.page).journaling(
                view.results.map { $0.lines(visit, query.text, purpose: purpose) } ?? [])
        }
    }
}

/// People who were found, with what tells them apart.
struct ResidentResults: Sendable {
    struct Line: Sendable, Hashable {
        let person: FoundPerson
        let place: String
        /// All but its last digits covered.
        let number: String?
    }

    let lines: [Line]
    let hasMore: Bool
    let isMended: Bool

    /// A line for each person, or one that says that somebody looked and found nobody: with a hash of what was looked
    /// for, which tells the same search again without keeping the name.
    func lines(_ visit: Visit, _ text: String, purpose: String) -> [JournalLine] {
        guard lines.isEmpty else {
            return visit.readLines("resident.listed.read", lines.map(\.person.id), purpose: purpose)
        }
        let hash = Sha256.of(Array(Fold.folded(text).utf8)).map { byte in
            String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
        }
        return [
            visit.journalLine(
                "resident.searched", purpose: purpose, subjectKind: "search",
                subjectID: String(hash.joined().prefix(32)))
        ]
    }
}

struct ResidentSearch {
    let db: any Session

    func find(_ query: PersonQuery, within scope: Scope, on day: Day) throws -> ResidentResults {
        let found = try PersonSearch(db: db).find(query, within: scope)
        let names = try PlaceNames(
            found.people.flatMap { [$0.communeID, $0.villageID].compactMap(\.self) }, on: day, db)
        let numbers = try IdentifierStore(db: db).personalNumbers(of: found.people.map(\.id), within: scope)
        let lines = found.people.map { person in
            ResidentResults.Line(
                person: person, place: names.place(person.communeID, person.villageID),
                number: numbers[person.id]?.covered)
        }
        return ResidentResults(lines: lines, hasMore: found.hasMore, isMended: found.isMended)
    }
}
