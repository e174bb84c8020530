import Foundation
@testable import Kernel
import Store
import Testing

@Suite("Ids")
struct IDTests {
    enum Person {}

    @Test("has the shape of RFC 9562") func shape() throws {
        let instant = Instant(microseconds: 1_645_557_742_000_000)
        let text = ID<Person>.new(at: instant).description
        #expect(text.count == 36)
        // the time of the RFC's example, appendix A.6
        #expect(text.hasPrefix("017f22e2-79b0-7"))
        #expect("89ab".contains(text[text.index(text.startIndex, offsetBy: 19)]))
        #expect(text == text.lowercased())
        #expect(UUID(uuidString: text) != nil)
    }

    @Test("reads the RFC's example") func example() throws {
        let id = try #require(ID<Person>("017F22E2-79B0-7CC3-98C4-DC0C0C07398F"))
        #expect(id.description == "017f22e2-79b0-7cc3-98c4-dc0c0c07398f")
        #expect(id.instant?.microseconds == 1_645_557_742_000_000)
        #expect(ID<Person>("00000000-0000-4000-8000-000000000000")?.instant == nil)
    }

    @Test(
        "refuses what is no id",
        arguments: [
            "", "017f22e2-79b0-7cc3-98c4-dc0c0c07398", "017f22e279b07cc398c4dc0c0c07398f",
            "017f22e2-79b0-7cc3-98c4-dc0c0c07398g", "017f22e2-79b0-7cc3-98c4-dc0c0c07398f ",
            "017f22e2x79b0-7cc3-98c4-dc0c0c07398f", "017f22e2-79b0-7cc3-98c4-dc0c0c0739é",
        ])
    func refuses(text: String) {
        #expect(ID<Person>(text) == nil)
    }

    @Test("ids of one instant are in order and all different") func monotonic() {
        let (generator, instant) = (IDGenerator(), Instant.now)
        let ids = (0..<200_000).map { _ in id(from: generator, at: instant) }
        #expect(zip(ids, ids.dropFirst()).allSatisfy { $0 < $1 })
        #expect(Set(ids).count == ids.count)
    }

    @Test("a moment in the past is kept") func past() throws {
        let birth = Instant(day: try #require(Day(iso: "2022-07-25")), hour: 8)
        let generator = IDGenerator()
        #expect(id(from: generator, at: .now) != id(from: generator, at: .now))
        #expect(id(from: generator, at: birth).instant == birth)
        #expect(id(from: generator, at: Instant(microseconds: -5)).instant == Instant(microseconds: 0))
    }

    @Test("ids of one instant stay in order though others are made between them") func interleaved() throws {
        let birth = Instant(day: try #require(Day(iso: "2022-07-25")), hour: 8)
        let generator = IDGenerator()
        let ids = (0..<1000).map { _ in
            _ = id(from: generator, at: .now)
            return id(from: generator, at: birth)
        }
        #expect(ids.allSatisfy { $0.instant == birth })
        #expect(zip(ids, ids.dropFirst()).allSatisfy { $0 < $1 })
    }

    /// From a generator of the test's own: other tests make ids of other moments meanwhile.
    private func id(from generator: IDGenerator, at instant: Instant) -> ID<Person> {
        let (high, low) = generator.next(at: instant)
        return ID(high: high, low: low)
    }

    @Test("many threads never make the same id") func concurrent() async {
        let all = await withTaskGroup(of: [ID<Person>].self) { group in
            for _ in 0..<8 { group.addTask { (0..<5000).map { _ in .new() } } }
            return await group.reduce(into: []) { $0 += $1 }
        }
        #expect(Set(all).count == 40_000)
    }

    @Test("round trips and sorts as its text does", arguments: SeededGenerator.seeds)
    func roundTrips(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<500 {
            let id = ID<Person>(high: random.next(), low: random.next())
            let other = ID<Person>(high: random.next(), low: random.next())
            #expect(ID<Person>(id.description) == id, "seed \(seed)")
            #expect((id < other) == (id.description < other.description), "seed \(seed)")
            #expect(UUID(uuidString: id.description)?.uuidString.lowercased() == id.description, "seed \(seed)")
            #expect(
                try JSONDecoder().decode([ID<Person>].self, from: JSONEncoder().encode([id])) == [id], "seed \(seed)")
        }
    }
}

@Suite("Days, instants and ids in a row")
struct TimeInRowTests {
    enum Person {}

    @Test("come back as they went in") func roundTrip() throws {
        let day = try #require(Day(iso: "2022-07-25"))
        let id = ID<Person>.new()
        let row = Row(
            source: Columns([
                day.sqlValue, Instant(day: day).sqlValue, id.sqlValue, CalendarEntry.Kind.swapOff.sqlValue, .null,
            ]))
        #expect(try row[0] as Day == day)
        #expect(try row[1] as Instant == Instant(day: day))
        #expect(try row[2] as ID<Person> == id)
        #expect(try row[3] as CalendarEntry.Kind == .swapOff)
        #expect(try row[4] as Day? == nil)
    }

    @Test("what is none of them is a decoding error") func wrong() {
        let row = Row(source: Columns([.text("25/07/2022"), .text("x")]))
        #expect(throws: StoreError.self) { try row[0] as Day }
        #expect(throws: StoreError.self) { try row[1] as ID<Person> }
        #expect(throws: StoreError.self) { try row[1] as CalendarEntry.Kind }
    }

    /// Columns held in memory.
    private final class Columns: RowSource {
        private let values: [SQLValue]
        init(_ values: [SQLValue]) { self.values = values }
        var columnCount: Int { values.count }
        func isNull(_ column: Int) -> Bool { values[column] == .null }
        func integer(_ column: Int) throws -> Int64 {
            guard case .integer(let value) = values[column] else { throw StoreError.decoding("") }
            return value
        }
        func text(_ column: Int) throws -> String {
            guard case .text(let value) = values[column] else { throw StoreError.decoding("") }
            return value
        }
        func real(_ column: Int) throws -> Double { throw StoreError.decoding("") }
        func bytes(_ column: Int) throws -> [UInt8] { throw StoreError.decoding("") }
        func bool(_ column: Int) throws -> Bool { throw StoreError.decoding("") }
    }
}
