/// A row of the state's list of units, as `seeds/units-2022.csv` and `seeds/units-2025.csv` give it.
public struct UnitSeed: Sendable, Hashable {
    public let code: String
    public let level: UnitLevel
    /// `xã`, `phường`, `huyện` …
    public let type: String
    public let name: String
    public let fullName: String
    public let parentCode: String?
    /// Another spelling of the full name, which the unit is found by as well: `Xã Hát Lừu` for `Xã Hát Lìu`.
    public let otherName: String
    /// Made up for the demo.
    public let isGenerated: Bool

    public init(
        code: String, level: UnitLevel, type: String, name: String, fullName: String, parentCode: String?,
        otherName: String = "", isGenerated: Bool = false
    ) {
        self.code = code
        self.level = level
        self.type = type
        self.name = name
        self.fullName = fullName
        self.parentCode = parentCode
        self.otherName = otherName
        self.isGenerated = isGenerated
    }

    /// Reads a whole list (code, level, type, name, full_name, parent_code among its columns).
    /// - Throws: ``CSVError``, or ``UnitSeedError`` when a row contradicts itself or the others.
    public static func read(_ bytes: some Collection<UInt8>) throws -> [UnitSeed] {
        var seeds: [UnitSeed] = []
        let columns = ["code", "level", "type", "name", "full_name", "parent_code"]
        try CSV.records(bytes, columns: columns) { record in
            let type = record["type"]
            guard let number = Int(record["level"]), let level = UnitLevel(number: number, type: type) else {
                throw UnitSeedError.wrong(line: record.line, column: "level")
            }
            for column in ["code", "name", "full_name"] where record[column].isEmpty {
                throw UnitSeedError.wrong(line: record.line, column: column)
            }
            let parent = record["parent_code"]
            seeds.append(
                UnitSeed(
                    code: record["code"], level: level, type: type, name: record["name"],
                    fullName: record["full_name"], parentCode: parent.isEmpty ? nil : parent,
                    otherName: record["name_alt"]))
        }
        return seeds
    }
}

/// What is wrong with a list of units.
public enum UnitSeedError: Error, Sendable, Hashable {
    /// Lines count from 1, the header included.
    case wrong(line: Int, column: String)
    case doubleCode
    case unknownParent(code: String)
    /// A unit is, over others, its own parent.
    case circle(code: String)
}
