import Kernel

/// Somebody as a line of a list tells it, checked by itself: what the register knows is not asked yet.
struct ResidentDraft: Sendable {
    let line: Int
    let facts: PersonFacts
    let identifiers: [Identifier]
    let phone: PhoneNumber?
    let home: Residence
    /// Where namesakes are looked for.
    let place: NamePlace

    var hasPersonalNumber: Bool { identifiers.contains { $0.kind == .personal } }

    init(line: Int, facts: PersonFacts, identifiers: [Identifier], phone: PhoneNumber?, home: Residence) {
        self.line = line
        self.facts = facts
        self.identifiers = identifiers
        self.phone = phone
        self.home = home
        place = NamePlace(facts.fullName, in: home.communeID)
    }
}

/// What the lines of a list are read by.
struct ImportRules: Sendable {
    /// Characters of a cell.
    static let longestCell = 500

    let mapping: ImportMapping
    let book: UnitBook
    let groups: EthnicGroups

    /// - Throws: ``LineProblem``, the first.
    func draft(_ record: ImportRecord) throws -> ResidentDraft {
        if let problem = record.problem { throw problem }
        guard record.fields.count == mapping.columns.count else {
            throw LineProblem.fieldCount(expected: mapping.columns.count, found: record.fields.count)
        }
        let cells = try cells(record.fields)
        let identifiers = try identifiers(cells)
        let number = try identifiers.first { $0.kind == .personal }.map { try PersonalNumber($0.number) }
        let birth = try birth(cells, number)
        let sex = try sex(cells) ?? number?.sex
        if let number { try told(.personalNumber) { try number.check(birth: birth, sex: sex) } }
        let facts = PersonFacts(
            fullName: cells[.fullName] ?? "", birth: birth, sex: sex, ethnicGroup: try people(cells),
            language: cells[.language].flatMap(SpokenLanguages.language(typed:)))
        return ResidentDraft(
            line: record.line, facts: try told(.fullName) { try facts.checked() }, identifiers: identifiers,
            phone: try cells[.phone].map { text in try told(.phone) { try PhoneNumber(text) } },
            home: try home(cells))
    }

    /// What is filled in, without blanks around it.
    private func cells(_ fields: [String]) throws -> [ImportColumn: String] {
        var cells: [ImportColumn: String] = [:]
        for (column, field) in zip(mapping.columns, fields) {
            guard let column else { continue }
            let text = field.trimmed
            guard !text.isEmpty else { continue }
            guard text.utf8.count <= Self.longestCell * 4, text.count <= Self.longestCell else {
                throw LineProblem.cellTooLong(column)
            }
            if text.unicodeScalars.contains(where: Self.isBroken) { throw LineProblem.unreadable(column) }
            cells[column] = text
        }
        for column in [ImportColumn.fullName] where cells[column] == nil { throw LineProblem.missing(column) }
        return cells
    }

    /// Control characters, and the sign that stands for what could not be read.
    private static func isBroken(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value == 0xFFFD || (scalar.value < 0x20 && scalar != "\n" && scalar != "\r" && scalar != "\t")
    }

    private func identifiers(_ cells: [ImportColumn: String]) throws -> [Identifier] {
        try ImportColumn.allCases.compactMap { column in
            guard let kind = column.identifier, let text = cells[column] else { return nil }
            return try told(column) { try Identifier(kind, text) }
        }
    }

    /// A day, a year, or the year that the number tells.
    private func birth(_ cells: [ImportColumn: String], _ number: PersonalNumber?) throws -> BirthDate {
        if let text = cells[.birth] { return try told(.birth) { try BirthDate(typed: text, today: book.day) } }
        guard let number else { throw LineProblem.missing(.birth) }
        return .year(number.birthYear)
    }

    private func sex(_ cells: [ImportColumn: String]) throws -> Sex? {
        guard let text = cells[.sex] else { return nil }
        switch Fold.folded(text) {
        case "nam", "male", "m", "trai": return .male
        case "nu", "female", "f", "gai": return .female
        default: throw LineProblem.unknownSex
        }
    }

    private func people(_ cells: [ImportColumn: String]) throws -> EthnicCode? {
        guard let text = cells[.ethnicGroup] else { return nil }
        // A spreadsheet takes the zero in front of a code away.
        guard let code = groups.code(typed: text.utf8.count == 1 ? "0\(text)" : text) else {
            throw LineProblem.unknownPeople
        }
        return code
    }

    private func home(_ cells: [ImportColumn: String]) throws -> Residence {
        let commune: AdminUnit
        do {
            if let text = cells[.commune] {
                commune = try book.commune(text, district: cells[.district] ?? "")
            } else if let id = mapping.commune {
                commune = try book.commune(id)
            } else {
                throw LineProblem.missing(.commune)
            }
        } catch let problem as UnitProblem {
            throw LineProblem.unit(problem)
        }
        let since = try cells[.since].map { text in try told(.since) { try Day(typed: text) } } ?? book.day
        guard since <= book.day else { throw LineProblem.startInFuture }
        let village = cells[.village].flatMap { book.village($0, in: commune.id) }
        // A village that is not in the list is kept in words.
        let words = [village == nil ? cells[.village] : nil, cells[.address]].compactMap(\.self)
        let isTemporary = cells[.residenceKind].map { Fold.folded($0).hasPrefix("tam") } ?? false
        return Residence(
            isTemporary ? .temporary : .permanent, in: commune.id, village: village,
            address: words.joined(separator: ", "), since: since)
    }

    /// A refusal of the register, told of the column.
    private func told<Value>(_ column: ImportColumn, _ work: () throws -> Value) throws -> Value {
        do { return try work() } catch let refusal as any Refusal { throw LineProblem.cell(column, refusal) }
    }
}

extension String {
    var trimmed: String {
        var text = Substring(self)
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text.drop { $0.isWhitespace })
    }
}
