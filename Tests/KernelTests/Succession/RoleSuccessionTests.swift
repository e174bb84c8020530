import Testing

@testable import Kernel

@Suite("Which roles go on when units end") struct RoleSuccessionTests {
    private static let day = Day(number: 20_270)  // 2025-07-01
    private static let (ann, bao) = (ID<Account>.new(), ID<Account>.new())
    private static let (old, other, heir, second) = (
        ID<AdminUnit>.new(), ID<AdminUnit>.new(), ID<AdminUnit>.new(), ID<AdminUnit>.new()
    )
    private static let roles = Roles([
        Role("clerk", title: "Công chức", reach: .unit, permissions: []),
        Role("chair", title: "Chủ tịch", reach: .unit, permissions: [], isSingleHolder: true),
    ])

    private static func unit(_ id: ID<AdminUnit>, _ level: UnitLevel) -> AdminUnit {
        AdminUnit(
            id: id, level: level, code: "1", type: "xã", name: "A", fullName: "Xã A", parentID: nil,
            parentFullName: nil, validFrom: day + -900, validTo: nil, isGenerated: false)
    }

    private static func end(
        _ id: ID<AdminUnit>, _ level: UnitLevel = .commune, to successors: [(ID<AdminUnit>, UnitLevel)],
        isWhole: Bool = true
    ) -> UnitEnd {
        UnitEnd(
            unit: unit(id, level), eventID: .new(), day: day, legalBasis: "1/NQ",
            successors: successors.map { unit($0.0, $0.1) }, isWhole: isWhole, above: nil)
    }

    private static func grant(
        _ role: String, _ account: ID<Account>, _ unit: ID<AdminUnit>, from start: Int = -100, to end: Int? = nil
    ) -> Grant {
        Grant(
            id: .new(), accountID: account, role: role, unitID: unit, validFrom: day + start,
            validTo: end.map { day + $0 }, grantedBy: nil, grantedAt: .now, revokedBy: nil, revokedAt: nil)
    }

    private static func fates(_ ends: [UnitEnd], _ grants: [Grant], inOffice: [Grant] = []) -> [RoleSuccession.Fate] {
        var succession = RoleSuccession(ends, inOffice: inOffice, roles: roles)
        return succession.fates(of: grants).map(\.fate)
    }

    @Test(
        arguments: [
            (UnitLevel.commune, [UnitLevel.commune], true, RoleSuccession.Fate?.none),
            (.commune, [.commune], false, .undecided(.grant, .severalSuccessors)),
            (.commune, [.commune, .commune], false, .undecided(.grant, .severalSuccessors)),
            (.district, [], true, .undecided(.grant, .noSuccessor)),
            (.district, [.commune], true, .undecided(.grant, .otherLevel)),
            (.province, [.province], true, nil),
        ] as [(UnitLevel, [UnitLevel], Bool, RoleSuccession.Fate?)])
    func onlyAWholeSuccessorOfTheSameLevelTakesOver(
        _ level: UnitLevel, _ successors: [UnitLevel], _ isWhole: Bool, _ fate: RoleSuccession.Fate?
    ) {
        let ids = [Self.heir, Self.second]
        let end = Self.end(Self.old, level, to: zip(ids, successors).map { ($0, $1) }, isWhole: isWhole)
        let found = Self.fates([end], [Self.grant("clerk", Self.ann, Self.old)])
        #expect(found == [fate ?? .goesOn(at: Self.heir)])
    }

    @Test func manyClerksOfMergedCommunesAllGoOn() {
        let ends = [Self.old, Self.other].map { Self.end($0, to: [(Self.heir, .commune)]) }
        let grants = [Self.grant("clerk", Self.ann, Self.old), Self.grant("clerk", Self.bao, Self.other)]
        #expect(Self.fates(ends, grants) == [.goesOn(at: Self.heir), .goesOn(at: Self.heir)])
    }

    @Test func oneWhoHadTheRoleTwiceGetsItOnce() {
        let ends = [Self.old, Self.other].map { Self.end($0, to: [(Self.heir, .commune)]) }
        let grants = [Self.grant("clerk", Self.ann, Self.old), Self.grant("clerk", Self.ann, Self.other)]
        #expect(Self.fates(ends, grants) == [.goesOn(at: Self.heir), .expires])
        let heads = [Self.grant("chair", Self.ann, Self.old), Self.grant("chair", Self.ann, Self.other)]
        #expect(Self.fates(ends, heads) == [.goesOn(at: Self.heir), .expires])
    }

    @Test func ofTwoHeadsNobodyIsChosen() {
        let ends = [Self.old, Self.other].map { Self.end($0, to: [(Self.heir, .commune)]) }
        let undecided = RoleSuccession.Fate.undecided(.leadership, .severalLeaders)
        let grants = [Self.grant("chair", Self.ann, Self.old), Self.grant("chair", Self.bao, Self.other)]
        #expect(Self.fates(ends, grants) == [undecided, undecided])
        #expect(Self.fates(ends, [grants[0]]) == [.goesOn(at: Self.heir)])
        // The unit that goes on has a head already, who stays.
        let inOffice = Self.grant("chair", Self.bao, Self.heir)
        #expect(Self.fates(ends, [grants[0]], inOffice: [inOffice]) == [undecided])
    }

    @Test func headsOneAfterTheOtherDoNotCompete() {
        let ends = [Self.old, Self.other].map { Self.end($0, to: [(Self.heir, .commune)]) }
        let grants = [
            Self.grant("chair", Self.ann, Self.old, to: 10), Self.grant("chair", Self.bao, Self.other, from: 10),
        ]
        #expect(Self.fates(ends, grants) == [.goesOn(at: Self.heir), .goesOn(at: Self.heir)])
    }

    @Test func aRoleThatIsDeclaredNoMoreIsForPeople() {
        let end = Self.end(Self.old, to: [(Self.heir, .commune)])
        let found = Self.fates([end], [Self.grant("emperor", Self.ann, Self.old)])
        #expect(found == [.undecided(.grant, .unknownRole)])
    }
}
