import Testing

@testable import Kernel

/// A province, two districts, three communes and a village; the reform below ends the districts.
private struct SmallTree {
    static let before = Day(number: 20_000)
    static let day = before + 1
    let province = ID<AdminUnit>.new()
    let north = ID<AdminUnit>.new()
    let south = ID<AdminUnit>.new()
    let first = ID<AdminUnit>.new()
    let second = ID<AdminUnit>.new()
    let third = ID<AdminUnit>.new()
    let village = ID<AdminUnit>.new()

    var tree: UnitTree {
        func unit(_ id: ID<AdminUnit>, _ code: String, _ level: UnitLevel, under parent: ID<AdminUnit>?) -> AdminUnit {
            AdminUnit(
                id: id, level: level, code: code, type: "xã", name: code, fullName: "Xã \(code)", parentID: parent,
                parentFullName: nil, validFrom: Self.before + -100, validTo: nil, isGenerated: false)
        }
        return UnitTree(
            [
                unit(province, "P", .province, under: nil), unit(north, "N", .district, under: province),
                unit(south, "S", .district, under: province), unit(first, "1", .commune, under: north),
                unit(second, "2", .commune, under: north), unit(third, "3", .commune, under: south),
                unit(village, "V", .village, under: first),
            ], day: Self.before)
    }

    static func outcome(
        _ code: String, _ level: UnitLevel = .commune, under parent: String? = "P", kept: String? = nil
    ) -> UnitChange.Outcome {
        UnitChange.Outcome(
            code: code, level: level, type: "xã", name: code, fullName: "Xã \(code)", parentCode: parent, kept: kept)
    }

    static func change(
        _ kind: UnitEventKind, _ lines: [UnitChange.Line], _ outcomes: [UnitChange.Outcome] = [], on day: Day = day,
        basis: String = "1/NQ"
    ) -> UnitChange {
        UnitChange(
            origin: "\(kind)-\(lines.map { "\($0.from ?? "")>\($0.to ?? "")" })", day: day, kind: kind,
            legalBasis: basis, lines: lines, outcomes: outcomes)
    }

    static let merger = change(.merge, [.init(from: "1", to: "1"), .init(from: "2", to: "1")], [outcome("1")])
    static let transfer = change(.transfer, [.init(from: "3", to: "3")], [outcome("3", kept: "3")])
    static let endings = ["N", "S"].map { change(.abolish, [.init(from: $0, to: nil)]) }

    func reform(_ changes: [UnitChange]) throws(UnitReformRefusal) -> UnitReform {
        try UnitReform(changes, on: tree, day: Self.day, now: Instant(day: Self.day, hour: 0))
    }
}

@Suite("A reform of units") struct UnitReformTests {
    private let small = SmallTree()

    @Test func aReusedCodeGoesToANewUnitAndVillagesFollow() throws {
        let reform = try small.reform([SmallTree.merger, SmallTree.transfer] + SmallTree.endings)
        #expect(reform.ended == [small.first, small.second, small.north, small.south])
        let merged = try #require(reform.versions.first { $0.code == "1" })
        #expect(merged.id != small.first)
        #expect(reform.begun == [merged.id: .commune])
        #expect(reform.versions.first { $0.id == small.village }?.parentID == merged.id)
        #expect(reform.versions.first { $0.id == small.third }?.parentID == small.province)
        #expect(reform.events.count == 4)
    }

    @Test func whatLosesItsParentWithoutSuccessorGoesALevelUp() throws {
        let reform = try small.reform([SmallTree.endings[1]])
        #expect(reform.ended == [small.south])
        #expect(reform.versions.map(\.parentID) == [small.province])
    }

    @Test(arguments: [
        ([SmallTree.merger, SmallTree.change(.abolish, [.init(from: "2", to: nil)])], UnitReformRefusal.twice("2")),
        ([SmallTree.change(.abolish, [.init(from: "9", to: nil)])], .unknownUnit("9")),
        ([SmallTree.change(.establish, [.init(from: nil, to: "2")], [SmallTree.outcome("2")])], .codeTaken("2")),
        (
            [SmallTree.change(.establish, [.init(from: nil, to: "4")], [SmallTree.outcome("4", under: "9")])],
            .unknownUnit("9")
        ),
        (
            [SmallTree.change(.establish, [.init(from: nil, to: "4")], [SmallTree.outcome("4", under: "3")])],
            .parentTooLow("4")
        ),
        (
            [SmallTree.change(.rename, [.init(from: "3", to: "3")], [SmallTree.outcome("3", .district, kept: "3")])],
            .levelChanged("3")
        ),
        ([SmallTree.change(.abolish, [.init(from: "3", to: nil)], on: SmallTree.day + 1)], .otherDay),
        ([SmallTree.change(.abolish, [.init(from: "3", to: nil)], basis: "")], .basisMissing),
        ([SmallTree.change(.abolish, [.init(from: nil, to: nil)])], .emptyLine),
        ([SmallTree.split(.unknown, .unknown)], .orphan("Xã V")),
        ([SmallTree.split(.part(300_000), .part(600_000))], .sharesDoNotAddUp),
    ])
    func whatCannotBeIsRefused(_ changes: [UnitChange], _ refusal: UnitReformRefusal) {
        #expect(throws: refusal) { try small.reform(changes) }
        #expect(!refusal.message.isEmpty)
    }
}

