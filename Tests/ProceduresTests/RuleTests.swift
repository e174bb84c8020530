import Foundation
import Kernel
import Resources
import Testing
import Web

@testable import Procedures

@Suite("Quy tắc của hồ sơ") struct RuleTests {
    private let officer = ID<Account>.new()
    private let now = Instant(microseconds: 1_658_714_400_000_000)

    private func dossier(_ state: Dossier.State) -> Dossier {
        Dossier(
            id: .new(), code: "04765-220725-0007", procedureID: .new(), procedureCode: "1.001193",
            procedureName: "Thủ tục đăng ký khai sinh", field: "Hộ tịch", unitID: .new(), unitName: "Xã Vũ Linh",
            personID: .new(), applicantName: "Hoàng Thị Mai", channel: .online, submittedAt: now, dueOn: nil,
            state: state, version: 1)
    }

    @Test(arguments: [
        (Dossier.State.submitted, DossierAct.accept, Dossier.State.accepted),
        (.submitted, .assign, .submitted), (.submitted, .refuse, .refused), (.submitted, .withdraw, .withdrawn),
        (.accepted, .assign, .accepted), (.accepted, .resolve, .resolved), (.accepted, .refuse, .refused),
        (.accepted, .withdraw, .withdrawn),
    ])
    func leadsTo(_ from: Dossier.State, _ act: DossierAct, _ to: Dossier.State) throws {
        #expect(try from.after(act) == to)
    }

    /// Every pair that the table above does not hold is refused.
    @Test func everythingElseIsRefused() {
        var allowed = 0
        for state in Dossier.State.allCases {
            for act in DossierAct.allCases where state.allows(act) { allowed += 1 }
        }
        #expect(allowed == 8)
    }

    @Test(arguments: [
        (Dossier.State.submitted, DossierAct.resolve, DossierRefusal.notAccepted),
        (.accepted, .accept, .alreadyAccepted), (.resolved, .accept, .closed(.resolved)),
        (.refused, .resolve, .closed(.refused)), (.withdrawn, .withdraw, .closed(.withdrawn)),
        (.resolved, .withdraw, .closed(.resolved)),
    ])
    func isRefused(_ from: Dossier.State, _ act: DossierAct, _ refusal: DossierRefusal) {
        #expect(throws: refusal) { try from.after(act) }
    }

