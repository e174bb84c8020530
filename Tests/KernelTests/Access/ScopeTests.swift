import Store
import TestKit
import Testing

@testable import Kernel

@Suite("What somebody may see") struct ScopeTests {
    private static let person = ID<Person>.new()
    private static let (north, south) = (ID<AdminUnit>.new(), ID<AdminUnit>.new())

    private static func roots(_ ids: ID<AdminUnit>...) -> UnitRoots { UnitRoots(ids, on: KernelHouse.today) }

    @Test(arguments: [
        (Scope.nothing, Scope.nothing, Scope.nothing),
        (.nothing, .everything, .everything),
        (.subtrees(roots(north)), .everything, .everything),
        (.subtrees(roots(north)), .nothing, .subtrees(roots(north))),
        (
            .subtrees(roots(north)), .subtrees(roots(south)),
            .subtrees(UnitRoots([north, south].sorted(), on: KernelHouse.today))
        ),
        (.subtrees(roots(north)), .subtrees(roots(north)), .subtrees(roots(north))),
        (.subtrees(roots(north)), .person(person), .subtreesAndPerson(roots(north), person)),
        (.person(person), .subtreesAndPerson(roots(south), person), .subtreesAndPerson(roots(south), person)),
        (.person(person), .person(person), .person(person)),
    ])
    func rolesAddUp(_ left: Scope, _ right: Scope, _ both: Scope) {
        #expect(left.union(right) == both)
        #expect(right.union(left) == both)
    }

    @Test func aPermissionReachesAsFarAsTheRolesThatHoldIt() {
        let signedIn = Self.signedIn(
            person: Self.person, [("citizen", nil), ("clerk", Self.north), ("gone", Self.south), ("admin", nil)])
        let roles = KernelHouse.roles
        #expect(signedIn.scope(for: .look, in: roles) == .subtreesAndPerson(Self.roots(Self.north), Self.person))
        #expect(signedIn.scope(for: .work, in: roles) == .subtrees(Self.roots(Self.north)))
        #expect(signedIn.scope(for: .grantRoles, in: roles) == .everything)
        #expect(signedIn.holds(.work, in: roles))
    }

    @Test func aRoleWithoutItsAnchorReachesNothing() {
        let signedIn = Self.signedIn(person: nil, [("citizen", nil), ("clerk", nil)])
        #expect(signedIn.scope(for: .look, in: KernelHouse.roles) == .nothing)
        #expect(!signedIn.holds(.look, in: KernelHouse.roles))
    }

    @Test(arguments: TestEngine.available) func subtreesCoverWhatLiesUnderThem(_ engine: TestEngine) async throws {
        try await withKernelHouse(engine) { house in
            let (commune, district, other) = (try house.commune, try house.district, try house.unit("135"))
            try await house.database.read { db throws in
                let territory = TerritoryStore(db: db)
                #expect(try territory.covers(commune, .subtrees(Self.roots(district))))
                #expect(try territory.covers(commune, .subtrees(Self.roots(commune))))
                #expect(try territory.covers(commune, .subtrees(Self.roots(other, district))))
                #expect(try territory.covers(commune, .everything))
                #expect(try !territory.covers(district, .subtrees(Self.roots(commune))))
                #expect(try !territory.covers(commune, .subtrees(Self.roots(other))))
                #expect(try !territory.covers(commune, .subtrees(Self.roots())))
                #expect(try !territory.covers(commune, .person(Self.person)))
                #expect(try !territory.covers(commune, .nothing))
            }
        }
    }

    @Test(arguments: TestEngine.available) func unitOrPersonIsEnough(_ engine: TestEngine) async throws {
        try await withKernelHouse(engine) { house in
            let (commune, district, other) = (try house.commune, try house.district, try house.unit("135"))
            let somebody = ID<Person>.new()
            try await house.database.read { db throws in
                func isCovered(_ unit: ID<AdminUnit>, _ person: ID<Person>, by scope: Scope) throws -> Bool {
                    try db.exists(
                        """
                        SELECT 1 FROM kernel_unit u
                        WHERE u.id = \(unit) AND \(scope.covers(unit: "u.id", person: "\(person)"))
                        """)
                }
                let both = Scope.subtreesAndPerson(Self.roots(district), Self.person)
                #expect(try isCovered(commune, somebody, by: both))
                #expect(try isCovered(other, Self.person, by: both))
                #expect(try !isCovered(other, somebody, by: both))
                #expect(try isCovered(other, Self.person, by: .person(Self.person)))
                #expect(try !isCovered(commune, somebody, by: .person(Self.person)))
                #expect(try !isCovered(other, Self.person, by: .subtrees(Self.roots(district))))
            }
        }
    }

    private static func signedIn(person: ID<Person>?, _ grants: [(String, ID<AdminUnit>?)]) -> SignedIn {
        SignedIn(
            accountID: .new(), name: "ann", displayName: "An", personID: person, sessionID: .new(), csrfSecret: [],
            seenAt: KernelHouse.morning, lifetimeSeconds: 60,
            grants: grants.map { HeldRole(grantID: .new(), role: $0, unitID: $1) }, day: KernelHouse.today)
    }
}
