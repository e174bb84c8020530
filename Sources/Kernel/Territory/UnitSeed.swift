/// A row of the state's list of units, as `units-2022.csv` and `units-2025.csv` give it.
public struct UnitSeed: Sendable, Hashable {
    public let code: String
    public let level: UnitLevel
    public let type: String
    public let name: String
    public let fullName: String
    public let parentCode: String?

    public init(code: String, level: UnitLevel, type: String, name: String, fullName: String, parentCode: String?) {
        self.code = code
        self.level = level
        self.type = type
        self.name = name
        self.fullName = fullName
        self.parentCode = parentCode
    }

    /// Reads a whole list; columns are found by the names in its first row, in any order, others are ignored.
    /// - Throws: ``UnitSeedError``.
    public static func list(_ rows: some Sequence<[String]>) throws -> [UnitSeed] {
        var seeds: [UnitSeed] = []
        var columns: [String: Int]?
        for (index, row) in rows.enumerated() {
            guard let columns else {
                columns = Dictionary(row.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
                continue
            }
            seeds.append(try UnitSeed(row, columns, line: index + 1))
        }
        let codes = Set(seeds.map(\.code))
        guard codes.count == seeds.count else { throw UnitSeedError.doubleCode }
        if let orphan = seeds.first(where: { $0.parentCode.map { !codes.contains($0) } ?? false }) {
            throw UnitSeedError.unknownParent(code: orphan.code)
        }
        return seeds
    }

    private init(_ row: [String], _ columns: [String: Int], line: Int) throws {
        func cell(_ name: String) throws -> String {
            guard let column = columns[name] else { throw UnitSeedError.missingColumn(name) }
            guard column < row.count else { throw UnitSeedError.wrongRow(line: line) }
            return row[column].nfc
        }
        let type = try cell("type")
        guard let number = Int(try cell("level")), let level = UnitLevel(number: number, type: type) else {
            throw UnitSeedError.wrongRow(line: line)
        }
        let parent = try cell("parent_code")
        self.init(
            code: try cell("code"), level: level, type: type, name: try cell("name"),
            fullName: try cell("full_name"), parentCode: parent.isEmpty ? nil : parent)
        guard !code.isEmpty, !name.isEmpty, !fullName.isEmpty, code != parentCode else {
            throw UnitSeedError.wrongRow(line: line)
        }
    }
}

/// What is wrong with a list of units.
public enum UnitSeedError: Error, Sendable, Hashable {
    case missingColumn(String)
    /// Lines count from 1, the header included.
    case wrongRow(line: Int)
    case doubleCode
    case unknownParent(code: String)
    /// A unit is, over others, its own parent.
    case circle(code: String)
}
