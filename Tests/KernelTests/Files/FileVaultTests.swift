import Foundation
import Store
import TestKit
import Testing

@testable import Kernel

@Suite struct FileVaultTests {
    static let large = FileSamples.pdf + (0..<900_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    static let name = FileName("don.pdf")

    @Test(arguments: TestEngine.available)
    func aFileComesBackAsItWas(engine: TestEngine) async throws {
        try await withFiles(engine) { house in
            let file = try await house.vault.put(pieces(Self.large, of: 100_001), named: Self.name)
            #expect(file.size == Self.large.count && file.type == .pdf)
            #expect(file.hash == ContentHash(Sha256.of(Self.large)))
            #expect(try await house.vault.read(file).collected() == Self.large)
            let range = 262_140..<800_000
            #expect(try await house.vault.read(file, range).collected() == Array(Self.large[range]))
            #expect(try await house.vault.read(file, 0..<Int.max).collected() == Self.large)
            #expect(try house.filesOnDisk().count == (engine == .sqlite ? 1 : 0))
        }
    }

    @Test(arguments: TestEngine.available)
    func theSameBytesAreKeptOnce(engine: TestEngine) async throws {
        try await withFiles(engine) { house in
            let files = try await withThrowingTaskGroup(of: StoredFile.self) { group in
                for _ in 0..<4 { group.addTask { try await house.vault.put(FileSamples.pdf, named: Self.name) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(Set(files.map(\.hash)).count == 1)
            #expect(try await house.rows() == (engine == .sqlite ? 1 : 2))
        }
    }

    @Test(arguments: TestEngine.available)
    func tooMuchIsRefusedAtTheLimitAndNothingIsKept(engine: TestEngine) async throws {
        try await withFiles(engine) { house in
            let limits = FileLimits(file: 500_000, together: 1_000_000)
            let taken = Counter()
            let chunks = AsyncThrowingStream<[UInt8], any Error>(unfolding: {
                await taken.add(100_000)
                return [UInt8](repeating: 65, count: 100_000)
            })
            await #expect(throws: FileRefusal.tooLarge(limit: 500_000)) {
                _ = try await house.vault.put(chunks, named: Self.name, limits: limits)
            }
            #expect(await taken.sum == 600_000)
            await #expect(throws: FileRefusal.tooLarge(limit: 500_000)) {
                _ = try await house.vault.put(
                    pieces([], of: 1), named: Self.name, length: 500_000_000, limits: limits)
            }
            try await house.expectNothingKept()
        }
    }

    @Test(arguments: TestEngine.available)
    func whatIsNotAcceptedIsRefusedAndNotKept(engine: TestEngine) async throws {
        try await withFiles(engine) { house in
            let cases: [([UInt8], String, FileRefusal)] = [
                (FileSamples.program, "don.pdf", .typeNotAllowed), (FileSamples.html, "don.txt", .typeNotAllowed),
                (FileSamples.pdf, "don.exe", .typeNotAllowed), (FileSamples.archive, "don.docx", .typeNotAllowed),
                (FileSamples.pdf, "anh.jpg", .contentDiffersFromName(.pdf)), ([], "don.pdf", .empty),
            ]
            for (bytes, name, refusal) in cases {
                await #expect(throws: refusal, "\(name)") {
                    _ = try await house.vault.put(bytes, named: FileName(name))
                }
            }
            await #expect(throws: ConnectionBroken.self) {
                _ = try await house.vault.put(pieces(Self.large, of: 99_999, breaks: true), named: Self.name)
            }
            try await house.expectNothingKept()
        }
    }

