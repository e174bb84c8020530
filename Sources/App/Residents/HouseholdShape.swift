import Kernel

/// Who lives together, and how old they are: assumptions that come near a mountain province. Households of 1 to 9, 3.9
/// on average; a good quarter of the people under 15, 7 % of 65 and more.
enum HouseholdShape {
    struct Member: Sendable, Hashable {
        let relation: HouseholdRelation
        let sex: Sex
        let age: Int
    }

    /// Of a thousand households, those of one person, of two …
    private static let sizes = [70, 130, 210, 270, 160, 90, 45, 15, 10]
    static let largest = sizes.count

    static func size(_ random: inout SplitMix) -> Int {
        var drawn = random.next(below: sizes.reduce(0, +))
        for (place, share) in sizes.enumerated() {
            if drawn < share { return place + 1 }
            drawn -= share
        }
        return 1
    }

    static func members(_ size: Int, _ random: inout SplitMix) -> [Member] {
        switch size {
        case ...1: [alone(&random)]
        case 2: pair(&random)
        default: family(min(size, largest), &random)
        }
    }

    private static func alone(_ random: inout SplitMix) -> Member {
        let isOld = random.chance(60)
        return Member(
            relation: .head, sex: random.chance(isOld ? 35 : 60) ? .male : .female,
            age: isOld ? 55 + random.next(below: 34) : 22 + random.next(below: 33))
    }

    private static func pair(_ random: inout SplitMix) -> [Member] {
        let drawn = random.next(below: 100)
        if drawn < 75 {
            let age = drawn < 55 ? 50 + random.next(below: 35) : 20 + random.next(below: 14)
            return couple(age, &random)
        }
        let age = 28 + random.next(below: 31)
        let head = Member(relation: .head, sex: random.chance(25) ? .male : .female, age: age)
        return [head, child(max(1, age - 20 - random.next(below: 9)), &random)]
    }

    private static func family(_ size: Int, _ random: inout SplitMix) -> [Member] {
        let age = 23 + random.next(below: 21) + random.next(below: 15)
        var members = couple(age, &random)
        let mother = members.first { $0.sex == .female }?.age ?? age
        let parents = size < 5 || age > 54 ? 0 : size == 5 ? random.next(below: 2) : 1 + random.next(below: 2)
        for number in 0..<parents {
            members.append(
                Member(
                    relation: .parent, sex: number == 0 ? .female : .male,
                    age: min(96, age + 20 + random.next(below: 13))))
        }
        var next = min(mother - 19 - random.next(below: 7), 22)
        while members.count < size {
            members.append(child(max(0, next), &random))
            next -= 3 + random.next(below: 5)
        }
        return members
    }

    private static func couple(_ age: Int, _ random: inout SplitMix) -> [Member] {
        let younger = age - random.next(below: 6)
        return random.chance(78)
            ? [Member(relation: .head, sex: .male, age: age), Member(relation: .spouse, sex: .female, age: younger)]
            : [Member(relation: .head, sex: .female, age: younger), Member(relation: .spouse, sex: .male, age: age)]
    }

    private static func child(_ age: Int, _ random: inout SplitMix) -> Member {
        Member(relation: .child, sex: random.chance(51) ? .male : .female, age: age)
    }
}

extension SplitMix {
    /// Whether something happens that does so as often in a hundred.
    mutating func chance(_ percent: Int) -> Bool { next(below: 100) < percent }
}
