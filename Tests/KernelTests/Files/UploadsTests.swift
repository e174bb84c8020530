import Store
import TestKit
import Testing

@testable import Kernel

@Suite struct UploadsTests {
    static let account = ID<Account>.new()
    static let bytes = FileVaultTests.large
    static let name = FileName("don.pdf")

    private func create(_ house: FileHouse, length: Int = bytes.count, named name: FileName = name) async throws
        -> Upload
    {
        try await Uploads(house.vault).create(by: Self.account, named: name, length: length)
    }

    @Test(arguments: TestEngine.available)
    func anUploadGoesOnWhereItBroke(engine: TestEngine) async throws {
        try await withFiles(engine) { house in
            let uploads = Uploads(house.vault)
            let upload = try await create(house)
            await #expect(throws: ConnectionBroken.self) {
                _ = try await uploads.append(
                    pieces(Array(Self.bytes.prefix(400_000)), of: 30_000, breaks: true), to: upload.id,
                    by: Self.account, at: 0)
            }
            let reached = try await uploads.head(upload.id, by: Self.account).offset
            #expect(reached == 400_000)
            await #expect(throws: UploadError.incomplete(actual: 400_000)) {
                _ = try await uploads.finish(upload.id, by: Self.account)
            }
            let whole = try await uploads.append(
                pieces(Array(Self.bytes.dropFirst(reached)), of: 50_000), to: upload.id, by: Self.account, at: reached)
            #expect(whole.isComplete)
            let file = try await uploads.finish(upload.id, by: Self.account)
            #expect(try await uploads.finish(upload.id, by: Self.account) == file)
            #expect(try await house.vault.read(file).collected() == Self.bytes)
            #expect(try house.filesOnDisk().count == (engine == .sqlite ? 1 : 0))
        }
    }

    @Test(arguments: TestEngine.available)
    func bytesAtTheWrongPlaceAreRefused(engine: TestEngine) async throws {
        try await withFiles(engine) { house in
            let uploads = Uploads(house.vault)
            let upload = try await create(house)
            for offset in [1, 900_000] {
                await #expect(throws: UploadError.wrongOffset(actual: 0)) {
                    _ = try await uploads.append(
                        pieces(FileSamples.pdf, of: 10), to: upload.id, by: Self.account, at: offset)
                }
            }
            await #expect(throws: FileRefusal.tooLarge(limit: Self.bytes.count)) {
                _ = try await uploads.append(
                    pieces(Self.bytes + [0], of: 100_000), to: upload.id, by: Self.account, at: 0)
            }
            let reached = try await uploads.head(upload.id, by: Self.account).offset
            #expect(reached > 0 && reached <= Self.bytes.count)
        }
    }

    @Test(arguments: TestEngine.available)
    func anUploadIsItsOwnersAlone(engine: TestEngine) async throws {
        try await withFiles(engine) { house in
            let uploads = Uploads(house.vault)
            let upload = try await create(house)
            let stranger = ID<Account>.new()
            await #expect(throws: NotFound.self) { _ = try await uploads.head(upload.id, by: stranger) }
            await #expect(throws: NotFound.self) { try await uploads.cancel(upload.id, by: stranger) }
            await #expect(throws: NotFound.self) {
                _ = try await uploads.append(pieces([1], of: 1), to: upload.id, by: stranger, at: 0)
            }
            try await uploads.cancel(upload.id, by: Self.account)
            await #expect(throws: NotFound.self) { _ = try await uploads.head(upload.id, by: Self.account) }
        }
    }

    @Test(arguments: TestEngine.available)
    func whatCannotBeAcceptedIsRefusedBeforeItComes(engine: TestEngine) async throws {
        try await withFiles(engine) { house in
            await #expect(throws: FileRefusal.tooLarge(limit: 20 << 20)) {
                _ = try await create(house, length: 500_000_000)
            }
            await #expect(throws: FileRefusal.empty) { _ = try await create(house, length: 0) }
            await #expect(throws: FileRefusal.typeNotAllowed) {
                _ = try await create(house, named: FileName("don.exe"))
            }
            for _ in 0..<5 { _ = try await create(house, length: 20 << 20) }
            await #expect(throws: FileRefusal.tooMuchTogether(limit: 100 << 20)) {
                _ = try await create(house, length: 1)
            }
        }
    }

    @Test(arguments: TestEngine.available)
    func aWrongTypeIsRefusedAtTheEndAndNothingIsKept(engine: TestEngine) async throws {
        try await withFiles(engine) { house in
            let uploads = Uploads(house.vault)
            let upload = try await create(house, length: FileSamples.program.count)
            _ = try await uploads.append(
                pieces(FileSamples.program, of: 10), to: upload.id, by: Self.account, at: 0)
            await #expect(throws: FileRefusal.typeNotAllowed) {
                _ = try await uploads.finish(upload.id, by: Self.account)
            }
            try await house.expectNothingKept()
        }
    }

    @Test(arguments: TestEngine.available)
    func anExpiredUploadIsGoneWithItsFile(engine: TestEngine) async throws {
        try await withFiles(engine) { house in
            let uploads = Uploads(house.vault)
            let begun = try await create(house)
            _ = try await uploads.append(pieces(Self.bytes, of: 90_000), to: begun.id, by: Self.account, at: 0)
            _ = try await uploads.finish(begun.id, by: Self.account)
            let broken = try await create(house)
            _ = try await uploads.append(pieces([1, 2], of: 2), to: broken.id, by: Self.account, at: 0)
            let later = Instant.now + .seconds(86_500)
            await #expect(throws: NotFound.self) { _ = try await uploads.head(broken.id, by: Self.account, at: later) }
            #expect(try await FileUpkeep(house.vault).collect(now: later) == 1)
            try await house.expectNothingKept()
        }
    }
}
