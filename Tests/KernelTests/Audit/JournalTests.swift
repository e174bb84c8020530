import Store
import TestKit
import Testing

@testable import Kernel

@Suite struct JournalTests {
    static let now = Instant(microseconds: 1_658_700_000_000_000)

    private func line(
        _ action: String, at offset: Int = 0, person: String = "p1", record: String? = nil, body: String = "{}"
    ) -> JournalLine {
        JournalLine(
            at: Self.now + .seconds(offset), actor: "a1", purpose: action.hasSuffix(".read") ? "handle" : nil,
            action: action, subjectKind: "person", subjectID: person, record: record, door: "GET /x", node: "n1",
            body: body)
    }

    private func withJournal(_ engine: TestEngine, _ body: (any Database) async throws -> Void) async throws {
        try await withDatabase(engine) { database in
            _ = try await Migrator(AuditSchema.migrations).run(on: database)
            try await body(database)
        }
    }

    private func signer() throws -> (signer: CheckpointSigner, publicKey: [UInt8]) {
        try #require(CheckpointSigner.ed25519(seed: Array(repeating: 7, count: 32), keyID: "k1"))
    }

    private func verify(_ database: any Database) async throws -> JournalAudit.Report {
        let key = try signer().publicKey
        return try await JournalAudit(database: database) { $0 == "k1" ? key : nil }.verify()
    }

    @Test(arguments: TestEngine.available)
    func linesAreReadNewestFirstByPages(engine: TestEngine) async throws {
        try await withJournal(engine) { database in
            let lines = (0..<120).map { line("dossier.read", at: $0, record: "d1") }
            try await database.write { db in
                try Journal(db: db).write(lines)
                try Journal(db: db).write(line("dossier.accepted", at: 200, person: "p2", record: "d1"))
            }
            let (first, second, ofRecord, byActor) = try await database.read { db in
                let first = try Journal(db: db).linesAbout(person: "p1", limit: 50)
                return (
                    first, try Journal(db: db).linesAbout(person: "p1", before: first.last?.id, limit: 100),
                    try Journal(db: db).lines(of: "d1", limit: 1), try Journal(db: db).lines(by: "a1", limit: 1)
                )
            }
            #expect(first == Array(lines.reversed().prefix(50)))
            #expect(second == Array(lines.reversed().dropFirst(50)))
            #expect(ofRecord.map(\.action) == ["dossier.accepted"])
            #expect(byActor == ofRecord)
        }
    }

