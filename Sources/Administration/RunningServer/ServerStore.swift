import Kernel
import Store

/// What the database says of itself.
struct ServerStore {
    let db: any Session

    /// Bytes.
    func size() throws -> Int { try db.value(db.dialect.databaseSize) ?? 0 }
}
