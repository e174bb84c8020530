import Store
import Testing

/// The table most tests of the layer use: a parent, its children, each kind of constraint.
let exampleTables = Migration(
    "example-001-tables",
    """
    CREATE TABLE owner (id TEXT PRIMARY KEY, email TEXT UNIQUE);
    CREATE TABLE item (
        id TEXT PRIMARY KEY,
        owner TEXT REFERENCES owner (id),
        name TEXT NOT NULL,
        amount BIGINT NOT NULL CONSTRAINT item_amount_positive CHECK (amount >= 0)
    );
    CREATE TABLE value (
        id BIGINT PRIMARY KEY, flag BOOLEAN, number BIGINT, ratio DOUBLE PRECISION, words TEXT, body {bytes}, object JSONB
    );
    CREATE TABLE total (id TEXT PRIMARY KEY, sum BIGINT NOT NULL);
    """)

extension Database {
    func withExampleTables() async throws -> Self {
        _ = try await Migrator([exampleTables]).run(on: self)
        return self
    }

    func count(_ table: ExampleTable = .item) async throws -> Int {
        try await read { db in try db.value(table.count) ?? -1 }
    }
}

enum ExampleTable {
    case item
    case owner
    case total

    var count: SQL {
        switch self {
        case .item: "SELECT count(*) FROM item"
        case .owner: "SELECT count(*) FROM owner"
        case .total: "SELECT count(*) FROM total"
        }
    }
}

func insertItem(_ id: String, owner: String? = nil, name: String? = "Gạo", amount: Int = 1) -> SQL {
    "INSERT INTO item (id, owner, name, amount) VALUES (\(id), \(owner), \(name), \(amount))"
}

extension Session {
    func column<Value: SQLDecodable>(_ sql: SQL) throws -> [Value] { try rows(sql) { try $0[0] } }
}

/// What a body throws, as the store's error.
func storeError<Value>(_ body: () async throws -> Value) async -> StoreError? {
    do {
        _ = try await body()
        return nil
    } catch {
        return error as? StoreError
    }
}

/// Runs until something stops it, on both engines.
let endlessQuery: SQL = """
    WITH RECURSIVE step (i) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT i + 1 FROM step WHERE i < 4000000000)
    SELECT count(*) FROM step
    """

extension StoreError {
    /// Without the name, which SQLite does not always give.
    var kind: String {
        switch self {
        case .unique: "unique"
        case .foreignKey: "foreign key"
        case .unreachable: "unreachable"
        case .other: "other"
        default: "\(self)"
        }
    }
}

struct OwnError: Error {}