    @Test(arguments: TestEngine.available)
    func aReadWithoutPurposeIsRefused(engine: TestEngine) async throws {
        try await withJournal(engine) { database in
            for purpose in [nil, ""] {
                let nameless = JournalLine(
                    at: Self.now, actor: "a1", purpose: purpose, action: "dossier.read", door: "x", node: "n")
                await #expect(throws: JournalError.noPurpose(action: "dossier.read")) {
                    try await database.write { db in try Journal(db: db).write(nameless) }
                }
            }
        }
    }

    @Test(arguments: TestEngine.available)
    func aLineDisappearsWithItsTransaction(engine: TestEngine) async throws {
        try await withJournal(engine) { database in
            let accepted = line("dossier.accepted")
            await #expect(throws: NotFound.self) {
                try await database.write { db in
                    try Journal(db: db).write(accepted)
                    throw NotFound()
                }
            }
            let lines = try await database.read { db in try Journal(db: db).linesAbout(person: "p1") }
            #expect(lines.isEmpty)
        }
    }

    @Test(arguments: TestEngine.available)
    func numberedLinesAreProvenAndSurvivePurge(engine: TestEngine) async throws {
        try await withJournal(engine) { database in
            let signer = try signer()
            let sequencer = Sequencer(database: database, signer: signer.signer, batch: 100)
            let lines = (0..<700).map { line("dossier.read", at: $0, record: "d\($0 % 7)", body: "{\"n\":\($0)}") }
            try await database.write { db in try Journal(db: db).write(Array(lines.prefix(300))) }
            #expect(try await sequencer.sequence(at: Self.now) == 300)
            let old = try #require(try await database.read { db in try JournalTree(db: db).checkpoint() })
            try await database.write { db in try Journal(db: db).write(Array(lines.dropFirst(300))) }
            #expect(try await sequencer.sequence(at: Self.now + .seconds(10)) == 400)
            #expect(try await database.read { db in try JournalTree(db: db).checkpoint()?.size } == 300)
            #expect(try await sequencer.sequence(at: Self.now + .seconds(61)) == 0)
            let new = try #require(try await database.read { db in try JournalTree(db: db).checkpoint() })
            #expect(old.size == 300 && new.size == 700)
            #expect(old.isSigned(by: signer.publicKey) && new.isSigned(by: signer.publicKey))

            let (leaf, proof, growth) = try await database.read { db in
                let tree = JournalTree(db: db)
                return (
                    try tree.hash(.init(level: 0, position: 511)), try tree.inclusionProof(of: 511, in: 700),
                    try tree.consistencyProof(from: 300, to: 700)
                )
            }
            #expect(MerkleTree.verifiesInclusion(of: leaf, at: 511, in: 700, proof: proof, root: new.root))
            #expect(
                MerkleTree.verifiesConsistency(
                    from: 300, oldRoot: old.root, to: 700, newRoot: new.root, proof: growth))

            #expect(try await verify(database).isSound)
            #expect(try await database.write { db in try Journal(db: db).purge(record: "d3") } == 100)
            let report = try await verify(database)
            #expect(report.isSound && report.purged == 100 && report.lines == 700 && report.checkpoints == 2)
            let purged = try await database.read { db in try Journal(db: db).lines(of: "d3", limit: 1) }
            #expect(purged[0].body == nil && purged[0].leafIndex == 696)
        }
    }

    @Test(arguments: TestEngine.available)
    func tamperingIsFound(engine: TestEngine) async throws {
        try await withJournal(engine) { database in
            let sequencer = Sequencer(database: database, signer: try signer().signer)
            let lines = (0..<5).map { line("dossier.read", at: $0, record: "d\($0)", body: "{\"n\":\($0)}") }
            try await database.write { db in try Journal(db: db).write(lines) }
            try await sequencer.sequence(at: Self.now)
            let late = line("dossier.accepted", at: 9)
            try await database.write { db in try Journal(db: db).write(late) }
            try await database.write { db in
                try db.run("UPDATE kernel_journal SET body = '{}' WHERE record = 'd1'")
                try db.run("UPDATE kernel_journal SET actor = 'nobody' WHERE record = 'd2'")
                try db.run("UPDATE kernel_journal_checkpoint SET at = at + 1")
            }
            let report = try await verify(database)
            #expect(
                report.findings == [.bodyChanged(leaf: 1), .lineChanged(leaf: 2), .signatureInvalid(checkpoint: 5)])
            #expect(report.unnumbered == 1)
            try await database.write { db in try db.run("DELETE FROM kernel_journal WHERE record = 'd0'") }
            #expect(try await verify(database).findings == [.lineMissing(leaf: 0)])
        }
    }

    @Test(arguments: TestEngine.available)
    func twoSequencersGiveEachNumberOnce(engine: TestEngine) async throws {
        try await withJournal(engine) { database in
            let signer = try signer().signer
            let lines = (0..<400).map { line("dossier.read", at: $0) }
            try await database.write { db in try Journal(db: db).write(lines) }
            let counts = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<2 {
                    group.addTask {
                        try await Sequencer(database: database, signer: signer, batch: 20).sequence(at: Self.now)
                    }
                }
                return try await group.reduce(0, +)
            }
            #expect(counts == 400)
            #expect(try await verify(database).isSound)
        }
    }
}
