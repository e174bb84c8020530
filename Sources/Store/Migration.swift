/// One step forward of a module's tables. A step that has shipped is never edited.
public struct Migration: Sendable {
    /// `module-001-what`, unique in the whole house.
    public let id: String
    /// DDL in the subset that both engines speak, statements parted by `;` at the end of a line.
    /// `{bytes}` stands for the type of a column of bytes.
    public let statements: String

    public init(_ id: StaticString, _ statements: StaticString) {
        self.id = id.description
        self.statements = statements.description
    }

    /// FNV-1a of the text: tells that a step was edited after it had run, which nobody does on purpose.
    var checksum: String {
        let hash = statements.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        return String(hash, radix: 16)
    }

    var parts: [String] {
        statements.split(separator: ";\n").map(String.init)
            .filter { part in part.contains { !$0.isWhitespace } }
    }
}

/// Why migrating was refused.
public enum MigrationError: Error, Equatable {
    /// The step ran with another text than it has now.
    case edited(id: String)
    /// The database holds steps that this program does not know: it is older than its data.
    case unknown(ids: [String])
    case duplicate(id: String)
}

/// Brings a database to the schema of this program: forward only, all pending steps in one transaction.
public struct Migrator: Sendable {
    private let migrations: [Migration]

    public init(_ migrations: [Migration]) { self.migrations = migrations }

    /// Runs what is pending. Safe when several nodes start at once: the lock of the transaction lets one through,
    /// the others find nothing left to do.
    /// - Returns: the ids of the steps that ran.
    public func run(on database: any Database) async throws -> [String] {
        try await database.write { [self] db in
            try db.lockForMigration()
            let pending = try pending(in: db)
            for migration in pending {
                for part in migration.parts { try db.run(SQL(migration: db.dialect.filledIn(part))) }
                try db.run(
                    "INSERT INTO store_migration (id, checksum) VALUES (\(migration.id), \(migration.checksum))")
            }
            return pending.map(\.id)
        }
    }

    /// The steps that have run, by id, on a migrated database.
    public static func applied(in db: any Session) throws -> [String] {
        try db.rows("SELECT id FROM store_migration ORDER BY id") { try $0[0] }
    }

    /// The steps that have not run. Creates nothing.
    public func pending(on database: any Database) async throws -> [String] {
        try await database.read { [self] db in
            try db.hasMigrationTable() ? pending(in: db).map(\.id) : migrations.map(\.id)
        }
    }

    private func pending(in db: any Session) throws -> [Migration] {
        var known: [String: Migration] = [:]
        for migration in migrations {
            guard known.updateValue(migration, forKey: migration.id) == nil else {
                throw MigrationError.duplicate(id: migration.id)
            }
        }
        let applied = try db.rows("SELECT id, checksum FROM store_migration ORDER BY id") { row in
            (id: try row[0] as String, checksum: try row[1] as String)
        }
        let unknown = applied.map(\.id).filter { known[$0] == nil }
        guard unknown.isEmpty else { throw MigrationError.unknown(ids: unknown) }
        for step in applied where known[step.id]?.checksum != step.checksum {
            throw MigrationError.edited(id: step.id)
        }
        let done = Set(applied.map(\.id))
        return migrations.filter { !done.contains($0.id) }
    }
}

extension Session {
    fileprivate func lockForMigration() throws {
        if dialect.engine == .postgres {
            // A snapshot taken before the lock was granted would not show what the other node has just migrated.
            try run("SET TRANSACTION ISOLATION LEVEL READ COMMITTED")
            try forEach("SELECT pg_advisory_xact_lock(7405062022)") { _ in }
        }
        try run("CREATE TABLE IF NOT EXISTS store_migration (id TEXT PRIMARY KEY, checksum TEXT NOT NULL)")
    }

    fileprivate func hasMigrationTable() throws -> Bool {
        var found = false
        try forEach(dialect.columnsOfTables) { row in
            if try row[0] as String == "store_migration" { found = true }
        }
        return found
    }
}
