import Kernel
import Testing

@testable import Register

@Suite("Đồng ý cho làm thay: quy tắc") struct ConsentRuleTests {
    static let today = Day(number: 19_198)

    static let drafts: [(MandateKind, [MandateAct], Int, ConsentRefusal?)] = [
        (.helper, [.see], 0, nil),
        (.proxy, [.see, .correct, .question], 366, nil),
        (.proxy, [.see], 367, .tooLong),
        (.proxy, [.see], -1, .past),
        (.proxy, [], 10, .actsMissing),
        (.helper, [.see, .correct], 10, .helperDecides),
        (.guardian, [.see], 10, .guardianship),
    ]

    @Test(arguments: drafts)
    func aDraft(_ kind: MandateKind, _ acts: [MandateAct], _ days: Int, _ refusal: ConsentRefusal?) throws {
        let make = { try ConsentDraft(kind: kind, acts: acts, lastDay: Self.today + days, today: Self.today) }
        if let refusal { #expect(throws: refusal) { try make() } } else { #expect(try make().acts == acts) }
    }

    static func mandate(_ kind: MandateKind, _ purpose: String) -> Mandate {
        Mandate(
            id: .new(), personID: .new(), holderID: .new(), kind: kind, purpose: purpose, consent: "x",
            validFrom: today, validTo: today + 9)
    }

    @Test func whatAMandateAllowsIsWhatItSays() {
        let all = MandateAct.purpose(of: MandateAct.allCases)
        #expect(MandateAct.allowed(by: Self.mandate(.proxy, all)) == Set(MandateAct.allCases))
        #expect(MandateAct.allowed(by: Self.mandate(.helper, all)) == [.see])
        #expect(MandateAct.allowed(by: Self.mandate(.proxy, MandateAct.purpose(of: [.correct]))) == [.correct])
        // Words that an office wrote for something else open nothing here.
        #expect(MandateAct.allowed(by: Self.mandate(.proxy, "Nhận lương hưu")).isEmpty)
        #expect(MandateAct.allowed(by: Self.mandate(.guardian, "Chăm sóc cháu")) == Set(MandateAct.allCases))
    }

    @Test func theLastDayIsThePersonsOwn() throws {
        let (person, holder) = (Person(id: .new(), fullName: "A B"), Person(id: .new(), fullName: "C D"))
        let draft = try ConsentDraft(kind: .proxy, acts: [.see], lastDay: Self.today + 1, today: Self.today)
        let mandate = draft.mandate(of: person, to: holder, at: Instant(day: Self.today, hour: 9))
        #expect(mandate.holds(on: Self.today + 1))
        #expect(!mandate.holds(on: Self.today + 2))
        #expect(mandate.consent.contains("A B") && mandate.consent.contains("C D"))
    }
}
