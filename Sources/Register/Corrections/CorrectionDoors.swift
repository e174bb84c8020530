import HTTPTypes
import Kernel
import Store
import Web

/// Requests for correction, as officers see them: what is due first stands first.
struct CorrectionDoors: Sendable {
    let database: any Database
    let files: FileVault
    let groups: EthnicGroups
    let calendar: @Sendable () -> WorkingCalendar

    /// Answering requests is the purpose; nobody comes here for another one.
    static let purpose = StoredWords.correction

    var doors: [Door] {
        [
            .page("/residents/corrections", .needs(.correctResidents), use: list),
            .page("/residents/corrections/{code}", .needs(.correctResidents), use: show),
            .stream(.get, "/residents/corrections/{code}/proofs/{n}", .needs(.correctResidents)) { visit, _, _ in
                try await download(visit)
            },
            .page("/residents/{id}/corrections/new", .needs(.correctResidents)) { visit, db in
                try asking(visit, db)
            },
            .act("/residents/{id}/corrections", .needs(.correctResidents), use: ask),
        ]
    }

    static func scope(_ visit: Visit) -> Scope { visit.scope(for: .correctResidents).unitsOnly }

    @Sendable private func list(_ visit: Visit, _ db: any Session) throws -> Reply {
        let store = CorrectionStore(db: db)
        let scope = Self.scope(visit)
        let isDone = visit.query["tab"] == "done"
        let keyset = try Keyset(visit.query, values: isDone ? 1 : 2)
        let page: KeysetPage<Correction>
        if isDone {
            let before = keyset.after.flatMap { ID<Correction>($0[0]) }
            page = keyset.page(of: try store.settled(within: scope, before: before, limit: keyset.fetch)) {
                ["\($0.id)"]
            }
        } else {
            var place: (due: Day, id: ID<Correction>)?
            if let after = keyset.after {
                guard let due = Day(iso: after[0]), let id = ID<Correction>(after[1]) else { throw NotFound() }
                place = (due, id)
            }
            page = keyset.page(of: try store.open(within: scope, after: place, limit: keyset.fetch)) {
                [$0.dueOn.iso, "\($0.id)"]
            }
        }
        let view = CorrectionListView(
            visit: visit, isDone: isDone, rows: page,
            places: try PlaceNames(page.items.map(\.unitID), on: visit.today, db), calendar: calendar())
        return .page(view.page).journaling(
            visit.readLines("resident.listed.read", page.items.map(\.personID), purpose: Self.purpose))
    }

    @Sendable private func show(_ visit: Visit, _ db: any Session) throws -> Reply {
        let correction = try CorrectionStore(db: db).find(
            code: try visit.parameter("code"), within: Self.scope(visit))
        return .page(try view(correction, visit, db).page).journaling(readLines(correction, visit))
    }

    func readLines(_ correction: Correction, _ visit: Visit) -> [JournalLine] {
        correction.personID == visit.signedIn?.personID
            ? [] : [visit.line("correction.read", correction, purpose: Self.purpose)]
    }

    func view(_ correction: Correction, _ visit: Visit, _ db: any Session) throws -> CorrectionView {
        let scope = Self.scope(visit)
        let steps = CorrectionSteps(db: db)
        let known = try PersonStore(db: db).find(correction.personID, within: scope)
        let facts = CorrectionFacts(db: db)
        let place = try facts.commune(of: correction.personID)
        return CorrectionView(
            correction: correction, personVersion: known?.version,
            now: known == nil
                ? nil : try facts.values(of: correction.personID, within: scope)[correction.field],
            movedTo: place == correction.unitID ? nil : place,
            places: try PlaceNames([correction.unitID, place].compactMap(\.self), on: visit.today, db),
            steps: try steps.list(of: correction.id), proofs: try steps.proofs(of: correction.id),
            term: try CorrectionTermStore(db: db).term(on: correction.askedAt.day), groups: groups, visit: visit,
            calendar: calendar())
    }

    /// A paper leaves the house: the line is durable before its first byte.
    private func download(_ visit: Visit) async throws -> Reply {
        let number: Int = try visit.parameter("n")
        let code: String = try visit.parameter("code")
        let scope = Self.scope(visit)
        let (correction, proofs) = try await database.read { db in
            let correction = try CorrectionStore(db: db).find(code: code, within: scope)
            return (correction, try CorrectionSteps(db: db).proofs(of: correction.id))
        }
        guard proofs.indices.contains(number - 1) else { throw NotFound() }
        let chosen = proofs[number - 1]
        return .file(chosen.file, named: chosen.name, from: files).journaling(readLines(correction, visit))
    }

    // MARK: At the counter

    private func asking(
        _ visit: Visit, _ db: any Session, typed: FormData = FormData(), problems: FieldProblems = FieldProblems(),
        held: HeldFiles? = nil
    ) throws -> Reply {
        let scope = Self.scope(visit)
        let id = try visit.parameter("id", as: ID<Person>.self)
        guard let person = try PersonStore(db: db).find(id, within: scope) else { throw NotFound() }
        let view = CorrectionAskingView(
            person: person, now: try CorrectionFacts(db: db).values(of: id, within: scope), groups: groups,
            visit: visit, typed: typed, problems: problems, held: held)
        return .page(view.page, status: problems.isEmpty ? .ok : .unprocessableContent).journaling(
            visit.readLines("resident.read", [id], purpose: Self.purpose))
    }

    @Sendable private func ask(_ visit: Visit, _ form: FormData, _ db: any Session) throws -> Reply {
        let scope = Self.scope(visit)
        let id = try visit.parameter("id", as: ID<Person>.self)
        do {
            let now = try CorrectionFacts(db: db).values(of: id, within: scope)
            let wish = try CorrectionWish(form, now: now, today: visit.today, groups: groups)
            let correction = try CorrectionAsking(db: db, calendar: calendar()).ask(
                wish, of: id, channel: .desk, files: form.files, within: scope, under: .correctResidents, visit)
            return .redirect(to: "\(correction.officePath)?done=asked")
        } catch let problems as FieldProblems {
            return try again(visit, form, problems, db)
        } catch let refusal as CorrectionRefusal {
            return try again(visit, form, FieldProblems([FieldProblem("field", refusal.message)]), db)
        } catch let refusal as FileRefusal {
            return try again(visit, form, FieldProblems([FieldProblem("proof", refusal.message)]), db)
        }
    }

    private func again(_ visit: Visit, _ form: FormData, _ problems: FieldProblems, _ db: any Session) throws -> Reply {
        try asking(
            visit, db, typed: form, problems: problems,
            held: try HeldFiles(form, field: "proof", by: try visit.account().accountID, in: db))
    }
}

extension CorrectionFacts {
    /// The commune in which somebody lives today, whoever asks: it tells an office only that the person is gone.
    func commune(of person: ID<Person>) throws -> ID<AdminUnit>? {
        try db.value(
            """
            SELECT r.commune_id FROM kernel_resident r WHERE r.resident_id = \(person)
            ORDER BY CASE r.kind WHEN 'permanent' THEN 0 ELSE 1 END LIMIT 1
            """)
    }
}
