import Foundation
import Store
import TestKit
import Testing

@Suite struct EnginesTests {
    @Test("In CI the tests of stores run on both engines")
    func bothInContinuousIntegration() {
        guard ProcessInfo.processInfo.environment["CI"] == "true" else { return }
        #expect(TestEngine.available == TestEngine.allCases, "THACBA_TEST_POSTGRES names no server")
    }

    @Test("Placeholders are rewritten, quotes and comments are not")
    func questionMarks() {
        let rewritten = [
            "a = $1 AND b = $12": "a = ?1 AND b = ?12",
            "'$1' || \"$2\" || $3": "'$1' || \"$2\" || ?3",
            "'it''s $1' = $1": "'it''s $1' = ?1",
            "a -- $1\n= $1": "a -- $1\n= ?1",
            "'open $1": "'open $1",
            "$ $x $1x": "$ $x ?1x",
            "": "",
        ]
        for (text, expected) in rewritten { #expect(Placeholders.questionMarks(text) == expected) }
    }

    @Test("The cache of statements forgets those used longest ago")
    func cache() {
        var cache = StatementCache<Int>(limit: 4)
        for number in 0..<4 { #expect(cache.insert(number, for: "\(number)").isEmpty) }
        #expect(cache.find("0") == 0)
        #expect(Set(cache.insert(4, for: "4")) == [1, 2])
        #expect(cache.find("0") == 0 && cache.find("1") == nil && cache.find("4") == 4)
    }
}
