import Kernel
import Web

/// Reading a change as it was typed, with a problem per field.
struct PlanChangeForm: Sendable {
    static let rows = 4
    static let mostRows = 30

    let kind: PlanChange.Kind
    let typed: FormData

    /// How many rows the form has: those that are filled, and some to go on with.
    func rows(_ field: String) -> Int {
        let filled = (1...Self.mostRows).last { typed.filled("\(field)-\($0)") != nil } ?? 0
        let extra = typed.filled("more") == nil ? 0 : 3
        return min(max(Self.rows, filled + extra), Self.mostRows)
    }

    /// - Parameter tree: of the eve of the plan's day.
    /// - Throws: `FieldProblems`.
    func change(on tree: UnitTree) throws -> PlanChange {
        var problems = FieldProblems()
        let units = units(on: tree, &problems)
        let outcomes = outcomes(&problems)
        if kind == .transfer, typed["parent"].isEmpty { problems.add("parent", PlanRefusal.parentMissing.message) }
        let parent = parentCode(on: tree, &problems)
        if kind == .rename, let unit = units.first, let outcome = outcomes.first {
            let isSame = unit.type == outcome.type && unit.name == outcome.name
            if isSame { problems.add("name", PlanRefusal.nothingNew.message) }
        }
        try problems.throwIfAny()
        return PlanChange(
            kind: kind, units: units.map { PlanChange.Unit(id: $0.id, name: $0.fullName) }, outcomes: outcomes,
            parentCode: parent)
    }

    private func units(on tree: UnitTree, _ problems: inout FieldProblems) -> [AdminUnit] {
        var units: [AdminUnit] = []
        for row in 1...(kind == .merge ? Self.mostRows : 1) {
            let field = "unit-\(row)"
            guard let text = typed.filled(field) else { continue }
            do {
                let unit = try UnitFinder(tree: tree).find(text)
                if units.contains(where: { $0.id == unit.id }) {
                    problems.add(field, UnitReformRefusal.twice(unit.code).message)
                } else if let first = units.first, first.level != unit.level {
                    problems.add(field, PlanRefusal.levelsDiffer.message)
                }
                units.append(unit)
            } catch { problems.add(field, error.message) }
        }
        if units.isEmpty, problems.isEmpty { problems.add("unit-1", PlanRefusal.unitsMissing.message) }
        if kind == .merge, units.count == 1, problems.isEmpty {
            problems.add("unit-2", PlanRefusal.onlyOneUnit.message)
        }
        return units
    }

    private func outcomes(_ problems: inout FieldProblems) -> [PlanChange.Outcome] {
        switch kind {
        case .transfer, .abolish: return []
        case .merge, .rename:
            let outcome = PlanChange.Outcome(
                code: kind == .rename ? "" : short(typed["code"], 20), type: short(typed["type"], 40).lowercased(),
                name: short(typed["name"], 100), isKept: kind == .rename || typed["kept"] == "1")
            for (field, value) in [("type", outcome.type), ("name", outcome.name)] where value.isEmpty {
                problems.add(field, PlanRefusal.outcomeMissing.message)
            }
            if kind == .merge, outcome.code.isEmpty { problems.add("code", PlanRefusal.outcomeMissing.message) }
            return [outcome]
        case .split: return parts(&problems)
        }
    }

    private func parts(_ problems: inout FieldProblems) -> [PlanChange.Outcome] {
        var parts: [PlanChange.Outcome] = []
        for row in 1...Self.mostRows {
            let values = ["code", "type", "name"].map { typed["\($0)-\(row)"] }
            if values.allSatisfy(\.isEmpty) { continue }
            for (field, value) in zip(["code", "type", "name"], values) where value.isEmpty {
                problems.add("\(field)-\(row)", PlanRefusal.outcomeMissing.message)
            }
            var share: Int?
            do { share = try Self.millionths(typed["share-\(row)"]) } catch {
                problems.add("share-\(row)", error.message)
            }
            parts.append(
                PlanChange.Outcome(
                    code: short(values[0], 20), type: short(values[1], 40).lowercased(), name: short(values[2], 100),
                    share: share, isKept: typed["kept"] == String(row)))
        }
        if parts.count < 2, problems.isEmpty { problems.add("name-2", PlanRefusal.onlyOnePart.message) }
        return parts
    }

