import Kernel
import Testing

@testable import Territory

@Suite("Rules of plans") struct PlanRuleTests {
    private static let (drawer, other) = (ID<Account>.new(), ID<Account>.new())
    private static let (today, day) = (Day(number: 19_200), Day(number: 19_300))
    private static let now = Instant(microseconds: 0)

    private static func plan(_ state: Plan.State = .draft) -> Plan {
        var plan = Plan(
            id: .new(), title: "P", day: day, legalBasis: "1/NQ", createdBy: drawer, createdAt: now, changedBy: drawer,
            changedAt: now)
        plan.state = state
        return plan
    }

    @Test func aPlanIsCarriedOutFromItsDayOn() {
        #expect(Self.plan(.scheduled).stage(on: Self.day + -1) == .scheduled)
        #expect(Self.plan(.scheduled).stage(on: Self.day) == .carriedOut)
        #expect(Self.plan(.abandoned).stage(on: Self.day) == .abandoned)
    }

    @Test func onlyADraftIsPassedByAnotherBeforeItsDay() throws {
        var plan = Self.plan()
        #expect(throws: PlanRefusal.ownPlan) {
            try plan.schedule(by: Self.drawer, at: Self.now, today: Self.today)
        }
        #expect(throws: PlanRefusal.dayPast) { try plan.schedule(by: Self.other, at: Self.now, today: Self.day) }
        try plan.schedule(by: Self.other, at: Self.now, today: Self.today)
        #expect(throws: PlanRefusal.noDraft) { try plan.change(by: Self.other, at: Self.now) }
        #expect(throws: PlanRefusal.carriedOut) {
            try plan.abandon(by: Self.other, reason: "không còn cần", at: Self.now, today: Self.day)
        }
        try plan.abandon(by: Self.other, reason: "không còn cần", at: Self.now, today: Self.today)
        #expect(plan.state == .abandoned)
    }

    @Test(arguments: [("", nil), ("12,5", 125_000), ("12.5 %", 125_000), ("0,0001", 1), ("99.9999", 999_999)])
    func sharesAreReadAsPeopleWriteThem(_ text: String, _ millionths: Int?) throws {
        #expect(try PlanChangeForm.millionths(text) == millionths)
    }

    @Test(arguments: ["0", "100", "-1", "một nửa", "1e1", "1.2.3", "0,00001"])
    func whatIsNoShareIsRefused(_ text: String) {
        #expect(throws: PlanRefusal.shareMalformed) { try PlanChangeForm.millionths(text) }
    }
}
