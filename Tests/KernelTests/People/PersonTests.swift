import Store
import TestKit
import Testing

@testable import Kernel

@Suite("People") struct PersonTests {
    @Test(arguments: TestEngine.available) func aPersonIsSeenWithinTheScopeOnly(_ engine: TestEngine) async throws {
        try await withKernelHouse(engine) { house in
            let commune = try house.commune
            let (an, binh) = try await house.database.write { db in
                let people = PersonStore(db: db)
                return (
                    try people.insert(fullName: "  Nguye\u{302}\u{303}n   Văn An ", now: KernelHouse.morning),
                    try people.insert(fullName: "Trần Thị Bình", now: KernelHouse.morning)
                )
            }
            #expect(an.fullName == "Nguyễn Văn An")
            #expect(an.fullName.utf8.elementsEqual("Nguyễn Văn An".utf8))
            try await house.database.read { db throws in
                let people = PersonStore(db: db)
                #expect(try people.find(an.id, within: .everything) == an)
                #expect(try people.find(an.id, within: .person(an.id)) == an)
                #expect(try people.find(an.id, within: .person(binh.id)) == nil)
                #expect(try people.find(an.id, within: .subtrees(UnitRoots([commune], on: KernelHouse.today))) == nil)
                #expect(try people.find(an.id, within: .nothing) == nil)
            }
        }
    }

    @Test(arguments: TestEngine.available) func namesThatAreNoneAreRefused(_ engine: TestEngine) async throws {
        try await withKernelHouse(engine) { house in
            let wrong: [(String, PersonRefusal)] = [
                (" \t ", .nameMissing), (String(repeating: "a", count: 201), .nameTooLong),
            ]
            for (name, refusal) in wrong {
                await #expect(throws: refusal) {
                    try await house.database.write { db throws in
                        try PersonStore(db: db).insert(fullName: name, now: KernelHouse.morning)
                    }
                }
            }
        }
    }
}
