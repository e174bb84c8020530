import Kernel
import Store

/// What the database says of itself.
struct ServerStore {
    let db: any Session

    /// Bytes.
    func size() throws -> Int { try db.value(db.dialect.databaseSize) ?? 0 }

    /// How many steps of the schema have run, and the latest by name of each module.
    func migrations() throws -> [String] {
        try db.rows("SELECT id FROM store_migration ORDER BY id") { try $0[0] }
    }
}
