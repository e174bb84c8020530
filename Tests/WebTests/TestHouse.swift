import Foundation
import HTTPTypes
import Kernel
import Logging
import Store
import TestKit

@testable import Web

/// A small house with its kernel's tables, two accounts and whatever doors a test hangs.
struct TestHouse: Sendable {
    let house: House
    let database: any Database
    let folder: String
    let doors: [Door]

    static func open<Value>(
        on engine: TestEngine = .sqlite, assets: Assets = Assets(),
        settings: House.Settings = House.Settings(node: "test"), doors: (FileVault, any Database) -> [Door],
        _ body: (TestHouse) async throws -> Value
    ) async throws -> Value {
        try await withDatabase(engine) { database in
            _ = try await Migrator(KernelModule.migrations).run(on: database)
            let folder = FileManager.default.temporaryDirectory.appending(path: "thacba-web-\(UUID().uuidString)").path
            defer { try? FileManager.default.removeItem(atPath: folder) }
            let vault = FileVault(
                database: database, storage: engine == .sqlite ? .folder(folder) : .database(spool: folder))
            var logger = Logger(label: "test")
            logger.logLevel = .critical
            let english = Catalogue(
                language: .en,
                ["Trang này không còn ở đây": "This page is no longer here", "Xin chào": "Hello"])
            let house = House(
                database: database, roles: Roles([]), clock: .system, languages: Languages([.en: english]),
                assets: assets, files: vault, shell: Shell(province: { _ in "Yên Bái" }, officerMenu: []),
                metrics: Metrics(), logger: logger, settings: settings)
            return try await body(
                TestHouse(house: house, database: database, folder: folder, doors: doors(vault, database)))
        }
    }

    func visitor(_ defaults: HTTPFields = [:]) -> HouseClient {
        HouseClient(house: house, doors: doors, defaults: defaults)
    }

    /// A session without the cost of a password.
    func token(for name: String) async throws -> String {
        try await database.write { db in
            let accounts = AccountStore(db: db)
            let now = Instant.now
            let account =
                try accounts.find(named: name)
                ?? accounts.insert(
                    AccountDraft(name: name, displayName: "Nguyễn Văn \(name)", passwordHash: "-"), now: now)
            return try SessionStore(db: db).insert(
                for: account.id, lifetimeSeconds: 3_600, address: "", agent: "", now: now
            ).token
        }
    }

    func signedIn(_ name: String = "nguyen.an") async throws -> HouseClient {
        let client = visitor()
        client.cookies = ["session": try await token(for: name)]
        return client
    }

    /// Rows of a counter that test doors add to.
    func count() async throws -> Int {
        try await database.read { db in try db.value("SELECT COUNT(*) FROM test_act") ?? 0 }
    }

    /// Names of files in the vault's folder.
    func storedFiles() -> [String] {
        let paths = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
        return paths.filter { path in
            var isFolder: ObjCBool = false
            return FileManager.default.fileExists(atPath: "\(folder)/\(path)", isDirectory: &isFolder)
                && !isFolder.boolValue
        }
    }
}

/// A small PDF, padded to a size.
func pdf(_ size: Int = 400) -> [UInt8] {
    let head = Array("%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n".utf8)
    return head + [UInt8](repeating: UInt8(ascii: "\n"), count: max(0, size - head.count))
}
