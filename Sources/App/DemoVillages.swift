import Kernel

/// Villages of the demo: as many as the province had in 2022, under the communes of 2022, with names that could be.
/// None of them is real. The same seed gives the same villages.
struct DemoVillages {
    /// The province counted 1,356 villages, hamlets and street groups in 2022.
    static let count = 1_356
    private static let fewest = 4
    private static let most = 13

    private let styles: [Style]
    private var random: SplitMix

    /// - Parameter names: `seeds/village-names.csv`.
    /// - Throws: `CSVError`, `UnitSeedError`.
    init(names: some Collection<UInt8>, seed: UInt64) throws {
        styles = try Style.read(names)
        random = SplitMix(state: seed)
    }

    /// - Parameter units: the tree; villages come under its communes.
    mutating func under(_ units: [UnitSeed]) -> [UnitSeed] {
        let communes = units.filter { $0.level == .commune }
        var villages: [UnitSeed] = []
        for (commune, number) in zip(communes, numbers(of: communes.count)) {
            villages += self.villages(number, of: commune)
        }
        return villages
    }

    /// How many each commune has.
    private mutating func numbers(of communes: Int) -> [Int] {
        var numbers = [Int](repeating: Self.fewest, count: communes)
        var left = Self.count - communes * Self.fewest
        while left > 0, numbers.contains(where: { $0 < Self.most }) {
            let place = random.next(below: communes)
            guard numbers[place] < Self.most else { continue }
            numbers[place] += 1
            left -= 1
        }
        return numbers
    }

    private mutating func villages(_ number: Int, of commune: UnitSeed) -> [UnitSeed] {
        let styles = styles.filter { $0.communes.contains(commune.type) }
        guard !styles.isEmpty else { return [] }
        let style = styles[random.next(below: styles.count)]
        var names: [String] = []
        while names.count < number {
            let name = style.name(names.count + 1, random: &random)
            if !names.contains(name) { names.append(name) }
        }
        let title = style.type.prefix(1).uppercased() + style.type.dropFirst()
        return names.enumerated().map { place, name in
            UnitSeed(
                code: "\(commune.code)-\(place < 9 ? "0" : "")\(place + 1)", level: .village, type: style.type,
                name: name, fullName: "\(title) \(name)", parentCode: commune.code, isGenerated: true)
        }
    }

    /// How the villages of a commune are named: counted, or from a head and a tail.
    private struct Style {
        let type: String
        /// Types of communes that have it.
        var communes: [String] = []
        var counted: String?
        var heads: [String] = []
        var tails: [String] = []

        /// - Returns: styles that can name as many villages as a commune may have.
        static func read(_ bytes: some Collection<UInt8>) throws -> [Style] {
            var names: [String] = []
            var styles: [String: Style] = [:]
            try CSV.records(bytes, columns: ["style", "type", "part", "text"]) { record in
                if styles[record["style"]] == nil { names.append(record["style"]) }
                var style = styles[record["style"]] ?? Style(type: record["type"])
                switch record["part"] {
                case "commune": style.communes.append(record["text"])
                case "counted": style.counted = record["text"]
                case "head": style.heads.append(record["text"])
                case "tail": style.tails.append(record["text"])
                default: throw UnitSeedError.wrong(line: record.line, column: "part")
                }
                styles[record["style"]] = style
            }
            return names.compactMap { styles[$0] }
                .filter { $0.counted != nil || $0.heads.count * $0.tails.count >= DemoVillages.most }
        }

        func name(_ number: Int, random: inout SplitMix) -> String {
            if let counted { return counted.replacing("{n}", with: String(number)) }
            return "\(heads[random.next(below: heads.count)]) \(tails[random.next(below: tails.count)])"
        }
    }
}

/// A small generator whose numbers follow from its seed (Steele, Lea and Flood 2014).
struct SplitMix {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// 0 to one less than the bound, which is small beside 2⁶⁴.
    mutating func next(below bound: Int) -> Int { Int(next() % UInt64(max(bound, 1))) }
}
