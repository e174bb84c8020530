import Testing

@testable import Kernel

@Suite("Names that are typed") struct NameTests {
    @Test(arguments: [
        ("dao", "dap", true), ("dao", "daoo", true), ("dao", "ao", true), ("dao", "doa", true), ("dao", "dao", false),
        ("nguyen", "nguyne", true), ("nguyen", "ngyuen", true), ("nguyen", "ngueyn", true), ("thi", "ti", true),
        ("dao", "dpp", false), ("hoa", "hoang", false), ("an", "na", true), ("abcd", "badc", false),
    ]) func oneSlipIsOne(_ left: String, _ right: String, _ isOne: Bool) {
        #expect(Typo.isOne(left, right) == isOne)
        #expect(Typo.isOne(right, left) == isOne)
        // What one slip makes is found by the stems of both.
        if isOne { #expect(!Typo.stems(left).isDisjoint(with: Typo.stems(right))) }
    }

    @Test func keysBeginWithWholeWords() {
        #expect(NameKeys.forward(NameKeys.words("Đào Thị Hoa")) == "dao0thi0hoa0")
        #expect(NameKeys.backward(NameKeys.words("Đào Thị Hoa")) == "hoa0dao0thi0")
        #expect(NameKeys.backward(["hoa"]) == "hoa0")
        let (from, to) = NameKeys.range(of: "dao0")
        #expect(from <= "dao0thi0hoa0" && "dao0thi0hoa0" < to)
        #expect(!("daoa0hoa0" < to))
    }

    @Test func theStrangeWordIsMendedAndNoOther() {
        let neighbours = ["dap": ["dao", "dat"], "hoa": ["hao", "hoan"]]
        let one = NameReadings(mending: ["dap", "hoa"], known: ["hoa"], neighbours: neighbours)
        #expect(one.all == [["dao", "hoa"], ["dat", "hoa"]])
        let any = NameReadings(mending: ["dap", "hoa"], known: ["hoa", "dap"], neighbours: neighbours)
        #expect(any.all == [["dap", "hao"], ["dap", "hoan"], ["dao", "hoa"], ["dat", "hoa"]])
        #expect(NameReadings(mending: ["dap", "xyz"], known: [], neighbours: neighbours).all.isEmpty)
        #expect(NameReadings(typed: []).all.isEmpty)
    }
}
