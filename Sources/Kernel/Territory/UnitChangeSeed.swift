extension UnitChange {
    /// Reads a list of changes as `seeds/unit-changes.csv` gives it: one line for each unit that goes into another, the
    /// lines of one event together.
    /// - Returns: in the order of their days, each day's in the order of the list.
    /// - Throws: ``CSVError``, or ``UnitSeedError`` when a row contradicts itself or the others.
    public static func read(_ bytes: some Collection<UInt8>) throws -> [UnitChange] {
        var drafts: [Draft] = []
        var places: [String: Int] = [:]
        let columns = [
            "event", "effective_on", "kind", "from_code", "to_code", "kept", "to_level", "to_type", "to_name",
            "to_full_name", "to_parent_code", "share", "legal_basis",
        ]
        try CSV.records(bytes, columns: columns) { record in
            let draft = try Draft(record)
            guard let place = places[draft.origin] else {
                places[draft.origin] = drafts.count
                drafts.append(draft)
                return
            }
            try drafts[place].take(draft, line: record.line)
        }
        return drafts.enumerated().sorted { ($0.element.day, $0.offset) < ($1.element.day, $1.offset) }
            .map(\.element.change)
    }

    /// An event while its lines are read.
    private struct Draft {
        let origin: String
        let day: Day
        let kind: UnitEventKind
        let legalBasis: String
        let note: String
        var lines: [(from: String?, to: String?, share: Int?)]
        var outcomes: [Outcome]

        init(_ record: CSVRecord) throws {
            func wrong(_ column: String) -> UnitSeedError { .wrong(line: record.line, column: column) }
            func text(_ column: String) -> String? { record[column].isEmpty ? nil : record[column] }
            guard let origin = text("event") else { throw wrong("event") }
            guard let day = Day(iso: record["effective_on"]) else { throw wrong("effective_on") }
            guard let kind = UnitEventKind(rawValue: record["kind"]) else { throw wrong("kind") }
            guard let basis = text("legal_basis") else { throw wrong("legal_basis") }
            let share = Int(record["share"])
            guard text("share") == nil || (share.map { (1...1_000_000).contains($0) } ?? false) else {
                throw wrong("share")
            }
            let (from, to) = (text("from_code"), text("to_code"))
            guard from != nil || to != nil else { throw wrong("from_code") }
            self.origin = origin
            self.day = day
            self.kind = kind
            legalBasis = basis
            note = record["note"]
            lines = [(from, to, share)]
            outcomes = []
            guard let to else { return }
            guard let level = UnitLevel(rawValue: record["to_level"]) else { throw wrong("to_level") }
            for column in ["to_type", "to_name", "to_full_name"] where text(column) == nil { throw wrong(column) }
            outcomes = [
                Outcome(
                    code: to, level: level, type: record["to_type"], name: record["to_name"],
                    fullName: record["to_full_name"], parentCode: text("to_parent_code"),
                    kept: record["kept"] == "yes" ? from : nil)
            ]
        }

        /// Adds a further line of the same event.
        mutating func take(_ other: Draft, line: Int) throws {
            guard other.day == day else { throw UnitSeedError.wrong(line: line, column: "effective_on") }
            guard other.kind == kind else { throw UnitSeedError.wrong(line: line, column: "kind") }
            lines += other.lines
            for outcome in other.outcomes {
                guard let place = outcomes.firstIndex(where: { $0.code == outcome.code }) else {
                    outcomes.append(outcome)
                    continue
                }
                let known = outcomes[place]
                guard known.named == outcome.named else { throw UnitSeedError.wrong(line: line, column: "to_name") }
                guard known.kept == nil || outcome.kept == nil else {
                    throw UnitSeedError.wrong(line: line, column: "kept")
                }
                if known.kept == nil { outcomes[place] = outcome }
            }
        }

        /// A predecessor with one line goes whole; one with several goes as the shares say, or nobody knows how.
        var change: UnitChange {
            let counts = Dictionary(lines.map { ($0.from ?? "", 1) }, uniquingKeysWith: +)
            return UnitChange(
                origin: origin, day: day, kind: kind, legalBasis: legalBasis, note: note,
                lines: lines.map { line in
                    let isWhole = line.from == nil || counts[line.from ?? ""] == 1
                    let share = UnitShare(millionths: line.share) ?? .unknown
                    return Line(from: line.from, to: line.to, share: isWhole ? .whole : share)
                }, outcomes: outcomes)
        }
    }
}

extension UnitChange.Outcome {
    /// What its lines must agree on.
    fileprivate var named: [String?] { [level.rawValue, type, name, fullName, parentCode] }
}
