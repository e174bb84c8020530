/// Where the engines must differ. Modules never ask which engine it is: they name the fragment.
public struct Dialect: Sendable {
    public enum Engine: String, Sendable {
        case sqlite = "SQLite"
        case postgres = "PostgreSQL"
    }

    public let engine: Engine

    public init(_ engine: Engine) { self.engine = engine }

    /// The words of a migration: `{bytes}` for a column of bytes.
    package func filledIn(_ ddl: String) -> String {
        ddl.split(separator: "{bytes}", omittingEmptySubsequences: false)
            .joined(separator: engine == .sqlite ? "BLOB" : "BYTEA")
    }

    /// Behind a `SELECT … LIMIT n`: takes rows that nobody else is taking.
    public var skipLocked: SQL { engine == .sqlite ? "" : " FOR UPDATE SKIP LOCKED" }

    /// Behind a `SELECT`: holds the row until the commit. SQLite has one writer and needs no lock.
    public var forUpdate: SQL { engine == .sqlite ? "" : " FOR UPDATE" }

    /// Lets the planner know what tables hold, after a load that has changed it much: PostgreSQL else plans for empty
    /// ones until it looks by itself, which takes minutes. SQLite needs no telling.
    /// - Parameter tables: names parted by commas.
    public func analysis(of tables: SQL) -> SQL { engine == .sqlite ? "SELECT 1" : "ANALYZE \(tables)" }

    /// A column of `inner` for every row of `outer`, whose columns the condition names: the index of `inner` answers, once
    /// for each outer row. SQLite takes cross joins in the order in which they stand; PostgreSQL reads the whole inner table
    /// where it expects many rows and few are asked for, unless each outer row asks on its own.
    public func nested(
        _ column: SQL, from inner: SQL, where condition: SQL, forEach outer: SQL, limit: Int
    ) -> SQL {
        switch engine {
        case .sqlite: "SELECT \(column) FROM \(outer) CROSS JOIN \(inner) WHERE \(condition) LIMIT \(limit)"
        case .postgres:
            """
            SELECT f.found FROM \(outer) CROSS JOIN LATERAL (
                SELECT \(column) AS found FROM \(inner) WHERE \(condition) LIMIT \(limit)) f LIMIT \(limit)
            """
        }
    }

    /// Names of tables and their columns: `table, column, type, not null` in order.
    public var columnsOfTables: SQL {
        switch engine {
        case .sqlite:
            """
            SELECT m.name, c.name, c.type, c."notnull" = 1 FROM sqlite_schema m JOIN pragma_table_info(m.name) c
            WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' ORDER BY m.name, c.cid
            """
        case .postgres:
            """
            SELECT table_name, column_name, data_type, is_nullable = 'NO' FROM information_schema.columns
            WHERE table_schema = current_schema() ORDER BY table_name COLLATE "C", ordinal_position
            """
        }
    }

    /// How many bytes the database holds.
    public var databaseSize: SQL {
        engine == .sqlite
            ? "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
            : "SELECT pg_database_size(current_database())"
    }
}
