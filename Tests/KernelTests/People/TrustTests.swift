import Store
import TestKit
import Testing

@testable import Kernel

@Suite("Mandates and circumstances") struct TrustTests {
    private let recording = RegisterHouse.recording
    private let today = KernelHouse.today

    @Test(arguments: TestEngine.available)
    func aMandateIsWrittenDatedAndRevocable(_ engine: TestEngine) async throws {
        try await RegisterHouse.open(engine) { register in
            let (clerk, neighbour) = (register.clerk, register.neighbour)
            let grandmother = try await register.person(PersonFacts(fullName: "Lò Thị Ước", birth: .year(1898)))
            let helper = try await register.person(PersonFacts(fullName: "Vàng A Páo"), in: RegisterHouse.bachHa)
            let mandate = Mandate(
                id: .new(at: recording.at), personID: grandmother.id, holderID: helper.id, kind: .proxy,
                purpose: "Nộp hồ sơ bảo trợ xã hội", consent: "Tôi đồng ý để cháu nộp thay.", validFrom: today,
                validTo: today + 90)
            try await register.write { db throws in
                let mandates = MandateStore(db: db)
                #expect(throws: NotFound.self) {
                    try mandates.give(mandate, within: neighbour, recording: recording)
                }
                try mandates.give(mandate, within: clerk, recording: recording)
                #expect(try mandates.mandates(for: grandmother.id, within: clerk) == [mandate])
                #expect(try mandates.mandates(of: helper.id, within: .person(helper.id)) == [mandate])
                #expect(try mandates.mandates(for: grandmother.id, within: neighbour).isEmpty)
                // The person's own word is enough.
                try mandates.revoke(mandate.id, within: .person(grandmother.id), recording: recording)
                #expect(try mandates.mandates(for: grandmother.id, within: clerk)[0].holds(on: today) == false)
                #expect(throws: NotFound.self) {
                    try mandates.revoke(mandate.id, within: clerk, recording: recording)
                }
            }
        }
    }

    @Test(arguments: [
        (MandateKind.proxy, "việc", " ", Optional(1), MandateRefusal.consentMissing),
        (.proxy, "", "đồng ý", 1, .purposeMissing),
        (.helper, "việc", "đồng ý", 0, .endsBeforeItBegins),
        (.helper, "việc", "đồng ý", nil, .endMissing),
    ]) func aMandateWithoutItsWordsIsNone(
        _ kind: MandateKind, _ purpose: String, _ consent: String, _ days: Int?, _ refusal: MandateRefusal
    ) {
        let mandate = Mandate(
            id: .new(), personID: .new(), holderID: .new(), kind: kind, purpose: purpose, consent: consent,
            validFrom: today, validTo: days.map { today + $0 })
        #expect(throws: refusal) { try mandate.check() }
        #expect(mandate.holds(on: today) == (days != 0))
        #expect(!mandate.holds(on: today + 1) || days == nil)
    }

    @Test func guardianshipMayHaveNoEnd() throws {
        let (person, holder) = (ID<Person>.new(), ID<Person>.new())
        let mandate = Mandate(
            id: .new(), personID: person, holderID: holder, kind: .guardian, purpose: "Mọi việc",
            consent: "Quyết định 12/QĐ-UBND", validFrom: today, validTo: nil)
        try mandate.check()
        #expect(mandate.holds(on: today + 5000))
        #expect(!mandate.holds(on: today + -1))
    }

    @Test(arguments: TestEngine.available)
    func circumstancesHaveAPermissionOfTheirOwn(_ engine: TestEngine) async throws {
        try await RegisterHouse.open(engine) { register in
            let (clerk, social) = (register.clerk, register.inclusion)
            let commune = try register.unit(RegisterHouse.vuLinh)
            let person = try await register.person(PersonFacts(fullName: "Lò Thị Ước", birth: .year(1950)))
            let elsewhere = try await register.person(PersonFacts(fullName: "Vàng A Páo"), in: RegisterHouse.bachHa)
            try await register.write { db throws in
                let households = HouseholdStore(db: db)
                let inclusion = InclusionStore(db: db)
                let household = try households.insert(
                    in: commune, address: "", on: today, within: clerk, recording: recording)
                try households.join(
                    household.id, person.id, as: .head, since: today, within: clerk, recording: recording)
                try inclusion.note(
                    .readsLittle, of: person.id, from: today, source: "Trưởng thôn", within: social,
                    recording: recording)
                try inclusion.note(
                    .poorHousehold, of: household.id, from: today + -1, source: "QĐ 5/QĐ-UBND", within: social,
                    recording: recording)
                let facts = try inclusion.facts(of: person.id, on: today, within: social)
                #expect(facts.map(\.fact) == [.readsLittle, .poorHousehold])
                #expect(throws: InclusionRefusal.alreadyHolds) {
                    try inclusion.note(
                        .readsLittle, of: person.id, from: today, source: "x", within: social, recording: recording)
                }
                #expect(throws: InclusionRefusal.sourceMissing) {
                    try inclusion.note(
                        .hasPhone, of: person.id, from: today, source: " ", within: social, recording: recording)
                }
                #expect(throws: NotFound.self) {
                    try inclusion.note(
                        .disability, of: elsewhere.id, from: today, source: "x", within: social, recording: recording)
                }
                #expect(try inclusion.facts(of: elsewhere.id, on: today, within: social).isEmpty)
                #expect(
                    try inclusion.facts(of: person.id, on: today, within: InclusionScope(own: person.id)).count == 2)
                try inclusion.end(facts[0].id, on: today + 1, within: social)
                #expect(throws: NotFound.self) { try inclusion.end(facts[0].id, on: today + 1, within: social) }
                try inclusion.end(facts[1].id, on: today + 1, within: social)
            }
        }
    }
}
