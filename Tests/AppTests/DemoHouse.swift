import App
import Foundation
import HTTPTypes
import Kernel
import Logging
import Store
import TestKit
import Web

/// The whole house with the demo in it, on a database of its own.
struct DemoHouse: Sendable {
    let province: Province
    let database: any Database
    let folder: String

    static func open<Value>(
        _ engine: TestEngine, today: Day? = nil, _ body: (DemoHouse) async throws -> Value
    ) async throws -> Value {
        try await withDatabase(engine) { database in
            let folder = FileManager.default.temporaryDirectory.appending(path: "thacba-house-\(UUID().uuidString)")
                .path
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(atPath: folder) }
            var settings = Settings()
            settings.data = folder
            settings.today = today
            settings.node = "test"
            let opening = Opening(settings, over: database)
            try await opening.migrate()
            try await Demo(database: database, password: password, cost: .least).fill()
            var logger = Logger(label: "test")
            logger.logLevel = .critical
            let province = try await opening.province(logger: logger, cost: .least)
            return try await body(DemoHouse(province: province, database: database, folder: folder))
        }
    }

    static let password = "ba-con-dong-bao"

    func visitor() -> HouseClient { HouseClient(house: province.house, doors: province.doors) }

    /// A browser in which the demo account has signed in.
    func signedIn(_ name: String) async throws -> HouseClient {
        let client = visitor()
        let answer = try await client.post("/sign-in", [("login", name), ("password", Self.password)])
        guard answer.status.code == 303 else { throw SignInFailed(text: answer.text) }
        return client
    }

    struct SignInFailed: Error {
        let text: String
    }
}
