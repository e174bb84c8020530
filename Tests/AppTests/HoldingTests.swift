import App
import HTTPTypes
import Kernel
import Store
import TestKit
import Testing
import Web

/// Everything that the house holds on people is told to them.
@Suite struct Holdings {
    /// Tables that speak of people and are told by no holding, with the reason.
    private static let exceptions = [
        "kernel_household": "recorded_by is the officer's; the household itself is told with its members",
        "kernel_idempotency": "the answer to a form, for a day, so that a second click does nothing; told by the act",
        "kernel_job": "leased_by names the machine",
        "kernel_organisation": "recorded_by is the officer's; the organisation itself is told with its members",
        "kernel_unit_matter": "who settled what a unit's end left open; the role or dossier itself is told",
        "register_import": "who took in a list; the people in it are told what came of it",
        "register_import_mapping": "how an officer reads the columns of lists",
        "register_match_report": "an officer's words on two records at once; the match is told, not who the other is",
        "register_purpose": "what an officer said today why records are opened; each look is told to whom it is about",
        "territory_plan": "which officers wrote, scheduled or gave up a plan; the plan's page tells it",
    ]

    /// Columns that hold a person or an account, by the parts of their names.
    private static let parts: Set<String> = [
        "person", "holder", "resident", "applicant", "citizen", "patient", "account", "actor", "assignee", "reader",
        "kept", "merged", "by",
    ]

    private static func tablesOfPeople() async throws -> Set<String> {
        try await withDatabase(.sqlite) { database in
            _ = try await Migrator(Province.migrations).run(on: database)
            return try await database.read { db in
                var found: Set<String> = []
                try db.forEach(db.dialect.columnsOfTables) { row in
                    let (table, column): (String, String) = (try row[0], try row[1])
                    if !parts.isDisjoint(with: column.split(separator: "_").map(String.init)) { found.insert(table) }
                }
                for table in found.union(
                    try db.rows("SELECT name FROM sqlite_schema WHERE type = 'table'") { try $0[0] })
                {
                    let people = try db.exists(
                        """
                        SELECT 1 FROM pragma_foreign_key_list(\(table))
                        WHERE "table" IN ('kernel_person', 'kernel_account')
                        """)
                    if people { found.insert(table) }
                }
                return found
            }
        }
    }

    /// Whoever adds a table that speaks of people tells them about it, or says here why not.
    @Test func tellOfEveryTableThatSpeaksOfPeople() async throws {
        try await DemoHouse.open(.sqlite) { house in
            let told = Set(house.province.holdings.flatMap(\.tables))
            let people = try await Self.tablesOfPeople()
            #expect(people.count > 20)
            for table in people.subtracting(told) { #expect(Self.exceptions[table] != nil, "\(table)") }
            for table in Self.exceptions.keys {
                #expect(people.contains(table), "\(table) speaks of nobody: no exception any more")
                #expect(!told.contains(table), "\(table) is told: no exception any more")
            }
        }
    }

    /// Each name stands once: it is an anchor on the page and a name in the download.
    @Test func bearNamesOfTheirOwn() async throws {
        try await DemoHouse.open(.sqlite) { house in
            let codes = house.province.holdings.map(\.code)
            #expect(Set(codes).count == codes.count)
            for code in codes { #expect(code.wholeMatch(of: #/[a-z]+(-[a-z]+)+/#) != nil, "\(code)") }
            let tables = try await house.database.read { db in
                Set(try db.rows(db.dialect.columnsOfTables) { try $0[0] as String })
            }
            for table in house.province.holdings.flatMap(\.tables) { #expect(tables.contains(table), "\(table)") }
        }
    }

    /// What each says of everybody in the demo, on both engines.
    @Test(arguments: TestEngine.available) func tellEverybodyOfThemselves(_ engine: TestEngine) async throws {
        try await DemoHouse.open(engine) { house in
            let people = try await house.database.read { db in
                try db.rows("SELECT person_id, name FROM kernel_account WHERE person_id IS NOT NULL") { row in
                    (try row[0] as ID<Person>, try row[1] as String)
                }
            }
            #expect(!people.isEmpty)
            for (person, name) in people {
                for holding in house.province.holdings {
                    let records = try await house.database.read { db in
                        try holding.records(of: person, on: Instant.now.day, limit: 10, db)
                    }
                    #expect(records.count <= 10)
                    guard holding.code == "accounts-account" else { continue }
                    #expect(records.first?.facts.first?.value == name)
                }
                let client = try await house.signedIn(name)
                #expect(try await client.get("/about-me").status == .ok, "\(name)")
            }
        }
    }
}
