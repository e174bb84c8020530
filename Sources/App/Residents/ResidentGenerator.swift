import Kernel

/// Somebody who is made up.
struct MadeUpResident: Sendable, Hashable {
    let facts: PersonFacts
    let relation: HouseholdRelation
    let identifiers: [Identifier]
    let phone: PhoneNumber?
}

/// People under one roof.
struct MadeUpHousehold: Sendable, Hashable {
    let communeCode: String
    let villageCode: String
    let address: String
    let since: Day
    /// Poor or near-poor.
    let circumstance: InclusionFact?
    let members: [MadeUpResident]
}

/// Makes up as many residents as one likes, village by village, from a seed: the same seed gives the same people, and
/// memory holds one household. Nobody is real; numbers follow the rules, so that one may by chance be somebody's. The
/// telephone numbers begin with 051, which no network has.
struct ResidentGenerator: Sendable {
    /// No two of as many people share a number.
    static let most = 1_000_000

    private let words: ResidentWords
    private let units: [UnitSeed]
    private let count: Int
    private let seed: UInt64
    private let today: Day
    /// Where some families bear a name that the demo looks for.
    private let home: (commune: String, family: String)

    /// - Parameter units: with districts, communes and villages.
    init(
        words: ResidentWords, units: [UnitSeed], count: Int, seed: UInt64, today: Day,
        home: (commune: String, family: String)
    ) {
        self.words = words
        self.units = units
        self.count = min(max(count, 0), Self.most)
        self.seed = seed
        self.today = today
        self.home = home
    }

    func forEach(_ body: (MadeUpHousehold) async throws -> Void) async rethrows {
        var serial = 0
        for (place, village) in villages().enumerated() {
            var random = SplitMix(state: seed &* 0x2545_F491_4F6C_DD1D &+ UInt64(place))
            let majority = village.district.peoples.pick(&random)
            var left = village.count
            var number = 0
            while left > 0 {
                let people = random.chance(85) ? majority : village.district.peoples.pick(&random)
                let household = household(
                    in: village, number: number, most: left, people: people, serial: serial, &random)
                try await body(household)
                serial += household.members.count
                left -= household.members.count
                number += 1
            }
        }
    }

    private struct Village {
        let code: String
        let commune: UnitSeed
        let district: ResidentWords.District
        let count: Int
    }

