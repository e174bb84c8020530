import HTTPTypes
import Kernel
import Store
import Web

/// A list of people comes in: file, columns, check, decision, progress.
struct ImportDoors: Sendable {
    static let pageLength = 30
    let database: any Database
    let files: FileVault

    var doors: [Door] {
        [
            .page("/residents/import", .needs(.importResidents), use: list),
            .work("/residents/import", .needs(.importResidents), use: upload),
            .page("/residents/import/{id}", .needs(.importResidents), use: show),
            .stream(.get, "/residents/import/{id}/columns", .needs(.importResidents)) { visit, _, _ in
                try await columns(visit)
            },
            .work("/residents/import/{id}/check", .needs(.importResidents), use: check),
            .act("/residents/import/{id}/run", .needs(.importResidents), use: begin),
            .act("/residents/import/{id}/cancellation", .needs(.importResidents), use: cancel),
            .stream(.get, "/residents/import/{id}/problems.csv", .needs(.importResidents)) { visit, _, _ in
                try await problems(visit)
            },
        ]
    }

    @Sendable private func list(_ visit: Visit, _ db: any Session) throws -> Reply {
        try reply(visit, db)
    }

    private func reply(_ visit: Visit, _ db: any Session, problems: FieldProblems = FieldProblems()) throws -> Reply {
        let before = visit.query.filled("before").flatMap(ID<ResidentImport>.init)
        let found = try ImportStore(db: db).list(
            of: "\(visit.account().accountID)", before: before, limit: Self.pageLength + 1)
        let shown = Array(found.prefix(Self.pageLength))
        return .page(
            ImportListView(
                visit: visit, imports: shown, next: found.count > shown.count ? shown.last?.id : nil,
                problems: problems
            ).page, status: problems.isEmpty ? .ok : .unprocessableContent)
    }

    /// Looks at the file; the same bytes sent again lead to the import that is open for them.
    @Sendable private func upload(_ visit: Visit, _ form: FormData) async throws -> Reply {
        let account = try visit.account().accountID
        do {
            if let problem = form.fileProblems.first { throw FieldProblems([problem]) }
            guard let sent = form.files.first(where: { $0.field == "file" }) else { throw ImportRefusal.fileMissing }
            guard sent.file.type == .text else { throw ImportRefusal.notCSV }
            let preview = try await ImportPreview.read(sent.file, from: files)
            let scope = visit.scope(for: .importResidents)
            let id = try await database.write { db in
                let imports = ImportStore(db: db)
                if let open = try imports.open(of: "\(account)", hash: sent.file.hash) { return open.id }
                let new = try NewImport(
                    account: "\(account)", actingUnit: visit.actingUnit(for: .importResidents)?.id.description,
                    scope: scope, language: visit.language.code, file: sent.file, name: sent.name, day: visit.today,
                    preview: preview
                ).insert(into: db, now: visit.now)
                try Journal(db: db).write(line("import.uploaded", new, visit))
                return new
            }
            return .redirect(to: "/residents/import/\(id)")
        } catch let problems as FieldProblems {
            return try await database.read { db in try reply(visit, db, problems: problems) }
        } catch let refusal as any Refusal {
            let problems = FieldProblems([FieldProblem("file", refusal.message)])
            return try await database.read { db in try reply(visit, db, problems: problems) }
        }
    }

    @Sendable private func show(_ visit: Visit, _ db: any Session) throws -> Reply {
        let known = try find(visit, db)
        if known.state == .uploaded { return .redirect(to: "/residents/import/\(known.id)/columns") }
        let after = visit.query.filled("after").flatMap { Int($0) } ?? 0
        let found = try ImportStore(db: db).problems(of: known.id, after: after, limit: ImportView.mostProblems + 1)
        let shown = Array(found.prefix(ImportView.mostProblems))
        let view = ImportView(
            visit: visit, known: known, problems: shown, next: found.count > shown.count ? shown.last?.line : nil,
            hasFile: try FileStore(db: db).find(known.hash) != nil)
        let reply = Reply.page(view.page)
        // Without script too the page looks again by itself while something goes on.
        return known.state.isWorking ? reply.with(.refresh, "3") : reply
    }