    @Test func aRefusedActChangesNothing() {
        let before = dossier(.accepted)
        var after = before
        #expect(throws: DossierRefusal.answerMissing) { try after.resolve(with: "", by: officer, at: now) }
        #expect(throws: DossierRefusal.basisMissing) {
            try after.refuse(for: RefusalReason(words: "Thiếu", basis: ""), by: officer, at: now)
        }
        #expect(throws: DossierRefusal.reasonMissing) {
            try after.refuse(for: RefusalReason(words: "", basis: "Điều 16"), by: officer, at: now)
        }
        #expect(throws: DossierRefusal.codeMistyped) { try after.withdraw(typed: "0008", at: now) }
        #expect(after == before)
    }

    @Test func acceptingKeepsThePromisedDay() throws {
        var taken = dossier(.submitted)
        try taken.accept(by: officer, at: now)
        #expect(
            taken.state == .accepted && taken.acceptedAt == now && taken.assigneeID == officer && taken.dueOn == nil)
        #expect(throws: DossierRefusal.alreadyYours) { try taken.assign(to: officer) }
        try taken.withdraw(typed: "0007", at: now)
        #expect(taken.state == .withdrawn)
    }

    @Test(arguments: [
        ("0912 345 678", "0912345678"), ("+84 912.345.678", "0912345678"), ("(0216) 385-2345", "02163852345"),
        ("0216385234", "0216385234"),
    ])
    func takesPhoneNumbers(_ typed: String, _ digits: String) { #expect(PhoneNumber(typed)?.digits == digits) }

    @Test(arguments: [
        "", "912345678", "09123456", "091234567890", "0112345678", "0912a45678", "++84912345678", "+1 555",
    ])
    func refusesOtherNumbers(_ typed: String) { #expect(PhoneNumber(typed) == nil) }
}

@Suite("Ngày hẹn trả") struct DueDayTests {
    private let calendar: WorkingCalendar
    private let off: Set<String>
    private let made: Set<String>

    /// The second count reads the file by itself and knows nothing of `WorkingCalendar`.
    init() throws {
        let bytes = [UInt8](try Shipped.data("seeds/holidays-vn.csv"))
        calendar = WorkingCalendar(try CalendarEntry.read(bytes))
        var off: Set<String> = []
        var made: Set<String> = []
        for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n").dropFirst() {
            if line.contains("makeup_workday") {
                made.insert(String(line.prefix(10)))
            } else {
                off.insert(String(line.prefix(10)))
            }
        }
        self.off = off
        self.made = made
    }

    private func isWorked(_ day: Day) -> Bool {
        if made.contains(day.iso) { return true }
        return !day.weekday.isWeekend && !off.contains(day.iso)
    }

    private func counted(_ term: Term, from sent: Instant) -> Day {
        var day = sent.day
        if !isWorked(day) || sent.minuteOfDay >= 15 * 60 {
            repeat { day = day + 1 } while !isWorked(day)
        }
        switch term.measure {
        case .day:
            day = day + term.count
            while !isWorked(day) { day = day + 1 }
        case .workingDay, .hour:
            var left = term.measure == .hour ? (term.count + 7) / 8 : term.count
            while left > 0 {
                day = day + 1
                if isWorked(day) { left -= 1 }
            }
        }
        return day
    }

    @Test func agreesWithAnIndependentCount() throws {
        let terms = [Term.Measure.workingDay, .day, .hour].flatMap { measure in
            [1, 3, 8, 9, 20].compactMap { Term(count: $0, measure: measure, field: "x") }
        }
        #expect(terms.count == 15)
        var differing: [String] = []
        var day = try day("2021-01-01")
        let end = try ProceduresTests.day("2025-12-31")
        while day <= end {
            for term in terms {
                for hour in [9, 15] {
                    let sent = Instant(day: day, hour: hour)
                    let (due, expected) = (DossierTerm.dueDay(term, sent: sent, calendar), counted(term, from: sent))
                    if due != expected { differing.append("\(term) from \(sent): \(expected)") }
                }
            }
            day = day + 3
        }
        #expect(differing.isEmpty)
    }

    /// Tết 2023 was 20 to 26 January.
    @Test(arguments: [
        ("2022-07-22", 9, 1, "2022-07-25"), ("2022-07-22", 15, 1, "2022-07-26"), ("2022-07-23", 9, 1, "2022-07-26"),
        ("2023-01-19", 9, 3, "2023-01-31"), ("2023-01-19", 16, 3, "2023-02-01"), ("2022-08-31", 9, 1, "2022-09-05"),
    ])
    func leapsOverHolidays(_ sent: String, _ hour: Int, _ count: Int, _ due: String) throws {
        let term = try #require(Term(count: count, measure: .workingDay, field: "x"))
        let found = DossierTerm.dueDay(term, sent: Instant(day: try day(sent), hour: hour), calendar)
        #expect(found?.iso == due)
    }

    @Test func promisesNothingWithoutATerm() {
        #expect(Term(count: nil, measure: .day, field: "x") == nil)
        #expect(Term(count: 1100, measure: nil, field: "Quốc tịch") == nil)
        #expect(Term(count: 5, measure: nil, field: "Hộ tịch")?.measure == .workingDay)
        #expect(DossierTerm.dueDay(nil, sent: .now, calendar) == nil)
    }

    @Test(arguments: [
        ("2022-07-25", 5, 0, false), ("2022-07-26", 4, 1, false), ("2022-08-01", 0, 5, false),
        ("2022-08-02", 0, 5, true), ("2022-08-06", 0, 5, true),
    ])
    func clockCountsWorkingDays(_ today: String, _ left: Int, _ used: Int, _ isLate: Bool) throws {
        let clock = DossierClock(
            due: try day("2022-08-01"), sent: Instant(day: try day("2022-07-25"), hour: 9), stopped: nil,
            today: try day(today), calendar)
        #expect(clock.left == left && clock.used == used && clock.isLate == isLate && clock.total == 5)
        #expect(clock.rise.steps.count == 5 + clock.late)
    }
}