    private func parentCode(on tree: UnitTree, _ problems: inout FieldProblems) -> String {
        guard kind != .rename, kind != .abolish, let text = typed.filled("parent") else { return "" }
        // A code that only this plan gives cannot be found on the eve: the rules look at it with the whole plan.
        let code = text.prefix { !$0.isWhitespace }
        if code.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) { return String(code) }
        do { return try UnitFinder(tree: tree).find(text).code } catch {
            problems.add("parent", error.message)
            return ""
        }
    }

    /// `12,5` is 125,000 millionths; an empty field is a share that nobody knows.
    static func millionths(_ text: String) throws(PlanRefusal) -> Int? {
        if text.isEmpty { return nil }
        let plain = text.replacing(",", with: ".").replacing("%", with: "").filter { !$0.isWhitespace }
        let isNumber = plain.utf8.allSatisfy { "0123456789.".utf8.contains($0) }
        guard isNumber, let percent = Double(plain), percent > 0, percent < 100 else { throw .shareMalformed }
        let millionths = Int((percent * 10_000).rounded())
        guard (1..<1_000_000).contains(millionths) else { throw .shareMalformed }
        return millionths
    }

    private func short(_ text: String, _ most: Int) -> String { String(text.prefix(most)) }

    /// The field beside which a rule's no is said.
    func field(of refusal: UnitReformRefusal, _ change: PlanChange, on tree: UnitTree) -> String {
        switch refusal {
        case .codeTaken(let code): outcomeField("code", code, change)
        case .parentTooLow: kind == .rename ? "name" : "parent"
        case .unknownUnit(let code): code == change.parentCode ? "parent" : "unit-1"
        case .twice(let code):
            "unit-\((change.units.firstIndex { tree[$0.id]?.code == code } ?? 0) + 1)"
        case .sharesDoNotAddUp: "share-1"
        case .levelChanged, .orphan, .otherDay, .basisMissing, .emptyLine, .tooEarly: "unit-1"
        }
    }

    private func outcomeField(_ name: String, _ code: String, _ change: PlanChange) -> String {
        guard kind == .split else { return kind == .merge ? name : "unit-1" }
        return "\(name)-\((change.outcomes.firstIndex { $0.code == code } ?? 0) + 1)"
    }

    /// The form as it would have been typed for a change that is kept.
    init(_ change: PlanChange, on tree: UnitTree) {
        kind = change.kind
        var fields: [(name: String, value: String)] = []
        for (row, unit) in change.units.enumerated() {
            let code = tree[unit.id].map { "\($0.code) " } ?? ""
            fields.append(("unit-\(row + 1)", "\(code)\(unit.name)"))
        }
        fields.append(("parent", change.parentCode))
        for (row, outcome) in change.outcomes.enumerated() {
            let mark = kind == .split ? "-\(row + 1)" : ""
            fields += [("code\(mark)", outcome.code), ("type\(mark)", outcome.type), ("name\(mark)", outcome.name)]
            if let share = outcome.share { fields.append(("share\(mark)", Self.percent(share))) }
            if outcome.isKept { fields.append(("kept", String(row + 1))) }
        }
        typed = FormData(fields)
    }

    init(kind: PlanChange.Kind, typed: FormData) {
        self.kind = kind
        self.typed = typed
    }

    /// `12,5`
    private static func percent(_ millionths: Int) -> String {
        let digits = String(millionths % 10_000 + 10_000).dropFirst()
        let fraction = String(digits.reversed().drop { $0 == "0" }.reversed())
        return fraction.isEmpty ? "\(millionths / 10_000)" : "\(millionths / 10_000),\(fraction)"
    }
}
