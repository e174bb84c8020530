import HTTPTypes
import Kernel
import Store
import Web

/// Records that may be of one person: looked at side by side, merged, parted again.
struct DuplicateDoors: Sendable {
    let groups: EthnicGroups

    var doors: [Door] {
        [
            .page("/residents/duplicates", .needs(.mergeResidents), use: list),
            .page("/residents/duplicates/{id}", .needs(.mergeResidents), use: show),
            .act("/residents/duplicates/{id}/merge", .needs(.mergeResidents), use: merge),
            .act("/residents/duplicates/{id}/parting", .needs(.mergeResidents), use: part),
            .page("/residents/merges/{id}", .needs(.mergeResidents), use: showMerge),
            .act("/residents/merges/{id}/undoing", .needs(.mergeResidents), use: undo),
        ]
    }

    /// Settling duplicates is the purpose; nobody comes here for another one.
    private static let purpose = StoredWords.duplicates

    private func scope(_ visit: Visit) -> Scope { visit.scope(for: .mergeResidents).unitsOnly }

    @Sendable private func list(_ visit: Visit, _ db: any Session) throws -> Reply {
        let keyset = try Keyset(visit.query, values: 1)
        let after = keyset.after.flatMap { ID<PersonMatch>($0[0]) }
        let found = try MatchStore(db: db).open(after: after, within: scope(visit), limit: keyset.fetch)
        let page = keyset.page(of: found) { ["\($0.id)"] }
        // A pair of which one side lies elsewhere is settled by whoever sees both.
        let lines = try page.items.compactMap { match -> Comparison? in
            do {
                return try ComparisonStore(db: db).comparison(match.id, within: scope(visit), on: visit.today)
            } catch is NotFound {
                return nil
            }
        }
        let view = DuplicateListView(visit: visit, lines: lines, next: page.next, purpose: Self.purpose)
        return .page(view.page).journaling(
            visit.readLines("resident.listed.read", lines.flatMap { $0.sides.map(\.id) }, purpose: Self.purpose))
    }

    @Sendable private func show(_ visit: Visit, _ db: any Session) throws -> Reply {
        try reply(visit, db)
    }

    private func reply(
        _ visit: Visit, _ db: any Session, typed: FormData = FormData(), problems: FieldProblems = FieldProblems()
    ) throws -> Reply {
        let comparison = try ComparisonStore(db: db).comparison(
            try visit.parameter("id"), within: scope(visit), on: visit.today)
        let view = ComparisonView(
            comparison: comparison, visit: visit, groups: groups, purpose: Self.purpose, typed: typed,
            problems: problems)
        return .page(view.page, status: problems.isEmpty ? .ok : .unprocessableContent).journaling(
            visit.readLines("resident.compared.read", comparison.sides.map(\.id), purpose: Self.purpose))
    }

    @Sendable private func merge(_ visit: Visit, _ form: FormData, _ db: any Session) throws -> Reply {
        let store = MatchStore(db: db)
        guard let match = try store.find(try visit.parameter("id"), within: scope(visit)) else { throw NotFound() }
        guard let kept = ID<Person>(form["kept"]), [match.firstID, match.secondID].contains(kept) else {
            let problem = FieldProblem("kept", t("Bạn chưa chọn hồ sơ nào được giữ."))
            return try reply(visit, db, typed: form, problems: FieldProblems([problem]))
        }
        let people = [match.firstID, match.secondID]
        return try settle(visit, form, db, people: people, as: "resident.merged") { recording in
            try store.merge(match.id, keeping: kept, within: scope(visit), recording: recording)
            return "/residents/\(kept)?done=merged"
        }
    }

    @Sendable private func part(_ visit: Visit, _ form: FormData, _ db: any Session) throws -> Reply {
        let store = MatchStore(db: db)
        guard let match = try store.find(try visit.parameter("id"), within: scope(visit)) else { throw NotFound() }
        return try settle(
            visit, form, db, people: [match.firstID, match.secondID], as: "resident.parted", reason: "distinct"
        ) { recording in
            try store.part(match.id, within: scope(visit), recording: recording)
            return "/residents/duplicates?done=distinct"
        }
    }

    /// Does it, writes a line for both and tells both; a missing reason is said at its field.
    private func settle(
        _ visit: Visit, _ form: FormData, _ db: any Session, people: [ID<Person>], as action: String,
        reason field: String = "reason", _ act: (Recording) throws -> String
    ) throws -> Reply {
        let recording = Recording(by: "\(try visit.account().accountID)", at: visit.now, reason: form[field])
        let target: String
        do {
            target = try act(recording)
        } catch MatchRefusal.reasonMissing {
            let problem = FieldProblem(field, MatchRefusal.reasonMissing.message)
            return try reply(visit, db, typed: form, problems: FieldProblems([problem]))
        } catch MatchRefusal.alreadySettled {
            throw Stale()
        }
        try Journal(db: db).write(
            people.map {
                visit.journalLine(
                    action, purpose: Self.purpose, subjectKind: "person", subjectID: "\($0)",
                    record: try visit.parameter("id"))
            })
        try ResidentNotices(db: db).tell(people, now: visit.now)
        return .redirect(to: target)
    }

    // MARK: Undoing

    @Sendable private func showMerge(_ visit: Visit, _ db: any Session) throws -> Reply {
        try undoReply(visit, db)
    }

    private func undoReply(
        _ visit: Visit, _ db: any Session, typed: FormData = FormData(), problems: FieldProblems = FieldProblems()
    ) throws -> Reply {
        let merge = try merge(visit, db)
        let sides = ComparisonStore(db: db)
        let kept = try sides.side(merge.keptID, within: scope(visit), on: visit.today)
        let back = try sides.side(merge.mergedID, within: .everything, on: visit.today)
        let view = UndoView(
            merge: merge, kept: kept, back: back, visit: visit, groups: groups, purpose: Self.purpose, typed: typed,
            problems: problems)
        return .page(view.page, status: problems.isEmpty ? .ok : .unprocessableContent).journaling(
            visit.readLines("resident.compared.read", [kept.id, back.id], purpose: Self.purpose))
    }

    @Sendable private func undo(_ visit: Visit, _ form: FormData, _ db: any Session) throws -> Reply {
        let merge = try merge(visit, db)
        let recording = Recording(by: "\(try visit.account().accountID)", at: visit.now, reason: form["reason"])
        do {
            try MatchStore(db: db).undo(merge.id, within: scope(visit), recording: recording)
        } catch MatchRefusal.reasonMissing {
            let problem = FieldProblem("reason", MatchRefusal.reasonMissing.message)
            return try undoReply(visit, db, typed: form, problems: FieldProblems([problem]))
        } catch MatchRefusal.notMerged {
            throw Stale()
        }
        let people = [merge.keptID, merge.mergedID]
        try Journal(db: db).write(
            people.map {
                visit.journalLine(
                    "resident.mergeUndone", purpose: Self.purpose, subjectKind: "person", subjectID: "\($0)",
                    record: "\(merge.id)")
            })
        try ResidentNotices(db: db).tell(people, now: visit.now)
        return .redirect(to: "/residents/\(merge.mergedID)?done=parted")
    }

    private func merge(_ visit: Visit, _ db: any Session) throws -> PersonMerge {
        guard let merge = try MatchStore(db: db).merge(try visit.parameter("id"), within: scope(visit)) else {
            throw NotFound()
        }
        return merge
    }
}
