import Kernel
import Store
import Web

/// What an officer does to a dossier, by a page or by a program.
struct DossierChange: Sendable {
    enum Kind: Sendable, Hashable {
        case accept, assign
        case resolve(words: String)
        case refuse(RefusalReason)
    }

    let what: Kind
    let officer: ID<Account>
    let at: Instant

    init(_ what: Kind, by officer: ID<Account>, at now: Instant) {
        self.what = what
        self.officer = officer
        at = now
    }

    /// Reads what was typed.
    init(_ deed: OfficerDeed, _ form: FormData, by officer: ID<Account>, at now: Instant) {
        let what: Kind =
            switch deed {
            case .acceptance: .accept
            case .assignment: .assign
            case .answer: .resolve(words: form["answer"])
            case .refusal: .refuse(RefusalReason(words: form["reason"], basis: form["basis"]))
            }
        self.init(what, by: officer, at: now)
    }

    var kind: DossierLogLine.Kind {
        switch what {
        case .accept: .accepted
        case .assign: .assigned
        case .resolve: .resolved
        case .refuse: .refused
        }
    }

    var permission: Permission {
        switch what {
        case .accept, .assign: .acceptDossiers
        case .resolve, .refuse: .answerDossiers
        }
    }
}

extension Dossier {
    mutating func apply(_ change: DossierChange) throws(DossierRefusal) {
        switch change.what {
        case .accept: try accept(by: change.officer, at: change.at)
        case .assign: try assign(to: change.officer)
        case .resolve(let words): try resolve(with: words, by: change.officer, at: change.at)
        case .refuse(let reason): try refuse(for: reason, by: change.officer, at: change.at)
        }
    }
}

/// Writes a change with everything that goes with it.
struct DossierActs {
    let db: any Session

    /// - Parameter dossier: after the change, with the version that it had before.
    /// - Throws: `Stale`.
    func record(_ change: DossierChange, _ dossier: Dossier, _ visit: Visit) throws {
        let store = DossierStore(db: db)
        try store.update(dossier)
        let unit = visit.actingUnit(for: change.permission)
        var entry = DossierLogEntry(
            dossierID: dossier.id, at: change.at, actor: change.officer, unitID: unit?.id, unitName: unit?.name,
            kind: change.kind, to: dossier.state)
        entry.note = note(change)
        try store.enqueue([entry])
        try Journal(db: db).write(
            visit.line(
                "dossier.\(change.kind.rawValue)", DossierSubject(dossier), under: change.permission,
                legalBasis: dossier.refusal?.basis))
        guard let topic = topic(change) else { return }
        try DossierEvent(dossier: dossier.id, unit: dossier.unitID).publish(topic, in: Outbox(db: db), at: change.at)
    }

    private func note(_ change: DossierChange) -> String? {
        switch change.what {
        case .accept, .assign: nil
        case .resolve(let words): words
        case .refuse(let reason): "\(reason.words)\n\(reason.basis)"
        }
    }

    private func topic(_ change: DossierChange) -> DossierEvent.Topic? {
        switch change.what {
        case .accept: .accepted
        case .assign: nil
        case .resolve: .answered
        case .refuse: .refused
        }
    }
}
