import Kernel
import Resources
import Testing

@testable import Register

@Suite("Quy tắc yêu cầu sửa") struct CorrectionRuleTests {
    private func groups() throws -> EthnicGroups {
        try EthnicGroups([UInt8](try Shipped.data("seeds/ethnic-groups.csv")))
    }

    private let today = Day(number: 19_198)  // 2022-07-25, a Monday

    @Test(arguments: [
        (CorrectionField.fullName, "  Đào   Thị Hòa ", "Đào Thị Hòa"), (.birth, "1/3/1952", "1952-03-01"),
        (.birth, "1952", "1952"), (.sex, "nữ", "female"), (.sex, "male", "male"), (.ethnicGroup, "tay", "02"),
        (.ethnicGroup, "Tày", "02"), (.ethnicGroup, "02", "02"), (.language, "Tày", "tyz"), (.language, "tyz", "tyz"),
        (.personalNumber, "015 152 000 123", "015152000123"), (.healthInsurance, "hn2151512345678", "HN2151512345678"),
        (.phone, "+84 912 345 678", "0912345678"), (.address, "Ngõ 3", "Ngõ 3"),
    ]) func whatIsTypedHasOneStoredForm(_ field: CorrectionField, _ typed: String, _ stored: String) throws {
        #expect(try field.stored(typed: typed, today: today, groups: try groups()) == stored)
    }

    @Test(arguments: [
        (CorrectionField.fullName, ""), (.birth, "31/02/1952"), (.birth, "26/07/2022"), (.birth, "hôm qua"),
        (.sex, "x"), (.ethnicGroup, "Mường Lự"), (.language, "klingon"), (.personalNumber, "123"),
        (.healthInsurance, "HN2"), (.phone, "12"), (.address, String(repeating: "a", count: 301)),
    ]) func whatCannotBeIsRefused(_ field: CorrectionField, _ typed: String) throws {
        let groups = try groups()
        #expect(throws: (any Error).self) { try field.stored(typed: typed, today: today, groups: groups) }
    }

    @Test func aClosedRequestTakesNoAct() {
        for state in Correction.State.allCases {
            for act in CorrectionAct.allCases { #expect(state.allows(act) == state.isOpen) }
        }
    }

    private func correction(due: Day, answered: Day? = nil) -> Correction {
        Correction(
            id: .new(), code: "SD-220725-0001", personID: .new(), personName: "", unitID: .new(), field: .birth,
            old: nil, wanted: "1952", ground: "x", channel: .desk, askedAt: Instant(day: today), dueOn: due,
            state: answered == nil ? .asked : .granted, answeredAt: answered.map { Instant(day: $0) }, version: 1)
    }

    @Test func theClockCountsWorkingDays() {
        let calendar = WorkingCalendar.weekendsOnly
        let term = CorrectionTerm(validFrom: Day(number: 0), workingDays: 5, legalBasis: nil)
        // Monday's request is due on the Monday after.
        #expect(term.dueDay(asked: Instant(day: today, hour: 8), calendar) == today + 7)
        let cases: [(Day, Day, CorrectionClock.Tone, Int)] = [
            (today + 7, today, .calm, 5), (today + 1, today, .soon, 1), (today, today, .soon, 0),
            (today, today + 1, .late, 1), (today + 4, today + 7, .late, 1), (today + 4, today + 5, .soon, 0),
        ]
        for (due, day, tone, days) in cases {
            let clock = CorrectionClock(correction(due: due), today: day, calendar)
            #expect(clock.tone == tone && clock.days == days, "\(due) \(day)")
        }
        #expect(CorrectionClock(correction(due: today, answered: today), today: today + 9, calendar).tone == .stopped)
        #expect(CorrectionClock(correction(due: today, answered: today + 1), today: today + 9, calendar).tone == .late)
    }

    @Test func aGrantNeedsNoWordsAndARefusalBoth() throws {
        let officer = ID<Account>.new()
        let now = Instant(day: today)
        var granted = correction(due: today)
        try granted.grant(with: "", by: officer, at: now)
        #expect(granted.state == .granted && granted.answer == nil)
        var refused = correction(due: today)
        #expect(throws: CorrectionRefusal.reasonMissing) {
            try refused.refuse(for: .init(words: "", basis: "Điều 5"), by: officer, at: now)
        }
        #expect(throws: CorrectionRefusal.basisMissing) {
            try refused.refuse(for: .init(words: "Thiếu giấy", basis: ""), by: officer, at: now)
        }
        #expect(refused.state == .asked)
        var taken = correction(due: today)
        try taken.take(by: officer)
        #expect(throws: CorrectionRefusal.alreadyYours) { try taken.take(by: officer) }
    }
}
