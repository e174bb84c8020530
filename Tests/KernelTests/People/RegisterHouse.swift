import Kernel
import Store
import TestKit

/// A house with a clerk's scope for Vũ Linh and a neighbour's for Bạch Hà, as the roles give them.
struct RegisterHouse: Sendable {
    let house: KernelHouse
    let clerk: Scope
    let neighbour: Scope
    let inclusion: InclusionScope

    static let vuLinh = "04765"
    static let bachHa = "04762"
    static let roles = Roles([
        Role("clerk", title: "Công chức", reach: .unit, permissions: [.look]),
        Role("social", title: "Công chức văn hóa - xã hội", reach: .unit, permissions: [.readInclusion]),
    ])

    static func open(_ engine: TestEngine, _ body: (RegisterHouse) async throws -> Void) async throws {
        try await withKernelHouse(engine) { house in
            let clerk = try await signedIn("thao", as: "clerk", at: vuLinh, in: house)
            let neighbour = try await signedIn("inh", as: "clerk", at: bachHa, in: house)
            let social = try await signedIn("mai", as: "social", at: vuLinh, in: house)
            try await body(
                RegisterHouse(
                    house: house, clerk: clerk.scope(for: .look, in: roles),
                    neighbour: neighbour.scope(for: .look, in: roles),
                    inclusion: InclusionScope(social, in: roles)))
        }
    }

    private static func signedIn(
        _ name: String, as role: String, at unit: String, in house: KernelHouse
    ) async throws -> SignedIn {
        let account = try await house.account(name)
        let draft = GrantDraft(
            accountID: account.id, role: role, unitID: try house.unit(unit), validFrom: KernelHouse.today)
        try await house.database.write { db in
            _ = try GrantStore(db: db, roles: roles).grant(
                draft, by: nil, within: .everything, now: KernelHouse.morning)
        }
        guard let signedIn = try await house.find(try await house.open(account)) else { throw NotFound() }
        return signedIn
    }

    static let recording = Recording(by: "thao", at: KernelHouse.morning, reason: "theo giấy khai sinh")

    func unit(_ code: String) throws -> ID<AdminUnit> { try house.unit(code) }

    /// Somebody who lives in a commune since 2010.
    @discardableResult
    func person(
        _ facts: PersonFacts, in code: String = vuLinh, numbers: [Identifier] = []
    ) async throws -> Person {
        let commune = try unit(code)
        return try await house.database.write { db in
            let person = try PersonStore(db: db).insert(facts, recording: Self.recording)
            let since = KernelHouse.today + -4000
            try ResidenceStore(db: db).settle(
                person.id, Residence(in: commune, since: since), within: .everything, recording: Self.recording)
            for number in numbers {
                _ = try IdentifierStore(db: db).give(
                    number, to: person.id, within: .everything, recording: Self.recording)
            }
            return person
        }
    }

    @discardableResult
    func write<Value: Sendable>(_ body: @escaping @Sendable (any Session) throws -> Value) async throws -> Value {
        try await house.database.write(body)
    }

    func read<Value: Sendable>(_ body: @escaping @Sendable (any Session) throws -> Value) async throws -> Value {
        try await house.database.read(body)
    }
}
