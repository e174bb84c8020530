import Testing

@testable import Kernel

@Suite("Lists of changes") struct UnitChangeSeedTests {
    private static let header =
        "event,effective_on,kind,from_code,to_code,kept,to_level,to_type,to_name,to_full_name,to_parent_code,share,"
        + "legal_basis\n"

    private func read(_ rows: String...) throws -> [UnitChange] {
        try UnitChange.read((Self.header + rows.joined(separator: "\n") + "\n").utf8)
    }

    @Test func linesOfAnEventComeTogether() throws {
        let changes = try read(
            "b,2025-07-01,split,1,2,,commune,xã,B,Xã B,15,400000,1/NQ",
            "a,2024-12-01,abolish,9,,,,,,,,,1/NQ",
            "b,2025-07-01,split,1,1,yes,commune,xã,A,Xã A,15,,1/NQ")
        #expect(changes.map(\.origin) == ["a", "b"])
        #expect(changes[0].outcomes.isEmpty)
        #expect(changes[0].lines == [UnitChange.Line(from: "9", to: nil)])
        #expect(changes[1].outcomes.map(\.kept) == [nil, "1"])
        #expect(changes[1].lines.map(\.share) == [.part(400_000), .unknown])
        #expect(changes[1].predecessors == ["1"])
    }

    @Test(arguments: [
        (",2025-07-01,merge,1,2,,commune,xã,B,Xã B,15,,1/NQ", "event"),
        ("a,2025-06-31,merge,1,2,,commune,xã,B,Xã B,15,,1/NQ", "effective_on"),
        ("a,2025-07-01,fusion,1,2,,commune,xã,B,Xã B,15,,1/NQ", "kind"),
        ("a,2025-07-01,merge,1,2,,commune,xã,B,Xã B,15,,", "legal_basis"),
        ("a,2025-07-01,merge,1,2,,commune,xã,B,Xã B,15,0,1/NQ", "share"),
        ("a,2025-07-01,merge,,,,commune,xã,B,Xã B,15,,1/NQ", "from_code"),
        ("a,2025-07-01,merge,1,2,,hamlet,xã,B,Xã B,15,,1/NQ", "to_level"),
        ("a,2025-07-01,merge,1,2,,commune,xã,,Xã B,15,,1/NQ", "to_name"),
    ])
    func aWrongRowIsNamed(_ row: String, _ column: String) {
        #expect(throws: UnitSeedError.wrong(line: 2, column: column)) { try read(row) }
    }

    @Test(arguments: [
        ("a,2025-07-02,merge,3,2,,commune,xã,B,Xã B,15,,1/NQ", "effective_on"),
        ("a,2025-07-01,split,3,2,,commune,xã,B,Xã B,15,,1/NQ", "kind"),
        ("a,2025-07-01,merge,3,2,,commune,xã,C,Xã C,15,,1/NQ", "to_name"),
        ("a,2025-07-01,merge,3,2,yes,commune,xã,B,Xã B,15,,1/NQ", "kept"),
    ])
    func linesThatContradictOneAnotherAreNamed(_ row: String, _ column: String) {
        let first = "a,2025-07-01,merge,1,2,yes,commune,xã,B,Xã B,15,,1/NQ"
        #expect(throws: UnitSeedError.wrong(line: 3, column: column)) { try read(first, row) }
    }
}