    /// Districts have their share, wards and townlets half as much again as the other communes, villages of a commune
    /// the same.
    private func villages() -> [Village] {
        let communes = Dictionary(
            units.filter { $0.level == .commune }.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })
        let villages = units.filter { $0.level == .village }.compactMap { village in
            village.parentCode.flatMap { communes[$0] }.map { (village, $0) }
        }
        let weights = villages.map { _, commune in commune.type == "xã" ? 2 : 3 }
        var perDistrict: [String: Int] = [:]
        for ((_, commune), weight) in zip(villages, weights) {
            perDistrict[commune.parentCode ?? "", default: 0] += weight
        }
        let shares = zip(villages, weights).map { village, weight -> Double in
            let code = village.1.parentCode ?? ""
            return Double((words.districts[code]?.residents ?? 0) * weight) / Double(max(perDistrict[code] ?? 1, 1))
        }
        let total = max(shares.reduce(0, +), 1e-9)
        var (sum, given) = (0.0, 0)
        return zip(villages, shares).map { village, share in
            sum += share
            let upTo = Int((sum / total * Double(count)).rounded())
            defer { given = upTo }
            return Village(
                code: village.0.code, commune: village.1,
                district: words.districts[village.1.parentCode ?? ""] ?? ResidentWords.District(),
                count: upTo - given)
        }
    }

    private func household(
        in village: Village, number: Int, most: Int, people: String, serial: Int, _ random: inout SplitMix
    ) -> MadeUpHousehold {
        let isAwaited = number == 0 && village.commune.code == home.commune
        let people = isAwaited ? ResidentWords.majority : people
        let names = words.names(of: people)
        let family = isAwaited ? home.family : names.pick("family", &random)
        let shape = HouseholdShape.members(min(HouseholdShape.size(&random), most), &random)
        let members = shape.enumerated().map { place, member in
            // Husband and wife keep their own family's name; who came in has another one.
            let isOfFamily = member.relation != .spouse && !(member.relation == .parent && member.sex == .female)
            let name = names.full(member.sex, family: isOfFamily ? family : nil, &random)
            return resident(name, member, people: people, serial: serial + place, &random)
        }
        let drawn = random.next(below: 100)
        let (poor, near) = (village.district.poor, village.district.poor + village.district.nearPoor)
        let town = village.commune.type != "xã"
        return MadeUpHousehold(
            communeCode: village.commune.code, villageCode: village.code,
            address: town ? "Số nhà \(1 + random.next(below: 200))" : "",
            since: today + -(400 + random.next(below: 9_000)),
            circumstance: drawn < poor ? .poorHousehold : drawn < near ? .nearPoorHousehold : nil, members: members)
    }

    private func resident(
        _ name: String, _ member: HouseholdShape.Member, people: String, serial: Int, _ random: inout SplitMix
    ) -> MadeUpResident {
        let birthday = today + -(member.age * 36_525 / 100 + random.next(below: 365))
        let birth: BirthDate =
            member.age >= 72 && random.chance(20) ? .year(birthday.parts.year) : .day(birthday)
        let own = ResidentWords.language(of: people)
        let facts = PersonFacts(
            fullName: name, birth: birth, sex: member.sex, ethnicGroup: EthnicCode(rawValue: people),
            language: random.chance(member.age < 18 ? 60 : 88) ? own : SpokenLanguage(rawValue: "vi"))
        var identifiers: [Identifier] = []
        let numbers = MadeUpNumbers(serial: serial, seed: seed)
        if random.chance(member.age < 14 ? 70 : 98) {
            identifiers += numbers.personal(birth: birth.year, sex: member.sex, &random)
        }
        if member.age >= 22, random.chance(55) { identifiers += numbers.oldCard() }
        if random.chance(90) { identifiers += numbers.socialInsurance(&random) }
        let hasPhone = random.chance(member.age < 16 ? 0 : member.age < 70 ? 86 : 45)
        return MadeUpResident(
            facts: facts, relation: member.relation, identifiers: identifiers,
            phone: hasPhone ? numbers.phone() : nil)
    }
}

/// Numbers of one person. The serial number, shuffled, stands at the end of each, so that none is given twice.
struct MadeUpNumbers: Sendable {
    private let tail: Int

    init(serial: Int, seed: UInt64) {
        // Odd and no multiple of five: it hits each of a million numbers once.
        tail = (serial * 387_581 + Int(seed % 1_000_000)) % ResidentGenerator.most
    }

    private var digits: String { padded(tail, 6) }

    /// Mostly registered in the province.
    func personal(birth year: Int, sex: Sex, _ random: inout SplitMix) -> [Identifier] {
        let elsewhere = ["010", "002", "025", "008", "001", "035", "033", "014"]
        let place = random.chance(93) ? BirthPlaceCode.yenBai : elsewhere[random.next(below: elsewhere.count)]
        let century = (year - 1900) / 100 * 2 + (sex == .male ? 0 : 1)
        return made(.personal, "\(place)\(century)\(padded(year % 100, 2))\(digits)")
    }

    func oldCard() -> [Identifier] { made(.oldCard, "060\(digits)") }

    func socialInsurance(_ random: inout SplitMix) -> [Identifier] {
        made(.socialInsurance, "15\(padded(random.next(below: 100), 2))\(digits)")
    }

    func phone() -> PhoneNumber? { try? PhoneNumber("0510\(digits)") }

    private func made(_ kind: IdentifierKind, _ text: String) -> [Identifier] {
        (try? Identifier(kind, text)).map { [$0] } ?? []
    }

    private func padded(_ number: Int, _ digits: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }
}