    @Test(arguments: TestEngine.available)
    func filesBelongToTheirSubjectWithinItsLimit(engine: TestEngine) async throws {
        try await withFiles(engine) { house in
            let file = try await house.vault.put(FileSamples.pdf, named: Self.name)
            let limits = FileLimits(file: 100, together: file.size * 2)
            let id = try await house.attach(file, limits: limits)
            _ = try await house.attach(file, limits: limits)
            await #expect(throws: FileRefusal.tooMuchTogether(limit: file.size * 2)) {
                _ = try await house.attach(file, limits: limits)
            }
            let uses = try await house.database.read { db in
                try FileStore(db: db).uses(of: FileSubject("dossier", "d1"))
            }
            #expect(uses.map(\.name) == ["don.pdf", "don.pdf"] && uses[0].id == id && uses[0].file == file)
            try await house.database.write { db in
                try FileStore(db: db).detach(id)
                try FileStore(db: db).quarantine(file.hash)
            }
            await #expect(throws: FileRefusal.gone) { _ = try await house.attach(file) }
        }
    }

    @Test(arguments: TestEngine.available)
    func bytesThatNothingRefersToAreCollectedAfterADay(engine: TestEngine) async throws {
        try await withFiles(engine) { house in
            // A request that died between receiving the bytes and writing its fact.
            let lost = try await house.vault.put(FileSamples.text, named: FileName("don.txt"))
            let used = try await house.vault.put(FileSamples.pdf, named: Self.name)
            let use = try await house.attach(used)
            #expect(
                try await house.database.read { db in
                    try FileStore(db: db).uses(of: FileSubject("dossier", "d1"))
                }.map(\.file) == [used])
            let upkeep = FileUpkeep(house.vault)
            #expect(try await upkeep.collect(now: .now + .seconds(86_000)) == 0)
            #expect(try await upkeep.collect(now: .now + .seconds(86_500)) == 1)
            #expect(try await house.database.read { db in try FileStore(db: db).find(lost.hash) } == nil)
            #expect(try await house.vault.read(used).collected() == FileSamples.pdf)
            try await house.database.write { db in try FileStore(db: db).detach(use) }
            #expect(try await upkeep.collect(now: .now + .seconds(86_500)) == 1)
            try await house.expectNothingKept()
        }
    }

    @Test func whatAStoppedCollectorPutAsideComesBack() async throws {
        try await withFiles(.sqlite) { house in
            let file = try await house.vault.put(FileSamples.pdf, named: Self.name)
            _ = try await house.attach(file)
            let storage = house.vault.storage
            try Disk.makeFolder(storage.trash)
            try Disk.move(storage.path(of: file.hash), to: "\(storage.trash)/\(file.hash)")
            await #expect(throws: (any Error).self) { _ = try await house.vault.read(file).collected() }
            try await FileUpkeep(house.vault).collect(now: .now)
            #expect(try await house.vault.read(file).collected() == FileSamples.pdf)
        }
    }

    @Test(arguments: TestEngine.available)
    func imagesAreReducedUprightAndTellNothingOfTheCamera(engine: TestEngine) async throws {
        try await withFiles(engine) { house in
            let file = try await house.vault.put(FileSamples.photograph, named: FileName("anh.jpg"))
            _ = try await house.attach(file)
            try await house.database.write { db in
                try ImageReduction.request(for: file, in: db)
                try ImageReduction.request(for: file, in: db)
            }
            let runner = JobRunner(
                database: house.database, node: "n1", clock: .system,
                handlers: [ImageReduction.kind: ImageReduction(house.vault).handler])
            #expect(try await runner.runDue() == 2)
            let small = try await house.database.read { db in try FileStore(db: db).derived(of: file.hash, .thumbnail) }
            let bytes = try await house.vault.read(try #require(small)).collected()
            #expect(small?.type == .jpeg)
            #expect(String(decoding: FileSamples.photograph, as: UTF8.self).contains("SECRETCAM"))
            #expect(!String(decoding: bytes, as: UTF8.self).contains("SECRETCAM"))
            // It is referred to by its original: not collected.
            try await FileUpkeep(house.vault).collect(now: .now + .seconds(90_000))
            #expect(try await house.vault.read(try #require(small)).collected() == bytes)
            #expect(try house.filesOnDisk().count == (engine == .sqlite ? 3 : 0))
        }
    }
}

private actor Counter {
    private(set) var sum = 0

    func add(_ count: Int) { sum += count }
}
