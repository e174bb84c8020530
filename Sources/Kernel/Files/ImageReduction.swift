public import Store
import Subprocess

/// What is made of an image.
public enum ImageVariant: String, Sendable, CaseIterable, Codable, SQLConvertible {
    /// For a page: 1600 pixels at most.
    case page
    /// For a list: 320 pixels at most.
    case thumbnail

    var pixels: Int {
        switch self {
        case .page: 1600
        case .thumbnail: 320
        }
    }
}

/// Makes small images of large ones, turned upright and without what the camera wrote into them: where and when a
/// photograph was taken is nobody's business but its sender's. libvips runs as a process of its own, because
/// decoders of images are where harmful files strike.
public struct ImageReduction: Sendable {
    public static let kind = "files.reduce-image"
    /// Seconds that one image may take.
    private static let patience = 60

    private struct Order: Codable {
        let sha256: ContentHash
        let variant: ImageVariant
    }

    private let vault: FileVault

    public init(_ vault: FileVault) { self.vault = vault }

    /// Asks for every variant that the image does not have yet, in the transaction that attaches it.
    public static func request(for file: StoredFile, in db: any Session, at now: Instant = .now) throws {
        guard file.type.isImage else { return }
        for variant in ImageVariant.allCases where try FileStore(db: db).derived(of: file.hash, variant) == nil {
            try JobQueue(db: db).enqueue(
                kind, try JobPayload(Order(sha256: file.hash, variant: variant)), at: now, maxAttempts: 4,
                dedupeKey: "\(kind):\(variant.rawValue):\(file.hash)", wakesRunners: false)
        }
    }

    public var handler: JobHandler {
        { _, payload in
            let order: Order = try payload.decoded()
            try await self.reduce(order.sha256, order.variant)
        }
    }

    /// - Throws: `ImageReductionError`, `StoreError`. That the file is gone is no error: there is nothing to do.
    func reduce(_ hash: ContentHash, _ variant: ImageVariant) async throws {
        guard let file = try await vault.database.read({ db in try FileStore(db: db).find(hash) }) else { return }
        let stem = "\(vault.storage.incoming)/\(ID<StoredFile>.new())"
        let (source, target) = ("\(stem).\(file.type.extensions[0])", "\(stem).reduced.jpg")
        do {
            try await copy(file, to: source)
            try await runVips(source: source, target: target, pixels: variant.pixels)
            let bytes = try await Disk.off {
                try Disk.read(target, from: 0, count: FileLimits.standard.file)
            }
            let derived = try await vault.keep(FileVault.stream(of: bytes), as: .jpeg)
            try await vault.database.write { db in try FileStore(db: db).addDerived(derived.hash, of: hash, variant) }
            try await discard([source, target])
        } catch {
            try await discard([source, target])
            throw error
        }
    }

    private func copy(_ file: StoredFile, to path: String) async throws {
        let folder = vault.storage.incoming
        try await Disk.off { try Disk.makeFolder(folder) }
        var offset = 0
        for try await chunk in vault.read(file) {
            let start = offset
            try await Disk.off { try Disk.write(chunk, to: path, at: start) }
            offset += chunk.count
        }
    }

    private func discard(_ paths: [String]) async throws {
        try await Disk.off { for path in paths { try Disk.remove(path) } }
    }

    private func runVips(source: String, target: String, pixels: Int) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                let result = try await run(
                    .name("vipsthumbnail"),
                    arguments: [
                        source, "--size", "\(pixels)x\(pixels)>", "--export-profile", "srgb", "--vips-concurrency=1",
                        // JPEG, because libvips 8.14 leaves the camera's data in a WebP that it was told to strip.
                        "-o", "\(target)[Q=80,strip,background=255]",
                    ],
                    environment: .inherit.updating(["VIPS_BLOCK_UNTRUSTED": "1"]),
                    output: .discarded, error: .string(limit: 65_536))
                guard result.terminationStatus.isSuccess else {
                    throw ImageReductionError.failed(result.standardError)
                }
            }
            group.addTask {
                try await Task.sleep(for: .seconds(Self.patience))
                throw ImageReductionError.tookTooLong
            }
            try await group.next()
            group.cancelAll()
        }
    }
}

public enum ImageReductionError: Error, Equatable {
    /// What vipsthumbnail said.
    case failed(String)
    case tookTooLong
}
