import Kernel
import Store

/// Adds to known people what a list tells and the register lacks. Nothing that is there is changed, nobody is moved:
/// that takes a paper and somebody who looks at it.
struct PersonCompletion {
    let db: any Session

    /// What is known of somebody, as far as it tells what is missing.
    private struct Lacking {
        let version: Int
        var facts: PersonFacts
        let hasHome: Bool
        let hasPhone: Bool
        var kinds: Set<IdentifierKind> = []
    }

    /// Those who live outside the scope are left as they are.
    func complete(
        _ matched: [(person: ID<Person>, draft: ResidentDraft)], within scope: Scope, recording: Recording
    ) throws {
        guard !matched.isEmpty else { return }
        let lacking = try lacking(Set(matched.map(\.person)), within: scope)
        var seen: Set<ID<Person>> = []
        for (person, draft) in matched {
            guard var known = lacking[person] else { continue }
            // A second line of one person in one batch: what the first one filled in is there now.
            if !seen.insert(person).inserted, let now = try self.lacking([person], within: scope)[person] {
                known = now
            }
            try fill(person, known, draft, within: scope, recording)
        }
    }

    private func fill(
        _ person: ID<Person>, _ known: Lacking, _ draft: ResidentDraft, within scope: Scope, _ recording: Recording
    ) throws {
        var facts = known.facts
        facts.birth = facts.birth ?? draft.facts.birth
        facts.sex = facts.sex ?? draft.facts.sex
        facts.ethnicGroup = facts.ethnicGroup ?? draft.facts.ethnicGroup
        facts.language = facts.language ?? draft.facts.language
        if facts != known.facts {
            _ = try PersonStore(db: db).correct(
                person, version: known.version, to: facts, within: scope, recording: recording)
        }
        for identifier in draft.identifiers where !known.kinds.contains(identifier.kind) {
            if identifier.kind == .personal, !Self.fits(identifier, facts) { continue }
            _ = try IdentifierStore(db: db).give(identifier, to: person, within: scope, recording: recording)
        }
        if let phone = draft.phone, !known.hasPhone {
            try PhoneStore(db: db).give(
                phone, to: person, since: draft.home.since, within: scope, recording: recording)
        }
        if !known.hasHome {
            try ResidenceStore(db: db).settle(person, draft.home, within: scope, recording: recording)
        }
    }

    /// Whether a number does not contradict what is known; one that does is for people to look at.
    private static func fits(_ identifier: Identifier, _ facts: PersonFacts) -> Bool {
        do {
            try PersonalNumber(identifier.number).check(birth: facts.birth, sex: facts.sex)
            return true
        } catch {
            return false
        }
    }

    /// Somebody without any home is seen by those alone who see everything.
    private func lacking(_ people: Set<ID<Person>>, within scope: Scope) throws -> [ID<Person>: Lacking] {
        let ids = people.sorted()
        var lacking: [ID<Person>: Lacking] = [:]
        try db.forEach(
            """
            SELECT p.id, p.version, p.full_name, p.born, p.sex, p.ethnic_code, p.language,
                EXISTS (SELECT 1 FROM kernel_resident r WHERE r.resident_id = p.id),
                EXISTS (SELECT 1 FROM kernel_person_phone t WHERE t.person_id = p.id AND t.until IS NULL)
            FROM kernel_person p WHERE p.id IN \(list: ids) AND \(scope.reaches(person: "p.id"))
            """
        ) { row in
            lacking[try row[0]] = Lacking(
                version: try row[1],
                facts: PersonFacts(
                    fullName: try row[2], birth: try row[3], sex: try row[4], ethnicGroup: try row[5],
                    language: try row[6]),
                hasHome: try row[7], hasPhone: try row[8])
        }
        try db.forEach(
            """
            SELECT person_id, kind FROM kernel_person_identifier
            WHERE person_id IN \(list: ids) AND standing <> 'ended'
            """
        ) { row in
            let (person, kind): (ID<Person>, IdentifierKind) = (try row[0], try row[1])
            lacking[person]?.kinds.insert(kind)
        }
        return lacking
    }
}
