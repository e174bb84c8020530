import Foundation
public import Store
import StorePostgres
import StoreSQLite

extension DatabaseAddress {
    /// Opens the engine that the address names; makes the folder of a new SQLite file.
    /// - Throws: `StoreError` or `SettingsError`.
    public func open() throws -> any Database {
        switch self {
        case .sqlite(let path):
            let folder = (path as NSString).deletingLastPathComponent
            if !folder.isEmpty {
                do {
                    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
                } catch {
                    throw SettingsError(
                        text: "database: the folder \(folder) cannot be made: \(error.localizedDescription)")
                }
            }
            return try SQLiteDatabase(path: path)
        case .postgres(let connectionString):
            return try PostgresDatabase(connectionString: connectionString)
        }
    }

    /// Without the password, for logs and pages.
    public var shown: String {
        switch self {
        case .sqlite(let path): return "sqlite:\(path)"
        case .postgres(let text):
            guard var parts = URLComponents(string: text) else { return "postgres" }
            if parts.password != nil { parts.password = "…" }
            return parts.string ?? "postgres"
        }
    }
}
