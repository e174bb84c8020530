import HTTPTypes
import Kernel
import Store
import Web

/// A panel of the server's page.
public struct FactGroup: Sendable {
    public let title: String
    public let facts: [(name: String, value: String)]

    public init(title: String, facts: [(name: String, value: String)]) {
        self.title = title
        self.facts = facts
    }
}

extension AdministrationModule {
    var serverDoors: [Door] {
        [
            .stream(.get, "/admin/server", .needs(.readServer)) { visit, _, _ in try await showServer(visit) },
            .page("/admin/doors", .needs(.readServer), use: showDoors),
        ]
    }

    private func showServer(_ visit: Visit) async throws -> Reply {
        let status = await database.status()
        let (size, migrations, backlog) = try await database.read { db in
            let store = ServerStore(db: db)
            return (try store.size(), try Migrator.applied(in: db), try JobQueue(db: db).backlog())
        }
        let health = ServerHealth(
            isReachable: status.isReachable, databaseBytes: size, migrations: migrations,
            deadJobs: backlog[.dead] ?? 0, version: version)
        return .page(ServerView(visit: visit, health: health, groups: await facts()).page)
    }

    @Sendable func showDoors(_ visit: Visit, _ db: any Session) throws -> Reply {
        .page(DoorsView(doors: listDoors(), roles: roles).page)
    }
}
