import HTTPTypes
import Kernel
import Store
import Web

/// The officers' list, and a dossier as they see it. Every page shown is journaled for the people on it.
struct InboxDoors: Sendable {
    let database: any Database
    let files: FileVault
    let calendar: @Sendable () -> WorkingCalendar

    var doors: [Door] {
        [
            .page("/inbox", .needs(.readDossiers), use: list),
            .page("/inbox/{code}", .needs(.readDossiers), use: show),
            .stream(.get, "/inbox/{code}/papers/{n}", .needs(.readDossiers)) { visit, _, _ in
                try await download(visit) { id, db in
                    try PaperStore(db: db).list(of: id).map { ($0.file, $0.name) }
                }
            },
            .stream(.get, "/inbox/{code}/results/{n}", .needs(.readDossiers)) { visit, _, _ in
                try await download(visit) { id, db in
                    try PaperStore(db: db).results(of: id).map { ($0.file, $0.name) }
                }
            },
        ]
    }

    @Sendable private func list(_ visit: Visit, _ db: any Session) throws -> Reply {
        let store = InboxStore(db: db)
        let scope = visit.scope(for: .readDossiers)
        let query = InboxQuery(visit.query)
        let keyset = try Keyset(visit.query, values: query.sort.values, goesBack: true)
        let page = try store.page(query, keyset, within: scope)
        let (counts, fields) = try store.frame(within: scope)
        let view = InboxView(
            visit: visit, query: query, isFirstPage: keyset.isFirst, page: page, counts: counts, fields: fields,
            units: try store.units(within: scope, on: visit.today), calendar: calendar())
        return .page(Page(t("Việc của tôi"), face: .officer) { view.html }.flash(flash(visit)))
            .journaling(visit.readLines(page.items.map(\.subject)))
    }

    private func flash(_ visit: Visit) -> String? {
        guard let accepted = Int(visit.query["accepted"]) else { return nil }
        let done = tn("Đã tiếp nhận {n} hồ sơ.", count: accepted)
        guard let left = Int(visit.query["left"]), left > 0 else { return done }
        return t(
            "{done} {left}",
            ["done": done, "left": tn("{n} hồ sơ không tiếp nhận được vì đã có người làm trước.", count: left)])
    }

    @Sendable private func show(_ visit: Visit, _ db: any Session) throws -> Reply {
        let dossier = try DossierStore(db: db).find(
            code: try visit.parameter("code"), within: visit.scope(for: .readDossiers).unitsOnly)
        return .page(try view(dossier, visit, db).page).journaling(visit.readLines([DossierSubject(dossier)]))
    }

    func view(_ dossier: Dossier, _ visit: Visit, _ db: any Session) throws -> OfficerDossierView {
        let store = DossierStore(db: db)
        let papers = PaperStore(db: db)
        return OfficerDossierView(
            dossier: dossier, procedure: try ProcedureStore(db: db).find(dossier.procedureID),
            assigneeName: try store.assigneeName(of: dossier), answers: try store.answers(of: dossier.id),
            log: try store.log(of: dossier.id), papers: try papers.list(of: dossier.id),
            results: dossier.state == .resolved ? try papers.results(of: dossier.id) : [], visit: visit,
            calendar: calendar())
    }

    /// A paper leaves the house: the line is durable before its first byte.
    private func download(
        _ visit: Visit,
        _ list: @escaping @Sendable (ID<Dossier>, any Session) throws -> [(file: StoredFile, name: String)]
    ) async throws -> Reply {
        let number: Int = try visit.parameter("n")
        let code: String = try visit.parameter("code")
        let scope = visit.scope(for: .readDossiers).unitsOnly
        let (dossier, files) = try await database.read { db in
            let dossier = try DossierStore(db: db).find(code: code, within: scope)
            return (dossier, try list(dossier.id, db))
        }
        guard files.indices.contains(number - 1) else { throw NotFound() }
        let chosen = files[number - 1]
        return .file(chosen.file, named: chosen.name, from: self.files)
            .journaling(visit.readLines([DossierSubject(dossier)]))
    }
}

extension Scope {
    /// What the desk may see: an officer's own dossiers are among them only if they lie in the officer's units.
    var unitsOnly: Scope {
        switch self {
        case .everything, .subtrees, .nothing: self
        case .subtreesAndPerson(let roots, _): .subtrees(roots)
        case .person: .nothing
        }
    }
}

extension DossierStore {
    func assigneeName(of dossier: Dossier) throws -> String? {
        guard let assignee = dossier.assigneeID else { return nil }
        return try db.value("SELECT display_name FROM kernel_account WHERE id = \(assignee)")
    }
}
