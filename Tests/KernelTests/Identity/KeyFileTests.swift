import Foundation
import Testing

@testable import Kernel

@Suite("The key file") struct KeyFileTests {
    private static let secret = Array("hạt giống".utf8)

    @Test func isMadeForItsOwnerAlone() throws {
        try withFolder { folder in
            let path = "\(folder)/keys/deep/thacba.key"
            #expect(throws: KeyFileError.missing(path: path)) { try KeyFile.open(at: path) }
            let made = try KeyFile.openOrCreate(at: path, now: .now)
            #expect(try KeyFile.openOrCreate(at: path, now: .now).keyIDs == made.keyIDs)
            #expect(try permissions(of: path) == 0o600)
            #expect(try permissions(of: "\(folder)/keys") == 0o700)
            #expect(try FileManager.default.contentsOfDirectory(atPath: "\(folder)/keys/deep") == ["thacba.key"])
        }
    }

    @Test func sealsForOneContextOnly() throws {
        try withFolder { folder in
            let file = try KeyFile.openOrCreate(at: "\(folder)/key", now: .now)
            let sealed = try file.seal(Self.secret, context: "totp:1")
            #expect(try file.seal(Self.secret, context: "totp:1") != sealed)
            #expect(try file.open(sealed, context: "totp:1") == Self.secret)
            #expect(try file.open(try file.seal([], context: "x"), context: "x") == [])
            #expect(throws: SealError.forged) { try file.open(sealed, context: "totp:2") }
            let last = try #require(sealed.last)
            let changed = sealed.dropLast() + (last == "A" ? "B" : "A")
            #expect(throws: SealError.self) { try file.open(String(changed), context: "totp:1") }
            #expect(throws: SealError.malformed) { try file.open("nonsense", context: "totp:1") }
            #expect(throws: SealError.malformed) { try file.open(file.keyIDs[0] + ".AAAA", context: "totp:1") }
            #expect(throws: SealError.unknownKey(id: "00")) { try file.open("00.AAAA", context: "totp:1") }
        }
    }

    @Test func rotatesWithoutLosingWhatWasSealed() throws {
        try withFolder { folder in
            let path = "\(folder)/key"
            let sealed = try KeyFile.openOrCreate(at: path, now: .now).seal(Self.secret, context: "x")
            let rotated = try KeyFile.open(at: path).rotated(now: .now)
            #expect(rotated.keyIDs.count == 2)
            let reopened = try KeyFile.open(at: path)
            #expect(reopened.keyIDs == rotated.keyIDs)
            #expect(try reopened.open(sealed, context: "x") == Self.secret)
            #expect(try reopened.seal(Self.secret, context: "x").hasPrefix(rotated.keyIDs[1] + "."))
            #expect(try permissions(of: path) == 0o600)
        }
    }

    @Test func saysWhatIsWrongWithIt() throws {
        try withFolder { folder in
            let path = "\(folder)/key"
            _ = try KeyFile.openOrCreate(at: path, now: .now)
            try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
            #expect(throws: KeyFileError.tooOpen(path: path)) { try KeyFile.openOrCreate(at: path, now: .now) }
            #expect(KeyFileError.tooOpen(path: path).message.contains("chmod 600 \(path)"))
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
            let whole = try Data(contentsOf: URL(filePath: path))
            for damaged in [Data(), Data("{}\n".utf8), whole.prefix(40)] {
                try damaged.write(to: URL(filePath: path))
                #expect(throws: KeyFileError.damaged(path: path, line: 1)) { try KeyFile.open(at: path) }
            }
            try (whole + Data("??\n".utf8)).write(to: URL(filePath: path))
            #expect(throws: KeyFileError.damaged(path: path, line: 2)) { try KeyFile.open(at: path) }
            #expect(throws: KeyFileError.self) { try KeyFile.open(at: folder) }
        }
    }

    @Test func isMadeOnceWhenManyStartTogether() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "thacba-key-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let ids = try await withThrowingTaskGroup(of: [String].self) { group in
            for _ in 0..<8 {
                group.addTask { try KeyFile.openOrCreate(at: "\(folder)/key", now: .now).keyIDs }
            }
            return try await group.reduce(into: Set<[String]>()) { $0.insert($1) }
        }
        #expect(ids.count == 1)
    }

    private func withFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "thacba-key-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder.path)
    }

    private func permissions(of path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }
}
