import App
import ArgumentParser
import Foundation
import Kernel
import Store
import Web

/// Fills a demo database for the load: sessions of the demo accounts, dossiers for the clerk's list, drafts that
/// only have to be sent.
struct Prepare: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Fill a demo database for the load.")

    @OptionGroup var place: Place
    @Option(help: "Dossiers for the clerk's list.") var dossiers = 0
    @Option(help: "Drafts that are ready to be sent.") var drafts = 0
    @Option(help: "Citizens who own the drafts.") var citizens = 50
    @Option(help: "Where to write the drafts.") var out: String?
    @Flag(help: "All drafts go to one commune instead of all of them.") var oneCommune = false

    func run() async throws {
        let province = try await Opening(place.settings).province(logger: .silent)
        let database = province.database
        let now = province.house.clock.now()
        let facts = try await database.write { db in
            let filling = Filling(db: db, now: now)
            return try [
                "citizen": filling.session(of: "citizen").token, "clerk": filling.session(of: "clerk").token,
                "procedure": filling.procedure().code, "today": now.day.iso,
            ]
        }
        if dossiers > 0 {
            let count = dossiers
            try await database.write { db in try Filling(db: db, now: now).addDossiers(count) }
        }
        if drafts > 0 { try await writeDrafts(database, now) }
        await database.close()
        try tell(facts)
    }

    private func writeDrafts(_ database: any Database, _ now: Instant) async throws {
        let (count, citizens, oneCommune) = (drafts, citizens, oneCommune)
        let owners = try await database.write { db in
            try (0..<citizens).map { try Filling(db: db, now: now).citizen(number: $0) }
        }
        let communes = try await database.read { db in
            let all = try TerritoryStore(db: db).communes(asOf: now.day).map(\.id)
            return oneCommune ? Array(all.prefix(1)) : all
        }
        let (procedure, papers) = try await database.read { db in
            let found = try Filling(db: db, now: now).procedure()
            return (found.id, found.papers)
        }
        var made: [PreparedDraft] = (0..<count).map { index in
            // The first two are the model of the bare loop: one owner, one commune.
            let place = max(0, index - 1)
            return PreparedDraft(
                id: ID<Never>.new(at: now).description, owner: owners[place % owners.count], under: procedure,
                unit: communes[place % communes.count].description)
        }
        // In the order in which drafts of many people come, not in that of their making.
        made = Array(made.prefix(2)) + made.dropFirst(2).shuffled()
        for start in stride(from: 0, to: made.count, by: 500) {
            let batch = made[start..<min(start + 500, made.count)]
            try await database.write { db in
                try Filling(db: db, now: now).insert(batch, papers: papers)
            }
        }
        if let out { try made.map(\.line).joined().write(toFile: out, atomically: true, encoding: .utf8) }
    }
}

/// A draft with all that its last POST needs.
struct PreparedDraft: Sendable {
    let id: String
    let token: String
    let csrf: String
    /// The version of the procedure that the page shows.
    let under: String
    let unit: String
    var account = ""
    var person = ""

    init(id: String, owner: Filling.Owner, under: String, unit: String) {
        (self.id, self.under, self.unit) = (id, under, unit)
        (token, csrf, account, person) = (owner.token, owner.csrf, owner.account, owner.person)
    }

    private init(columns: [Substring]) {
        let columns = columns.map(String.init)
        (id, token, csrf, under, unit) = (columns[0], columns[1], columns[2], columns[3], columns[4])
    }

    var line: String { [id, token, csrf, under, unit].joined(separator: "\t") + "\n" }

    var form: String {
        "_csrf=\(csrf)&_key=\(UUID().uuidString)&draft=\(id)&under=\(under)&pledge=1"
    }

    static func read(from path: String) throws -> [PreparedDraft] {
        try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
            .map { $0.split(separator: "\t") }.filter { $0.count == 5 }.map(PreparedDraft.init(columns:))
    }
}
