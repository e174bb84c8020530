import Kernel

/// Names and shares from which people are made up: `seeds/resident-names.csv` and `seeds/resident-districts.csv`.
struct ResidentWords: Sendable {
    /// Something to choose from, each with its weight.
    struct Choice: Sendable {
        private var texts: [String] = []
        private var sums: [Int] = []

        mutating func add(_ text: String, weight: Int) {
            texts.append(text)
            sums.append((sums.last ?? 0) + weight)
        }

        var isEmpty: Bool { texts.isEmpty }

        /// Empty when there is nothing to choose from.
        func pick(_ random: inout SplitMix) -> String {
            guard let total = sums.last, total > 0 else { return "" }
            let drawn = random.next(below: total)
            return texts[sums.firstIndex { $0 > drawn } ?? 0]
        }
    }

    /// How one people is named. Where it has no list of its own, that of the Kinh stands in.
    struct Names: Sendable {
        var parts: [String: Choice] = [:]

        func full(_ sex: Sex, family: String? = nil, _ random: inout SplitMix) -> String {
            let suffix = sex == .male ? "male" : "female"
            let words = [
                family ?? pick("family", &random), pick("middle-\(suffix)", &random), pick("given-\(suffix)", &random),
            ]
            return words.filter { !$0.isEmpty }.joined(separator: " ")
        }

        func pick(_ part: String, _ random: inout SplitMix) -> String { parts[part]?.pick(&random) ?? "" }
    }

    /// What is assumed of a district.
    struct District: Sendable {
        /// Of a thousand residents of the province.
        var residents = 0
        /// Of a hundred households.
        var poor = 0
        var nearPoor = 0
        var peoples = Choice()
    }

    static let majority = "01"

    private var names: [String: Names] = [:]
    private(set) var districts: [String: District] = [:]

    /// - Throws: `CSVError`, ``ResidentSeedError``.
    init(names: some Collection<UInt8>, districts: some Collection<UInt8>) throws {
        try CSV.records(names, columns: ["people", "part", "text", "weight"]) { record in
            guard let weight = Int(record["weight"]), weight > 0, EthnicCode(rawValue: record["people"]) != nil else {
                throw ResidentSeedError(line: record.line)
            }
            self.names[record["people"], default: Names()].parts[record["part"], default: Choice()]
                .add(record["text"], weight: weight)
        }
        let common = self.names[Self.majority] ?? Names()
        for people in self.names.keys {
            self.names[people]?.parts.merge(common.parts) { own, _ in own }
        }
        try CSV.records(districts, columns: ["district", "fact", "people", "value"]) { record in
            guard let value = Int(record["value"]), value >= 0 else { throw ResidentSeedError(line: record.line) }
            var district = self.districts[record["district"]] ?? District()
            switch record["fact"] {
            case "residents": district.residents = value
            case "poor": district.poor = value
            case "near-poor": district.nearPoor = value
            case "people": district.peoples.add(record["people"], weight: value)
            default: throw ResidentSeedError(line: record.line)
            }
            self.districts[record["district"]] = district
        }
    }

    func names(of people: String) -> Names { names[people] ?? names[Self.majority] ?? Names() }

    /// What is spoken at home (ISO 639-3 where there is no code of two letters).
    static func language(of people: String) -> SpokenLanguage? {
        let codes = [
            "02": "tyz", "03": "blt", "04": "mtq", "07": "nut", "08": "hmn", "09": "ium", "26": "pcc",
        ]
        return SpokenLanguage(rawValue: codes[people] ?? "vi")
    }
}

/// A seed of residents cannot be read. Lines count from 1.
struct ResidentSeedError: Error, Hashable {
    let line: Int
}