extension SmallTree {
    static func split(_ left: UnitShare, _ right: UnitShare) -> UnitChange {
        change(
            .split, [.init(from: "1", to: "4", share: left), .init(from: "1", to: "5", share: right)],
            [outcome("4", under: "N"), outcome("5", under: "N")])
    }
}

@Suite("Figures in another day's tree") struct SuccessionGraphTests {
    private static let (a, b, c, d) = (
        ID<AdminUnit>.new(), ID<AdminUnit>.new(), ID<AdminUnit>.new(), ID<AdminUnit>.new()
    )
    private static let early = Day(number: 20_000)
    private static let late = Day(number: 21_000)

    private static func graph(_ edges: [UnitEdge], on day: Day = early) -> SuccessionGraph {
        SuccessionGraph([
            UnitEvent(id: .new(), day: day, kind: .merge, legalBasis: "1/NQ", origin: "test", edges: edges)
        ])
    }

    private static let merger = graph([
        UnitEdge(predecessor: a, successor: c), UnitEdge(predecessor: b, successor: c),
    ])

    @Test func mergedFiguresAddUp() {
        let rebased = Self.merger.rebased(
            [Self.a: 3, Self.b: 4, Self.d: 1], recorded: Self.early + -1, onto: Self.late)
        #expect(rebased.figures == [Self.c: 7, Self.d: 1])
        #expect(rebased.notApportioned.isEmpty)
    }

    @Test func aMergedFigureIsNotTakenApart() {
        let rebased = Self.merger.rebased([Self.c: 7, Self.d: 1], recorded: Self.late, onto: Self.early + -1)
        #expect(rebased.figures == [Self.d: 1])
        #expect(rebased.notApportioned == [Self.c: 7])
    }

    @Test(arguments: [
        ([UnitShare.unknown, .unknown], [Int](), 10),
        ([.part(333_333), .part(666_667)], [3, 7], 0),
        ([.part(999_999), .part(1)], [10, 0], 0),
    ])
    func aSplitNeedsShares(_ shares: [UnitShare], _ parts: [Int], _ unknown: Int) {
        let graph = Self.graph([
            UnitEdge(predecessor: Self.a, successor: Self.b, share: shares[0]),
            UnitEdge(predecessor: Self.a, successor: Self.c, share: shares[1]),
        ])
        let rebased = graph.rebased([Self.a: 10], recorded: Self.early + -1, onto: Self.early)
        #expect([Self.b, Self.c].compactMap { rebased.figures[$0] } == parts)
        #expect(rebased.notApportioned[Self.a, default: 0] == unknown)
        #expect(rebased.figures.values.reduce(0, +) + unknown == 10)
        let back = graph.rebased([Self.b: 3, Self.c: 7], recorded: Self.early, onto: Self.early + -1)
        #expect(back.figures == [Self.a: 10])
        #expect(Set(graph.successors(of: Self.a, on: Self.early)) == [Self.b, Self.c])
    }

    @Test func nothingHappensOutsideTheInterval() {
        let figures = [Self.a: 3]
        #expect(Self.merger.rebased(figures, recorded: Self.early, onto: Self.late).figures == figures)
        #expect(Self.merger.rebased(figures, recorded: Self.early + -9, onto: Self.early + -1).figures == figures)
        #expect(Self.merger.successors(of: Self.a, on: Self.early + -1) == [Self.a])
        #expect(Self.merger.successors(of: Self.a, on: Self.early) == [Self.c])
    }

    @Test func whatWasAbolishedHasNoSuccessorAndItsFigureStaysVisible() {
        let graph = Self.graph([UnitEdge(predecessor: Self.a, successor: nil)])
        #expect(graph.successors(of: Self.a, on: Self.late).isEmpty)
        let rebased = graph.rebased([Self.a: 5], recorded: Self.early + -1, onto: Self.late)
        #expect(rebased.figures.isEmpty)
        #expect(rebased.notApportioned == [Self.a: 5])
    }
}
