import App
import Store
import TestKit
import Testing

/// The migrations lead to the committed schema, on both engines.
@Suite struct Schema {
    @Test func isTheOneThatWasAgreedOn() async throws {
        try await withDatabase(.sqlite) { database in
            _ = try await Migrator(Province.migrations).run(on: database)
            let statements = try await database.read { db in
                try db.rows(
                    """
                    SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'
                    ORDER BY tbl_name, type DESC, name
                    """
                ) { try $0[0] as String }
            }
            try Golden.check(statements.map { "\($0);\n" }.joined(separator: "\n"), "schema.sql")
        }
    }

    private struct Column: Hashable, Sendable {
        let table: String
        let name: String
        let isRequired: Bool
    }

    private static func columns(on engine: TestEngine) async throws -> Set<Column> {
        try await withDatabase(engine) { database in
            _ = try await Migrator(Province.migrations).run(on: database)
            return try await database.read { db in
                Set(
                    try db.rows(db.dialect.columnsOfTables) { row in
                        Column(table: try row[0], name: try row[1], isRequired: try row[3])
                    })
            }
        }
    }

    /// PostgreSQL makes a primary key NOT NULL by itself; apart from that the engines agree column by column.
    @Test(.enabled(if: TestEngine.available.contains(.postgres)))
    func isTheSameOnBothEngines() async throws {
        let sqlite = try await Self.columns(on: .sqlite)
        let postgres = try await Self.columns(on: .postgres)
        #expect(Set(sqlite.map { "\($0.table).\($0.name)" }) == Set(postgres.map { "\($0.table).\($0.name)" }))
        for column in sqlite where column.isRequired { #expect(postgres.contains(column)) }
    }

    @Test(arguments: TestEngine.available)
    func migratingAgainDoesNothing(_ engine: TestEngine) async throws {
        try await withDatabase(engine) { database in
            let first = try await Migrator(Province.migrations).run(on: database)
            #expect(first.count == Province.migrations.count)
            #expect(try await Migrator(Province.migrations).run(on: database) == [])
        }
    }

    /// A module's tables bear its own prefix, so that the owner of a table can be told from its name.
    @Test func tablesBearTheirOwnersPrefix() async throws {
        for column in try await Self.columns(on: .sqlite) {
            let owner = column.table.prefix { $0 != "_" }
            let owners = ["store", "kernel", "procedures", "register", "territory", "app"]
            #expect(owners.contains(String(owner)), "\(column.table)")
        }
    }
}