    private func columns(
        _ visit: Visit, typed: ImportMapping? = nil, day: String? = nil, problems: FieldProblems = FieldProblems()
    ) async throws -> Reply {
        let known = try await database.read { db in try find(visit, db) }
        guard known.state == .uploaded || known.state == .checked else {
            return .redirect(to: "/residents/import/\(known.id)")
        }
        let preview = try await ImportPreview.read(known.file, from: files)
        let communes = try await database.read { db in
            try UnitBookStore(db: db).communes(on: known.fileDay, within: visit.scope(for: .importResidents))
        }
        let view = ColumnsView(
            visit: visit, known: known, mapping: typed ?? known.mapping, day: day ?? Format.day(known.fileDay),
            sample: preview.sample, communes: communes, problems: problems)
        return .page(view.page, status: problems.isEmpty ? .ok : .unprocessableContent)
    }

    @Sendable private func check(_ visit: Visit, _ form: FormData) async throws -> Reply {
        let known = try await database.read { db in try find(visit, db) }
        let mapping = ImportMapping(
            columns: known.header.indices.map { ImportColumn(rawValue: form["column-\($0)"]) },
            commune: ID<AdminUnit>(form["commune"]))
        do {
            try mapping.check()
            let day = try Day(typed: form["day"])
            guard day <= visit.today else { throw ImportRefusal.dayInFuture }
            try await database.write { db in
                try ImportStore(db: db).beginCheck(known.id, mapping: mapping, fileDay: day)
                try MappingStore(db: db).keep(mapping, for: known.header, of: known.accountID, now: visit.now)
                try Journal(db: db).write(line("import.checked", known.id, visit))
                try ImportJobs.enqueue(known.id, in: db)
            }
        } catch let problem as MappingProblem {
            return try await columns(
                visit, typed: mapping, day: form["day"],
                problems: FieldProblems([FieldProblem(problem.field(in: mapping), problem.message)]))
        } catch let refusal as any Refusal {
            if refusal is ImportRefusal, case .otherState? = refusal as? ImportRefusal {
                return .redirect(to: "/residents/import/\(known.id)")
            }
            return try await columns(
                visit, typed: mapping, day: form["day"],
                problems: FieldProblems([FieldProblem("day", refusal.message)]))
        }
        return .redirect(to: "/residents/import/\(known.id)")
    }

    /// The second click finds it running, which is what was wanted.
    @Sendable private func begin(_ visit: Visit, _ form: FormData, _ db: any Session) throws -> Reply {
        let known = try find(visit, db)
        if known.state == .checked {
            try ImportStore(db: db).beginRun(known.id)
            try Journal(db: db).write(line("import.begun", known.id, visit))
            try ImportJobs.enqueue(known.id, in: db)
        }
        return .redirect(to: "/residents/import/\(known.id)")
    }

    @Sendable private func cancel(_ visit: Visit, _ form: FormData, _ db: any Session) throws -> Reply {
        let known = try find(visit, db)
        if known.state != .done, known.state != .cancelled, known.state != .failed {
            try ImportStore(db: db).cancel(known.id, now: visit.now)
            try Journal(db: db).write(line("import.cancelled", known.id, visit))
        }
        return .redirect(to: "/residents/import/\(known.id)")
    }

    private func problems(_ visit: Visit) async throws -> Reply {
        let known = try await database.read { db in
            let known = try find(visit, db)
            guard try FileStore(db: db).find(known.hash) != nil else { throw ImportRefusal.fileGone }
            return known
        }
        return .streamed(
            ProblemFile(database: database, files: files, known: known, words: Catalogue.current).chunks,
            named: "loi-\(known.fileName.split(separator: ".").first ?? "tep").csv", type: "text/csv; charset=utf-8")
    }

    private func find(_ visit: Visit, _ db: any Session) throws -> ResidentImport {
        let id: ID<ResidentImport> = try visit.parameter("id")
        guard let known = try ImportStore(db: db).find(id, of: "\(visit.account().accountID)") else {
            throw NotFound()
        }
        return known
    }

    private func line(_ action: String, _ id: ID<ResidentImport>, _ visit: Visit) -> JournalLine {
        visit.journalLine(
            action, under: .importResidents, subjectKind: "import", subjectID: "\(id)", record: "\(id)")
    }
}

extension MappingProblem {
    /// The field beside which it stands.
    fileprivate func field(in mapping: ImportMapping) -> String {
        switch self {
        case .communeMissing: "commune"
        case .missing: "column-0"
        case .twice(let column): "column-\(mapping.columns.lastIndex(of: column) ?? 0)"
        }
    }
}

extension HTTPField.Name {
    static let refresh = HTTPField.Name("Refresh")!
}
