import Store
import TestKit
import Testing

@testable import Kernel

@Suite("Numbers and duplicates") struct MatchTests {
    private let recording = RegisterHouse.recording
    private let today = KernelHouse.today

    private func number(_ text: String = "015190000123") throws -> Identifier { try Identifier(.personal, text) }

    @Test(arguments: TestEngine.available)
    func aNumberOfTwoPeopleGoesToTheQueueAndLosesNothing(_ engine: TestEngine) async throws {
        try await RegisterHouse.open(engine) { register in
            let (clerk, neighbour) = (register.clerk, register.neighbour)
            let number = try number()
            let facts = PersonFacts(fullName: "Đào Thị Hoa", birth: .year(1990), sex: .female)
            let first = try await register.person(facts, numbers: [number])
            let second = try await register.person(facts, numbers: [number])
            try await register.write { db throws in
                let identifiers = IdentifierStore(db: db)
                // Told again it is the same fact and the same question.
                let again = try identifiers.give(number, to: second.id, within: clerk, recording: recording)
                #expect(again.standing == .disputed)
                #expect(try identifiers.holders(of: number, within: clerk).map(\.personID) == [first.id, second.id])
                #expect(try identifiers.holders(of: number, within: neighbour).isEmpty)
                let queue = MatchStore(db: db)
                let open = try queue.open(within: clerk)
                #expect(open.count == 1)
                #expect(open[0].identifier == number)
                #expect(Set([open[0].firstID, open[0].secondID]) == [first.id, second.id])
                #expect(try queue.open(within: neighbour).isEmpty)
                #expect(try queue.open(after: open[0].id, within: clerk).isEmpty)
                #expect(throws: MatchRefusal.reasonMissing) {
                    try queue.part(open[0].id, within: clerk, recording: Recording(by: "thao", at: recording.at))
                }
                try queue.part(open[0].id, within: clerk, recording: recording)
                #expect(try queue.open(within: clerk).isEmpty)
                #expect(throws: MatchRefusal.alreadySettled) {
                    try queue.part(open[0].id, within: clerk, recording: recording)
                }
                #expect(try identifiers.holders(of: number, within: clerk).count == 2)
            }
        }
    }

    @Test(arguments: TestEngine.available)
    func aMergeIsUndoneToTheLetter(_ engine: TestEngine) async throws {
        try await RegisterHouse.open(engine) { register in
            let (clerk, neighbour) = (register.clerk, register.neighbour)
            let number = try number()
            let facts = PersonFacts(fullName: "Đào Thị Hoa", birth: .year(1990), sex: .female)
            let kept = try await register.person(facts, numbers: [number])
            let other = try await register.person(facts, numbers: [number, try Identifier(.oldCard, "060123456")])
            try await register.write { db throws in
                let (queue, search) = (MatchStore(db: db), PersonSearch(db: db))
                let match = try #require(try queue.open(within: clerk).first)
                #expect(throws: NotFound.self) {
                    try queue.merge(match.id, keeping: kept.id, within: neighbour, recording: recording)
                }
                let merge = try queue.merge(match.id, keeping: kept.id, within: clerk, recording: recording)
                #expect(try search.find(PersonQuery("dao thi hoa"), within: clerk).people.map(\.id) == [kept.id])
                #expect(try search.find(PersonQuery("060123456"), within: clerk).people.map(\.id) == [kept.id])
                #expect(try IdentifierStore(db: db).identifiers(of: kept.id, within: clerk).count == 3)
                #expect(try queue.merges(into: kept.id, within: clerk).map(\.mergedID) == [other.id])
                let homes = ResidenceStore(db: db)
                #expect(try homes.residences(of: kept.id, records: .merged, within: clerk).count == 1)
                #expect(try homes.residences(of: kept.id, within: clerk).count == 1)
                #expect(try homes.residences(of: kept.id, records: .merged, within: neighbour).isEmpty)
                #expect(throws: MatchRefusal.reasonMissing) {
                    try queue.undo(merge, within: clerk, recording: Recording(by: "thao", at: recording.at))
                }
                #expect(throws: NotFound.self) { try queue.undo(merge, within: neighbour, recording: recording) }
                try queue.undo(merge, within: clerk, recording: recording)
                #expect(throws: MatchRefusal.notMerged) {
                    try queue.undo(merge, within: clerk, recording: recording)
                }
                #expect(try search.find(PersonQuery("dao thi hoa"), within: clerk).people.count == 2)
                #expect(try IdentifierStore(db: db).identifiers(of: kept.id, within: clerk).count == 1)
                #expect(try IdentifierStore(db: db).identifiers(of: other.id, within: clerk).count == 2)
                #expect(try queue.open(within: clerk).map(\.id) == [match.id])
                #expect(try queue.merges(into: kept.id, within: clerk).map(\.undoneAt) == [recording.at])
            }
        }
    }

    @Test(arguments: TestEngine.available)
    func aRecordThatTookInAnotherIsNotMergedAway(_ engine: TestEngine) async throws {
        try await RegisterHouse.open(engine) { register in
            let clerk = register.clerk
            var people: [ID<Person>] = []
            for _ in 1...3 { people.append(try await register.person(PersonFacts(fullName: "Vàng A Páo")).id) }
            let (a, b, c) = (people[0], people[1], people[2])
            try await register.write { db throws in
                let queue = MatchStore(db: db)
                try queue.report(a, b, within: clerk, recording: recording)
                let first = try #require(try queue.open(within: clerk).first)
                try queue.merge(first.id, keeping: b, within: clerk, recording: recording)
                #expect(throws: NotFound.self) { try queue.report(a, c, within: clerk, recording: recording) }
                try queue.report(c, b, within: clerk, recording: recording)
                try queue.report(b, c, within: clerk, recording: recording)
                #expect(try queue.open(within: clerk).count == 1)
                #expect(throws: NotFound.self) { try queue.report(c, c, within: clerk, recording: recording) }
            }
            let second = try await register.read { db in try MatchStore(db: db).open(within: clerk).first }
            let match = try #require(second)
            await #expect(throws: MatchRefusal.alreadyMerged) {
                try await register.write { db throws in
                    try MatchStore(db: db).merge(match.id, keeping: c, within: clerk, recording: recording)
                }
            }
            try await register.write { db throws in
                try MatchStore(db: db).merge(match.id, keeping: b, within: clerk, recording: recording)
            }
        }
    }

    @Test(arguments: TestEngine.available)
    func aNumberMustFitThePersonAndMayEnd(_ engine: TestEngine) async throws {
        try await RegisterHouse.open(engine) { register in
            let (clerk, neighbour) = (register.clerk, register.neighbour)
            let number = try number()
            let man = try await register.person(PersonFacts(fullName: "Đào Văn An", birth: .year(1990), sex: .male))
            let woman = try await register.person(PersonFacts(fullName: "Đào Thị An", sex: .female))
            try await register.write { db throws in
                let identifiers = IdentifierStore(db: db)
                #expect(throws: NumberRefusal.otherSex(inNumber: .female)) {
                    try identifiers.give(number, to: man.id, within: clerk, recording: recording)
                }
                #expect(throws: NotFound.self) {
                    try identifiers.give(number, to: woman.id, within: neighbour, recording: recording)
                }
                let held = try identifiers.give(number, to: woman.id, from: today, within: clerk, recording: recording)
                #expect(throws: NotFound.self) { try identifiers.end(held.id, on: today, within: neighbour) }
                try identifiers.end(held.id, on: today, within: clerk)
                #expect(try identifiers.identifiers(of: woman.id, within: clerk).map(\.standing) == [.ended])
                let next = try identifiers.give(number, to: woman.id, within: clerk, recording: recording)
                #expect(next.standing == .held)
            }
        }
    }
}
