import HTTPTypes
import Kernel
import Store
import Web

/// What officers do to dossiers.
struct DeedDoors: Sendable {
    let inbox: InboxDoors

    var doors: [Door] {
        [
            .act("/inbox/acceptance", .needs(.acceptDossiers), use: acceptMany),
            .act("/inbox/{code}/acceptance", .needs(.acceptDossiers)) { try perform(.acceptance, $0, $1, $2) },
            .act("/inbox/{code}/assignment", .needs(.acceptDossiers)) { try perform(.assignment, $0, $1, $2) },
            .act("/inbox/{code}/answer", .needs(.answerDossiers)) { try perform(.answer, $0, $1, $2) },
            .act("/inbox/{code}/refusal", .needs(.answerDossiers)) { try perform(.refusal, $0, $1, $2) },
        ]
    }

    /// Finds, compares versions, asks the rules, writes; a no is drawn with what was typed.
    private func perform(
        _ deed: OfficerDeed, _ visit: Visit, _ form: FormData, _ db: any Session
    ) throws -> Reply {
        let store = DossierStore(db: db)
        var dossier = try store.find(
            code: try visit.parameter("code"), within: visit.scope(for: deed.permission).unitsOnly, locks: true)
        let reads = visit.readLines([DossierSubject(dossier)])
        guard form["version"] == String(dossier.version) else {
            let view = ConflictView(
                dossier: dossier, assigneeName: try store.assigneeName(of: dossier),
                last: try store.log(of: dossier.id).first, deed: deed, typed: form,
                held: try HeldFiles(result: form, visit, db), visit: visit)
            return .page(view.page, status: .conflict).journaling(reads)
        }
        let change = DossierChange(deed, form, by: try visit.account().accountID, at: visit.now)
        do {
            try form.refuseFiles()
            try dossier.apply(change)
        } catch let problems as FieldProblems {
            return try again(dossier, form, problems, visit, db).journaling(reads)
        } catch let refusal as DossierRefusal {
            guard let field = refusal.field else { throw refusal }
            let problems = FieldProblems([FieldProblem(field, refusal.message)])
            return try again(dossier, form, problems, visit, db).journaling(reads)
        }
        try DossierActs(db: db).record(change, dossier, visit)
        for file in form.files where deed == .answer {
            try PaperStore(db: db).addResult(file.file, named: file.name, to: dossier.id, now: visit.now)
        }
        return .redirect(to: "/inbox/\(dossier.code)?done=\(change.kind.done)")
    }

    private func again(
        _ dossier: Dossier, _ form: FormData, _ problems: FieldProblems, _ visit: Visit, _ db: any Session
    ) throws -> Reply {
        var view = try inbox.view(dossier, visit, db)
        view.typed = form
        view.problems = problems
        view.held = try HeldFiles(result: form, visit, db)
        return .page(view.page, status: .unprocessableContent)
    }

    /// Takes in what was ticked; what somebody else has taken in meanwhile is told, not undone.
    @Sendable private func acceptMany(_ visit: Visit, _ form: FormData, _ db: any Session) throws -> Reply {
        let codes = Array(form.all("pick").prefix(Keyset.most))
        let officer = try visit.account().accountID
        let store = DossierStore(db: db)
        let found = try store.find(codes: codes, within: visit.scope(for: .acceptDossiers))
        let open = found.filter { $0.state.allows(.accept) }
        if !open.isEmpty {
            let unit = visit.actingUnit(for: .acceptDossiers)
            try store.accept(open, by: officer, at: visit.now)
            try store.enqueue(
                open.map {
                    DossierLogEntry(
                        dossierID: $0.id, at: visit.now, actor: officer, unitID: unit?.id, unitName: unit?.name,
                        kind: .accepted, from: $0.state, to: .accepted)
                })
            try Journal(db: db).write(open.map { visit.line("dossier.accepted", DossierSubject($0)) })
            for dossier in open {
                try DossierEvent(dossier: dossier.id, unit: dossier.unitID)
                    .publish(.accepted, in: Outbox(db: db), at: visit.now)
            }
        }
        return .redirect(
            to: Address("/inbox", ["accepted": "\(open.count)", "left": "\(codes.count - open.count)"]).text)
    }
}

extension HeldFiles {
    /// What was chosen as the result need not be chosen again.
    fileprivate init(result form: FormData, _ visit: Visit, _ db: any Session) throws {
        try self.init(form, field: "result", by: try visit.account().accountID, in: db)
    }
}

extension FormData {
    /// - Throws: `FieldProblems` when a file that came along was not taken.
    fileprivate func refuseFiles() throws { try FieldProblems(fileProblems).throwIfAny() }
}

extension DossierRefusal {
    /// The field beside which it is said; `nil` for what no field can mend.
    fileprivate var field: String? {
        switch self {
        case .answerMissing: "answer"
        case .reasonMissing: "reason"
        case .basisMissing: "basis"
        case .alreadyAccepted, .notAccepted, .alreadyYours, .closed, .codeMistyped, .noPerson, .notOnline: nil
        }
    }
}

extension DossierLogLine.Kind {
    /// The word in the address after the act.
    fileprivate var done: String {
        switch self {
        case .accepted: "accepted"
        case .assigned: "assigned"
        case .resolved: "answered"
        case .refused: "refused"
        case .submitted: "submitted"
        case .withdrawn: "withdrawn"
        case .moved: "moved"
        }
    }
}
