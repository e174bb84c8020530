import Kernel
import Store

/// What a batch came to.
struct ImportBatchResult: Sendable {
    var counts = ImportCounts()
    var problems: [ImportProblem] = []

    mutating func refuse(_ line: Int, _ reason: String) {
        counts.refused += 1
        problems.append(ImportProblem(line: line, isDoubt: false, reason: reason))
    }

    mutating func doubt(_ line: Int, _ reason: String) {
        counts.doubtful += 1
        problems.append(ImportProblem(line: line, isDoubt: true, reason: reason))
    }
}

/// Some lines of a list, read by the rules; then looked up, and in a run written, within one transaction.
struct ImportBatch: Sendable {
    private let drafts: [ResidentDraft]
    private let refused: ImportBatchResult
    /// SHA-256 over the lines: number, fields parted by U+001F, line feed; all in NFC.
    let hash: [UInt8]
    let lines: ClosedRange<Int>

    init?(_ records: [ImportRecord], rules: ImportRules) {
        guard let first = records.first, let last = records.last else { return nil }
        var drafts: [ResidentDraft] = []
        var refused = ImportBatchResult()
        var hash = Sha256()
        for record in records {
            hash.update("\(record.line)\u{1F}\(record.fields.joined(separator: "\u{1F}"))\n".utf8)
            do { drafts.append(try rules.draft(record)) } catch {
                refused.refuse(record.line, (error as? any Refusal)?.message ?? "\(error)")
            }
        }
        self.drafts = drafts
        self.refused = refused
        self.hash = hash.finish()
        lines = first.line...last.line
    }

    /// What the register knows of the people on the lines.
    func known(in db: any Session) throws -> Known { try Known(drafts, db) }

    /// What would become of the lines. Writes nothing.
    /// - Parameter seen: whom the lines before told of.
    func check(_ known: Known, _ seen: inout SeenLines) -> ImportBatchResult {
        var result = refused
        for draft in drafts {
            switch (known.outcome(of: draft), seen.meeting(draft)) {
            case (.matched, _), (_, .same): result.counts.matched += 1
            case (.new, .nobody): result.counts.added += 1
            case (.doubtful(let holders, let namesakes), .nobody):
                result.doubt(draft.line, Self.reason(draft, holders, isAlike: !namesakes.isEmpty))
            case (.new, .doubt(let disputed, let isAlike)):
                result.doubt(draft.line, ImportOutcome.reason(disputed: disputed, hasNamesakes: isAlike))
            case (.doubtful(let holders, let namesakes), .doubt(let disputed, let isAlike)):
                let kinds = draft.identifiers.filter { holders[$0] != nil || disputed.contains($0.kind) }.map(\.kind)
                result.doubt(
                    draft.line,
                    ImportOutcome.reason(disputed: kinds, hasNamesakes: isAlike || !namesakes.isEmpty))
            }
            seen.insert(draft)
        }
        return result
    }

    /// Writes the lines down.
    func write(to db: any Session, within scope: Scope, recording: Recording) throws -> ImportBatchResult {
        var result = refused
        var known = try Known(drafts, db)
        var seen = SeenLines()
        var pending = Pending(recording)
        for draft in drafts {
            if seen.meets(draft) {
                // Of this very batch, perhaps: what is pending has to be in the register to be found there.
                try pending.write(to: db, within: scope)
                pending = Pending(recording)
                known = try known.renewed(for: draft, db)
            }
            switch known.outcome(of: draft) {
            case .new:
                result.counts.added += 1
                try pending.add(draft, [:], [])
            case .matched(let person):
                result.counts.matched += 1
                pending.matched.append((person, draft))
            case .doubtful(let holders, let namesakes):
                result.doubt(draft.line, Self.reason(draft, holders, isAlike: !namesakes.isEmpty))
                try pending.add(draft, holders, namesakes)
            }
            seen.insert(draft)
        }
        try pending.write(to: db, within: scope)
        return result
    }

    private static func reason(
        _ draft: ResidentDraft, _ holders: [Identifier: ID<Person>], isAlike: Bool
    ) -> String {
        let kinds = draft.identifiers.filter { holders[$0] != nil }.map(\.kind)
        return ImportOutcome.reason(disputed: kinds, hasNamesakes: isAlike)
    }

    /// What the register knows of the people of a batch.
    struct Known: Sendable {
        private var holders: [Identifier: KnownPerson]
        private var namesakes: [NamePlace: [KnownPerson]]

        fileprivate init(_ drafts: [ResidentDraft], _ db: any Session) throws {
            let people = KnownPeople(db: db)
            holders = try people.holders(of: drafts.flatMap(\.identifiers))
            namesakes = try people.namesakes(of: Set(drafts.map(\.place)))
        }

        fileprivate func outcome(of draft: ResidentDraft) -> ImportOutcome {
            ImportOutcome(draft, holders: holders, namesakes: namesakes[draft.place] ?? [])
        }

        fileprivate func renewed(for draft: ResidentDraft, _ db: any Session) throws -> Known {
            let new = try Known([draft], db)
            var all = self
            all.holders.merge(new.holders) { _, new in new }
            all.namesakes.merge(new.namesakes) { _, new in new }
            return all
        }
    }

    /// What waits to be written together.
    private struct Pending {
        private let recording: Recording
        private var intake: PersonIntake
        var matched: [(ID<Person>, ResidentDraft)] = []

        init(_ recording: Recording) {
            self.recording = recording
            intake = PersonIntake(recording: recording)
        }

        mutating func add(
            _ draft: ResidentDraft, _ holders: [Identifier: ID<Person>], _ namesakes: [ID<Person>]
        ) throws {
            let person = NewPerson(
                id: .new(at: recording.at), facts: draft.facts, identifiers: draft.identifiers, disputed: holders,
                phone: draft.phone, home: draft.home)
            try intake.add(person, on: draft.home.since)
            for namesake in namesakes where !holders.values.contains(namesake) { intake.doubt(person.id, namesake) }
        }

        func write(to db: any Session, within scope: Scope) throws {
            try intake.write(to: db, within: scope)
            try PersonCompletion(db: db).complete(matched, within: scope, recording: recording)
        }
    }
}
