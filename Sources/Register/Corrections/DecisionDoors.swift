import HTTPTypes
import Kernel
import Store
import Web

/// What an officer decides on a request.
enum CorrectionDeed: String, Sendable, Hashable, CaseIterable {
    case assignment, grant, refusal, forwarding

    /// nil for what changes no state.
    var act: CorrectionAct? {
        switch self {
        case .assignment: .take
        case .grant: .grant
        case .refusal: .refuse
        case .forwarding: nil
        }
    }

    var label: String {
        switch self {
        case .assignment: t("Nhận xem xét")
        case .grant: t("Sửa trong sổ")
        case .refusal: t("Từ chối sửa")
        case .forwarding: t("Chuyển cho xã nơi ở mới")
        }
    }

    /// The fields that carry what was typed.
    var fields: [String] {
        switch self {
        case .assignment, .forwarding: []
        case .grant: ["answer"]
        case .refusal: ["reason", "basis"]
        }
    }

    /// The word in the address after the act.
    var done: String {
        switch self {
        case .assignment: "taken"
        case .grant: "granted"
        case .refusal: "refused"
        case .forwarding: "forwarded"
        }
    }
}

struct DecisionDoors: Sendable {
    let corrections: CorrectionDoors

    var doors: [Door] {
        CorrectionDeed.allCases.map { deed in
            .act("/residents/corrections/{code}/\(deed.rawValue)", .needs(.correctResidents)) { visit, form, db in
                try perform(deed, visit, form, db)
            }
        }
    }

    /// Finds, compares versions, asks the rules, writes; a no is drawn with what was typed.
    private func perform(
        _ deed: CorrectionDeed, _ visit: Visit, _ form: FormData, _ db: any Session
    ) throws -> Reply {
        let scope = CorrectionDoors.scope(visit)
        let correction = try CorrectionStore(db: db).find(
            code: try visit.parameter("code"), within: scope, locks: true)
        let reads = corrections.readLines(correction, visit)
        guard form["version"] == "\(correction.version)" else {
            return try conflict(correction, deed, visit, form, db).journaling(reads)
        }
        do {
            try decide(deed, correction, visit, form, db)
        } catch is Stale {
            return try conflict(correction, deed, visit, form, db).journaling(reads)
        } catch let refusal as any Refusal {
            let field = (refusal as? CorrectionRefusal)?.field ?? deed.fields.first ?? "grant"
            var view = try corrections.view(correction, visit, db)
            view.typed = form
            view.problems = FieldProblems([FieldProblem(field, refusal.message)])
            return .page(view.page, status: .unprocessableContent).journaling(reads)
        }
        return .redirect(
            to: deed == .forwarding
                ? "/residents/corrections?done=forwarded" : "\(correction.officePath)?done=\(deed.done)")
    }

    private func decide(
        _ deed: CorrectionDeed, _ found: Correction, _ visit: Visit, _ form: FormData, _ db: any Session
    ) throws {
        let officer = try visit.account().accountID
        var correction = found
        switch deed {
        case .assignment:
            try correction.take(by: officer)
            try record(.taken, correction, visit, db)
        case .refusal:
            let refused = Correction.Refused(words: form["reason"], basis: form["basis"])
            try correction.refuse(for: refused, by: officer, at: visit.now)
            try record(
                .refused, correction, visit, db, note: "\(refused.words)\n\(refused.basis)",
                legalBasis: refused.basis)
        case .grant:
            try correction.grant(with: form["answer"], by: officer, at: visit.now)
            guard let version = Int(form["person"]) else { throw Stale() }
            try refuseIfChanged(correction, version, visit, db)
            // In the same transaction: the request is granted exactly when the register says what was asked.
            try CorrectionFacts(db: db).write(
                correction, personVersion: version, within: CorrectionDoors.scope(visit),
                recording: Recording(
                    by: "\(officer)", at: visit.now, reason: "\(correction.code): \(correction.ground.prefix(200))"))
            try record(.granted, correction, visit, db, note: correction.answer)
        case .forwarding:
            guard found.state.isOpen else { throw CorrectionRefusal.closed(found.state) }
            guard let commune = try CorrectionFacts(db: db).commune(of: found.personID), commune != found.unitID
            else { throw Stale() }
            try CorrectionRouting(db: db).follow(found.personID, to: commune, visit)
        }
    }

    /// Whoever decides has seen the record as it is.
    private func refuseIfChanged(
        _ correction: Correction, _ version: Int, _ visit: Visit, _ db: any Session
    ) throws {
        let person = try PersonStore(db: db).find(correction.personID, within: CorrectionDoors.scope(visit))
        guard person?.version == version else { throw Stale() }
    }

    private func record(
        _ kind: CorrectionStep.Kind, _ correction: Correction, _ visit: Visit, _ db: any Session, note: String? = nil,
        legalBasis: String? = nil
    ) throws {
        try CorrectionStore(db: db).update(correction)
        try CorrectionSteps(db: db).add(
            kind, to: correction.id, by: try visit.account().accountID,
            for: visit.actingUnit(for: .correctResidents)?.id, note: note, at: visit.now)
        try Journal(db: db).write(
            visit.line(
                "correction.\(kind.rawValue)", correction, purpose: CorrectionDoors.purpose, legalBasis: legalBasis))
        guard !correction.state.isOpen else { return }
        try ResidentNotices(db: db).tell(
            [correction.personID], record: correction.code, path: correction.ownPath, now: visit.now)
    }

    /// 409: the request or the record has changed. Both versions stand side by side.
    private func conflict(
        _ correction: Correction, _ deed: CorrectionDeed, _ visit: Visit, _ form: FormData, _ db: any Session
    ) throws -> Reply {
        let view = CorrectionConflictView(
            now: try corrections.view(correction, visit, db), deed: deed, typed: form, visit: visit)
        return .page(view.page, status: .conflict)
    }
}

/// Who decides follows the person.
struct CorrectionRouting {
    let db: any Session

    /// Hands the open requests of somebody over to the commune where they live, with a step and a line for each.
    func follow(_ person: ID<Person>, to commune: ID<AdminUnit>, _ visit: Visit) throws {
        let moved = try CorrectionStore(db: db).follow(person, to: commune)
        let account = try visit.account().accountID
        for id in moved {
            try CorrectionSteps(db: db).add(
                .moved, to: id, by: account, for: visit.actingUnit(for: .correctResidents)?.id, at: visit.now)
            try Journal(db: db).write(
                visit.journalLine(
                    "correction.moved", subjectKind: "person", subjectID: "\(person)", record: "\(id)"))
        }
    }
}

extension CorrectionRefusal {
    /// The field beside which it is said; `nil` for what no field can mend.
    fileprivate var field: String? {
        switch self {
        case .reasonMissing: "reason"
        case .basisMissing: "basis"
        case .wantedMissing, .groundMissing, .fieldMissing, .tooLong, .sameAsNow, .alreadyAsked, .noHome,
            .alreadyYours, .unreadable, .closed:
            nil
        }
    }
}
