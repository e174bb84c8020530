import Logging
public import Store
import Synchronization

/// What the province is called on any day, in memory: it stands around every page, also where no database answers.
/// Names carry their days, so a change of name needs no news on its day; when the tree itself changes, notices do it.
public final class ProvinceNames: Sendable {
    private struct Name: Sendable {
        let type: String
        let name: String
        let from: Day
        let to: Day?
    }

    private let database: any Database
    private let names = Mutex<[Name]>([])
    private let logger = Logger(label: "thacba.territory")

    public init(database: any Database) { self.database = database }

    /// `Tỉnh Lào Cai`, in the reader's language; `nil` while there is no province in the tree.
    public func label(on day: Day) -> String? {
        let found = names.withLock { names in
            names.last { $0.from <= day && ($0.to.map { day < $0 } ?? true) } ?? names.last
        }
        guard let found else { return nil }
        return found.type == UnitWordsOfState.city
            ? t("Thành phố {name}", ["name": found.name]) : t("Tỉnh {name}", ["name": found.name])
    }

    /// - Throws: `StoreError`.
    public func refresh() async throws {
        let fresh = try await database.read { db in
            try db.rows(
                """
                SELECT v.type, v.name, v.valid_from, v.valid_to FROM kernel_unit_version v
                JOIN kernel_unit u ON u.id = v.unit_id
                WHERE u.level = \(UnitLevel.province) ORDER BY v.valid_from, v.unit_id LIMIT 100
                """
            ) { row in Name(type: try row[0], name: try row[1], from: try row[2], to: try row[3]) }
        }
        names.withLock { $0 = fresh }
    }

    /// Refreshes at once and after every change of the tree, until the task is cancelled.
    public func run() async {
        // Listen first, so that no change falls between the two.
        let notices = database.notices()
        await tryRefresh()
        for await notice in notices where notice.topic == TerritoryStore.topic || notice == .gap { await tryRefresh() }
    }

    private func tryRefresh() async {
        do {
            try await refresh()
        } catch {
            logger.warning("the name of the province could not be read", metadata: ["error": "\(error)"])
        }
    }
}
