import Store

/// Deletes bytes that nothing has referred to for a day, and what broken requests have left behind.
public struct FileUpkeep: Sendable {
    public static let kind = "files.upkeep"
    public static let periodic = PeriodicJob(kind, every: 3600)

    private let vault: FileVault

    public init(_ vault: FileVault) { self.vault = vault }

    public var handler: JobHandler {
        { _, _ in
            try await self.collect(now: .now)
        }
    }

    /// - Parameter now: time of the machine.
    /// - Returns: files deleted.
    @discardableResult
    public func collect(now: Instant) async throws -> Int {
        try await restoreTrash()
        try await Uploads(vault).discardExpired(now: now)
        try await discardIncoming(now: now)
        let before = now - FileVault.patience
        var total = 0
        while true {
            let hashes = try await vault.database.read { db in
                try FileStore(db: db).unreferenced(before: before, limit: 100)
            }
            var deleted = 0
            for hash in hashes where try await delete(hash, before: before) { deleted += 1 }
            total += deleted
            if deleted == 0 { return total }
        }
    }

    /// Out of the way first, then forgotten, then gone. If somebody refers to the bytes meanwhile, forgetting fails
    /// and they go back to their place; if the machine stops in between, the next run puts them back.
    private func delete(_ hash: ContentHash, before: Instant) async throws -> Bool {
        let isForgotten = { @Sendable (db: any Session) in try FileStore(db: db).forget(hash, before: before) }
        guard case .folder = vault.storage else {
            do { return try await vault.database.write(isForgotten) } catch StoreError.foreignKey { return false }
        }
        let (place, trash) = (vault.storage.path(of: hash), vault.storage.trash)
        let aside = "\(trash)/\(hash)"
        try await Disk.off {
            try Disk.makeFolder(trash)
            try Disk.move(place, to: aside)
        }
        do {
            guard try await vault.database.write(isForgotten) else {
                try await putBack(hash)
                return false
            }
        } catch StoreError.foreignKey {
            try await putBack(hash)
            return false
        }
        try await Disk.off { try Disk.remove(aside) }
        return true
    }

    private func putBack(_ hash: ContentHash) async throws {
        let (folder, place, aside) = (
            vault.storage.folder(of: hash), vault.storage.path(of: hash), "\(vault.storage.trash)/\(hash)"
        )
        try await Disk.off {
            try Disk.makeFolder(folder)
            guard try Disk.move(aside, to: place) else { return }
            try Disk.sync(folder)
        }
    }

    private func restoreTrash() async throws {
        let trash = vault.storage.trash
        for name in try await Disk.off({ try Disk.names(in: trash) }) {
            guard let hash = ContentHash(hex: name) else { continue }
            if try await vault.database.read({ db in try FileStore(db: db).isKnown(hash) }) {
                try await putBack(hash)
            } else {
                try await Disk.off { try Disk.remove("\(trash)/\(name)") }
            }
        }
    }

    private func discardIncoming(now: Instant) async throws {
        let folder = vault.storage.incoming
        let before = Int((now - FileVault.patience).milliseconds / 1000)
        try await Disk.off {
            for name in try Disk.names(in: folder) {
                let path = "\(folder)/\(name)"
                if let changed = Disk.changed(path), changed < before { try Disk.remove(path) }
            }
        }
    }
}
